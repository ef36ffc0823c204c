"""Did you mean: slips in a question, corrected to the library's own words.

English words by their letters (one slip, two in a long word; optimal string alignment, so a swap is one); Chinese by sound
(隐丝权 → 隐私权) or by one wrong character in a name of four or more. Only what stands nowhere in the library is corrected:
`suspects` names it, the engine counts it, `corrected` replaces it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lawbase.cases.models import Case
from lawbase.search.analysis.normalise import normalise
from lawbase.search.analysis.words import LIBRARY_TERMS, STOP, tokenizer
from lawbase.search.library import Library, library
from lawbase.search.suggest.names import names
from lawbase.search.suggest.pinyin import sounds
from lawbase.statutes.kept import Kept
from lawbase.statutes.models import Provision

LONGEST = 80
"""Characters of a question that are looked through; who writes more tells a story."""
SHORTEST, LONG = 4, 7
"""Letters of an English word that is corrected at all, and of one that may have two slips."""
HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
LATIN_WORD = re.compile(r"(?<![\w:*\-./])[a-z]{4,}(?![\w:*\-./])")
WIDEST = 8
SUSPECTS = 4
"""Places of one question that are asked about."""


@dataclass(frozen=True)
class Suspect:
    """A place in a question that may be a slip, and what may have been meant."""

    start: int
    end: int
    written: str
    meant: str


@dataclass(frozen=True)
class Spelling:
    """The words of one library state."""

    words: Mapping[str, int]
    """English word → how often it is used in names, headings and digests."""
    by_length: Mapping[int, tuple[str, ...]]
    terms: frozenset[str]
    """Chinese names of up to eight characters."""
    by_sound: Mapping[str, tuple[str, ...]]
    by_pattern: Mapping[str, str]
    """A name of four or more with one character left open → the name."""

    def suspects(self, query: str) -> tuple[Suspect, ...]:
        """Slips, if what is written stands nowhere in the library; left to right, at most `SUSPECTS`."""
        folded = normalise(query)
        if len(folded) > LONGEST:
            return ()
        found = sorted([*self._english(folded), *self._chinese(folded)], key=lambda one: one.start)
        return tuple(found[:SUSPECTS])

    def _english(self, folded: str) -> Iterator[Suspect]:
        for match in LATIN_WORD.finditer(folded):
            word = match[0]
            if word in self.words or word in STOP:
                continue
            if meant := self._nearest(word):
                yield Suspect(*match.span(), word, meant)

    def _nearest(self, word: str) -> str:
        allowed = 2 if len(word) >= LONG else 1
        best: tuple[int, int, str] | None = None
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for known in self.by_length.get(length, ()):
                # Nearly nobody gets the first letter and another one wrong.
                if known[0] != word[0] and known[1:2] != word[1:2]:
                    continue
                distance = slips(word, known, allowed)
                if distance <= allowed:
                    rank = (distance, -self.words[known], known)
                    best = rank if best is None or rank < best else best
        return best[2] if best else ""

    def _chinese(self, folded: str) -> Iterator[Suspect]:
        dictionary = tokenizer().FREQ
        for run in HAN_RUN.finditer(folded):
            at = run.start()
            while at < run.end():
                step = 1
                for width in range(min(WIDEST, run.end() - at), 1, -1):
                    written = folded[at : at + width]
                    if written in self.terms:
                        step = width
                        break
                    if width < 4 and dictionary.get(written):
                        continue
                    meant = self._meant(written)
                    if meant:
                        yield Suspect(at, at + width, written, meant)
                        step = width
                        break
                at += step

    def _meant(self, written: str) -> str:
        alike = [term for term in self.by_sound.get(sounds(written), ()) if _shares(term, written)]
        if alike:
            return alike[0]
        if len(written) < 4:
            return ""
        opened = (written[:place] + "?" + written[place + 1 :] for place in range(len(written)))
        return next((self.by_pattern[pattern] for pattern in opened if pattern in self.by_pattern), "")


def _shares(term: str, written: str) -> bool:
    """Whether two words of one sound have a character in common: one of two characters may be all wrong otherwise."""
    return any(left == right for left, right in zip(term, written, strict=False))


def slips(left: str, right: str, allowed: int) -> int:
    """Optimal string alignment distance; anything above `allowed` once it must be more."""
    before: list[int] = []
    last = list(range(len(right) + 1))
    for row, a in enumerate(left, 1):
        now = [row]
        for column, b in enumerate(right, 1):
            cost = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (a != b))
            if row > 1 and column > 1 and a == right[column - 2] and b == left[row - 2]:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > allowed:
            return allowed + 1
        before, last = last, now
    return last[-1]


def corrected(query: str, slips_found: tuple[Suspect, ...]) -> str:
    """The question with the slips replaced."""
    for one in sorted(slips_found, key=lambda one: -one.start):
        query = query[: one.start] + one.meant + query[one.end :]
    return query


def _read(_state: int) -> Spelling:
    every = names(library()).all
    texts = [name.folded for name in every]
    for heading in Provision.objects.exclude(heading_en="").values_list("heading_en", flat=True):
        texts.append(heading.lower())
    for values in Case.objects.exclude(digest_source="").values_list("facts_en", "issues_en", "holding_en"):
        texts += (value.lower() for value in values)
    counted = Counter(word for text in texts for word in re.findall(r"[a-z]{3,}", text))
    by_length: dict[int, list[str]] = defaultdict(list)
    for word in sorted(counted):
        if len(word) >= SHORTEST:
            by_length[len(word)].append(word)
    chinese = dict.fromkeys(
        run
        for text in (*texts, *LIBRARY_TERMS)
        for run in HAN_RUN.findall(text)
        if 1 < len(run) <= WIDEST and run == text
    )
    by_sound: dict[str, list[str]] = defaultdict(list)
    by_pattern: dict[str, str] = {}
    for term in chinese:
        by_sound[sounds(term)].append(term)
        if len(term) >= 4:
            for place in range(len(term)):
                by_pattern.setdefault(term[:place] + "?" + term[place + 1 :], term)
    return Spelling(
        counted,
        {length: tuple(words) for length, words in by_length.items()},
        frozenset(chinese),
        {sound: tuple(terms) for sound, terms in by_sound.items()},
        by_pattern,
    )


_kept = Kept(_read)


def spelling(known: Library) -> Spelling:
    """Words of this library state; read once."""
    return _kept.at(known.state)
