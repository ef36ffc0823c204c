"""The passage that shows why a hit is there: the sentences with most of the question's words, the words marked.

Works on the raw text with the index's own normalisation and stems, so that what is marked is what matched. Nothing is
escaped here: runs are values, templates escape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lawbase.search.analysis.normalise import normalise
from lawbase.search.analysis.words import HAN, IRREGULAR, analyse, stem

SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?|\n", re.UNICODE)
ENGLISH_SENTENCE = re.compile(r"(?:[^.;\n]|[.;](?!\s))+[.;]?|\n")
LENGTH_HAN, LENGTH_LATIN = 110, 260
"""Characters of a passage."""


@dataclass(frozen=True)
class Matcher:
    """A question's words and phrases, ready to be found in any text.

    Plain substring search, not one regular expression: compiling it anew for each question costs more than the search.
    """

    exact: tuple[str, ...]
    """Phrases and Han words, longest first."""
    heads: tuple[str, ...]
    """What every word of a wanted stem begins with."""
    stems: frozenset[str]
    beginnings: tuple[str, ...] = ()
    """Latin words that begin so match, whatever their stem."""

    def spans(self, folded: str) -> list[tuple[int, int, str]]:
        """(start, end, term) of the matches in normalised text, in order; of overlapping ones the first, then the longest."""
        found = [(at, at + len(term), term) for term in self.exact for at in _places(folded, term)]
        for head in self.heads:
            for at in _places(folded, head):
                if at == 0 or not _is_latin(folded[at - 1]):
                    end = at + len(head)
                    while end < len(folded) and (_is_latin(folded[end]) or folded[end] == "'"):
                        end += 1
                    word = stem(folded[at:end].removesuffix("'s"))
                    if word in self.stems:
                        found.append((at, end, word))
        for begun in self.beginnings:
            for at in _places(folded, begun):
                if at == 0 or not _is_latin(folded[at - 1]):
                    end = at + len(begun)
                    while end < len(folded) and _is_latin(folded[end]):
                        end += 1
                    found.append((at, end, folded[at:end]))
        found.sort(key=lambda span: (span[0], -span[1]))
        kept: list[tuple[int, int, str]] = []
        for span in found:
            if not kept or span[0] >= kept[-1][1]:
                kept.append(span)
        return kept


def _places(text: str, needle: str) -> Iterator[int]:
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + len(needle))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def matcher(words: Sequence[str], phrases: Sequence[str] = (), beginnings: Sequence[str] = ()) -> Matcher:
    """Words are index terms (stems, Han words); phrases and beginnings of words are as the reader wrote them."""
    latin = frozenset(word for word in words if not HAN.match(word))
    begun = tuple(dict.fromkeys(map(normalise, beginnings)))
    exact = {*map(normalise, phrases), *(word for word in words if word not in latin)}
    exact |= {text for text in begun if HAN.search(text)}
    # A stem may end in a letter that its words change (privaci: privacy); the found word is stemmed to be sure.
    heads = {word[:-1] if len(word) > 3 and word[-1] in "ie" else word for word in latin}
    heads |= {form for form, base in IRREGULAR.items() if base in latin}
    return Matcher(
        tuple(sorted(filter(None, exact), key=lambda term: (-len(term), term))), tuple(sorted(heads)), latin,
        tuple(text for text in begun if not HAN.search(text)),
    )  # fmt: skip


@dataclass(frozen=True)
class Passage:
    runs: tuple[tuple[str, bool], ...]
    start: int
    """Offset of the passage in the text."""
    terms: frozenset[str]
    """What was found in it."""


def passage(text: str, question: Matcher, han: bool) -> Passage:
    """The best passage of `text`; its beginning if nothing matches."""
    length = LENGTH_HAN if han else LENGTH_LATIN
    spans = question.spans(normalise(text))
    start, end = _window(text, spans, length, han)
    inside = [(s, e, t) for s, e, t in spans if s >= start and e <= end]
    runs: list[tuple[str, bool]] = []
    if start > 0:
        runs.append(("…", False))
    at = start
    for left, right, _term in inside:
        if left > at:
            runs.append((text[at:left], False))
        runs.append((text[left:right], True))
        at = right
    runs.append((text[at:end], False))
    if end < len(text):
        runs.append(("…", False))
    return Passage(
        tuple((run.replace("\n", " "), marked) for run, marked in runs if run),
        start,
        frozenset(t for *_x, t in inside),
    )


def _window(text: str, spans: list[tuple[int, int, str]], length: int, han: bool) -> tuple[int, int]:
    """Start and end: from the beginning of a sentence, as long as `length`, with most distinct words in it."""
    if not spans:
        return 0, _cut(text, 0, length)
    starts = [m.start() for m in (SENTENCE if han else ENGLISH_SENTENCE).finditer(text) if m[0].strip()] or [
        0
    ]
    best, best_score, place = 0, -1.0, 0
    for start in starts:
        while place < len(spans) and spans[place][0] < start:
            place += 1
        seen: dict[str, float] = {}
        for index in range(place, len(spans)):
            _left, right, term = spans[index]
            if right > start + length:
                break
            seen.setdefault(term, len(term) if han else 1.0)
        score = sum(seen.values())
        if score > best_score:
            best, best_score = start, score
    if best_score <= 0:
        # The first match lies deep in a sentence longer than the window.
        best = max(0, spans[0][0] - length // 3)
    while best < len(text) and text[best] in " \n　":
        best += 1
    return best, _cut(text, best, length)


def _cut(text: str, start: int, length: int) -> int:
    """End of a passage: at most `length` on, not inside a Latin word."""
    end = min(len(text), start + length)
    while (
        start < end < len(text)
        and text[end - 1].isascii()
        and text[end - 1].isalnum()
        and text[end].isalnum()
    ):
        end -= 1
    return end if end > start else min(len(text), start + length)


def words_of(text: str) -> tuple[str, ...]:
    """Index terms of a text, for marking."""
    return tuple(dict.fromkeys(token.term for token in analyse(text).words))
