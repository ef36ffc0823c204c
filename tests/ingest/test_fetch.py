"""A fetch from beginning to end: what comes into `texts/`, what is refused, what the note says, and what changes nothing."""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lawbase.ingest.fetch.errors import FetchError
from lawbase.ingest.fetch.formats import FORMATS
from lawbase.ingest.fetch.hosts import AllowList
from lawbase.ingest.fetch.note import was_fetched
from lawbase.ingest.fetch.plan import Wanted
from lawbase.ingest.fetch.run import OFFLINE, Outcome, Places, fetch
from lawbase.ingest.sources.leginfo_html import LeginfoHtml
from tests.ingest import fetch_site as made
from tests.ingest.fetch_site import LOOPBACK, QUICK, Answer, Site
from tests.ingest.us_samples import OFFICIAL as SAMPLES
from tests.ingest.us_samples import needs_corpus

PROJECT = Path(__file__).resolve().parents[2]
ONE = made.page(("9901", "Words of one."), ("9902", "Words of two."))


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "*")
    with made.serve() as site:
        yield site


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "texts", tmp_path / "var", LOOPBACK, QUICK, lambda _: None)


class Ingest:
    """Stands for the ingestion, which has tests of its own: was it called, and what does it complain of."""

    def __init__(self, *errors: str) -> None:
        self.calls = 0
        self.errors = errors

    def __call__(self) -> tuple[str, ...]:
        self.calls += 1
        return self.errors


def want(
    site: Site, path: str = "/one", format: str = "leginfo", name: str = "one.html", **more: Any
) -> Wanted:
    slug = more.pop("slug", f"us-{path.strip('/')}")
    return Wanted((slug,), site.url(path), format, name, **more)


def run(files: list[Wanted], places: Places, ingest: Callable[[], Any] | None = None) -> Outcome:
    return fetch(files, places, lambda _: None, ingest or Ingest())


def note(places: Places) -> dict[str, Any]:
    return json.loads((places.data / "fetch-progress.json").read_text("utf-8"))


def sidecar(places: Places, name: str) -> dict[str, Any]:
    return json.loads((places.texts / f"{name}.meta.json").read_text("utf-8"))


def shelf(places: Places) -> dict[str, tuple[bytes, int]]:
    """Every file of `texts/` with its bytes and the time it was written."""
    return (
        {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in places.texts.iterdir()}
        if places.texts.exists()
        else {}
    )


def test_a_text_comes_with_origin_day_and_hash(site: Site, places: Places) -> None:
    site.answers["/one"] = Answer(ONE, headers={"ETag": '"one"'})
    ingest = Ingest()
    outcome = run([want(site)], places, ingest)
    assert (outcome.new, outcome.errors, ingest.calls) == (["us-one"], [], 1)
    assert (places.texts / "one.html").read_bytes() == ONE
    assert sidecar(places, "one.html") == {
        "origin": site.url("/one"),
        "retrieved": datetime.now(UTC).date().isoformat(),
        "sha256": hashlib.sha256(ONE).hexdigest(),
        "format": "leginfo",
        "bytes": len(ONE),
        "etag": '"one"',
        "last_modified": "",
    }
    assert sorted(shelf(places)) == ["one.html", "one.html.meta.json"]
    assert not (places.data / "fetch" / "us-one").exists(), "the work folder is left behind"


def test_the_adapters_read_the_sidecar(site: Site, places: Places) -> None:
    site.answers["/one"] = Answer(ONE)
    run([want(site)], places)
    origin, retrieved, _ = LeginfoHtml().describe(places.texts / "one.html")
    assert (origin, retrieved) == (site.url("/one"), datetime.now(UTC).date())


def test_the_same_bytes_again_change_nothing(site: Site, places: Places) -> None:
    site.answers["/one"] = Answer(ONE)
    run([want(site)], places)
    before, ingest = shelf(places), Ingest()
    outcome = run([want(site)], places, ingest)
    assert (outcome.new, outcome.unchanged, ingest.calls) == ([], ["us-one"], 0)
    assert shelf(places) == before
    assert note(places)["state"] == "done"


def test_the_site_is_asked_whether_the_text_changed(site: Site, places: Places) -> None:
    site.answers["/one"] = [Answer(ONE, headers={"ETag": '"one"'}), Answer(status=304)]
    run([want(site)], places)
    before = shelf(places)
    assert run([want(site)], places).unchanged == ["us-one"]
    assert site.asked[-1].headers["If-None-Match"] == '"one"'
    assert shelf(places) == before


def test_a_file_changed_by_hand_is_fetched_whole(site: Site, places: Places) -> None:
    site.answers["/one"] = Answer(ONE, headers={"ETag": '"one"'})
    run([want(site)], places)
    (places.texts / "one.html").write_bytes(ONE + b" ")
    assert run([want(site)], places).new == ["us-one"]
    assert "If-None-Match" not in site.asked[-1].headers
    assert (places.texts / "one.html").read_bytes() == ONE


def test_other_furniture_around_the_same_law_changes_nothing(site: Site, places: Places) -> None:
    sections = (("9901", "Words of one."),)
    site.answers["/one"] = [Answer(made.page(*sections, furniture=value)) for value in ("first", "second")]
    run([want(site)], places)
    before = shelf(places)
    assert run([want(site)], places).unchanged == ["us-one"]
    assert shelf(places) == before


def test_a_changed_law_takes_the_place_of_the_old_one(site: Site, places: Places) -> None:
    changed = made.page(("9901", "Other words."))
    site.answers["/one"] = [Answer(ONE), Answer(changed)]
    run([want(site)], places)
    assert run([want(site)], places).new == ["us-one"]
    assert (places.texts / "one.html").read_bytes() == changed
    assert sidecar(places, "one.html")["sha256"] == hashlib.sha256(changed).hexdigest()


def test_an_earlier_text_stays_under_its_day(site: Site, places: Places) -> None:
    site.answers["/one"] = [Answer(ONE), Answer(made.page(("9901", "Other words.")))]
    run([want(site)], places)
    earlier = sidecar(places, "one.html") | {"retrieved": "2020-02-03"}
    (places.texts / "one.html.meta.json").write_text(json.dumps(earlier))
    assert run([want(site)], places).new == ["us-one"]
    assert (places.texts / "one_2020-02-03.html").read_bytes() == ONE
    assert sidecar(places, "one_2020-02-03.html") == earlier
    (edition,) = LeginfoHtml().read(places.texts / "one_2020-02-03.html")
    assert edition.version == "leginfo-2020-02-03"


@pytest.mark.parametrize(
    ("format", "name", "body", "why"),
    [
        ("leginfo", "one.html", b"<html><body>We are down for maintenance.</body></html>", "answered with a web page"),
        ("leginfo", "one.html", ONE[:-30], "breaks off"),
        ("leginfo", "one.html", made.page(), "holds no section"),
        ("leginfo", "one.html", b"", "answered with nothing"),
        ("cppa-pdf", "ccpa_statute.pdf", b"<!DOCTYPE html><html>Sorry</html>", "web page instead of the agency's PDF"),
        ("cppa-pdf", "ccpa_statute.pdf", b"%PDF-1.7 cut off", "broken or cut-off PDF"),
        ("uslm", "usc99.xml", b"<html>Sorry</html>", "web page instead of a title of the US Code"),
        ("uslm", "usc99.xml", made.title(("1", "Words."))[:-20], "not well-formed"),
        ("uslm", "usc99.xml", made.packed(usc99_xml=made.title(("1", "Words.")))[:-40], "something else"),
        ("uslm", "usc99.xml", made.packed(readme_txt=b"x"), "holds 0 .xml files"),
        ("uslm", "usc99.xml", made.packed(usc1_xml=b"x", usc2_xml=b"x"), "holds 2 .xml files"),
    ],
)  # fmt: skip
def test_what_is_not_the_text_replaces_nothing(
    site: Site, places: Places, format: str, name: str, body: bytes, why: str
) -> None:
    places.texts.mkdir()
    (places.texts / name).write_bytes(b"held before")
    before, ingest = shelf(places), Ingest()
    site.answers["/one"] = Answer(body)
    outcome = run([want(site, format=format, name=name)], places, ingest)
    (error,) = outcome.errors
    assert why in error
    assert (shelf(places), ingest.calls) == (before, 0)
    assert note(places)["state"] == "failed"


def test_a_page_of_another_law_is_refused(site: Site, places: Places) -> None:
    site.answers["/one"] = Answer(ONE)
    outcome = run([want(site, sections=frozenset({"22575"}))], places)
    assert "none of the sections wanted (it begins with § 9901)" in outcome.errors[0]
    assert run([want(site, sections=frozenset({"9902"}))], places).new == ["us-one"]


def test_a_title_comes_out_of_its_archive(site: Site, places: Places) -> None:
    text = made.title(("1", "Words."))
    site.answers["/zip"] = Answer(made.packed(usc99_xml=text, style_css=b"x"))
    site.answers["/xml"] = Answer(text)
    run([want(site, "/zip", "uslm", "usc99.xml"), want(site, "/xml", "uslm", "usc98.xml")], places)
    assert (places.texts / "usc99.xml").read_bytes() == (places.texts / "usc98.xml").read_bytes() == text
    assert sidecar(places, "usc99.xml")["sha256"] == hashlib.sha256(text).hexdigest()


def test_an_archive_that_swells_is_stopped(
    site: Site, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, "uslm", replace(FORMATS["uslm"], unpacked=2_000_000))
    site.answers["/one"] = Answer(made.packed(usc99_xml=bytes(9_000_000)))
    outcome = run([want(site, format="uslm", name="usc99.xml")], places)
    assert "unpacks to more than 2,000,000 bytes" in outcome.errors[0]
    assert shelf(places) == {}


def _as_encrypted(archive: bytes) -> bytes:
    """The archive with bit 0 of the flags set, in the local header and in the central directory."""
    changed = bytearray(archive)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[archive.index(signature) + place] |= 1
    return bytes(changed)


def _with_method(archive: bytes, method: int) -> bytes:
    changed = bytearray(archive)
    for signature, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        changed[archive.index(signature) + place] = method
    return bytes(changed)


def _with_a_broken_stream(archive: bytes) -> bytes:
    """The first bytes of the packed data are no beginning of a deflate stream."""
    changed = bytearray(archive)
    begin = 30 + changed[26] + changed[28]
    changed[begin : begin + 4] = b"\xff" * 4
    return bytes(changed)


@pytest.mark.parametrize(("broken", "said"), [
    (_as_encrypted, "lies encrypted in its archive"), (lambda archive: _with_method(archive, 97), "unpack it by hand"),
    (_with_a_broken_stream, "is damaged"),
])  # fmt: skip
def test_an_archive_that_cannot_be_unpacked_says_why(
    site: Site, places: Places, broken: Callable[[bytes], bytes], said: str
) -> None:
    site.answers["/one"] = Answer(broken(made.packed(usc99_xml=made.title(("1", "Words.")))))
    outcome = run([want(site, format="uslm", name="usc99.xml")], places)
    assert said in outcome.errors[0]
    assert shelf(places) == {}


def test_a_text_over_its_limit_is_refused(
    site: Site, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, "leginfo", replace(FORMATS["leginfo"], limit=100))
    site.answers["/one"] = Answer(ONE)
    assert "larger than the 100 bytes" in run([want(site)], places).errors[0]


def test_the_national_database_hands_out_a_file_by_ticket(site: Site, places: Places) -> None:
    name, body = "中华人民共和国试验法_20200102.docx", made.word_file("中华人民共和国试验法", "甲。", "乙。")
    site.answers["/pc"] = Answer(json.dumps({"code": 200, "data": {"url": site.url("/signed")}}).encode())
    site.answers["/signed"] = Answer(body)
    assert run([want(site, "/pc", "flk-docx", name)], places).new == ["us-pc"]
    assert (places.texts / name).read_bytes() == body
    assert sidecar(places, name)["origin"] == site.url("/pc"), (
        "a signed address is no origin: it lasts an hour"
    )


@pytest.mark.parametrize(
    ("ticket", "why"),
    [
        ({"data": {"url": "https://example.org/x.docx"}}, "is not fetched"),
        ({"data": {"url": ""}}, "names no file"),
        ({"data": None}, "did not answer with the address"),
        ([], "did not answer with the address"),
    ],
)
def test_a_bad_ticket_is_refused(site: Site, places: Places, ticket: Any, why: str) -> None:
    site.answers["/pc"] = Answer(json.dumps(ticket).encode())
    assert why in run([want(site, "/pc", "flk-docx", "法_20200102.docx")], places).errors[0]


def test_one_failure_stops_no_other_file(site: Site, places: Places) -> None:
    site.answers["/two"] = Answer(ONE)
    ingest = Ingest()
    outcome = run([want(site), want(site, "/two", name="two.html")], places, ingest)
    assert (outcome.new, ingest.calls) == (["us-two"], 1)
    assert "answered 404" in outcome.errors[0]
    told = note(places)
    assert (told["state"], told["done"], told["total"]) == ("failed", 2, 2)
    assert [file["state"] for file in told["files"]] == ["failed", "new"]


def test_what_ingestion_refuses_is_told(site: Site, places: Places) -> None:
    site.answers["/one"] = Answer(ONE)
    outcome = run([want(site)], places, Ingest("Not stored: one.html: § 1 is empty."))
    assert outcome.errors == ["Not stored: one.html: § 1 is empty."]
    assert "§ 1 is empty" in note(places)["message"]


def test_the_note_is_what_the_coverage_page_reads(site: Site, places: Places) -> None:
    seen: list[dict[str, Any]] = []

    def answer(_: object) -> Answer:
        seen.append(note(places))
        return Answer(ONE)

    site.answers["/one"] = answer
    run([want(site)], places)
    assert (seen[0]["state"], seen[0]["done"], seen[0]["total"], seen[0]["current"]) == (
        "running",
        0,
        1,
        "us-one",
    )
    last = note(places)
    assert (last["state"], last["done"], last["current"]) == ("done", 1, "")
    assert last["message"] == "1 new or changed, 0 unchanged."
    assert last["message_zh"] == "新增或更新 1 份，未变 0 份。"
    assert last["files"] == [
        {"slug": "us-one", "name": "one.html", "state": "new", "bytes": len(ONE), "error": ""}
    ]
    assert last["started"] <= last["updated"]


def test_without_a_network_one_sentence_and_nothing_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    nowhere = AllowList({"no-such-host.invalid": ""}, scheme="http")
    places = Places(tmp_path / "texts", tmp_path / "var", nowhere, QUICK, lambda _: None)
    files = [
        Wanted((slug,), f"http://no-such-host.invalid/{slug}", "leginfo", f"{slug}.html")
        for slug in ("a", "b")
    ]
    ingest = Ingest()
    assert run(files, places, ingest).offline
    assert ingest.calls == 0
    assert not places.texts.exists()
    told = note(places)
    assert (told["state"], told["message"], told["done"]) == ("offline", OFFLINE, 0)
    assert not was_fetched(places.data), "the next start tries again"


def test_a_second_fetch_gives_way(site: Site, places: Places) -> None:
    places.data.mkdir()
    with (places.data / "fetch.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(FetchError, match="Another fetch is at work"):
            run([want(site)], places)
    assert site.asked == []
    assert not (places.data / "fetch-progress.json").exists()


def test_a_fetch_told_to_stop_says_so_and_the_next_one_makes_up_for_it(site: Site, places: Places) -> None:
    def stop() -> tuple[str, ...]:
        raise KeyboardInterrupt

    site.answers["/one"] = Answer(ONE)
    with pytest.raises(KeyboardInterrupt):
        run([want(site)], places, stop)
    told = note(places)
    assert told["state"] == "failed"
    assert told["message"].startswith("Stopped before the end")
    ingest = Ingest()
    assert run([want(site)], places, ingest).unchanged == ["us-one"]
    assert ingest.calls == 1, "what came before the stop was never ingested"
    run([want(site)], places, ingest)
    assert ingest.calls == 1


@needs_corpus
@pytest.mark.parametrize(
    ("sample", "format", "section"),
    [
        ("leginfo/ca-caloppa.html", "leginfo", "22575"),
        ("leginfo/ca-customer-records.html", "leginfo", "1798.82"),
        ("cppa/20260101_ccpa_statute.pdf", "cppa-pdf", "1798.120"),
        ("uslm/usc09_uslm1.0_2013.xml", "uslm", "1"),
        ("flk/中华人民共和国个人信息保护法_20210820.docx", "flk-docx", "13"),
    ],
)
def test_the_official_samples_are_let_in(
    site: Site, places: Places, sample: str, format: str, section: str
) -> None:
    body = (SAMPLES / sample).read_bytes()
    ticket = json.dumps({"data": {"url": site.url("/file")}}).encode()
    site.answers.update({"/one": Answer(ticket if format == "flk-docx" else body), "/file": Answer(body)})
    name = Path(sample).name
    outcome = run([want(site, format=format, name=name, sections=frozenset({section}))], places)
    assert (outcome.new, outcome.errors) == (["us-one"], [])
    assert (places.texts / name).read_bytes() == body
