"""Units of US statutes and regulations: (a)(1)(A)(i)(I)(aa), each on a line of its own, and the tree they form.

Two steps, so that a stored text can be shown without guessing again:

- `break_lines` gives a text that was flattened into one line its line breaks back;
- `split_units` reads lines and builds the tree.

Both change nothing but white space. Which label is an enumerator and which a reference inside a sentence ("subsection
(a)(1)", "(b) or (c)") is decided in `lawbase.statutes.us_outline`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from lawbase.statutes.unit import Unit
from lawbase.statutes.us_enumerators import find_candidates
from lawbase.statutes.us_outline import Order, Placed, outline

_MEANS = re.compile(
    r"^[“\"]?(?P<term>[^.;:“”\"]{2,80}?)[”\"]?,?\s+(?:means|includes|refers to|has the (?:same )?meaning)\b"
)
_HEADED_LIST = re.compile(r"^(?P<term>[A-Z][^.;:]{2,60}?)(?:\s+means)?:")


def break_lines(
    text: str, *, inline: bool = True, order: Order | None = None, starts: Collection[int] | None = None
) -> str:
    """Insert a newline before each enumerator, so that every unit stands on its own line.

    White space next to an inserted newline is dropped, empty lines are removed; every other character is kept in its
    place. With `inline=False` (a text that already stands in lines) only stacked labels are parted: "(c) (1) A business"
    becomes two lines, and an enumeration inside a sentence stays in it. The result does not change when broken again.

    `starts`, for a text joined from the lines of a page: the offsets where a line began. Only there, or right after
    another label, may a unit begin; a label elsewhere is part of a sentence.
    """
    candidates = find_candidates(text, inline=inline)
    if starts is not None:
        candidates = [replace(c, weight=c.weight + 1.0) for c in candidates if c.start in starts or c.glued]
    placed = outline(candidates, order=order, lined=not inline)
    pieces: list[str] = []
    position = 0
    for place in placed:
        pieces.append(text[position : place.candidate.start])
        position = place.candidate.start
    pieces.append(text[position:])
    lines = (line.strip() for piece in pieces for line in piece.split("\n"))
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=512)
def split_units(text: str, order: Order | None = None) -> tuple[Unit, ...]:
    """The units of a text in which every unit stands on its own line, in the order of the text.

    A line without an enumerator belongs to the unit it follows (`continues=True`); before the first enumerator that is the
    section itself, path `()`. A line that takes up the sentence of the unit above after a list (the list ended in a
    semicolon or a comma, the line begins in lower case) belongs to the unit that the list is part of. Where a section of
    definitions numbers each definition anew, the definition is a unit named after its term, and its numbers lie below it.

    Every character except white space between label and text is in some unit's `label` or `text`.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines:
        return ()
    text = "\n".join(lines)
    placed = outline(find_candidates(text, inline=False), order=order, lined=True)
    if any(place.restarts for place in placed):
        return _definitions(text, lines, placed)
    return _assemble(text, placed, {})


def _assemble(text: str, placed: list[Placed], named: dict[int, str]) -> tuple[Unit, ...]:
    """Join labels and lines. `named` gives plain lines (by offset) that are units of their own a path element."""
    units: list[Unit] = []
    marks = {place.candidate.start: place for place in placed}
    prefix: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    offset = 0
    for line in text.split("\n"):
        at = offset + len(line) - len(line.lstrip())
        offset += len(line) + 1
        if at not in marks:
            if at in named:
                prefix = path = (named[at],)
                units.append(Unit(path, "", line.strip(), 0))
                continue
            path = _flush_path(units, line.strip(), path)
            units.append(Unit(path, "", line.strip(), max(len(path) - 1, 0), continues=True))
            continue
        while at in marks:
            place = marks[at]
            path = prefix + place.path
            end = place.candidate.end
            following = end + len(text[end:]) - len(text[end:].lstrip(" \t\u00a0\u2003"))
            stacked = following in marks and following < offset
            body = "" if stacked else text[end : offset - 1].strip()
            units.append(Unit(path, text[place.candidate.start : end], body, len(path) - 1))
            at = following if stacked else -1
    return tuple(units)


def _flush_path(units: list[Unit], line: str, path: tuple[str, ...]) -> tuple[str, ...]:
    """The unit that a line without a label belongs to."""
    if not units or len(path) < 1 or units[-1].continues:
        return path
    before = units[-1].text.rstrip()
    takes_up = line[:1].islower() and re.search(r"(?:[;,]|[;,]\s*(?:and|or))$", before)
    return path[:-1] if takes_up and units[-1].label else path


def _definitions(text: str, lines: list[str], placed: list[Placed]) -> tuple[Unit, ...]:
    """A section whose numbering begins again: the plain lines at the margin are units named after the defined term."""
    named: dict[int, str] = {}
    counts: dict[str, int] = {}
    starts = {place.candidate.start for place in placed}
    offset = 0
    for line in lines:
        at = offset + len(line) - len(line.lstrip())
        offset += len(line) + 1
        if at in starts:
            continue
        has_list = offset in starts or any(at < start < offset for start in starts)
        match = _MEANS.match(line.strip()) or (_HEADED_LIST.match(line.strip()) if has_list else None)
        if match is None:
            continue
        term = re.sub(r"[^a-z0-9]+", "-", match["term"].lower()).strip("-")[:60].strip("-")
        counts[term] = counts.get(term, 0) + 1
        named[at] = term if counts[term] == 1 else f"{term}-{counts[term]}"
    return _assemble(text, placed, named)
