"""US Code in USLM: every section's words, places and notes; broken files named; nothing fetched."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from lawbase.ingest.errors import SourceError
from lawbase.ingest.sources.uslm_xml import UslmXml
from tests.ingest.us_samples import OFFICIAL, US, by_key, letters, needs_corpus, only

ADAPTER = UslmXml()
FOLDER = OFFICIAL / "uslm"
FILES = sorted(path.name for path in FOLDER.glob("*.xml"))
LEFT_OUT = {"notes", "note", "sourceCredit", "footnote", "toc", "signature"}


def made_up(tmp_path: Path, body: str, prefix: str = "") -> Path:
    path = tmp_path / "usc99.xml"
    path.write_text(
        f'<?xml version="1.0"?>{prefix}<uscDoc xmlns="http://xml.house.gov/schemas/uslm/1.0"><meta><docNumber>99</docNumber>'
        f'</meta><main><title><num value="99">Title 99—</num><heading>TESTS</heading>{body}</title></main></uscDoc>',
        "utf-8",
    )
    return path


def section(number: str, content: str = "<content>Words.</content>", status: str = "") -> str:
    return (
        f'<section {status}><num value="{number}">§ {number}.</num><heading>Rule</heading>{content}</section>'
    )


def stated_words(element: etree._Element) -> str:
    """Letters and digits of a section as the XML has them, without its number, heading, notes and footnote marks."""
    pieces = [element.text or ""]
    for child in element:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        mark = name == "ref" and "footnoteRef" in (child.get("class") or "")
        if name and name not in LEFT_OUT and not mark:
            pieces.append(stated_words(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


@needs_corpus
@pytest.mark.parametrize("file", FILES)
def test_every_section_has_the_words_of_the_xml(file: str) -> None:
    edition = only(ADAPTER, FOLDER / file)
    found = by_key(edition)
    count = 0
    for element in etree.parse(FOLDER / file).iter("{*}section"):
        if {etree.QName(a).localname for a in element.iterancestors()} & {"note", "notes", "quotedContent"}:
            continue
        key = element.find("{*}num").get("value").replace("–", "-")
        own = [
            stated_words(e) for e in element if etree.QName(e).localname not in LEFT_OUT | {"num", "heading"}
        ]
        if not letters("".join(own)):
            assert key not in found
            continue
        assert letters(found[key].text) == letters("".join(own)), key
        count += 1
    assert count == len(edition.provisions)


@needs_corpus
@pytest.mark.parametrize(
    ("file", "version", "count"),
    [
        ("usc01_uslm1.0_2013.xml", "uslm-2013-07-25", 39),
        ("usc01_uslm1.0_lucid.xml", "uslm-2025-12-03", 39),
        ("usc01_uslm2.0_2023.xml", "uslm-2023-06-29", 39),
        ("usc35_uslm1.0_2013.xml", "uslm-2013-07-25", 167),
        ("usc16_slice_uslm1.0_2026.xml", "uslm-2026-07-16", 38),
        ("slice_42-section-10307.xml", "uslm-undated", 1),
    ],
)
def test_version_and_count(file: str, version: str, count: int) -> None:
    edition = only(ADAPTER, FOLDER / file)
    assert (edition.version, len(edition.provisions)) == (version, count)
    assert edition.in_force_from is None


@needs_corpus
def test_names_places_headings_and_release_point() -> None:
    edition = only(ADAPTER, FOLDER / "usc01_uslm1.0_lucid.xml")
    assert (edition.law.slug, edition.law.jurisdiction, edition.law.citation) == (
        "us-usc-1",
        "us",
        "1 U.S.C.",
    )
    assert any("Public Law 119-59" in note for note in edition.notes)
    first = edition.provisions[0]
    assert (first.number, first.heading) == ("§ 1", "Words denoting number, gender, and so forth")
    assert first.toc[-1].startswith("CHAPTER 1—")
    assert first.notes[0].startswith("Source: (July 30, 1947")


@needs_corpus
def test_sections_without_text_are_named_by_status() -> None:
    edition = only(ADAPTER, FOLDER / "usc16_slice_uslm1.0_2026.xml")
    notes = " ".join(edition.notes)
    assert "repealed: 1;" in notes
    assert "transferred: 18;" in notes
    assert "omitted: 5;" in notes
    assert edition.partial


@needs_corpus
def test_footnotes_go_to_the_notes() -> None:
    found = by_key(only(ADAPTER, FOLDER / "usc35_uslm1.0_2013.xml"))
    assert any(note.startswith("Footnote 1: ") for note in found["203"].notes)
    assert "202(b)(4) shall not" in found["203"].text


@needs_corpus
def test_only_uslm_is_accepted() -> None:
    assert all(ADAPTER.accepts(FOLDER / file) for file in FILES)
    assert not ADAPTER.accepts(FOLDER / "USLM-1.0.xsd")
    assert not ADAPTER.accepts(US / "federal" / "coppa.json")


def test_entities_and_outside_files_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", "utf-8")
    doctype = f'<!DOCTYPE uscDoc [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    path = made_up(tmp_path, section("1", "<content>Words &x; more.</content>"), doctype)
    try:
        text = only(ADAPTER, path).provisions[0].text
    except SourceError:
        return
    assert "SECRET" not in text


def test_units_continuations_tables_and_items_stand_on_lines(tmp_path: Path) -> None:
    body = section(
        "7",
        '<chapeau>Whoever—</chapeau><paragraph><num value="1">(1)</num><heading>One.—</heading><content>does</content>'
        "</paragraph><continuation>shall pay.</continuation>",
    )
    assert only(ADAPTER, made_up(tmp_path, body)).provisions[0].text == "Whoever—\n(1) One.—does\nshall pay."


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (section("1") + section("1"), ["§ 1", "twice"]),
        (section("1", "<content> </content>"), ["§ 1", "no text"]),
        (section("", "<content>Words.</content>").replace("§ .", ""), ["no number"]),
        ("", ["no section"]),
        (section("1") + "<section>", ["not well-formed"]),
    ],
)
def test_faults_name_file_and_section(tmp_path: Path, body: str, words: list[str]) -> None:
    with pytest.raises(SourceError) as caught:
        list(ADAPTER.read(made_up(tmp_path, body)))
    assert all(word in str(caught.value) for word in ["usc99.xml", *words]), str(caught.value)


@needs_corpus
def test_a_cut_off_file_is_an_error(tmp_path: Path) -> None:
    whole = (FOLDER / "usc09_uslm1.0_2013.xml").read_bytes()
    path = tmp_path / "usc09.xml"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match=r"usc09\.xml.*after §"):
        list(ADAPTER.read(path))


def test_a_repealed_section_needs_no_text(tmp_path: Path) -> None:
    edition = only(ADAPTER, made_up(tmp_path, section("1") + section("2", "", 'status="repealed"')))
    assert re.search("repealed: 2", " ".join(edition.notes))


def test_describe_without_sidecar_names_the_publisher(tmp_path: Path) -> None:
    origin, day, _ = ADAPTER.describe(made_up(tmp_path, section("1")))
    assert "Law Revision Counsel" in origin
    assert day is None
    (tmp_path / "usc99.xml.meta.json").write_text(
        '{"url": "https://example.org/", "retrieved": "2026-07-16"}', "utf-8"
    )
    assert ADAPTER.describe(tmp_path / "usc99.xml")[1] == date(2026, 7, 16)
