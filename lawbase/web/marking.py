"""Official words cut into pieces, so that templates can mark some of them: terms of the glossary, corresponding words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lawbase.statutes.reading import Line, passage_in
from lawbase.statutes.selectors import fold
from lawbase.statutes.units import UnitNotFound, unit_text, units_of
from lawbase.taxonomy.glossary import Found
from lawbase.taxonomy.topics import Side

AROUND_HAN, AROUND_LATIN = 60, 160
"""Characters of the official text shown on each side of corresponding words."""


@dataclass(frozen=True)
class Piece:
    """A run of characters; with `term`, the slug of the term it is; `marked` if it corresponds to other words."""

    text: str
    term: str = ""
    marked: bool = False


@dataclass(frozen=True)
class MarkedLine:
    line: Line
    pieces: tuple[Piece, ...]


def _cut(text: str, spans: Iterable[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """`spans`: from, to, and the term's slug, empty for corresponding words. Later overlapping ones are left out."""
    pieces: list[Piece] = []
    at = 0
    for start, end, term in sorted(spans):
        if start < at or start == end:
            continue
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], term, not term))
        at = end
    return (*pieces, *([Piece(text[at:])] if text[at:] else []))


def with_terms(lines: Sequence[Line], found: Iterable[Found]) -> tuple[MarkedLine, ...]:
    """The lines of a provision with the terms found in them."""
    spans: dict[int, list[tuple[int, int, str]]] = {}
    for one in found:
        spans.setdefault(one.line, []).append((one.start, one.end, one.term.slug))
    return tuple(MarkedLine(line, _cut(line.text, spans.get(n, ()))) for n, line in enumerate(lines))


def with_passages(
    lines: Sequence[Line], text: str, lang: str, passages: Iterable[tuple[str, str]]
) -> tuple[MarkedLine, ...]:
    """The lines of `text` with quotations marked; `passages`: unit (`1.2`) and official words of each."""
    spans: dict[int, list[tuple[int, int, str]]] = {}
    for unit, quote in passages:
        path = unit.split(".") if unit else ()
        for number, (start, end) in passage_in(text, lang, path, quote).items():
            spans.setdefault(number, []).append((start, end, ""))
    return tuple(MarkedLine(line, _cut(line.text, spans.get(line.unit, ()))) for line in lines)


@dataclass(frozen=True)
class Excerpt:
    """Corresponding words in their unit: what stands before and after them, cut where it is long."""

    before: str
    words: str
    after: str
    cut_before: bool = False
    cut_after: bool = False


def excerpt(side: Side) -> Excerpt | None:
    """The words of one side of a pair among those around them; None where no text is held."""
    if side.version is None or not side.quote:
        return None
    lang = side.provision.law.lang
    path = side.unit.split(".") if side.unit else ()
    try:
        text = fold(unit_text(units_of(side.version.text, lang), path))
    except UnitNotFound:
        return Excerpt("", side.quote, "")
    start = text.find(side.quote)
    if start < 0:
        return Excerpt("", side.quote, "")
    end = start + len(side.quote)
    around = AROUND_HAN if lang.startswith("zh") else AROUND_LATIN
    first, last = _edge(text, start - around, -1), _edge(text, end + around, 1)
    return Excerpt(text[first:start], side.quote, text[end:last], first > 0, last < len(text))


def _edge(text: str, at: int, step: int) -> int:
    """The nearest place outward from `at` that does not cut an English word; the text's end where that is near."""
    if at <= 8:
        return 0
    if at >= len(text) - 8:
        return len(text)
    while (
        0 < at < len(text)
        and text[at - 1].isascii()
        and text[at].isascii()
        and text[at - 1].isalnum()
        and text[at].isalnum()
    ):
        at += step
    return at
