"""Official case texts: what is read, what counts as furniture, and that every other letter stays."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lawbase.ingest.case_document import ParsedCase
from lawbase.ingest.errors import SourceError
from lawbase.ingest.sources.case_texts import accepts, read_cases
from lawbase.ingest.sources.case_texts_furniture import FILLER, LAST_NUMBER, MIN_PAGES, SIDEWAYS, STAMP, pages
from lawbase.ingest.sources.case_texts_guiding import chinese_day
from lawbase.ingest.sources.case_texts_paragraphs import paragraphs
from lawbase.ingest.sources.case_texts_scotus import join_lines

SHARED = Path(__file__).resolve().parents[3] / "shared"
CASES = SHARED / "corpus" / "cases"
COUNTS = {"guiding_cases": 421, "scotus_privacy": 77, "california_privacy": 37}

needs_cases = pytest.mark.skipif(
    not CASES.is_dir(), reason="the case texts (../shared/corpus/cases) are not here"
)


def records(name: str) -> dict[str, dict[str, Any]]:
    with (CASES / f"{name}.jsonl").open(encoding="utf-8") as file:
        return {record["id"]: record for record in map(json.loads, file)}


def cases(name: str) -> dict[str, ParsedCase]:
    return {case.id: case for case in read_cases(CASES / f"{name}.jsonl")}


def letters(text: str) -> str:
    """Letters and digits only: what must be equal in source and reading."""
    return re.sub(r"[\W_]+", "", text)


# -- what is read ---------------------------------------------------------------------------------------------------------


@needs_cases
@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_every_document_is_read_with_its_own_id(name: str, count: int) -> None:
    read = cases(name)
    assert len(read) == count
    assert read.keys() == records(name).keys()
    assert accepts(CASES / f"{name}.jsonl")


@needs_cases
@pytest.mark.parametrize("name", COUNTS)
def test_every_document_has_title_sections_and_a_hash(name: str) -> None:
    for case in read_cases(CASES / f"{name}.jsonl"):
        assert case.title_zh or case.title_en, case.id
        assert re.fullmatch(r"[0-9a-f]{64}", case.sha256), case.id
        assert all(section.paragraphs and all(section.paragraphs) for section in case.sections), case.id
        assert not any("\n" in p or p != p.strip() for p in case.paragraphs), case.id


@needs_cases
def test_a_guiding_case_has_its_parts_days_and_provisions() -> None:
    case = cases("guiding_cases")["spc-guiding-192"]
    assert (case.number, case.jurisdiction, case.kind) == ("指导性案例192号", "cn", "guiding-case")
    assert [section.role for section in case.sections] == [
        "holding",
        "statutes",
        "facts",
        "result",
        "reasoning",
    ]
    assert case.sections[0].heading_zh == "裁判要点"
    assert (case.decided, case.released) == (date(2021, 8, 23), date(2022, 12, 26))
    assert (case.court_zh, case.docket) == ("上海市奉贤区人民法院", "（2021）沪0120刑初828号")
    assert case.statutes_raw == "《中华人民共和国刑法》第253条之一"
    assert "人脸识别" in case.keywords


@needs_cases
def test_a_case_decided_twice_is_left_without_a_day_of_decision() -> None:
    case = cases("guiding_cases")["spc-guiding-193"]
    assert case.decided is None
    assert case.docket == ""


@needs_cases
def test_a_title_cut_off_by_the_source_is_read_from_the_document() -> None:
    title = cases("guiding_cases")["spc-guiding-58"].title_zh
    assert title.startswith("成都同德福合川桃片有限公司诉")
    assert title.endswith("案")


@needs_cases
def test_an_opinion_falls_into_syllabus_and_opinions_and_takes_its_day_from_the_caption() -> None:
    case = cases("scotus_privacy")["scotus-13-1339"]
    assert case.decided == date(2016, 5, 16)
    assert [section.role for section in case.sections] == ["syllabus", "opinion", "opinion", "opinion"]
    assert case.sections[1].heading_en == "Justice Alito delivered the opinion of the Court"
    assert case.sections[2].heading_zh == "协同意见"
    assert case.sections[3].heading_zh == "异议意见"


@needs_cases
def test_californian_documents_are_told_apart() -> None:
    read = cases("california_privacy")
    assert Counter(case.kind for case in read.values()) == {
        "judgment": 23,
        "complaint": 6,
        "settlement": 5,
        "administrative-penalty": 3,
    }
    assert read["ca-supreme-smith-v-loanme-2021"].jurisdiction == "us-ca"
    assert read["us-9th-gutierrez-v-converse-2025"].jurisdiction == "us"
    order = read["ca-cppa-honda-2025-stipulated-final-order"]
    assert (order.docket, order.decided) == ("ENF23-V-HO-2", date(2025, 3, 7))


# -- every letter stays ---------------------------------------------------------------------------------------------------


@needs_cases
def test_guiding_cases_keep_every_letter_from_the_first_part_on() -> None:
    source = records("guiding_cases")
    for case in read_cases(CASES / "guiding_cases.jsonl"):
        read = letters("".join(s.heading_zh + "".join(s.paragraphs) for s in case.sections))
        assert letters(source[case.id]["text"].replace("{html}", "")).endswith(read), case.id


@needs_cases
def test_guiding_cases_lose_only_their_head_and_keywords() -> None:
    source = records("guiding_cases")
    for case in read_cases(CASES / "guiding_cases.jsonl"):
        before = source[case.id]["text"].split(case.sections[0].heading_zh)[0]
        assert len(letters(before)) < 600, case.id


@needs_cases
def test_supreme_court_opinions_keep_every_letter() -> None:
    source = records("scotus_privacy")
    for case in read_cases(CASES / "scotus_privacy.jsonl"):
        assert letters("".join(case.paragraphs)) == letters(source[case.id]["text"]), case.id


@needs_cases
def test_californian_texts_account_for_every_letter() -> None:
    source = records("california_privacy")
    for case in read_cases(CASES / "california_privacy.jsonl"):
        text = source[case.id]["text"]
        kept = "".join(line.text for page in pages(text) for line in page.lines)
        removed = "".join(piece for page in pages(text) for piece in page.removed)
        assert letters("".join(case.paragraphs)) == letters(kept), case.id
        assert Counter(letters(kept + removed)) == Counter(letters(text)), case.id


@needs_cases
def test_only_furniture_is_removed_from_californian_texts() -> None:
    for identifier, record in records("california_privacy").items():
        removed = [piece.strip() for page in pages(record["text"]) for piece in page.removed]
        shapes = Counter(re.sub(r"\d+", "#", " ".join(piece.split())) for piece in removed)
        for piece in removed:
            number = re.match(r"\W*(?:Page )?(\d+)\W*(?:of \d+)?$", piece)
            known = STAMP.fullmatch(piece) or SIDEWAYS.fullmatch(piece) or FILLER.fullmatch(piece)
            recurring = shapes[re.sub(r"\d+", "#", " ".join(piece.split()))] >= MIN_PAGES - 1
            assert number or known or recurring or re.fullmatch(r"[ivxl]+", piece), (identifier, piece)


# -- cleaning, on made-up pages -------------------------------------------------------------------------------------------


def pleading(*texts: str, foot: str = "COMPLAINT", number: int = 1) -> str:
    """A page of pleading paper: 28 numbered lines, the page's number and a foot."""
    lines = [
        f"{place:>2}   {texts[place - 1] if place <= len(texts) else ''}"
        for place in range(1, LAST_NUMBER + 1)
    ]
    return "\n".join([*lines, f"{'':30}{number}", f"{'':26}{foot}"])


def test_line_numbers_feet_and_page_numbers_of_pleading_paper_go() -> None:
    words = ("Able", "Baker", "Clark", "Davis")
    text = "\f".join(
        pleading(f"{word} agrees", f"to pay {word} 28 dollars.", number=n) for n, word in enumerate(words, 1)
    )
    assert [line.text for line in pages(text)[1].lines] == ["Baker agrees", "to pay Baker 28 dollars."]


def test_a_number_that_belongs_to_the_text_stays() -> None:
    text = pleading(
        "The business owes the notice that section",
        "1798.100 demands, as this court held in",
        "12 Cal. 5th 300, and may not collect more.",
    )
    assert paragraphs(pages(text))[:1] == [
        "The business owes the notice that section 1798.100 demands, as this court held in 12 Cal. 5th 300, and may not "
        "collect more."
    ]


def test_filing_stamps_go_wherever_they_stand() -> None:
    page = "Case 3:20-cv-00001-RS Document 9 Filed 05/21/21 Page 1 of 2\n\nThe motion is denied."
    assert [line.text for line in pages(page)[0].lines] == ["The motion is denied."]


def test_broken_lines_become_paragraphs_and_indents_begin_new_ones() -> None:
    page = "\n".join(
        [
            "     The plaintiff says that the company recorded every",
            "conversation and gave the recordings to a third party.",
            "     The company denies this and moves to dismiss all of",
            "the claims.",
        ]
    )
    assert paragraphs(pages(page)) == [
        "The plaintiff says that the company recorded every conversation and gave the recordings to a third party.",
        "The company denies this and moves to dismiss all of the claims.",
    ]


def test_a_hyphen_at_the_end_of_a_line_goes_only_where_it_broke_a_word() -> None:
    page = "\n".join(
        [
            "     A settlement binds every member, and the third-party settle-",
            "ment administrator must tell every one of them; so the third-",
            "party vendor may not.",
        ]
    )
    assert paragraphs(pages(page)) == [
        "A settlement binds every member, and the third-party settlement administrator must tell every one of them; "
        "so the third-party vendor may not."
    ]


def test_a_paragraph_runs_over_the_page() -> None:
    first = "     The order forbids the company to sell or share what it has\ncollected from the"
    second = "visitors of its site without their consent, and to keep it longer."
    assert paragraphs(pages(f"{first}\f{second}")) == [
        "The order forbids the company to sell or share what it has collected from the visitors of its site without "
        "their consent, and to keep it longer."
    ]


def test_lines_broken_at_italics_are_joined() -> None:
    lines = [
        "As the Court said in",
        "Able",
        "v.",
        "Baker,",
        "1 U. S. 2",
        ", the rule holds.",
        "A new one begins.",
    ]
    assert join_lines(lines) == [
        "As the Court said in Able v. Baker, 1 U. S. 2, the rule holds.",
        "A new one begins.",
    ]


def test_chinese_days_are_read_and_impossible_ones_are_not() -> None:
    assert chinese_day("2011年12月20日") == date(2011, 12, 20)
    assert chinese_day("2011年13月20日") is None
    assert chinese_day(None) is None


# -- bad lines ------------------------------------------------------------------------------------------------------------

SOUND = {
    "id": "scotus-0-1",
    "case_name": "ABLE v. BAKER",
    "docket_number": "No. 0-1",
    "year": 2001,
    "text": "Per Curiam.\nThe petition is denied.",
}


def write(folder: Path, *lines: str | bytes) -> Path:
    path = folder / "made_up.jsonl"
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    return path


def test_a_sound_made_up_line_is_read(tmp_path: Path) -> None:
    (case,) = read_cases(write(tmp_path, json.dumps(SOUND), ""))
    assert case.paragraphs == ("Per Curiam.", "The petition is denied.")
    assert case.decided is None


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"id": "x", "text": ', "is not JSON"),
        (b'{"id": "\xff"}', "is not UTF-8"),
        ("[1, 2]", "is not a JSON object"),
        ('{"id": "x", "text": "words"}', "none of the case layouts"),
        (json.dumps(SOUND | {"text": "  "}), "has no text"),
        (json.dumps(SOUND | {"case_name": None}), "cannot be read"),
        (json.dumps(SOUND), "repeats the id scotus-0-1 of line 1"),
    ],
)
def test_a_bad_line_is_named_with_file_and_line(tmp_path: Path, line: str | bytes, says: str) -> None:
    with pytest.raises(SourceError, match=rf"made_up\.jsonl line 2.*{says}"):
        list(read_cases(write(tmp_path, json.dumps(SOUND), line)))


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="check that the file is there"):
        list(read_cases(tmp_path / "absent.jsonl"))
