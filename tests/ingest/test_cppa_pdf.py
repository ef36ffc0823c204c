"""The agency's PDF of the CCPA: every section equal to the stored copies, footnotes and furniture apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import ParsedEdition
from lawbase.ingest.sources.cppa_pdf import CppaPdf
from lawbase.ingest.sources.us_json import UsJson
from lawbase.statutes.units_us import split_units
from tests.ingest.us_samples import OFFICIAL, US, by_key, letters, needs_corpus, only

ADAPTER = CppaPdf()
FOLDER = OFFICIAL / "cppa"
pytestmark = needs_corpus


@pytest.fixture(scope="module")
def of_2026() -> ParsedEdition:
    return only(ADAPTER, FOLDER / "20260101_ccpa_statute.pdf")


@pytest.fixture(scope="module")
def of_2025() -> ParsedEdition:
    return only(ADAPTER, FOLDER / "ccpa_statute_2025-01.pdf")


def test_the_edition_of_2026_is_the_stored_copy_line_for_line(of_2026: ParsedEdition) -> None:
    stored = only(UsJson(), US / "california" / "ccpa-2026-01.json")
    assert [(p.key, p.heading, p.text) for p in of_2026.provisions] == [
        (p.key, p.heading, p.text) for p in stored.provisions
    ]


def test_the_edition_of_2025_has_the_words_of_the_stored_copy(of_2025: ParsedEdition) -> None:
    stored = by_key(only(UsJson(), US / "california" / "ccpa-2025-01.json"))
    assert [p.key for p in of_2025.provisions] == list(stored)
    for provision in of_2025.provisions:
        assert letters(provision.text) == letters(stored[provision.key].text), provision.key
        assert provision.heading == stored[provision.key].heading


def test_days_are_those_on_the_first_page(of_2026: ParsedEdition, of_2025: ParsedEdition) -> None:
    assert (of_2026.version, of_2026.in_force_from) == ("2026-01-01", date(2026, 1, 1))
    assert (of_2025.version, of_2025.in_force_from) == ("2025-01-01", date(2025, 1, 1))
    assert by_key(of_2026)["1798.136"].valid_from == date(2027, 1, 1)


def test_footnotes_are_notes_of_the_sections_with_an_asterisk(of_2026: ParsedEdition) -> None:
    with_note = [p.key for p in of_2026.provisions if p.notes]
    assert with_note == [p.key for p in of_2026.provisions if "*" in p.text]
    assert "1798.155" in with_note
    assert not any("has been updated" in p.text or "Page " in p.text for p in of_2026.provisions)


def test_a_label_broken_by_the_text_layer_is_closed(of_2025: ParsedEdition) -> None:
    found = {unit.fragment for unit in split_units(by_key(of_2025)["1798.140"].text)}
    assert {"d.1.A", "d.1.B", "ae.1.A", "ak"} <= found


def test_only_the_agencys_pdf_is_accepted(tmp_path: Path) -> None:
    assert ADAPTER.accepts(FOLDER / "20260101_ccpa_statute.pdf")
    assert not ADAPTER.accepts(FOLDER / "ccpa_statute_2025-01.md")
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.7")
    assert not ADAPTER.accepts(other)


def test_a_cut_off_pdf_is_an_error(tmp_path: Path) -> None:
    whole = (FOLDER / "20260101_ccpa_statute.pdf").read_bytes()
    for size in (len(whole) // 2, 400, 0):
        path = tmp_path / "ccpa_statute.pdf"
        path.write_bytes(whole[:size])
        with pytest.raises(SourceError, match=r"ccpa_statute\.pdf"):
            list(ADAPTER.read(path))


def test_origin_comes_from_the_sidecar() -> None:
    origin, _, _ = ADAPTER.describe(FOLDER / "20260101_ccpa_statute.pdf")
    assert origin == "https://cppa.ca.gov/pdf/20260101_ccpa_statute.pdf"
