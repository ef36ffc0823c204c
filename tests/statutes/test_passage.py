"""Where a resolved quotation stands among the units of a text, for marking it on a page."""

from __future__ import annotations

import pytest

from lawbase.statutes.reading import lines_of, passage_in
from lawbase.statutes.selectors import resolve
from lawbase.statutes.units import unit_text, units_of

FLOWERS = "花有下列各种：\n（一）红花；\n（二）白花。\n花不得卖。"
APPLES = (
    "(a)\n(1) No person shall sell apples.\n(2) Pears are free; apples, not.\n(b) No person shall sell plums."
)


def marked(text: str, lang: str, path: tuple[str, ...], selector: str) -> list[str]:
    """The characters that a page would mark, line by line."""
    quote = resolve(selector, unit_text(units_of(text, lang), path))
    spans = passage_in(text, lang, path, quote)
    return [line.text[slice(*spans[line.unit])] for line in lines_of(text, lang) if line.unit in spans]


@pytest.mark.parametrize(
    ("text", "lang", "path", "selector", "words"),
    [
        (FLOWERS, "zh", ("1", "2"), "白花", ["白花"]),
        (FLOWERS, "zh", ("2",), "花不得卖", ["花不得卖"]),
        (FLOWERS, "zh", ("1",), "各种…红花", ["各种：", "红花"]),
        (FLOWERS, "zh", (), "下列…白花", ["下列各种：", "红花；", "白花"]),
        (APPLES, "en", ("a", "1"), "sell apples", ["sell apples"]),
        (APPLES, "en", ("b",), "No person…plums", ["No person shall sell plums"]),
        (APPLES, "en", ("a",), "apples.…free", ["apples.", "Pears are free"]),
    ],
)
def test_the_words_of_the_unit_are_marked_and_no_enumerator(
    text: str, lang: str, path: tuple[str, ...], selector: str, words: list[str]
) -> None:
    assert marked(text, lang, path, selector) == words


def test_the_same_words_in_another_unit_are_not_marked() -> None:
    assert passage_in(APPLES, "en", ("b",), "No person shall sell").keys() == {
        number for number, unit in enumerate(units_of(APPLES, "en")) if unit.path == ("b",)
    }


def test_words_that_do_not_stand_there_are_nowhere() -> None:
    assert passage_in(APPLES, "en", ("b",), "sell apples") == {}
    assert passage_in(APPLES, "en", ("z",), "sell apples") == {}
    assert passage_in(APPLES, "en", (), "") == {}
