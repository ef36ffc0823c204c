"""Units of US statutes: line breaks given back, trees built, no character lost.

The trees are held against the official USLM XML, which states the levels; the rules against made-up sentences.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from lawbase.ingest.sources.uslm_xml import UslmXml
from lawbase.statutes.unit import Unit
from lawbase.statutes.units_us import break_lines, split_units
from lawbase.statutes.us_enumerators import readings, roman

SHARED = Path(__file__).resolve().parents[3] / "shared"
CORPUS = SHARED / "corpus"
needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the shared corpus does not lie beside the project"
)


def paths(text: str) -> list[str]:
    return [unit.fragment for unit in split_units(text) if unit.label]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def sections() -> Iterator[tuple[str, str, str, bool]]:
    """File, section, text and whether it is flattened, for every uniform US file."""
    for file in sorted((CORPUS / "us").rglob("*.json")):
        data = json.loads(file.read_text("utf-8"))
        for section in data.get("sections", []):
            flat = "\n" not in section["text"] or section.get("edition") == "uslm-2013"
            yield file.name, section["section"], section["text"], flat


def gaps(units: tuple[Unit, ...]) -> list[tuple[tuple[str, ...], list[str]]]:
    """Lists that do not run 1, 2, 3 … from their first label."""
    children: dict[tuple[str, ...], list[str]] = {}
    for unit in units:
        if unit.label:
            children.setdefault(unit.path[:-1], []).append(unit.path[-1])
    return [
        (path, labels)
        for path, labels in children.items()
        if not any(_runs(labels, kind) for kind in _kinds(labels))
    ]


def _kinds(labels: list[str]) -> set[str]:
    return {kind for kind, place in readings(labels[0].split(".")[0]) if place == 1}


def _runs(labels: list[str], kind: str) -> bool:
    places = [next((p for k, p in readings(re.split(r"[.-]", label)[0]) if k == kind), 0) for label in labels]
    return all(later - earlier in (0, 1) for earlier, later in itertools.pairwise(places))


@pytest.mark.parametrize(
    ("label", "value"),
    [("i", 1), ("iv", 4), ("ix", 9), ("xiv", 14), ("xl", 40), ("a", None), ("iiii", None), ("", None)],
)
def test_roman_numerals_are_read(label: str, value: int | None) -> None:
    assert roman(label) == value


def test_flattened_us_code_gets_a_line_for_each_unit() -> None:
    text = "(a) Lead-in— (1) first; or (2) second— (A) deep; and (B) deeper— (i) low; (ii) lower. (b) Next."
    lines = break_lines(text).split("\n")
    assert [line.split(" ")[0] for line in lines] == ["(a)", "(1)", "(2)", "(A)", "(B)", "(i)", "(ii)", "(b)"]
    assert paths("\n".join(lines)) == ["a", "a.1", "a.2", "a.2.A", "a.2.B", "a.2.B.i", "a.2.B.ii", "b"]


@pytest.mark.parametrize(
    "sentence",
    [
        "(a) A person shall comply with subsection (b)(1) and paragraph (2) of subsection (c). (b) Done.",
        "(a) Nothing in clauses (i), (ii), or (iii) of subparagraph (A) applies. (b) Done.",
        "(a) As defined in section 552a(b) of title 5 or § 164.502(a)(5)(i), it counts. (b) Done.",
        "(a) Subdivisions (a) to (c), inclusive, and subdivision (d) or (e) apply. (b) Done.",
    ],
)
def test_references_inside_a_sentence_are_no_units(sentence: str) -> None:
    assert paths(break_lines(sentence)) == ["a", "b"]


def test_i_between_h_and_j_is_a_letter() -> None:
    text = " ".join(f"({letter}) Words." for letter in "abcdefghijk")
    assert paths(break_lines(text)) == list("abcdefghijk")


def test_i_before_ii_is_a_numeral_below_h() -> None:
    text = (
        " ".join(f"({letter}) Words." for letter in "abcdefg")
        + " (h) Words— (i) one; and (ii) two. (i) Letter. (j) End."
    )
    assert paths(break_lines(text))[-5:] == ["h", "h.i", "h.ii", "i", "j"]


def test_c_d_l_m_v_and_x_stay_letters_in_a_row_of_letters() -> None:
    text = " ".join(f"({letter}) Words." for letter in "abcdefghijklmnopqrstuvwxyz")
    assert paths(break_lines(text)) == list("abcdefghijklmnopqrstuvwxyz")


@pytest.mark.parametrize("after", [["aa", "ab", "ac"], ["aa", "bb", "cc"]])
def test_both_customs_after_z_are_read(after: list[str]) -> None:
    letters = [*"abcdefghijklmnopqrstuvwxyz", *after]
    text = "\n".join(f"({letter}) Words." for letter in letters)
    assert paths(text) == letters


def test_double_letters_below_capital_numerals() -> None:
    text = "(a) X— (1) x— (A) x— (i) x— (I) x— (aa) low; or (bb) lower; or (II) up."
    assert paths(break_lines(text))[-3:] == ["a.1.A.i.I.aa", "a.1.A.i.I.bb", "a.1.A.i.II"]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("(1) X— (a) x— (i) x— (A) x; (B) x.", "1.a.i.B"),
        ("(a) X: (1) x: (i) x: (A) x: (1) x; (2) x.", "a.1.i.A.2"),
        ("(1) X: (a) x: (I) x: (A) x; (B) x.", "1.a.I.B"),
        ("(A) X: (1) x: (a) x: (i) x; (ii) x.", "A.1.a.ii"),
    ],
    ids=["title 18", "federal regulations", "Colorado", "Ohio"],
)
def test_other_orders_of_levels(text: str, last: str) -> None:
    assert paths(break_lines(text))[-1] == last


def test_virginia_points_open_units_at_the_start_of_a_line() -> None:
    assert paths("A. A controller shall:\n1. One;\n2. Two.\nB. Next.") == ["A", "A.1", "A.2", "B"]


def test_inserted_units_continue_the_row() -> None:
    assert paths("(a) X.\n(b) X.\n(b-1) X.\n(c) X.") == ["a", "b", "b-1", "c"]


def test_stacked_labels_become_units_of_their_own() -> None:
    assert break_lines("(c) (1) A business shall.\n(2) Next.", inline=False).split("\n")[0] == "(c)"
    units = split_units("(c) (1) A business shall.\n(2) Next.")
    assert [(u.fragment, u.text) for u in units] == [
        ("c", ""),
        ("c.1", "A business shall."),
        ("c.2", "Next."),
    ]


def test_a_text_in_lines_keeps_enumerations_inside_its_sentences() -> None:
    text = "(a) Dispose by (1) shredding, (2) erasing, or (3) altering.\n(b) Next."
    assert break_lines(text, inline=False) == text


def test_a_list_may_begin_behind_a_run_in_heading() -> None:
    assert paths("(a) Permitted uses. (1) One.\n(2) Two.\n(b) Next.")[-1] == "b"
    assert "a.2" in paths(break_lines("(a) Permitted uses. (1) One.\n(2) Two.\n(b) Next.", inline=False))


def test_lead_in_heading_body_and_flush_text_belong_to_their_units() -> None:
    units = split_units(
        "In this part—\n(a) Heading\nBody of a:\n(1) one; or\n(2) two,\nshall be punished.\n(b) End."
    )
    assert [(u.fragment, u.continues) for u in units] == [
        ("", True), ("a", False), ("a", True), ("a.1", False), ("a.2", False), ("a", True), ("b", False),
    ]  # fmt: skip


def test_definitions_that_number_anew_are_units_named_after_their_terms() -> None:
    text = "Words used here:\nChild means:\n(1) one;\n(2) two.\nOperator means:\n(1) three;\n(2) four."
    assert [u.fragment for u in split_units(text)] == [
        "", "child", "child.1", "child.2", "operator", "operator.1", "operator.2",
    ]  # fmt: skip


def test_plain_text_is_one_continuing_unit() -> None:
    assert split_units("One sentence.") == (Unit((), "", "One sentence.", 0, continues=True),)
    assert split_units("") == ()


@needs_corpus
def test_no_character_is_lost_and_breaking_twice_changes_nothing() -> None:
    for file, section, text, flat in sections():
        lines = break_lines(text, inline=flat)
        assert bare(lines) == bare(text), (file, section)
        assert break_lines(lines, inline=flat) == lines, (file, section)
        assert "".join(bare(u.label + u.text) for u in split_units(lines)) == bare(text), (file, section)


FAULTY_IN_THE_SOURCE = {
    ("ccpa-2025-01.json", "1798.140"),  # "(A )": the adapter closes the label
    ("hipaa-rules-45cfr160-164.json", "164.504"),  # (b)-(d) reserved
    ("hipaa-rules-45cfr160-164.json", "164.530"),  # "i)" for "(i)"
    ("hitech.json", "17939"),  # "(1) to (3) Omitted"
    ("co-cpa-2021-enacted.json", "6-1-1303"),  # character recognition: "(C)" for "(c)"
    ("co-cpa-2021-enacted.json", "6-1-1304"),
    ("co-cpa-2021-enacted.json", "6-1-1306"),
    ("co-cpa-2021-enacted.json", "6-1-1311"),
}


@needs_corpus
def test_rows_of_labels_run_without_gap() -> None:
    """Every section but those whose source reserves, omits or misprints a label."""
    faulty = {
        (file, section)
        for file, section, text, flat in sections()
        if gaps(split_units(break_lines(text, inline=flat)))
    }
    assert faulty == FAULTY_IN_THE_SOURCE
    assert sum(1 for _ in sections()) > 450


@needs_corpus
def test_paths_name_one_unit_each() -> None:
    for file, section, text, flat in sections():
        found = paths(break_lines(text, inline=flat))
        assert len(found) == len(set(found)), (file, section)


@needs_corpus
@pytest.mark.parametrize("file", sorted(p.name for p in (CORPUS / "official" / "uslm").glob("*.xml")))
def test_the_tree_is_that_of_the_official_xml(file: str) -> None:
    path = CORPUS / "official" / "uslm" / file
    stated = _stated_paths(path)
    edition = next(UslmXml().read(path))
    differing = [p.key for p in edition.provisions if paths(p.text) != stated[p.key]]
    # 35 U.S.C. 10 numbers its items "1." without marking them; 41(g) is an empty level.
    assert set(differing) <= ({"10", "41"} if "usc35" in file else set())


@needs_corpus
@pytest.mark.parametrize("file", sorted(p.name for p in (CORPUS / "official" / "uslm").glob("*.xml")))
def test_the_tree_survives_flattening(file: str) -> None:
    """The flattened text gives the official tree back, but for enumerations inside sentences that the XML leaves unmarked."""
    path = CORPUS / "official" / "uslm" / file
    stated = _stated_paths(path)
    provisions = next(UslmXml().read(path)).provisions
    equal = sum(paths(break_lines(p.text.replace("\n", " "))) == stated[p.key] for p in provisions)
    assert equal >= len(provisions) * 0.9


LEVELS = {"subsection", "paragraph", "subparagraph", "clause", "subclause", "item", "subitem"}


def _stated_paths(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for section in etree.parse(path).iter("{*}section"):
        names = {etree.QName(a).localname for a in section.iterancestors()}
        if names & {"note", "notes", "quotedContent"}:
            continue
        key = section.find("{*}num").get("value").replace("–", "-")
        found.setdefault(key, list(_walk(section, ())))
    return found


def _walk(element: etree._Element, above: tuple[str, ...]) -> Iterator[str]:
    for child in element:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name in LEVELS:
            label = re.sub(r"[^A-Za-z0-9.-]", "", "".join(child.find("{*}num").itertext()))
            yield ".".join((*above, label))
            yield from _walk(child, (*above, label))
        elif name in {"content", "chapeau", "continuation"}:
            yield from _walk(child, above)
