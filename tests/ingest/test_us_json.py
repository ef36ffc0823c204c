"""The interchange format: every section's words kept, editions and days as the file states them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import LawNames, ParsedEdition, ParsedProvision
from lawbase.ingest.sources.us_common import jurisdiction_of, section_key, slug_from_citation
from lawbase.ingest.sources.us_history import enacted, part_credit, part_history, valid_days
from lawbase.ingest.sources.us_json import UsJson
from lawbase.ingest.sources.us_owners import code_of, part_by_owner
from lawbase.ingest.sources.us_text import normalise, part_glued_headings, take_footnote_marks
from lawbase.statutes.units_us import split_units
from tests.ingest.us_samples import CORPUS, US, by_key, letters, needs_corpus, only

ADAPTER = UsJson()


def act(tmp_path: Path, **changes: Any) -> Path:
    data: dict[str, Any] = {
        "act": "Invented Privacy Act",
        "short_name": "IPA",
        "citation": "99 U.S.C. §§ 1–2",
        "source_url": "https://example.org/",
        "sections": [
            {"section": "1", "heading": "Scope", "text": "(a) One. (b) Two.", "edition": "test-2026-01"},
            {"section": "2", "heading": "Rule", "text": "Words.", "edition": "test-2026-01"},
        ],
    }
    path = tmp_path / "ipa.json"
    path.write_text(json.dumps({**data, **changes}), "utf-8")
    return path


def sourced() -> Iterator[tuple[str, ParsedEdition, ParsedProvision, dict[str, Any]]]:
    """Every section of every uniform file beside its source."""
    for file in sorted(US.rglob("*.json")):
        data = json.loads(file.read_text("utf-8"))
        if "sections" not in data:
            continue
        source = {(section_key(s["section"]), s.get("edition")): s for s in data["sections"]}
        by_number = {key: s for (key, _), s in source.items()}
        for edition in ADAPTER.read(file):
            for provision in edition.provisions:
                yield file.name, edition, provision, by_number[provision.key]


@needs_corpus
def test_every_section_keeps_its_words() -> None:
    """Letters and digits equal the source, but for what is documented as moved to the notes."""
    count = 0
    for file, _, provision, section in sourced():
        expected = letters(re.sub(r"\[\d{1,2}\]", "", section["text"]))
        for note in reversed(provision.notes):
            moved = letters(note.removeprefix("Footnote: "))
            expected = expected[: -len(moved)] if moved and expected.endswith(moved) else expected
        for note in provision.notes:
            expected = (
                expected.replace(letters(note.removeprefix("Footnote: ")), "") if "*" in note else expected
            )
        if file == "ccpa-2025-01.json":
            # The agency's footnote also stands at the foot of pages of sections that it does not belong to.
            assert sum(note.startswith("Footnote: *") for note in provision.notes) == section["text"].count(
                "* Pursuant"
            )
        if (
            provision.heading
            and expected.startswith(letters(provision.heading))
            and len(provision.heading) > 20
        ):
            expected = expected.removeprefix(letters(provision.heading))
        got = letters(provision.text)
        if got != expected:
            # What is left are footnote numbers; each has its note.
            marks = [note for note in provision.notes if note.startswith("Footnote mark")]
            assert 0 < len(expected) - len(got) <= len(marks), (file, provision.key)
            assert _is_subsequence_by_digits(got, expected), (file, provision.key)
        count += 1
    assert count > 450


def _is_subsequence_by_digits(short: str, long: str) -> bool:
    """`short` is `long` with single digits left out."""
    place = 0
    for char in long:
        if place < len(short) and short[place] == char:
            place += 1
        elif not char.isdigit():
            return False
    return place == len(short)


@needs_corpus
def test_every_file_is_read_or_says_why_not() -> None:
    unread = {}
    for file in sorted(US.rglob("*.json")):
        assert ADAPTER.accepts(file), file.name
        try:
            assert list(ADAPTER.read(file)), file.name
        except SourceError as error:
            unread[file.name] = str(error)
    assert set(unread) <= {"mn.json", "oh.json", "tx.json", "va.json"}
    assert all("section number" in message for message in unread.values())


@needs_corpus
def test_units_reach_down_to_the_clause() -> None:
    coppa = by_key(only(ADAPTER, US / "federal" / "coppa.json"))
    found = {unit.fragment for unit in split_units(coppa["6502"].text)}
    assert {"a", "a.1", "b.1.A.i", "b.1.B.iii", "b.2.C.ii"} <= found


@needs_corpus
def test_two_editions_in_a_file_are_two_partial_editions() -> None:
    editions = {edition.version: edition for edition in ADAPTER.read(US / "federal" / "ecpa-wiretap.json")}
    assert set(editions) == {"lii-2026-02", "uslm-2013"}
    assert all(edition.partial for edition in editions.values())
    assert [p.key for p in editions["uslm-2013"].provisions] == ["2510"]


@needs_corpus
@pytest.mark.parametrize(
    ("file", "version", "effective"),
    [
        ("california/ccpa-2026-01.json", "2026-01-01", date(2026, 1, 1)),
        ("california/ccpa-2025-01.json", "2025-01-01", date(2025, 1, 1)),
        ("california/caloppa.json", "leginfo-2026-05-06", None),
        ("federal/coppa.json", "lii-2026-02", None),
        ("federal/privacy-act-2023.json", "uslm-2023-04", None),
        ("federal/tcpa.json", "uslm-2013", None),
        ("states/co-cpa-2021-enacted.json", "sb21-190-enacted-2021-07-07", None),
    ],
)
def test_label_and_day_of_effect_are_the_files_own(file: str, version: str, effective: date | None) -> None:
    edition = only(ADAPTER, US / file)
    assert (edition.version, edition.in_force_from) == (version, effective)


@needs_corpus
def test_ccpa_136_is_not_yet_operative() -> None:
    section = by_key(only(ADAPTER, US / "california" / "ccpa-2026-01.json"))["1798.136"]
    assert section.valid_from == date(2027, 1, 1)


@needs_corpus
def test_ca_json_rule_in_title_goes_back_to_the_text() -> None:
    _, ccpa = ADAPTER.read(US / "california" / "ca.json")
    assert ccpa.version == "2024-01-01"
    found = by_key(ccpa)
    newer = by_key(only(ADAPTER, US / "california" / "ccpa-2025-01.json"))
    for key in ("1798.194", "1798.199", "1798.199.15", "1798.199.20", "1798.199.60"):
        assert letters(found[key].text) == letters(newer[key].text), key
    assert found["1798.194"].heading == ""
    assert found["1798.120"].notes[0].startswith("(Amended November 3, 2020")
    assert found["1798.120"].valid_from == date(2023, 1, 1)


@needs_corpus
def test_ca_json_breach_document_says_that_82_is_missing() -> None:
    breach, _ = ADAPTER.read(US / "california" / "ca.json")
    assert [p.key for p in breach.provisions] == ["1798.81.6", "1798.83"]
    assert any("1798.82" in note for note in breach.notes)
    official = by_key(only(ADAPTER, US / "california" / "breach-customer-records.json"))
    assert letters(breach.provisions[0].text) == letters(official["1798.81.6"].text)


@needs_corpus
def test_ccpa_editions_differ_only_where_the_law_was_amended() -> None:
    older = by_key(only(ADAPTER, US / "california" / "ccpa-2025-01.json"))
    newer = by_key(only(ADAPTER, US / "california" / "ccpa-2026-01.json"))
    changed = {key for key in older if letters(older[key].text) != letters(newer[key].text)}
    assert changed == {"1798.140", "1798.155", "1798.160", "1798.199.55", "1798.199.90"}
    assert set(newer) - set(older) == {"1798.136"}


@needs_corpus
@pytest.mark.parametrize(
    ("older", "newer", "differing"),
    [
        ("dppa.json", "dppa-2023.json", set()),
        ("ecpa-wiretap.json", "wiretap-2510-2523-2023.json", set()),
        ("privacy-act.json", "privacy-act-2023.json", {"552a"}),
        ("tcpa.json", "tcpa-2023.json", {"227"}),
    ],
)
def test_footnote_numbers_make_no_second_version(older: str, newer: str, differing: set[str]) -> None:
    """The editions of 2013 and 2023 have the same words but where the law was amended in between."""
    first, second = (
        {
            p.key: letters(p.text)
            for edition in ADAPTER.read(US / "federal" / name)
            for p in edition.provisions
        }
        for name in (older, newer)
    )
    assert {key for key in first.keys() & second.keys() if first[key] != second[key]} == differing


@needs_corpus
def test_source_credits_and_marks_are_notes() -> None:
    section = by_key(only(ADAPTER, US / "federal" / "cfaa.json"))["1030"]
    assert "[1]" not in section.text
    assert "Pub. L. 98–473" not in section.text
    assert any(note.startswith("(Added Pub. L. 98–473") for note in section.notes)
    assert sum(note.startswith("Footnote mark") for note in section.notes) >= 6


@needs_corpus
def test_no_soft_hyphen_or_hard_space_is_left() -> None:
    for file, _, provision, _ in sourced():
        assert not re.search("[\u00ad\u00a0\u202f\u200b]", provision.text), (file, provision.key)


@needs_corpus
def test_illinois_repealed_section_is_a_note_and_dates_are_read() -> None:
    bipa = only(ADAPTER, US / "states" / "il-bipa.json")
    found = by_key(bipa)
    assert "30" not in found
    assert any("§ 30" in note for note in bipa.notes)
    assert found["20"].valid_from == date(2024, 8, 2)


@needs_corpus
def test_montana_numbers_are_read_from_the_text() -> None:
    breach, privacy = ADAPTER.read(US / "states" / "mt.json")
    section = by_key(privacy)["30-14-2808"]
    assert section.valid_from == date(2024, 10, 1)
    assert section.heading == "Consumer personal data — opt-out — compliance — appeals"
    assert any("30-14-1704" in note for note in breach.notes)
    assert "30-14-2812" not in by_key(privacy)
    assert any("glossary" in note and "30-14-2812" in note for note in privacy.notes)
    assert not any("See Montana Code" in p.text for p in privacy.provisions)
    assert not any(p.key.startswith("1-1-") for p in (*breach.provisions, *privacy.provisions))


@needs_corpus
def test_2710_in_the_sca_file_goes_to_the_vppa() -> None:
    vppa = LawNames(
        title="Video Privacy Protection Act", jurisdiction="us", kind="federal-act", slug="us-vppa"
    )
    sca = next(ADAPTER.read(US / "federal" / "sca.json"))
    own, foreign = part_by_owner(sca, "us-sca", {"usc:18:2710": vppa})
    assert "2710" not in by_key(own)
    assert (foreign.law.slug, [p.key for p in foreign.provisions], foreign.partial) == (
        "us-vppa",
        ["2710"],
        True,
    )
    official = by_key(only(ADAPTER, US / "federal" / "vppa.json"))["2710"]
    assert letters(official.text) == letters(foreign.provisions[0].text)


@needs_corpus
def test_other_json_is_not_accepted() -> None:
    assert not ADAPTER.accepts(CORPUS / "official" / "flk" / "flk_api_detail_2023.json")
    assert not ADAPTER.accepts(CORPUS / "eval" / "laws.json")
    assert not ADAPTER.accepts(CORPUS / "official" / "uslm" / "releasepoints.json")


def test_an_added_act_may_state_everything_itself(tmp_path: Path) -> None:
    stated = {"section": "§ 5-a.", "text": "Words.", "toc": ["Part 1"], "notes": ["A note."]}
    path = act(
        tmp_path, slug="us-xx-ipa", jurisdiction="us-ny", kind="state-act", complete=True,
        in_force_from="2026-01-01",
        sections=[{**stated, "valid_from": "2026-07-01"}],
    )  # fmt: skip
    edition = only(ADAPTER, path)
    assert (edition.law.slug, edition.law.jurisdiction, edition.law.kind) == (
        "us-xx-ipa",
        "us-ny",
        "state-act",
    )
    assert (edition.partial, edition.in_force_from) == (False, date(2026, 1, 1))
    section = edition.provisions[0]
    assert (section.key, section.toc, section.valid_from) == ("5-a", ("Part 1",), date(2026, 7, 1))
    assert section.notes == ("A note.",)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"act": ""}, ["ipa.json", "act"]),
        ({"citation": None}, ["ipa.json", "citation"]),
        ({"sections": []}, ["ipa.json", "sections"]),
        ({"citation": "Nowhere 5"}, ["ipa.json", "jurisdiction"]),
        (
            {"sections": [{"section": "1", "text": "A."}, {"section": "§ 1.", "text": "B."}]},
            ["ipa.json", "1", "twice"],
        ),
        ({"sections": [{"section": "7", "text": " \n"}]}, ["ipa.json", "§ 7", "no text"]),
        ({"sections": [{"text": "A."}]}, ["ipa.json", "no. 1", "no number"]),
        (
            {"sections": [{"section": "7", "text": "A.", "valid_from": "soon"}]},
            ["ipa.json", "§ 7", "valid_from"],
        ),
        (
            {"sections": [{"section": "7", "text": "(Added by Stats. 2020, Ch. 1.)"}]},
            ["ipa.json", "§ 7", "no text"],
        ),
        ({"sections": ["Words."]}, ["ipa.json", "no. 1"]),
    ],
)
def test_a_fault_is_a_sentence_that_names_the_place(
    tmp_path: Path, changes: dict[str, Any], words: list[str]
) -> None:
    with pytest.raises(SourceError) as caught:
        list(ADAPTER.read(act(tmp_path, **changes)))
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_cut_off_json_empty_file_and_wrong_encoding_are_named(tmp_path: Path) -> None:
    path = act(tmp_path)
    whole = path.read_bytes()
    for content in (whole[: len(whole) // 2], b"", whole.replace(b"Two", b"\xff\xfe"), b"[1, 2]"):
        path.write_bytes(content)
        with pytest.raises(SourceError, match=r"ipa\.json"):
            list(ADAPTER.read(path))


def test_a_sidecar_gives_origin_and_day_and_its_hash_is_checked(tmp_path: Path) -> None:
    path = act(tmp_path)
    meta = tmp_path / "ipa.json.meta.json"
    meta.write_text('{"url": "https://example.org/ipa", "retrieved": "2026-05-06"}', "utf-8")
    assert ADAPTER.describe(path)[:2] == ("https://example.org/ipa", date(2026, 5, 6))
    meta.write_text('{"sha256": "00"}', "utf-8")
    with pytest.raises(SourceError, match="SHA-256"):
        ADAPTER.describe(path)


@pytest.mark.parametrize(
    ("citation", "jurisdiction", "slug"),
    [
        ("15 U.S.C. §§ 6501–6506", "us", "us-usc-15-6501"),
        ("15 U.S.C. §§ 1681c-1 to 1681c-3", "us", "us-usc-15-1681c-1"),
        ("16 CFR §§ 312.1–312.13", "us", "us-cfr-16-312-1"),
        ("Cal. Civ. Code §§ 1798.80–1798.84.1 (Title 1.81)", "us-ca", "us-ca-civ-1798-80"),
        ("740 ILCS 14/1–14/99", "us-il", "us-il-740-ilcs-14-1"),
        ("C.R.S. §§ 6-1-1301 to 6-1-1313", "us-co", "us-co-crs-6-1-1301"),
        ("U.S. Const. amend. I; amend. IV", "us", "us-const-amend-i"),
    ],
)
def test_jurisdiction_and_slug_come_from_the_citation(citation: str, jurisdiction: str, slug: str) -> None:
    assert jurisdiction_of(citation) == jurisdiction
    assert slug_from_citation(citation, jurisdiction) == slug


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("§ 1320d–1.", "1320d-1"),
        ("1798.199.100.", "1798.199.100"),
        ("[1053.]", "1053"),
        ("amend. IV", "amend-iv"),
        ("art. I § 1", "art-i-1"),
    ],
)
def test_section_keys(number: str, key: str) -> None:
    assert section_key(number) == key


@pytest.mark.parametrize(
    ("citation", "code"),
    [
        ("18 U.S.C. §§ 2701–2713", "usc:18"),
        ("45 CFR §§ 160.101", "cfr:45"),
        ("Cal. Civ. Code § 1", "cal-civ"),
        ("740 ILCS 14", ""),
    ],
)
def test_codes_of_citations(citation: str, code: str) -> None:
    assert code_of(citation) == code


def test_glued_headings_get_a_line_and_nothing_else_changes() -> None:
    text = "(a) In generalNot later\n(1) Limits under paragraph (1)(B)A person may\n(b) the term eBay means"
    assert part_glued_headings(text).split("\n") == [
        "(a) In general",
        "Not later",
        "(1) Limits under paragraph (1)(B)",
        "A person may",
        "(b) the term eBay means",
    ]


def test_only_certain_footnote_numbers_leave_the_text() -> None:
    text = "section 552(e) 1 of this title, The Board [2] shall wait 3 days; The Board 2 may act in 5 years"
    plain, notes = take_footnote_marks(text)
    assert plain == "section 552(e) of this title, The Board shall wait 3 days; The Board may act in 5 years"
    assert len(notes) == 3


def test_the_source_credit_is_parted_with_its_inner_brackets() -> None:
    text, notes = part_credit(
        "(a) Rule (see below). (Pub. L. 1–2, title I, § 3(b), (c), Oct. 1, 1990, 1 Stat. 2.)"
    )
    assert text == "(a) Rule (see below)."
    assert notes == ("(Pub. L. 1–2, title I, § 3(b), (c), Oct. 1, 1990, 1 Stat. 2.)",)


def test_history_is_parted_only_at_the_end() -> None:
    text = "(a) Rule.\n(Added by Stats. 2020, Ch. 1, Sec. 1.)"
    assert part_history(text) == ("(a) Rule.", ("(Added by Stats. 2020, Ch. 1, Sec. 1.)",))
    assert part_history("(a) Rule.\n(b) Rule (Added later).") == ("(a) Rule.\n(b) Rule (Added later).", ())


STATED_DAYS = [
    # (history note, text, first day, end)
    (
        "(Added by Stats. 2003. Effective January 1, 2004. Section operative July 1, 2004.)",
        "",
        "2004-07-01",
        None,
    ),
    ("(Amended. Effective July 10, 2023. Repealed as of January 1, 2030.)", "", "2023-07-10", "2030-01-01"),
    (
        "(Amended. Effective January 1, 2024. Subdivisions (m) and (n) inoperative January 1, 2023.)",
        "",
        "2024-01-01",
        None,
    ),
    ("", "(f) This section shall become operative on January 1, 2027.", "2027-01-01", None),
    ("", "(h) This section shall remain in effect until January 1, 2030, and as of", None, "2030-01-01"),
    ("", "(4) This subdivision shall become inoperative on January 1, 2023.", None, None),
    ("(Source: P.A. 95-994, eff. 10-3-08.)", "", "2008-10-03", None),
    ("(Amended. Effective January 1, 2030. Repealed as of January 1, 2020.)", "", None, None),
    ("(Added by Stats. 1967, Ch. 1509.)", "", None, None),
]


@pytest.mark.parametrize(("note", "text", "first", "end"), STATED_DAYS)
def test_days_are_read_only_where_they_are_stated(
    note: str, text: str, first: str | None, end: str | None
) -> None:
    found = valid_days((note,), text)
    assert [day.isoformat() if day else None for day in found] == [first, end]


def test_normalising_twice_changes_nothing() -> None:
    once = normalise(
        "(a) In generalNot later (1) one; (2) two [1]. (Pub. L. 1–2, Oct. 1, 1990, 1 Stat. 2.)", "Rule"
    )
    again = normalise(once.text, once.heading)
    assert (again.text, again.heading) == (once.text, once.heading)


@pytest.mark.parametrize(
    ("note", "day"),
    [
        ("(Pub. L. 105–277, div. C, § 1302, Oct. 21, 1998, 112 Stat. 2681–728.)", date(1998, 10, 21)),
        (
            "(Aug. 14, 1935, ch. 531, § 1171, as added Pub. L. 104–191, § 262(a), Aug. 21, 1996, 110 Stat. 2021.)",
            date(1996, 8, 21),
        ),
        ("[65 FR 82802, Dec. 28, 2000, as amended at 67 FR 53182, Aug. 14, 2002]", date(2000, 12, 28)),
        ("Source: (Sept. 26, 1914, ch. 311, § 5, 38 Stat. 719; Mar. 21, 1938, ch. 49.)", date(1914, 9, 26)),
        ("Footnote mark 1 after “on May 1, 2000”.", None),
    ],
)
def test_a_source_credit_says_before_which_day_a_section_was_not_law(note: str, day: date | None) -> None:
    assert enacted((note,)) == day
