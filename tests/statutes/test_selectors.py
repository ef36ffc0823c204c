"""Selectors name exactly one passage, or say why not. The texts are made up."""

from __future__ import annotations

import pytest

from lawbase.statutes.selectors import SelectorError, fold, resolve

TEXT = "任何人不得出售甲类信息，不得出售乙类信息；但是 依照\n规定处理的除外。"


def test_passage_from_first_to_last_words() -> None:
    assert resolve("任何人…乙类信息", TEXT) == "任何人不得出售甲类信息，不得出售乙类信息"


def test_first_end_after_the_start_closes_the_passage() -> None:
    assert resolve("任何人…信息", TEXT) == "任何人不得出售甲类信息"


def test_short_passage_alone() -> None:
    assert resolve("乙类信息", TEXT) == "乙类信息"


def test_white_space_is_folded_in_both() -> None:
    assert resolve("但是依照…除 外", TEXT) == "但是依照规定处理的除外"


def test_words_that_are_not_there() -> None:
    with pytest.raises(SelectorError, match="not in the official text"):
        resolve("没有的话", TEXT)


def test_start_that_occurs_twice() -> None:
    with pytest.raises(SelectorError, match="occurs 2 times"):
        resolve("不得出售…信息", TEXT)


def test_end_that_stands_before_the_start() -> None:
    with pytest.raises(SelectorError, match="must follow"):
        resolve("乙类…甲类", TEXT)


def test_end_that_is_nowhere() -> None:
    with pytest.raises(SelectorError, match="not in the official text"):
        resolve("任何人…丙类", TEXT)


@pytest.mark.parametrize("selector", ["", "…", "甲…", "…乙", "甲…乙…丙", "  "])
def test_what_is_no_selector(selector: str) -> None:
    with pytest.raises(SelectorError):
        resolve(selector, TEXT)


@pytest.mark.parametrize("selector", ["任何人不得出售甲类", "no business shall ever"])
def test_long_words_must_not_stand_alone(selector: str) -> None:
    with pytest.raises(SelectorError, match="too long"):
        resolve(selector, TEXT)


def test_english_words_are_matched_whole() -> None:
    text = "The database holds data of  people.\nData brokers pay."
    assert resolve("holds data…people", text) == "holds data of people"
    assert resolve("data of", text) == "data of"
    with pytest.raises(SelectorError, match="not in the official text"):
        resolve("base holds", text)


def test_overlapping_occurrences_count() -> None:
    with pytest.raises(SelectorError, match="occurs 2 times"):
        resolve("甲甲", "甲甲甲")


def test_folding_keeps_one_space_between_english_words_only() -> None:
    assert fold(" App  Store 甲 \n 乙。\u3000A ") == "App Store甲乙。A"
