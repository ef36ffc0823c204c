"""US citations, and Chinese ones in English: what is read, and what is left alone."""

from __future__ import annotations

import time

import pytest

from lawbase.citations.found import Code, Home
from lawbase.citations.us import find

CIV, PEN, BPC = Code("cal-civ"), Code("cal-pen"), Code("cal-bpc")


def read(text: str, home: Home | None = None) -> list[tuple[Code | None, str, str | None, tuple[str, ...]]]:
    """Code, law's name, section and unit of each citation."""
    return [(c.code, c.law_name, c.key, c.unit) for c in find(text, home)]


@pytest.mark.parametrize(
    ("text", "code", "section", "unit"),
    [
        ("15 U.S.C. § 6502(a)(1)", Code("usc", "15"), "6502", ("a", "1")),
        ("15 USC 6502", Code("usc", "15"), "6502", ()),
        ("15 U. S. C. §552(b)(7)(C)", Code("usc", "15"), "552", ("b", "7", "C")),
        ("15 U. S. C. §1681n (a)(1)(A) (1994 ed.)", Code("usc", "15"), "1681n", ("a", "1", "A")),
        ("42 U.S.C. 1320d–6", Code("usc", "42"), "1320d-6", ()),
        ("section 1030(a)(2) of title 18", Code("usc", "18"), "1030", ("a", "2")),
        ("Title 18, United States Code, Section 2511(1)(a)", Code("usc", "18"), "2511", ("1", "a")),
        ("Cal. Civ. Code § 1798.120(a)", CIV, "1798.120", ("a",)),
        ("Civil Code section 1798.150, subdivision (a)(1)(A)", CIV, "1798.150", ("a", "1", "A")),
        ("Civ. Code, § 1798.150, subd. (a)", CIV, "1798.150", ("a",)),
        ("Civ. Code, § 56.10", CIV, "56.10", ()),
        ("Penal Code section 632.7(a)", PEN, "632.7", ("a",)),
        ("Section 17200 of the Business and Professions Code", BPC, "17200", ()),
        ("subdivision (a) of Section 631 of the Penal Code", PEN, "631", ("a",)),
        ("16 C.F.R. § 312.5", Code("cfr", "16"), "312.5", ()),
        ("45 CFR 164.502", Code("cfr", "45"), "164.502", ()),
        ("Section 164.501 of Title 45 of the Code of Federal Regulations", Code("cfr", "45"), "164.501", ()),
        ("Cal. Code Regs. tit. 11, § 7013(e)", Code("ccr", "11"), "7013", ("e",)),
        ("California Code of Regulations, title 11, section 7102", Code("ccr", "11"), "7102", ()),
        ("740 ILCS 14/15(b)", Code("ilcs", "740/14"), "15", ("b",)),
        ("U.S. Const. amend. IV", Code("us-const"), "amend-iv", ()),
        ("Fourteenth Amendment", Code("us-const"), "amend-xiv", ()),
        ("Cal. Const. art. I, § 1", Code("cal-const"), "art-i-1", ()),
    ],
)
def test_one_citation_of_a_code(text: str, code: Code, section: str, unit: tuple[str, ...]) -> None:
    assert read(text) == [(code, "", section, unit)]


@pytest.mark.parametrize(
    ("text", "law", "key", "unit"),
    [
        ("CCPA § 1798.120(a)", "CCPA", "1798.120", ("a",)),
        ("CCPA 1798.120", "CCPA", "1798.120", ()),
        ("FCRA § 604", "FCRA", "604", ()),
        ("section 15(b) of BIPA", "BIPA", "15", ("b",)),
        ("See Fair Credit Reporting Act § 604", "Fair Credit Reporting Act", "604", ()),
        ("PIPL art. 13(1)(2)", "PIPL", "13", ("1", "2")),
        ("PIPL art. 13, para. 1, item 2", "PIPL", "13", ("1", "2")),
        ("Article 13 of the PIPL", "PIPL", "13", ()),
        ("Civil Code of China art. 1034", "Civil Code of China", "1034", ()),
        ("Criminal Law of the PRC, art. 253-1", "Criminal Law of the PRC", "253-1", ()),
        ("Tex. Transp. Code Ann. § 543.001", "Tex. Transp. Code Ann.", "543.001", ()),
    ],
)
def test_one_citation_by_name(text: str, law: str, key: str, unit: tuple[str, ...]) -> None:
    assert read(text) == [(None, law, key, unit)]


def test_list_of_sections_and_subdivisions() -> None:
    text = "Cal. Civ. Code §§ 1798.100, 1798.120(a) and (b), and 1798.135"
    assert [(key, unit) for *_, key, unit in read(text)] == [
        ("1798.100", ()),
        ("1798.120", ("a",)),
        ("1798.120", ("b",)),
        ("1798.135", ()),
    ]


def test_units_go_on_at_their_own_level() -> None:
    assert [unit for *_, unit in read("5 U.S.C. § 552(b)(1), (2) and (c)")] == [
        ("b", "1"),
        ("b", "2"),
        ("c",),
    ]


def test_letter_does_not_follow_a_roman_numeral() -> None:
    assert [unit for *_, unit in read("5 U.S.C. § 552(b)(i)(1), (c)(1)")] == [("b", "i", "1"), ("c", "1")]
    assert [unit for *_, unit in read("5 U.S.C. § 552(b)(1)(i), (ii)")] == [("b", "1", "i"), ("b", "1", "ii")]


def test_range_of_units_gives_each() -> None:
    assert [unit for *_, unit in read("5 U.S.C. § 552(a)-(c)")] == [("a",), ("b",), ("c",)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("18 U. S. C. §§2721-2725", "2721", "2725"),
        ("18 U.S.C. §§ 2721–25", "2721", "2725"),
        ("15 U.S.C. §§ 6501 through 6506", "6501", "6506"),
        ("Civ. Code §§ 1798.100-1798.110", "1798.100", "1798.110"),
        ("45 C.F.R. §§ 164.500–534", "164.500", "164.534"),
    ],
)
def test_range_of_sections_keeps_both_ends(text: str, first: str, last: str) -> None:
    (found,) = find(text)
    assert (found.key, found.through) == (first, last)


@pytest.mark.parametrize("section", ["1681c-1", "300gg-91", "2000e-5"])
def test_hyphen_of_a_section_is_no_range(section: str) -> None:
    (found,) = find(f"15 U.S.C. § {section}")
    assert (found.key, found.through) == (section, None)


def test_list_stops_before_another_source() -> None:
    assert [key for *_, key, _unit in read("18 U.S.C. §§ 2510, 2511, 47 U.S.C. § 227; 531 U.S. 98")] == [
        "2510",
        "2511",
        "227",
    ]


def test_two_amendments_in_one() -> None:
    assert [key for *_, key, _unit in read("the First and Fourth Amendments")] == ["amend-i", "amend-iv"]


def test_part_of_a_regulation() -> None:
    (found,) = find("16 C.F.R. Part 312")
    assert (found.code, found.key, found.kind) == (Code("cfr", "16"), "312", "part")


def test_bare_section_takes_the_code_it_was_cited_with() -> None:
    assert read("See §1681n(a). Later: 15 U. S. C. §1681n.")[0] == (Code("usc", "15"), "", "1681n", ("a",))


def test_bare_section_takes_the_code_of_its_neighbour() -> None:
    assert read("18 U. S. C. §2701. And §2703(d).")[1] == (Code("usc", "18"), "", "2703", ("d",))


def test_bare_section_alone_names_no_code() -> None:
    (found,) = find("§ 1798.120(a)")
    assert (found.code, found.key, found.unit, found.kind) == (None, "1798.120", ("a",), "bare")


@pytest.mark.parametrize(
    "text",
    ["Restatement (Second) of Torts § 652B", "Act of Mar. 2, 1799, § 84", "section 5 below", "in 2018 (a)"],
)
def test_other_sources_are_left_alone(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize("text", ["Restatement (Second) of Torts § 652", "Stats. 1985, ch. 909, § 200"])
def test_treatises_and_session_laws_are_no_sections(text: str) -> None:
    assert find(text) == []


def test_year_in_brackets_is_no_unit() -> None:
    assert read("15 U.S.C. § 45 (2018)")[0][3] == ()


def test_own_title_and_own_section() -> None:
    home = Home("us-privacy-act", "552a", Code("usc", "5"))
    found = find("as provided in subsection (a)(1) or section 552(e) of this title", home)
    assert [(c.code, c.key, c.unit, c.kind) for c in found] == [
        (Code("usc", "5"), "552a", ("a", "1"), "self"),
        (Code("usc", "5"), "552", ("e",), "self"),
    ]


def test_section_named_by_its_parts_from_below() -> None:
    home = Home("us-ca-ccpa", "1798.100", CIV)
    assert read("paragraph (1) of subdivision (a) of Section 1798.140", home) == [
        (CIV, "", "1798.140", ("a", "1"))
    ]


def test_words_and_offsets_are_those_of_the_text() -> None:
    text = "Under 18\n\nU.S.C. § 2511(2)(d), and §2510."
    assert (
        [text[c.start : c.end] for c in find(text)]
        == [c.raw for c in find(text)]
        == ["18\n\nU.S.C. § 2511(2)(d)", "§2510"]
    )


@pytest.mark.parametrize(
    "piece",
    ["§", "§1", "§ 1(a)", "15 U.S.C. § 6502, ", "A", "A ", "Code ", "Aaaa Act ", "of the ", "1.", "1-", "(a)", "§§ 1681a, ",
     "First, ", "Article 1 and ", "§§ 100 to ", " ", "\n"],
)  # fmt: skip
def test_hostile_text_takes_linear_time(piece: str) -> None:
    started = time.perf_counter()
    find(piece * (60_000 // len(piece)))
    assert time.perf_counter() - started < 5
