"""The two earlier CCPA texts: words kept, Markdown gone, days only where section 31 of the initiative states them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from lawbase.ingest.errors import SourceError
from lawbase.ingest.sources.ccpa_markdown import CcpaMarkdown
from lawbase.ingest.sources.us_json import UsJson
from lawbase.statutes.units_us import split_units
from tests.ingest.us_samples import OFFICIAL, US, by_key, letters, needs_corpus, only

ADAPTER = CcpaMarkdown()
OLD = US / "california" / "ccpa-2018-as-of-2020-10.md"
NEW = US / "california" / "cpra-2020-prop24-new.md"
HEAD = "# The California Privacy Rights Act\n\nText removed by CPRA is shown in ~~strikethrough~~.\n\n"


def made_up(tmp_path: Path, body: str) -> Path:
    path = tmp_path / "ccpa.md"
    path.write_text(HEAD + body, "utf-8")
    return path


def source_letters(path: Path) -> str:
    text = re.sub(r"\]\((?:[^()]|\([^()]*\))*\)", "]", path.read_text("utf-8"))
    return letters(text)


@needs_corpus
@pytest.mark.parametrize(("path", "version", "count"), [(OLD, "2020-10", 22), (NEW, "2020-12-16", 43)])
def test_every_section_is_in_the_source_word_for_word(path: Path, version: str, count: int) -> None:
    edition = only(ADAPTER, path)
    assert (edition.version, len(edition.provisions), edition.in_force_from) == (version, count, None)
    source = source_letters(path)
    place = 0
    for provision in edition.provisions:
        found = source.find(letters(provision.text), place)
        assert found >= 0, provision.key
        place = found + len(letters(provision.text))
    # Between the sections stand only numbers, headings, and the initiative's own instructions.
    if version == "2020-10":
        kept = sum(len(letters(p.key + p.text)) for p in edition.provisions)
        assert len(source) - kept < 420


@needs_corpus
def test_no_markdown_is_left() -> None:
    for path in (OLD, NEW):
        for provision in only(ADAPTER, path).provisions:
            assert not re.search(r"[*~\\\[\]]|\(#", provision.text + provision.heading), provision.key


@needs_corpus
def test_unchanged_sections_equal_the_later_official_text() -> None:
    later = by_key([*UsJson().read(US / "california" / "ca.json")][1])
    old, new = by_key(only(ADAPTER, OLD)), by_key(only(ADAPTER, NEW))
    for key in ("1798.175", "1798.180", "1798.194", "1798.196", "1798.199"):
        assert letters(old[key].text) == letters(new[key].text) == letters(later[key].text), key
    assert letters(new["1798.120"].text).lower() == letters(later["1798.120"].text).lower()


@needs_corpus
def test_days_come_from_section_31() -> None:
    found = by_key(only(ADAPTER, NEW))
    # Of 1798.145 it takes out two subdivisions only.
    for key in ("1798.100", "1798.121", "1798.145"):
        assert found[key].valid_from == date(2023, 1, 1), key
    for key in ("1798.160", "1798.185", "1798.199.10", "1798.199.40", "1798.199.95"):
        assert found[key].valid_from == date(2020, 12, 16), key
    for key in ("1798.199.45", "1798.199.100", "1798.194"):
        assert found[key].valid_from is None, key
    assert all(p.valid_from is None for p in only(ADAPTER, OLD).provisions)


@needs_corpus
def test_units_run_without_gap_and_headings_are_kept() -> None:
    new = by_key(only(ADAPTER, NEW))
    assert new["1798.121"].heading.startswith("Consumers' Right to Limit Use")
    assert [u.fragment for u in split_units(new["1798.199.15"].text)][-1] == "g"
    assert {u.fragment for u in split_units(new["1798.140"].text)} >= {"a", "z", "aa", "ak", "d.1.A"}


@needs_corpus
def test_the_redline_and_other_markdown_are_refused() -> None:
    redline = US / "california" / "cpra-2020-prop24-redline.md"
    assert not ADAPTER.accepts(redline)
    assert not ADAPTER.accepts(OFFICIAL / "cppa" / "ccpa_statute_2025-01.md")
    assert not ADAPTER.accepts(US / "README.md")
    with pytest.raises(SourceError, match="redline"):
        list(ADAPTER.read(redline))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("1798.100\n\nWords.\n\n1798.100\n\nWords.", ["1798.100", "twice"]),
        ("1798.100\n\n1798.105\n\nWords.", ["1798.100", "no text"]),
        ("No section here.", ["no section"]),
    ],
)
def test_faults_name_file_and_section(tmp_path: Path, body: str, words: list[str]) -> None:
    with pytest.raises(SourceError) as caught:
        list(ADAPTER.read(made_up(tmp_path, body)))
    assert all(word in str(caught.value) for word in ["ccpa.md", *words]), str(caught.value)


def test_a_wrapped_reference_opens_no_section(tmp_path: Path) -> None:
    path = made_up(
        tmp_path, "1798.100\n\n\\(a) As said in Section\n1798.130.\n\n\\(b) A [shop](#1798.140(c)) shall."
    )
    edition = only(ADAPTER, path)
    assert [p.key for p in edition.provisions] == ["1798.100"]
    assert edition.provisions[0].text == "(a) As said in Section 1798.130.\n(b) A shop shall."
