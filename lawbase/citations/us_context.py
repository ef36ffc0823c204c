"""What a bare "§ 1681n(a)" belongs to: the code under which the text cites that section, or its neighbours, in full."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from lawbase.citations.found import Code, FoundCitation, Home

_NEIGHBOUR = 30
"""Sections so near to one cited in full are taken to stand in the same chapter (§ 2703 after 18 U.S.C. § 2701)."""
_SMALLEST = 100
"""A bare number below it is a section of anything (an act, a brief, a treatise) and is kept only where it was cited in full."""


class Memory:
    """Settles bare sections once the whole text has been read."""

    def __init__(self, home: Home | None) -> None:
        self.home = home

    def settle(self, found: list[FoundCitation]) -> list[FoundCitation]:
        """`found` in order, bare sections with their code where the text tells it, and without those that name nothing."""
        exact: dict[str, tuple[Code | None, str]] = {}
        stems: dict[int, Code] = {}
        for citation in found:
            if citation.kind != "full" or citation.key is None:
                continue
            exact.setdefault(citation.key, (citation.code, citation.law_name))
            stem = _stem(citation.key)
            if (
                citation.code
                and stem >= _SMALLEST
                and citation.code.system not in ("us-const", "cal-const", "ilcs")
            ):
                stems.setdefault(stem, citation.code)
        ordered = sorted(stems)
        settled = (self._one(citation, exact, stems, ordered) for citation in found)
        return sorted((c for c in settled if c), key=lambda c: (c.start, c.end))

    def _one(
        self,
        citation: FoundCitation,
        exact: dict[str, tuple[Code | None, str]],
        stems: dict[int, Code],
        ordered: list[int],
    ) -> FoundCitation | None:
        if citation.kind != "bare" or citation.key is None:
            return citation
        known = exact.get(citation.key)
        if known:
            return replace(citation, code=known[0], law_name=known[1], kind="back")
        stem = _stem(citation.key)
        if self.home and self.home.code:
            return replace(citation, code=self.home.code, kind="self")
        if stem < _SMALLEST:
            return None
        near = _nearest(ordered, stem)
        if near is not None and abs(near - stem) <= _NEIGHBOUR and _alike(near, stem):
            return replace(citation, code=stems[near], kind="back")
        return citation


def _stem(section: str) -> int:
    match = re.match(r"\d+", section)
    return int(match.group(0)) if match else 0


def _nearest(ordered: list[int], stem: int) -> int | None:
    place = bisect_left(ordered, stem)
    return min(ordered[max(0, place - 1) : place + 1], key=lambda other: abs(other - stem), default=None)


def _alike(one: int, other: int) -> bool:
    return one == other or (len(str(one)) == len(str(other)) and one >= 300)
