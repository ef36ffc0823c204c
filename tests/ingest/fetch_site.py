"""A site on the loopback interface that answers as a test tells it, and the made-up texts it serves."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import docx

from lawbase.ingest.fetch.hosts import AllowList
from lawbase.ingest.fetch.patience import Patience

LOOPBACK = AllowList({"127.0.0.1": "the test's own server"}, scheme="http", any_port=True)
QUICK = Patience(connect=2, read=0.5, whole=20, tries=3, first_wait=0.001, longest_wait=0.01, between=0.001)


@dataclass(frozen=True)
class Answer:
    """One answer. `cut` breaks the connection after so many bytes of the body; `silent` sends that much and then nothing."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    silent: int | None = None


@dataclass(frozen=True)
class Asked:
    path: str
    headers: Mapping[str, str]
    body: bytes = b""
    """What was posted; nothing was if it is empty."""


Responder = Callable[[Asked], Answer]


class Site:
    """`answers[path]` is an answer, or a list of answers for one request after another (the last one stays)."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | list[Answer] | Responder] = {}
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self.server: ThreadingHTTPServer

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}{path}"

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        found = self.answers.get(asked.path, Answer(b"not here", 404))
        if callable(found):
            return found(asked)
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        return found


@contextmanager
def serve() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def _answer(self, posted: bytes) -> None:
            answer = site.answer(Asked(self.path, dict(self.headers.items()), posted))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if "Content-Length" not in answer.headers and "Transfer-Encoding" not in answer.headers:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            stop = answer.cut if answer.cut is not None else answer.silent
            self.wfile.write(answer.body if stop is None else answer.body[:stop])
            self.wfile.flush()
            if answer.silent is not None:
                site.closing.wait(10)
            self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    site.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=site.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        site.server.shutdown()
        site.server.server_close()


def ranged(body: bytes, etag: str = '"one"', cut_first: int | None = None) -> Responder:
    """A server that continues downloads: 206 from where it is asked, if the file is still the one that was begun.

    `cut_first` breaks the first answer off after so many bytes.
    """
    state = {"first": True}

    def answer(asked: Asked) -> Answer:
        asked_for, condition = asked.headers.get("Range", ""), asked.headers.get("If-Range")
        headers = {"ETag": etag, "Accept-Ranges": "bytes"}
        if asked_for and condition == etag:
            start = int(asked_for.removeprefix("bytes=").rstrip("-"))
            place = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
            return Answer(body[start:], 206, {**headers, **place})
        cut = cut_first if state.pop("first", False) else None
        return Answer(body, 200, headers, cut=cut)

    return answer


def page(*sections: tuple[str, str], furniture: str = "") -> bytes:
    """A made-up page of the Californian site's text view: (number, words) for each section."""
    blocks = "".join(
        f'<div align="left"><p><h6 style="float:left;"><a href="javascript:x">{number}.</a></h6>'
        f'<p style="margin:0;display:inline;">{words}</p></p></div>'
        for number, words in sections
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html><html><head>'
        '<link href="https://leginfo.legislature.ca.gov/"/></head><body>'
        f'<input type="hidden" value="{furniture}"/><div id="manylawsections"><h3><b>Civil Code - CIV</b></h3>'
        f"<h4><b>TITLE 9. TESTS [9901 - 9909]</b></h4>{blocks}</div></body></html>"
    ).encode()


def title(*sections: tuple[str, str], number: str = "99", created: str = "") -> bytes:
    """A made-up title of the US Code in USLM XML."""
    made = f'<created xmlns="http://purl.org/dc/terms/">{created}T07:00:00</created>' if created else ""
    body = "".join(
        f'<section><num value="{number}">§ {number}.</num><heading>Heading</heading><content>{words}</content></section>'
        for number, words in sections
    )
    return (
        '<?xml version="1.0"?><uscDoc xmlns="http://xml.house.gov/schemas/uslm/1.0"><meta>'
        f'<docNumber>{number}</docNumber>{made}</meta><main><title><num value="{number}">Title {number}—</num>'
        f"<heading>TESTS</heading>{body}</title></main></uscDoc>"
    ).encode()


def packed(**files: bytes) -> bytes:
    """A zip; `usc99_xml` becomes `usc99.xml`."""
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return place.getvalue()


def word_file(name: str, *articles: str) -> bytes:
    """A made-up law as the national database serves it."""
    document = docx.Document()
    document.add_paragraph(name)
    document.add_paragraph("（2020年1月2日通过）")
    for number, words in zip("一二三四五", articles, strict=False):
        document.add_paragraph(f"第{number}条　{words}")
    place = io.BytesIO()
    document.save(place)
    return place.getvalue()
