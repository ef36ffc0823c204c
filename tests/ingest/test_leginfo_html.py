"""Pages of the California legislature: the stored copies word for word; versions, notes and empty answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lawbase.ingest.errors import SourceError
from lawbase.ingest.sources.leginfo_html import LeginfoHtml
from lawbase.ingest.sources.us_json import UsJson
from tests.ingest.us_samples import OFFICIAL, US, by_key, letters, needs_corpus, only

ADAPTER = LeginfoHtml()
FOLDER = OFFICIAL / "leginfo"


def page(tmp_path: Path, *sections: tuple[str, str, str], name: str = "synthetic.html") -> Path:
    """A synthetic text view: (number, text, history note) for each section."""
    blocks = "".join(
        f'<div align="left"><p><h6 style="float:left;"><a href="javascript:x">{number}.</a></h6>'
        f'<p style="margin:0;display:inline;">{text}</p><p style="margin:0 0 0.5em 0;clear:both;"/>'
        f'<p style="margin:0 0 2em 0;font-size:0.9em;"><i>{history}</i></p></p></div>'
        for number, text, history in sections
    )
    path = tmp_path / name
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html><html><head><link href="https://leginfo.legislature.ca.gov/"/>'
        '</head><body><div id="manylawsections"><h3><b>Civil Code - CIV</b></h3>'
        f"<h4><b>TITLE 9. TESTS [1 - 9]</b></h4>{blocks}</div></body></html>",
        "utf-8",
    )
    return path


@needs_corpus
@pytest.mark.parametrize(
    ("sample", "stored"),
    [("ca-caloppa.html", "caloppa.json"), ("ca-customer-records.html", "breach-customer-records.json")],
)
def test_every_section_equals_the_stored_copy(sample: str, stored: str) -> None:
    edition = only(ADAPTER, FOLDER / sample)
    copy = by_key(only(UsJson(), US / "california" / stored))
    assert [p.key for p in edition.provisions] == list(copy)
    for provision in edition.provisions:
        assert letters(provision.text) == letters(copy[provision.key].text), provision.key
        assert provision.text.split("\n") == copy[provision.key].text.split("\n"), provision.key
        assert letters("".join(provision.notes)) == letters("".join(copy[provision.key].notes))
        assert (provision.valid_from, provision.valid_to) == (
            copy[provision.key].valid_from,
            copy[provision.key].valid_to,
        )


@needs_corpus
def test_names_and_contents_come_from_the_page() -> None:
    edition = only(ADAPTER, FOLDER / "ca-customer-records.html")
    assert edition.law.citation == "Cal. Civ. Code §§ 1798.80–1798.84.1"
    assert (edition.law.jurisdiction, edition.law.slug) == ("us-ca", "us-ca-civ-1798-80")
    assert edition.provisions[0].toc[-1] == "TITLE 1.81. CUSTOMER RECORDS"
    assert edition.version == "leginfo-2026-01-01"


@needs_corpus
def test_accepts_pages_of_the_site_only() -> None:
    assert ADAPTER.accepts(FOLDER / "ca-caloppa.html")
    assert not ADAPTER.accepts(FOLDER / "FORMAT.md")
    assert ADAPTER.describe(FOLDER / "ca-caloppa.html")[0].startswith(
        "https://leginfo.legislature.ca.gov/faces/"
    )


def test_the_day_of_retrieval_gives_the_label(tmp_path: Path) -> None:
    path = page(tmp_path, ("1", "Words.", "(Added by Stats. 2020, Ch. 1. Effective January 1, 2021.)"))
    (tmp_path / "synthetic.html.meta.json").write_text('{"retrieved": "2026-05-06"}', "utf-8")
    edition = only(ADAPTER, path)
    assert (edition.version, edition.in_force_from) == ("leginfo-2026-05-06", None)


def test_two_versions_of_a_section_make_a_later_partial_edition(tmp_path: Path) -> None:
    path = page(
        tmp_path,
        (
            "1",
            "Old words.",
            "(Amended by Stats. 2025, Ch. 1. Effective January 1, 2026. Repealed as of January 1, 2027.)",
        ),
        (
            "1",
            "New words.",
            "(Added by Stats. 2025, Ch. 1. Effective January 1, 2026. Operative January 1, 2027.)",
        ),
        ("2", "Other.", "(Added by Stats. 2020, Ch. 1.)"),
    )
    today, later = ADAPTER.read(path)
    assert [(p.key, p.valid_from, p.valid_to) for p in today.provisions] == [
        ("1", date(2026, 1, 1), date(2027, 1, 1)),
        ("2", None, None),
    ]
    assert [(p.text, p.valid_from) for p in later.provisions] == [("New words.", date(2027, 1, 1))]
    assert later.partial


def test_two_versions_without_days_are_an_error(tmp_path: Path) -> None:
    path = page(
        tmp_path,
        ("1", "Old.", "(Added by Stats. 1967, Ch. 1.)"),
        ("1", "New.", "(Added by Stats. 1967, Ch. 2.)"),
    )
    with pytest.raises(SourceError, match=r"synthetic\.html: § 1 is printed 2 times"):
        list(ADAPTER.read(path))


def test_an_unknown_section_is_an_error(tmp_path: Path) -> None:
    path = page(tmp_path)
    with pytest.raises(SourceError, match="holds no section"):
        list(ADAPTER.read(path))
    single = tmp_path / "single.html"
    single.write_text('<html><body><div id="single_law_section"></div></body></html>', "utf-8")
    with pytest.raises(SourceError, match="holds no section"):
        list(ADAPTER.read(single))


def test_the_view_of_one_section_is_read(tmp_path: Path) -> None:
    path = tmp_path / "one.html"
    path.write_text(
        '<html><body><div id="single_law_section"><div id="codeLawSectionNoHead"><h4>Civil Code - CIV</h4>'
        '<h4><b>TITLE 9. TESTS [1 - 9]</b></h4><div><h6><b>7.  </b></h6><p style="margin:0;display:inline;">(a) (1) Words.</p>'
        "<p/><p>(2) More.</p><i>(Added by Stats. 2020, Ch. 1. Effective January 1, 2021.)</i></div></div></div></body></html>",
        "utf-8",
    )
    provision = only(ADAPTER, path).provisions[0]
    assert (provision.key, provision.text) == ("7", "(a)\n(1) Words.\n(2) More.")
    assert provision.valid_from == date(2021, 1, 1)


def test_cut_off_empty_and_textless_pages_are_errors(tmp_path: Path) -> None:
    path = page(tmp_path, ("1", "Words.", "(Added by Stats. 2020, Ch. 1.)"))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match="breaks off"):
        list(ADAPTER.read(path))
    path.write_bytes(b"")
    with pytest.raises(SourceError, match="empty"):
        list(ADAPTER.read(path))
    with pytest.raises(SourceError, match=r"§ 3 has no text"):
        list(ADAPTER.read(page(tmp_path, ("3", "", "(Added by Stats. 2020, Ch. 1.)"))))
