"""Units of Chinese provisions: what each line is. The texts are made up; no law is quoted."""

from __future__ import annotations

import pytest

from lawbase.statutes.units import UnitNotFound, unit_text, units_of
from lawbase.statutes.units_cn import split_units

LISTED = "甲有下列情形的：\n（一）乙；\n（二）丙：\n1.丁；\n2．戊。\n己款。\n（一）庚。"


def paths(text: str) -> list[tuple[str, ...]]:
    return [unit.path for unit in split_units(text)]


def test_paragraphs_are_counted() -> None:
    assert paths("甲。\n乙。\n丙。") == [("1",), ("2",), ("3",)]


def test_items_and_subitems_lie_below_what_stands_above_them() -> None:
    assert paths(LISTED) == [
        ("1",),
        ("1", "1"),
        ("1", "2"),
        ("1", "2", "1"),
        ("1", "2", "2"),
        ("2",),
        ("2", "1"),
    ]


def test_label_and_words_are_parted() -> None:
    unit = split_units("甲：\n（十二） 乙。")[1]
    assert (unit.path, unit.label, unit.text, unit.depth) == (("1", "12"), "（十二）", "乙。", 1)


@pytest.mark.parametrize("label", ["(一)", "(一）", "（一)", "（ 一 ）"])
def test_brackets_of_either_kind(label: str) -> None:
    assert paths(f"甲：\n{label}乙；") == [("1",), ("1", "1")]


@pytest.mark.parametrize("label", ["1.", "1．", "１．", "(1)", "（１）", "1、"])
def test_numbers_of_subitems(label: str) -> None:
    assert paths(f"甲：\n（三）乙：\n{label}丙；")[-1] == ("1", "3", "1")


def test_numbered_line_without_an_item_above_is_on_the_items_level() -> None:
    assert paths("下列文件：\n1.甲\n2.乙") == [("1",), ("1", "1"), ("1", "2")]


def test_items_before_any_paragraph_lie_in_the_first() -> None:
    assert paths("（一）甲；\n（二）乙。\n丙。") == [("1", "1"), ("1", "2"), ("2",)]


def test_decimal_fraction_opens_no_unit() -> None:
    assert paths("甲。\n1.5万元以上的。") == [("1",), ("2",)]


def test_bracketed_word_is_no_item() -> None:
    assert paths("甲。\n（删去）") == [("1",), ("2",)]


def test_empty_lines_are_left_out() -> None:
    assert paths("甲。\n\n  \n乙。") == [("1",), ("2",)]


def test_no_text_has_no_units() -> None:
    assert split_units("") == ()


def test_words_of_a_unit_include_what_lies_beneath() -> None:
    units = units_of(LISTED, "zh-Hans")
    assert unit_text(units, ("1", "2")) == "丙：1.丁；2．戊。"
    assert unit_text(units, ("1",)) == "甲有下列情形的：（一）乙；（二）丙：1.丁；2．戊。"


def test_words_of_the_whole_provision() -> None:
    assert unit_text(units_of("甲。\n乙。", "zh"), ()) == "甲。乙。"


def test_english_lines_are_joined_by_a_space() -> None:
    units = units_of("(a) One:\n(1) two; and\n(2) three.", "en")
    assert unit_text(units, ("a",)) == "One: (1) two; and (2) three."


def test_missing_unit_is_named_with_the_choices() -> None:
    with pytest.raises(UnitNotFound, match=r"no unit \(1\)\(9\).*\(1\)\(1\), \(1\)\(2\)"):
        unit_text(units_of(LISTED, "zh"), ("1", "9"))


def test_unit_beneath_a_leaf_is_missing() -> None:
    with pytest.raises(UnitNotFound, match="no units beneath it"):
        unit_text(units_of("甲。", "zh"), ("1", "1"))


def test_very_long_line() -> None:
    assert len(split_units("（" + "一" * 200_000)) == 1
