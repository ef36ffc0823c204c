"""Suggestions while typing, and slips corrected to the library's own words."""

from __future__ import annotations

import pytest

from lawbase.search.suggest.pinyin import sounds, typed
from lawbase.search.suggest.spelling import Spelling, Suspect, corrected, slips


def test_characters_are_read_without_tones():
    assert typed("个保法") == ("gebaofa", "gbf")
    assert typed("绿") == ("lv", "l")


def test_what_sounds_alike_sounds_the_same():
    assert sounds("隐私") == sounds("隐丝")
    assert sounds("收集") == sounds("搜集") == sounds("收及")
    assert sounds("同意") != sounds("统一") or typed("同意") == typed("统一")


@pytest.mark.parametrize(
    ("left", "right", "count"),
    [("consent", "consent", 0), ("consnet", "consent", 1), ("biometirc", "biometric", 1), ("informaton", "information", 1),
     ("privcay", "privacy", 1), ("data", "breach", 3)],
)  # fmt: skip
def test_slips_are_counted_a_swap_as_one(left: str, right: str, count: int):
    assert slips(left, right, 2) == count


@pytest.fixture
def spelling() -> Spelling:
    terms = ("隐私权", "人脸识别")
    return Spelling(
        {"consent": 9, "content": 2, "privacy": 4},
        {7: ("consent", "content", "privacy")},
        frozenset(terms),
        {sounds(term): (term,) for term in terms},
        {"人脸识?": "人脸识别"},
    )


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("consnet", "consent"),
        ("withdraw consnet", "withdraw consent"),
        ("隐丝权", "隐私权"),
        ("隱絲權", "隐私权"),
        ("侵犯隐思权的责任", "侵犯隐私权的责任"),
        ("人脸识刷", "人脸识别"),
    ],
)
def test_slips_are_found_and_replaced(spelling: Spelling, query: str, meant: str):
    assert corrected(query, spelling.suspects(query)) == meant


@pytest.mark.parametrize(
    "query", ["consent", "隐私权", "law:consnet", "consn*", "zzzzzzz", "法", "x" * 100, ""]
)
def test_what_is_right_or_unlike_anything_is_left_alone(spelling: Spelling, query: str):
    assert spelling.suspects(query) == ()


def test_several_slips_are_replaced_at_their_places():
    found = (Suspect(0, 2, "ab", "abc"), Suspect(3, 5, "de", "def"))
    assert corrected("ab de", found) == "abc def"
