"""Words in one sentence, in one paragraph, or near each other; numbers and ranges in fields."""

from __future__ import annotations

import pytest

from lawbase.search.query import syntax
from lawbase.search.query.closeness import Check, near_parts, parts_of
from lawbase.search.query.ranges import Interval, interval

CHINESE = "甲方收集信息的，应当告知。乙方不得出售。\n有下列情形的，处罚款：\n（一）出售信息；\n（二）隐瞒。\n丙方负责删除。"
ENGLISH = (
    "(a) A business collects data. It gives notice.\n(1) To the consumer.\n(b) The consumer may delete data."
)


def passes(query: str, text: str, lang: str) -> bool:
    node = syntax.parse(query)
    if isinstance(node, syntax.Near):
        parts = near_parts(node.text)
        return Check("words", ((parts,),), node.distance).passes(text, lang)
    assert isinstance(node, syntax.Close)
    return Check(node.unit, tuple(map(parts_of, node.nodes)), node.distance).passes(text, lang)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("收集 /s 告知", True),
        ("收集 /s 出售", False),
        ("收集 /p 出售", True),
        ("告知 /p 罚款", False),
        # The items of a 款 are part of it.
        ("罚款 /p 隐瞒", True),
        ("罚款 /p 删除", False),
        ("收集 /s (出售 OR 告知)", True),
        ("“收集信息” /s 告知", True),
        ("信* /s 告知 /s 甲方", True),
        ("收集 /2 信息", True),
        ("甲方 /3 告知", False),
        ("甲方 /9 告知", True),
    ],
)
def test_places_in_a_chinese_text(query: str, expected: bool):
    assert passes(query, CHINESE, "zh-Hans") is expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("business /s data", True),
        ("business /s notice", False),
        ("business /p consumer", True),
        ("business /p delete", False),
        ("deleting /s consumers", True),
        ("consum* /s delet*", True),
        ('"may delete" /s data', True),
        ("data /2 notice", True),
        ("data /1 notice", False),
        ('"notice collects"~3', True),
        ('"notice collects"~2', False),
    ],
)
def test_places_in_an_english_text(query: str, expected: bool):
    assert passes(query, ENGLISH, "en") is expected


def test_quoted_words_do_not_match_inside_other_words():
    assert not passes('"sell" /s data', "A seller of data.", "en")
    assert passes('"sell data" /s now', "Sell, data now.", "en")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021", Interval(2021, 2021)),
        ("2019..2023", Interval(2019, 2023)),
        ("2019-2023", Interval(2019, 2023)),
        ("2019..", Interval(2019, None)),
        (">10000", Interval(10001, None)),
        (">=1万", Interval(10_000, None)),
        ("<$2.5m", Interval(None, 2_499_999, "USD")),
        ("¥1,000..50万元", Interval(1000, 500_000, "CNY")),
        ("much", None),
        ("1..much", None),
        ("²", None),
        ("..", None),
    ],
)
def test_numbers_and_ranges(value: str, expected: Interval | None):
    assert interval(value) == expected
