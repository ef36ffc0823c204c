"""The passage that shows why a hit is there: the sentences with most of the question's words, the words marked.

Works on the raw text with the index's own normalisation and stems, so that what is marked is what matched. Nothing is
escaped here: runs are values, templates escape.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lawbase.search.analysis.normalise import normalise
from lawbase.search.analysis.words import HAN, analyse, stem

SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?|\n", re.UNICODE)
ENGLISH_SENTENCE = re.compile(r"(?:[^.;\n]|[.;](?!\s))+[.;]?|\n")
LENGTH_HAN, LENGTH_LATIN = 110, 260
"""Characters of a passage."""


@dataclass(frozen=True)
class Matcher:
    """A compiled question: finds its words and phrases in any text."""

    pattern: re.Pattern[str] | None
    stems: frozenset[str]
    phrases: tuple[str, ...]

    def spans(self, folded: str) -> list[tuple[int, int, str]]:
        """(start, end, term) of every match in normalised text, overlaps merged to the longest."""
        if self.pattern is None:
            return []
        found = []
        for match in self.pattern.finditer(folded):
            term = match[0]
            if match.lastgroup == "latin" and term not in self.phrases:
                word = stem(term.removesuffix("'s"))
                if word not in self.stems:
                    continue
                term = word
            found.append((match.start(), match.end(), term))
        return found


def matcher(words: Sequence[str], phrases: Sequence[str] = ()) -> Matcher:
    """Words are index terms (stems, Han words); phrases are as the reader quoted them."""
    folded = tuple(normalise(phrase) for phrase in phrases)
    han = sorted({w for w in words if HAN.match(w)}, key=len, reverse=True)
    latin = sorted({w for w in words if not HAN.match(w)}, key=len, reverse=True)
    parts = [re.escape(p) for p in sorted(folded, key=len, reverse=True) if p]
    parts += [re.escape(w) for w in han]
    if latin:
        # A stem may end in a letter that its words change (privaci: privacy); the found word is stemmed to be sure.
        heads = "|".join(re.escape(w[:-1] if len(w) > 3 and w[-1] in "ie" else w) for w in latin)
        parts.append(rf"(?P<latin>(?<![a-z0-9])(?:{heads})[a-z0-9']*)")
    return Matcher(re.compile("|".join(parts)) if parts else None, frozenset(latin), folded)


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
