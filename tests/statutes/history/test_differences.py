"""The difference of two wordings, as a reader sees it."""

from __future__ import annotations

import pytest

from lawbase.statutes.history.differences import Piece, differences


def kinds(earlier: str, later: str, lang: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in differences(earlier, later, lang)]


def test_chinese_is_compared_by_character() -> None:
    assert kinds("园中种红花。", "园中种白花。", "zh") == [
        ("same", "园中种"), ("gone", "红"), ("new", "白"), ("same", "花。"),
    ]  # fmt: skip


def test_english_is_compared_by_word() -> None:
    assert kinds("A red garden flower.", "A white garden flower.", "en") == [
        ("same", "A "), ("gone", "red "), ("new", "white "), ("same", "garden flower."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("earlier", "later", "lang"),
    [
        ("甲，乙。\n丙", "甲,乙。 丙", "zh"),
        ("“甲”、乙；", "甲，乙；", "zh"),
        ("A flower; or, a tree", "A flower, or a\n tree.", "en"),
        ("The Garden", "the garden", "en"),
        ("an opt-out link on a web page", "an opt out link on a webpage", "en"),
        ("the gar dener‘s house", "the gardener’s house", "en"),
    ],
)
def test_marks_spacing_and_case_make_no_difference(earlier: str, later: str, lang: str) -> None:
    assert {kind for kind, _text in kinds(earlier, later, lang)} == {"same"}


def test_of_a_compound_only_the_changed_part_is_shown() -> None:
    assert kinds("An opt-out link.", "An opt-in link.", "en") == [
        ("same", "An opt-"), ("gone", "out "), ("new", "in "), ("same", "link."),
    ]  # fmt: skip


def test_each_side_keeps_its_own_marks() -> None:
    (piece,) = differences("甲、乙。", "甲，乙。", "zh")
    assert piece == Piece("same", "甲，乙。", "甲、乙。")


@pytest.mark.parametrize(
    ("earlier", "later"), [("甲乙丙。", "丁甲乙丙戊。"), ("", "甲。"), ("甲。", ""), ("甲乙", "丙丁")]
)
def test_both_wordings_can_be_read_back(earlier: str, later: str) -> None:
    pieces = differences(earlier, later, "zh")
    assert "".join(p.before if p.kind == "same" else p.text for p in pieces if p.kind != "new") == earlier
    assert "".join(p.text for p in pieces if p.kind != "gone") == later


def test_a_single_character_between_two_changes_is_shown_as_changed() -> None:
    assert kinds("花红的草。园", "木白的石。园", "zh")[0] == ("gone", "花红的草。")
