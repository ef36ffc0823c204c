"""One file from a site: allowed hosts, time-outs, retries, limits, continuation. A real server, no mock."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lawbase.ingest.fetch.download import Downloader
from lawbase.ingest.fetch.errors import FetchError, Unreachable
from lawbase.ingest.fetch.hosts import OFFICIAL, AllowList
from lawbase.ingest.fetch.patience import Patience, retry_after
from tests.ingest.fetch_site import LOOPBACK, QUICK, Answer, Site, ranged, serve

BODY = bytes(range(256)) * 400


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serve() as site:
        yield site


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "work" / "file"


class Reader(Downloader):
    """Notes how long it would have slept."""

    def __init__(self, hosts: AllowList = LOOPBACK, patience: Patience = QUICK) -> None:
        self.slept: list[float] = []
        super().__init__(hosts, patience, self.slept.append)


def bring(site: Site, target: Path, limit: int = 10**6, reader: Reader | None = None) -> bytes:
    with reader or Reader() as it:
        got = it.bring(site.url("/file"), target, limit)
    assert got.path == target
    assert not target.with_name("file.part").exists()
    return target.read_bytes()


def test_a_file_is_brought_whole(site: Site, target: Path) -> None:
    site.answers["/file"] = Answer(
        BODY, headers={"ETag": '"one"', "Last-Modified": "Tue, 01 Jan 2019 00:00:00 GMT"}
    )
    with Reader() as reader:
        got = reader.bring(site.url("/file"), target, 10**6)
    assert target.read_bytes() == BODY
    assert (got.etag, got.last_modified) == ('"one"', "Tue, 01 Jan 2019 00:00:00 GMT")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://example.org/a", "example.org is not among the hosts"),
        ("http://cppa.ca.gov/a", "only https addresses"),
        ("ftp://cppa.ca.gov/a", "only https addresses"),
        ("https://cppa.ca.gov.example.org/a", "not among the hosts"),
        ("https://sub.cppa.ca.gov/a", "not among the hosts"),
        ("https://user:word@cppa.ca.gov/a", "user name"),
        ("https://cppa.ca.gov:8443/a", "needs no port"),
        ("https://cppa.ca.gov:x/a", "is no address"),
        ("https:///a", "a nameless host"),
    ],
)
def test_other_addresses_are_refused_with_a_sentence(url: str, why: str, target: Path) -> None:
    with Reader(OFFICIAL) as reader, pytest.raises(FetchError, match=why):
        reader.bring(url, target, 10)


def test_official_hosts_are_allowed_in_any_spelling() -> None:
    assert OFFICIAL.check("https://CPPA.ca.gov/pdf/x.pdf") == "cppa.ca.gov"
    assert all(why for why in OFFICIAL.hosts.values())


def test_a_redirect_within_the_hosts_is_followed(site: Site, target: Path) -> None:
    site.answers["/file"] = Answer(status=302, headers={"Location": "/there"})
    site.answers["/there"] = Answer(BODY)
    assert bring(site, target) == BODY


def test_a_redirect_to_a_foreign_host_is_refused(site: Site, target: Path) -> None:
    foreign = f"http://localhost:{site.server.server_address[1]}/there"
    site.answers["/file"] = Answer(status=302, headers={"Location": foreign})
    with Reader() as reader, pytest.raises(FetchError, match="localhost is not among the hosts"):
        reader.bring(site.url("/file"), target, 10**6)
    assert [asked.path for asked in site.asked] == ["/file"], "the foreign host was asked"


def test_redirects_without_end_are_given_up(site: Site, target: Path) -> None:
    site.answers["/file"] = Answer(status=301, headers={"Location": "/file"})
    with Reader() as reader, pytest.raises(FetchError, match="without end"):
        reader.bring(site.url("/file"), target, 10**6)


def test_a_silent_server_times_out_and_is_asked_again(site: Site, target: Path) -> None:
    site.answers["/file"] = [Answer(BODY, silent=0), Answer(BODY)]
    assert bring(site, target) == BODY
    assert len(site.asked) == 2


def test_a_server_that_stays_silent_is_given_up_in_a_sentence(site: Site, target: Path) -> None:
    site.answers["/file"] = Answer(BODY, silent=100)
    reader = Reader(patience=replace(QUICK, read=0.1, tries=2))
    with reader, pytest.raises(FetchError, match="fell silent"):
        reader.bring(site.url("/file"), target, 10**6)
    assert len(site.asked) == 2


def test_a_server_that_drips_is_given_up(site: Site, target: Path) -> None:
    site.answers["/file"] = Answer(BODY)
    with Reader(patience=replace(QUICK, whole=-1)) as reader, pytest.raises(FetchError, match="took longer"):
        reader.bring(site.url("/file"), target, 10**6)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(site: Site, target: Path, status: int) -> None:
    site.answers["/file"] = [Answer(b"busy", status), Answer(b"busy", status), Answer(BODY)]
    reader = Reader()
    assert bring(site, target, reader=reader) == BODY
    assert len(reader.slept) == 2


def test_a_server_that_stays_broken_is_given_up(site: Site, target: Path) -> None:
    site.answers["/file"] = Answer(b"broken", 502)
    with Reader() as reader, pytest.raises(FetchError, match="answered 502"):
        reader.bring(site.url("/file"), target, 10**6)
    assert len(site.asked) == QUICK.tries


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_refusal_is_not_asked_again(site: Site, target: Path, status: int) -> None:
    site.answers["/file"] = Answer(b"no", status)
    with Reader() as reader, pytest.raises(FetchError, match=f"answered {status}"):
        reader.bring(site.url("/file"), target, 10**6)
    assert len(site.asked) == 1


def test_retry_after_is_honoured_up_to_a_cap(site: Site, target: Path) -> None:
    patience = replace(QUICK, first_wait=1, longest_wait=30)
    for asked, slept in (("7", 7.0), ("9999", 30.0)):
        site.answers["/file"] = [Answer(b"", 503, {"Retry-After": asked}), Answer(BODY)]
        reader = Reader(patience=patience)
        bring(site, target, reader=reader)
        assert reader.slept == [slept]


def test_retry_after_reads_seconds_and_dates() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert retry_after("120") == 120
    assert retry_after("Thu, 01 Jan 2026 00:01:00 GMT", now) == 60
    assert retry_after("Wed, 31 Dec 2025 00:00:00 GMT", now) == 0
    assert retry_after("soon") is None
    assert retry_after(None) is None


def test_waits_double_and_vary() -> None:
    patience = Patience(first_wait=1, longest_wait=10)
    for failures, most in ((1, 1), (2, 2), (3, 4), (9, 10)):
        waits = [patience.wait(failures) for _ in range(50)]
        assert most / 2 <= min(waits) < max(waits) <= most


def test_a_file_that_says_it_is_too_large_is_not_begun(site: Site, target: Path) -> None:
    site.answers["/file"] = Answer(BODY)
    with Reader() as reader, pytest.raises(FetchError, match="larger than the 1,000 bytes"):
        reader.bring(site.url("/file"), target, 1000)
    assert list(target.parent.iterdir()) == []


def test_a_file_that_hides_its_size_is_stopped_midway(site: Site, target: Path) -> None:
    body = b"".join(b"1000\r\n" + bytes(0x1000) + b"\r\n" for _ in range(200)) + b"0\r\n\r\n"
    site.answers["/file"] = Answer(body, headers={"Transfer-Encoding": "chunked"})
    seen: list[int] = []
    with Reader() as reader, pytest.raises(FetchError, match="larger than"):
        reader.bring(site.url("/file"), target, 50_000, on_bytes=seen.append)
    assert seen
    assert max(seen) <= 50_000
    assert list(target.parent.iterdir()) == []


def test_a_cut_connection_is_continued_in_the_same_run(site: Site, target: Path) -> None:
    site.answers["/file"] = ranged(BODY, cut_first=30_000)
    assert bring(site, target) == BODY
    assert [asked.headers.get("Range") for asked in site.asked] == [None, "bytes=30000-"]
    assert site.asked[1].headers["If-Range"] == '"one"'


def test_the_next_run_continues_where_a_run_stopped(site: Site, target: Path) -> None:
    site.answers["/file"] = ranged(BODY, cut_first=30_000)
    with (
        Reader(patience=replace(QUICK, tries=1)) as reader,
        pytest.raises(FetchError, match="goes on where it stopped"),
    ):
        reader.bring(site.url("/file"), target, 10**6)
    assert target.with_name("file.part").stat().st_size == 30_000
    assert not target.exists()
    assert bring(site, target) == BODY
    assert site.asked[-1].headers["Range"] == "bytes=30000-"


def test_a_changed_file_is_begun_again(site: Site, target: Path) -> None:
    site.answers["/file"] = ranged(b"old" * 30_000, cut_first=30_000)
    with Reader(patience=replace(QUICK, tries=1)) as reader, pytest.raises(FetchError):
        reader.bring(site.url("/file"), target, 10**6)
    site.answers["/file"] = ranged(BODY, etag='"two"')
    assert bring(site, target) == BODY
    assert site.asked[-1].headers["If-Range"] == '"one"'


def test_a_server_that_ignores_range_is_read_from_the_beginning(site: Site, target: Path) -> None:
    headers = {"Last-Modified": "Tue, 01 Jan 2019 00:00:00 GMT"}
    site.answers["/file"] = [Answer(BODY, headers=headers, cut=30_000), Answer(BODY, headers=headers)]
    assert bring(site, target) == BODY
    assert site.asked[1].headers["If-Range"] == headers["Last-Modified"]


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"weak"'}, {"ETag": '"one"', "Accept-Ranges": "none"}])
def test_without_a_firm_state_nothing_is_continued(site: Site, target: Path, headers: dict[str, str]) -> None:
    site.answers["/file"] = [Answer(BODY, headers=headers, cut=30_000), Answer(BODY, headers=headers)]
    assert bring(site, target) == BODY
    assert "Range" not in site.asked[1].headers


@pytest.mark.parametrize(
    "wrong", [Answer(b"x", 416), Answer(b"x" * 9, 206, {"Content-Range": "bytes 5-13/14"}), Answer(b"x", 206)]
)
def test_a_wrong_continuation_is_thrown_away(site: Site, target: Path, wrong: Answer) -> None:
    headers = {"ETag": '"one"'}
    site.answers["/file"] = [Answer(BODY, headers=headers, cut=30_000), wrong, Answer(BODY, headers=headers)]
    assert bring(site, target) == BODY
    assert "Range" not in site.asked[2].headers


def test_a_part_of_another_address_is_not_continued(site: Site, target: Path) -> None:
    site.answers["/other"] = ranged(b"other" * 9000, cut_first=20_000)
    with Reader(patience=replace(QUICK, tries=1)) as reader, pytest.raises(FetchError):
        reader.bring(site.url("/other"), target, 10**6)
    site.answers["/file"] = ranged(BODY)
    assert bring(site, target) == BODY
    assert "Range" not in site.asked[-1].headers


def test_the_servers_word_that_nothing_changed_brings_nothing(site: Site, target: Path) -> None:
    site.answers["/file"] = Answer(status=304)
    with Reader() as reader:
        assert reader.bring(site.url("/file"), target, 10, {"If-None-Match": '"one"'}).path is None
    assert site.asked[0].headers["If-None-Match"] == '"one"'


def test_a_refused_connection_and_an_unknown_name_are_unreachable(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    nowhere = AllowList({"127.0.0.1": "", "no-such-host.invalid": ""}, scheme="http", any_port=True)
    for url in (f"http://127.0.0.1:{port}/", "http://no-such-host.invalid/"):
        with Reader(nowhere) as reader, pytest.raises(Unreachable, match="cannot be reached"):
            reader.bring(url, target, 10)
        assert len(reader.slept) == QUICK.tries - 1
