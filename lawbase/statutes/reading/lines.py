"""A provision's text as printed lines, each with its marks and permalinks."""

from __future__ import annotations

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


def lines_of(text: str, lang: str) -> tuple[Line, ...]:
    """The units of a text as printed lines; an anchor stands once on a page."""
    seen: set[str] = set()
    lines: list[Line] = []
    waiting: list[Mark] = []
    depth = 0
    for unit in units_of(text, lang) if text else ():
        anchor = "" if unit.continues or unit.fragment in seen else unit.fragment
        seen.add(unit.fragment)
        if not waiting:
            depth = unit.depth
        waiting.append(Mark(unit.label, anchor))
        if unit.text:
            # An enumerator without words of its own is printed before the next one: "(a)(1) A consumer …".
            lines.append(Line(tuple(waiting), unit.text, depth))
            waiting = []
    return (*lines, *([Line(tuple(waiting), "", depth)] if waiting else []))
