"""A title of the US Code that was fetched for a few acts: what is let in, what reaches the library, how it stands in time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from lawbase.ingest import library
from lawbase.ingest.fetch.plan import wanted
from lawbase.ingest.fetch.run import Places, fetch
from lawbase.ingest.parsed import ParsedEdition, ParsedProvision, SourceFile
from lawbase.ingest.pipeline import Report, date_edition, ingest
from lawbase.ingest.register import load_sound
from lawbase.ingest.sources.uslm_xml import UslmXml
from lawbase.ingest.timeline import DatedEdition, timeline
from lawbase.statutes.models import Law, ProvisionVersion
from tests.ingest import fetch_site as made
from tests.ingest.fetch_site import LOOPBACK, QUICK, Answer, Site
from tests.ingest.test_fetch_command import PROJECT, register
from tests.ingest.us_samples import OFFICIAL, needs_corpus

POINT = "/download/releasepoints/us/pl/119/102not101/xml_usc99@119-102not101.zip"
TITLE = made.title(
    ("1", "Words of no act."), ("11", "Words of one."), ("12", "More of one."), ("21a", "Words of two."),
    number="99", created="2026-07-16",
)  # fmt: skip


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "*")
    with made.serve() as site:
        site.answers[POINT] = Answer(made.packed(usc99_xml=TITLE))
        yield site


def act(slug: str, url: str | None, *sections: str, number: str = "99") -> dict[str, Any]:
    return {
        "slug": slug,
        "jurisdiction": "us",
        "kind": "federal-act",
        "citation": f"{number} U.S.C. § {sections[0]}",
        "fetch": {"url": url, "format": "uslm"} if url else None,
        "code": {"system": "usc", "title": number, "sections": list(sections)},
    }


@pytest.fixture
def installation(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, site: Site) -> Path:
    """An installation of its own, without the data package, whose register has two acts in title 99."""
    settings.LAWBASE_FETCHED, settings.LAWBASE_TEXTS = tmp_path / "texts", (tmp_path / "texts",)
    settings.LAWBASE_DATA, settings.LAWBASE_INDEX = tmp_path / "var", tmp_path / "var" / "index"
    settings.LAWBASE_CORPUS = tmp_path / "corpus"
    monkeypatch.setattr(library, "package_database", lambda: None)
    monkeypatch.setattr(library, "build_index", lambda force=False: None)
    url = site.url(POINT)
    register(tmp_path / "corpus", act("us-one", url, "11", "12"), act("us-two", url, "21a"))
    return tmp_path


def held() -> dict[str, list[str]]:
    """The sections of each law that has any."""
    found: dict[str, list[str]] = {}
    for version in ProvisionVersion.objects.filter(superseded_at=None).order_by("provision__key"):
        found.setdefault(version.provision.law.slug, []).append(version.provision.key)
    return found


@pytest.mark.django_db
def test_only_the_registered_sections_reach_the_library(installation: Path, site: Site) -> None:
    call_command("fetch", hosts=LOOPBACK, patience=QUICK)
    assert [asked.path for asked in site.asked] == [POINT], "two acts, one file"
    assert json.loads((installation / "texts" / "usc99.xml.meta.json").read_text())["keep"] == "registered"
    assert held() == {"us-one": ["11", "12"], "us-two": ["21a"]}
    assert not Law.objects.filter(slug="us-usc-99").exists()
    edition = ProvisionVersion.objects.get(provision__key="11").law_version
    assert edition.version == "uslm-2026-07-16"


@pytest.mark.django_db
def test_a_title_dropped_by_hand_comes_whole(installation: Path) -> None:
    (installation / "texts").mkdir()
    (installation / "texts" / "usc99.xml").write_bytes(TITLE)
    library.bring_up_to_date(lambda _: None)
    assert held() == {"us-one": ["11", "12"], "us-two": ["21a"], "us-usc-99": ["1"]}


@pytest.mark.django_db
def test_a_title_without_a_registered_section_is_told(installation: Path) -> None:
    texts = installation / "texts"
    texts.mkdir()
    (texts / "usc98.xml").write_bytes(made.title(("11", "Words."), number="98"))
    (texts / "usc98.xml.meta.json").write_text('{"keep": "registered"}')
    report = Report()
    list(ingest((texts,), None, installation / "corpus", report))
    assert (
        "usc98.xml: title 98 holds none of the sections that corpus/statutes.yaml gives" in report.errors[0]
    )
    assert held() == {}


def test_another_title_under_the_address_is_refused(installation: Path, site: Site) -> None:
    # Every title has a section 11: the number of the title decides.
    site.answers[POINT] = Answer(made.packed(usc99_xml=made.title(("11", "Words."), number="98")))
    places = Places(installation / "texts", installation / "var", LOOPBACK, QUICK, lambda _: None)
    outcome = fetch(wanted(load_sound(installation / "corpus")), places, lambda _: None, lambda: ())
    assert "title 98 holds none of the sections" in outcome.errors[0]
    assert not (installation / "texts").exists()


def test_sections_that_are_not_kept_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "usc99.xml"
    # Twice the same number, no number, no text: faults of sections that nobody asked for.
    path.write_bytes(
        made.title(("1", "a"), ("1", "b"), ("", "c"), ("3", ""), ("4", "d"), created="2026-07-16")
    )
    (edition,) = UslmXml().read(path, lambda code, key: (code, key) == ("usc:99", "4"))
    assert ([p.text for p in edition.provisions], edition.partial) == (["d"], True)
    with pytest.raises(ValueError, match="occurs twice"):
        list(UslmXml().read(path))


def test_the_register_has_one_release_point_and_two_digit_titles() -> None:
    files = [one for one in wanted(load_sound(PROJECT / "corpus")) if one.format == "uslm"]
    assert {one.code for one in files} == {f"usc:{number}" for number in (5, 15, 18, 20, 42, 47)}
    for one in files:
        number = int(one.code.partition(":")[2])
        assert one.url.endswith(f"/119/102not101/xml_usc{number:02d}@119-102not101.zip")
        assert one.name == f"usc{number:02d}.xml"


def _edition(path: Path, body: bytes) -> ParsedEdition:
    path.write_bytes(body)
    return next(UslmXml().read(path, lambda code, key: key == "11"))


def test_a_fetched_title_is_newer_than_the_collected_editions(tmp_path: Path, site: Site) -> None:
    entries = register(tmp_path / "corpus", act("us-one", None, "11"))
    fetched = _edition(tmp_path / "usc99.xml", TITLE)
    texts = {"uslm-2013": "Old words.", "uslm-2023-04": "Words of one.", "lii-2026-02": "Words of one."}
    editions: list[DatedEdition] = []
    for label, words in texts.items():
        provision = ParsedProvision("11", "§ 11", words)
        editions.append(_dated(ParsedEdition(fetched.law, label, (provision,)), "us-json", entries, tmp_path))
    editions.append(_dated(fetched, "uslm-xml", entries, tmp_path))
    spans = timeline(reversed(editions))["11"]
    # The words of 2013 are known for that day only; those of 2023 are confirmed by both later editions and still hold.
    assert [(span.provision.text, span.start, span.end) for span in spans] == [
        ("Old words.", None, date(2013, 1, 2)),
        ("Words of one.", date(2023, 4, 1), None),
    ]
    assert spans[-1].edition.edition.version == "uslm-2026-07-16"
    changed = _edition(
        tmp_path / "usc99.xml", made.title(("11", "New words."), number="99", created="2026-07-16")
    )
    spans = timeline([*editions[:-1], _dated(changed, "uslm-xml", entries, tmp_path)])["11"]
    assert [(span.provision.text, span.start, span.end) for span in spans[1:]] == [
        ("Words of one.", date(2023, 4, 1), date(2026, 2, 2)),
        ("New words.", date(2026, 7, 16), None),
    ]


def _dated(edition: ParsedEdition, adapter: str, entries: Any, folder: Path) -> DatedEdition:
    source = SourceFile(folder, edition.version, "0" * 64, 1, "made up", adapter, "1")
    return date_edition(edition, source, entries, entries.by_slug("us-one"), "us-one")


@needs_corpus
def test_an_official_slice_gives_only_what_is_kept(tmp_path: Path) -> None:
    sample = OFFICIAL / "uslm" / "usc16_slice_uslm1.0_2026.xml"
    (whole,) = UslmXml().read(sample)
    keys = {provision.key for provision in whole.provisions[3:6]}
    (kept,) = UslmXml().read(sample, lambda code, key: code == "usc:16" and key in keys)
    assert kept.provisions == whole.provisions[3:6]
    assert kept.version == whole.version == "uslm-2026-07-16"
