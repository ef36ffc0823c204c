"""A provision's text as printed lines, each with its marks and permalinks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lawbase.statutes.units import units_of


@dataclass(frozen=True)
class Mark:
    """An enumerator as printed, and its fragment on the page; empty where an earlier line has that."""

    label: str
    anchor: str


@dataclass(frozen=True)
class Line:
    """A line of a provision's text as it is printed: its marks ((a)(1) where they stand together), its words."""

    marks: tuple[Mark, ...]
    text: str
    depth: int
    unit: int = -1
    """Which of the text's units these words are, counted from 0; -1 where there are no words."""
    label: str = ""
    """The marks together, as they stand before the words: with the space that English has between."""


def lines_of(text: str, lang: str) -> tuple[Line, ...]:
    """The units of a text as printed lines; an anchor stands once on a page."""
    seen: set[str] = set()
    lines: list[Line] = []
    waiting: list[Mark] = []
    depth = 0
    for number, unit in enumerate(units_of(text, lang) if text else ()):
        anchor = "" if unit.continues or unit.fragment in seen else unit.fragment
        seen.add(unit.fragment)
        if not waiting:
            depth = unit.depth
        waiting.append(Mark(unit.label, anchor))
        if unit.text:
            # An enumerator without words of its own is printed before the next one: "(a)(1) A consumer …".
            lines.append(Line(tuple(waiting), unit.text, depth, number, _label(waiting, lang)))
            waiting = []
    return (*lines, *([Line(tuple(waiting), "", depth, label=_label(waiting, lang))] if waiting else []))


def _label(marks: Sequence[Mark], lang: str) -> str:
    printed = "".join(mark.label for mark in marks)
    return f"{printed} " if printed and not lang.startswith("zh") else printed


def passage_in(text: str, lang: str, path: Sequence[str], quote: str) -> dict[int, tuple[int, int]]:
    """Where a quotation from the unit at `path` stands: by number of the unit, from and to which character of its words.

    `quote` is what `lawbase.statutes.selectors.resolve` gave for that unit, so white space counts for nothing here. Empty
    where it does not stand there.
    """
    wanted = tuple(path)
    letters: list[str] = []
    places: list[tuple[int, int] | None] = []
    for number, unit in enumerate(units_of(text, lang)):
        if unit.path[: len(wanted)] != wanted:
            continue
        if unit.path != wanted or not wanted:
            label = "".join(unit.label.split())
            letters += label
            places += [None] * len(label)
        for place, letter in enumerate(unit.text):
            if not letter.isspace():
                letters.append(letter)
                places.append((number, place))
    sought = "".join(quote.split())
    start = "".join(letters).find(sought) if sought else -1
    found: dict[int, tuple[int, int]] = {}
    for where in places[start : start + len(sought)] if start >= 0 else ():
        if where is not None:
            number, place = where
            found[number] = (found[number][0] if number in found else place, place + 1)
    return found
