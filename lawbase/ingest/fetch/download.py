"""Bringing one file: allowed hosts only, with time-outs, a size limit, retries that back off, and continuation."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urljoin

import httpx

from lawbase.ingest.fetch.errors import FetchError, Unreachable
from lawbase.ingest.fetch.hosts import AllowList
from lawbase.ingest.fetch.part import Part
from lawbase.ingest.fetch.patience import Patience, retry_after

USER_AGENT = "LawBase/0.1 (a library of statutes; fetches one text at a time)"
MOST_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}

OnBytes = Callable[[int], None]


@dataclass(frozen=True)
class Got:
    """A whole file, or (`path` None) the server's word that the one held is still the one it has."""

    path: Path | None
    etag: str = ""
    last_modified: str = ""


class _Passing(Exception):
    """A trouble that may pass: worth another try."""

    def __init__(self, error: FetchError, asked: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.asked = asked


class Downloader:
    """One reader of official sites; a context manager. `sleep` is replaced in tests."""

    def __init__(
        self, hosts: AllowList, patience: Patience | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.hosts = hosts
        self.patience = patience or Patience()
        self._sleep = sleep
        self._client = httpx.Client(
            timeout=httpx.Timeout(self.patience.read, connect=self.patience.connect),
            follow_redirects=False,
            # Unpacked answers, so that a byte on the line is a byte of the file and a download can be continued.
            headers={"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"},
        )

    def __enter__(self) -> Downloader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def bring(
        self,
        url: str,
        target: Path,
        limit: int,
        conditions: Mapping[str, str] | None = None,
        on_bytes: OnBytes = lambda _: None,
        headers: Mapping[str, str] | None = None,
        question: Mapping[str, Any] | None = None,
    ) -> Got:
        """Bring `url` to `target`, at most `limit` bytes. `conditions` are the `If-…` headers for a file already held,
        `headers` what a site asks for besides. A `question` is posted as JSON; its answer is small, is never continued,
        and no redirect carries it elsewhere.

        Raises `Unreachable` where no connection came about in any try, `FetchError` for everything else.
        """
        target.parent.mkdir(parents=True, exist_ok=True)
        failures = 0
        while True:
            try:
                part = Part(target)
                if question is not None:
                    part.discard()
                # Continuing an unfinished file comes before asking whether the file held is still good.
                asked = {**(headers or {}), **(part.conditions(url) or conditions or {})}
                return self._once(url, part, limit, asked, on_bytes, question)
            except _Passing as trouble:
                failures += 1
                if failures >= self.patience.tries:
                    raise trouble.error from trouble
                self._sleep(self.patience.wait(failures, trouble.asked))
            except OSError as error:
                raise FetchError(
                    f"{target} cannot be written ({error.strerror}); make room or give access."
                ) from error

    def _once(
        self,
        url: str,
        part: Part,
        limit: int,
        headers: Mapping[str, str],
        on_bytes: OnBytes,
        question: Mapping[str, Any] | None,
    ) -> Got:
        host = self.hosts.check(url)
        try:
            response = self._open(url, headers, question)
            try:
                return self._take(url, response, part, limit, on_bytes)
            finally:
                response.close()
        except httpx.InvalidURL as error:
            raise FetchError(f"{url} is no address ({error}); correct it in corpus/statutes.yaml.") from error
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise _Passing(
                Unreachable(
                    host, f"{host} cannot be reached ({_words(error)}); check the network, then fetch again."
                )
            ) from error
        except httpx.RequestError as error:
            raise _Passing(
                FetchError(
                    f"{host} broke off or fell silent ({_words(error)}); fetch again: it goes on where it stopped."
                )
            ) from error

    def _open(
        self, url: str, headers: Mapping[str, str], question: Mapping[str, Any] | None
    ) -> httpx.Response:
        """The answer behind at most five redirects, each within the allowed hosts."""
        for _ in range(MOST_REDIRECTS + 1):
            self.hosts.check(url)
            method = "GET" if question is None else "POST"
            request = self._client.build_request(method, url, headers=dict(headers), json=question)
            response = self._client.send(request, stream=True)
            if question is not None:
                return response
            if response.status_code not in REDIRECTS or "location" not in response.headers:
                return response
            response.close()
            url = urljoin(url, response.headers["location"])
        raise FetchError(f"{url} is redirected without end; correct the address in corpus/statutes.yaml.")

    def _take(self, url: str, response: httpx.Response, part: Part, limit: int, on_bytes: OnBytes) -> Got:
        status = response.status_code
        if status == 304:
            return Got(None)
        if status == 429 or status >= 500:
            raise _Passing(
                FetchError(f"{url} answered {status}; the site is busy or broken: fetch again later."),
                retry_after(response.headers.get("retry-after")),
            )
        if status == 416:
            part.discard()
            raise _Passing(FetchError(f"{url} changed while it was fetched; fetch again."), 0)
        if status == 206:
            if not _continues(response, part.size):
                part.discard()
                raise _Passing(FetchError(f"{url} continued at the wrong place; fetch again."), 0)
        elif status == 200:
            part.begin(url, response.headers)
        else:
            raise FetchError(
                f"{url} answered {status}; look the text up on the site and correct the address in corpus/statutes.yaml."
            )
        self._write(url, response, part, limit, on_bytes)
        part.finish()
        return Got(part.target, response.headers.get("etag", ""), response.headers.get("last-modified", ""))

    def _write(self, url: str, response: httpx.Response, part: Part, limit: int, on_bytes: OnBytes) -> None:
        """Append the body to the part. Stops as soon as the file is, or says it will be, larger than allowed."""
        size = part.size
        announced = response.headers.get("content-length", "")
        if announced.isdecimal() and size + int(announced) > limit:
            part.discard()
            raise _too_large(url, limit)
        end = time.monotonic() + self.patience.whole
        with part.path.open("ab") as file:
            for chunk in response.iter_bytes():
                size += len(chunk)
                if size > limit:
                    part.discard()
                    raise _too_large(url, limit)
                file.write(chunk)
                on_bytes(size)
                if time.monotonic() > end:
                    raise FetchError(
                        f"{url} took longer than {self.patience.whole:.0f} s; fetch again: it goes on where it stopped."
                    )


def _too_large(url: str, limit: int) -> FetchError:
    return FetchError(
        f"{url} is larger than the {limit:,} bytes allowed for its format; check the address, "
        "or raise the limit in lawbase/ingest/fetch/formats.py."
    )


def _continues(response: httpx.Response, size: int) -> bool:
    """Whether a 206 begins where the part ends."""
    match = re.fullmatch(r"bytes (\d+)-\d+/(?:\d+|\*)", response.headers.get("content-range", ""))
    return match is not None and int(match[1]) == size > 0


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
