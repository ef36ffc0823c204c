"""Whether words stand close together in a text: in one sentence, one paragraph, or with few words between.

Decided on the text itself, not on positions in an index: so every engine gives one answer, and a paragraph is what the
law numbers as one. A sentence ends at 。！？ or ； in Chinese, at . ! ? before white space in English, and with its line.
A paragraph is a 款 with its items, or a subsection with what stands beneath it; in a judgment, a line. Words between are
counted as words in English and as characters in Chinese; the order of the words does not matter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from typing import Literal

from lawbase.search.analysis.normalise import normalise
from lawbase.search.analysis.words import HAN, RUNS, query_words
from lawbase.search.highlight import Matcher, matcher
from lawbase.search.query import syntax
from lawbase.statutes.units import units_of

COMBINATIONS = 64
"""Ways to choose among alternatives that are tried."""
COUNTED = re.compile(r"[\u3400-\u9fff]|[a-z0-9]+(?:['.\-][a-z0-9]+)*")
SENTENCE_END = re.compile(r"[。！？；\n]|[.!?](?=\s)")
BETWEEN = r"[^a-z0-9\u3400-\u9fff]*"
Span = tuple[int, int]


@dataclass(frozen=True)
class Part:
    """One thing that must stand there: an index word, quoted words, or the beginning of a word."""

    kind: Literal["word", "phrase", "beginning"]
    text: str

    @cached_property
    def _finder(self) -> re.Pattern[str] | Matcher:
        folded = normalise(self.text)
        if self.kind == "word":
            return matcher((self.text,))
        runs = [match[0] for match in RUNS.finditer(folded)]
        body = BETWEEN.join(map(re.escape, runs))
        before = r"(?<![a-z0-9])" if runs and not HAN.match(runs[0]) else ""
        after = r"(?![a-z0-9])" if runs and not HAN.match(runs[-1]) and self.kind == "phrase" else ""
        return re.compile(f"{before}{body}{after}" if runs else r"(?!)")

    def spans(self, folded: str) -> list[Span]:
        """Where it stands in normalised text."""
        finder = self._finder
        if isinstance(finder, Matcher):
            return [(start, end) for start, end, _term in finder.spans(folded)]
        return [match.span() for match in finder.finditer(folded)]


@dataclass(frozen=True)
class Check:
    """`operands`: each must be met; by one of its alternatives; by all parts of it."""

    unit: str
    operands: tuple[tuple[tuple[Part, ...], ...], ...]
    distance: int = 0

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(dict.fromkeys(part for operand in self.operands for ways in operand for part in ways))

    def passes(self, text: str, lang: str) -> bool:
        """Whether they stand close together in a text of this language."""
        folded = normalise(text)
        found = {part: part.spans(folded) for part in self.parts}
        ways = [
            {part for alternative in choice for part in alternative}
            for choice in islice(product(*self.operands), COMBINATIONS)
        ]
        ways = [way for way in ways if all(found[part] for part in way)]
        if not ways:
            return False
        if self.unit == "words":
            return any(self._near([found[part] for part in way], folded) for way in ways)
        segments = list(sentences(folded) if self.unit == "sentence" else paragraphs(text, lang))
        return any(
            all(any(start <= left and right <= end for left, right in found[part]) for part in way)
            for way in ways
            for start, end in segments
        )

    def _near(self, lists: Sequence[Sequence[Span]], folded: str) -> bool:
        """Whether some choice of one span a list has at most `distance` words outside the spans within its reach."""
        starts = [match.start() for match in COUNTED.finditer(folded)]
        events = sorted((span, place) for place, spans in enumerate(lists) for span in spans)
        last: list[Span | None] = [None] * len(lists)
        for span, place in events:
            last[place] = span
            chosen = [one for one in last if one is not None]
            if len(chosen) < len(lists):
                continue
            reach = (min(start for start, _end in chosen), max(end for _start, end in chosen))
            own = sum(_counted(starts, one) for one in set(chosen))
            if _counted(starts, reach) - own <= self.distance:
                return True
        return False


def _counted(starts: Sequence[int], span: Span) -> int:
    return bisect_left(starts, span[1]) - bisect_left(starts, span[0])


def sentences(folded: str) -> Iterator[Span]:
    at = 0
    for end in SENTENCE_END.finditer(folded):
        if end.end() > at:
            yield at, end.end()
        at = end.end()
    if at < len(folded):
        yield at, len(folded)


def paragraphs(text: str, lang: str) -> Iterator[Span]:
    """Lines, those of one 款 or one subsection together: what stands beneath a unit belongs to it."""
    lines: list[Span] = []
    at = 0
    for line in text.split("\n"):
        lines.append((at, at + len(line)))
        at += len(line) + 1
    units = units_of(text, lang) if lang else ()
    if len(units) != len(lines):
        yield from lines
        return
    start, head = 0, None
    for place, unit in enumerate(units):
        own = unit.path[:1]
        if place and own != head:
            yield lines[start][0], lines[place - 1][1]
            start = place
        head = own
    yield lines[start][0], lines[-1][1]


def parts_of(node: syntax.Node) -> tuple[tuple[Part, ...], ...]:
    """The alternatives of an operand, each the parts that must all be there; none where it holds no word."""
    match node:
        case syntax.Words(text):
            words = tuple(Part("word", word) for word in query_words(text))
            return (words,) if words else ()
        case syntax.Quoted(text):
            return ((Part("phrase", text),),) if RUNS.search(normalise(text)) else ()
        case syntax.Beginning(text):
            return ((Part("beginning", text),),) if RUNS.search(normalise(text)) else ()
        case syntax.Or(nodes):
            return tuple(way for inner in nodes for way in parts_of(inner))
    return ()


def near_parts(text: str) -> tuple[Part, ...]:
    """What stands in `"…"~n`: Chinese pieces between spaces as written (cut into words where there is no space), English words
    in any of their forms."""
    pieces = text.split()
    if len(pieces) == 1:
        return tuple(Part("word", word) for word in query_words(text))
    found: list[Part] = []
    for piece in pieces:
        if HAN.search(piece):
            found.append(Part("phrase", piece))
        else:
            found += (Part("word", word) for word in query_words(piece))
    return tuple(dict.fromkeys(found))
