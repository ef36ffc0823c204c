"""Choosing the reading of every label: which labels open units, and at which level each stands.

A state machine with several hands: every hand holds a stack of open levels (series and last place) and expects the next
label of one of them or the first label of a deeper one. At each label a hand may take it as a unit or pass over it as a
reference inside a sentence; the best-supported hands go on (a beam search). So `(h) … (i) … (j)` ends as three letters and
`(h) … (i) … (ii)` as a letter with two Roman numerals below it, because the later label decides.

The orders of levels come from the drafting manuals' usage, seen in the sources: US Code (a)(1)(A)(i)(I)(aa) and title 18's
(1)(a)(i)(A); California (a)(1)(A)(i)(I); Code of Federal Regulations (a)(1)(i)(A)(1); Colorado (1)(a)(I)(A); Ohio
(A)(1)(a)(i); Virginia A. 1. a.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lawbase.statutes.us_enumerators import Candidate

Order = Literal["usc", "cal", "cfr"]
Level = tuple[str, float, str]
Stack = tuple[Level, ...]

BEAM = 12
GAP = -5.0
MAX_GAP = 8.0
SKIPPED_LINE = -3.0

_ROOT = {"a": 0.0, "1": -0.1, "A": -0.5, "A.": 0.0, "1.": -0.3, "a.": -1.0, "i": -3.0, "I": -2.0}
_USUAL = {
    ("a", "1"): 0.0, ("1", "A"): 0.0, ("A", "i"): 0.0, ("i", "I"): 0.0, ("I", "aa"): 0.0, ("aa", "AA"): 0.0,
    ("1", "a"): -0.2, ("i", "A"): -0.3, ("1", "i"): -0.4, ("A", "1"): -0.4, ("a", "i"): -0.7, ("a", "A"): -0.8,
    ("a", "I"): -0.4, ("I", "A"): -0.4, ("A", "a"): -0.8, ("A", "I"): -1.0, ("1", "I"): -1.0,
    ("A.", "1."): 0.0, ("1.", "a."): 0.0, ("A.", "i"): -0.3, ("1.", "i"): -0.3, ("a.", "i"): -0.3, ("a.", "1"): -0.3,
    ("1.", "a"): -0.3,
}  # fmt: skip
_BY_ORDER: dict[str, frozenset[tuple[str, str]]] = {
    "usc": frozenset({("a", "1"), ("1", "A"), ("A", "i"), ("i", "I"), ("I", "aa"), ("aa", "AA")}),
    "cal": frozenset({("a", "1"), ("1", "A"), ("A", "i"), ("i", "I")}),
    "cfr": frozenset({("a", "1"), ("1", "i"), ("i", "A"), ("A", "1")}),
}


@dataclass(frozen=True)
class Placed:
    """A label that opens a unit, with the labels above it, outermost first."""

    candidate: Candidate
    path: tuple[str, ...]
    restarts: bool = False
    """True where the numbering begins again at the top (a definition with its own list)."""


@dataclass(slots=True)
class _Hand:
    stack: Stack
    score: float
    taken: bool
    """Whether the last label was taken as a unit."""
    last: _Taken | None
    """What was taken so far, newest first."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """One taken label, linked to the ones before it."""

    earlier: _Taken | None
    placed: Placed


def outline(candidates: list[Candidate], *, order: Order | None = None, lined: bool = False) -> list[Placed]:
    """The labels that open units, in order, each with its path.

    `lined` says that the text stands in lines, so numbering may begin again after a paragraph of its own.
    """
    hands = [_Hand((), 0.0, False, None)]
    for candidate in candidates:
        best: dict[tuple[Stack, bool], _Hand] = {}
        for hand in hands:
            for after in _moves(hand, candidate, order, lined):
                key = (after.stack, after.taken)
                if key not in best or best[key].score < after.score:
                    best[key] = after
        hands = sorted(best.values(), key=lambda h: -h.score)[:BEAM]
    placed: list[Placed] = []
    link = max(hands, key=lambda h: h.score).last
    while link is not None:
        placed.append(link.placed)
        link = link.earlier
    return placed[::-1]


def _moves(hand: _Hand, candidate: Candidate, order: Order | None, lined: bool) -> list[_Hand]:
    """Every way on for one hand: pass over the label, or take it in one of its readings."""
    passed = SKIPPED_LINE if candidate.line_start else 0.0
    moves = [_Hand(hand.stack, hand.score + passed, False, hand.last)]
    weight = _weight(hand, candidate)
    if weight <= -10.0:
        return moves
    anew = lined and candidate.after_plain
    for series, place in candidate.readings:
        for stack, cost, restarts in _places(hand.stack, series, place, candidate.label, order, anew):
            path = tuple(level[2] for level in stack)
            taken = _Taken(hand.last, Placed(candidate, path, restarts))
            moves.append(_Hand(stack, hand.score + weight + cost, True, taken))
    return moves


def _weight(hand: _Hand, candidate: Candidate) -> float:
    """The weight of the place, seen with what became of the label before."""
    if candidate.line_start:
        return candidate.weight
    if candidate.glued:
        return max(candidate.weight, 3.0) if hand.taken else -30.0
    if candidate.joined:
        return candidate.weight - 4.0 if hand.taken else min(candidate.weight, 0.0) - 6.0
    return candidate.weight


def _places(
    stack: Stack, series: str, place: float, label: str, order: Order | None, anew: bool
) -> list[tuple[Stack, float, bool]]:
    """Where the label can stand: next at an open level, first of a deeper one, or a new beginning."""
    found: list[tuple[Stack, float, bool]] = []
    for depth in range(len(stack) - 1, -1, -1):
        open_series, last, _ = stack[depth]
        if open_series != series or place <= last:
            continue
        step = place - last
        if step - 1.0 > MAX_GAP:
            continue
        cost = -0.1 * (len(stack) - 1 - depth)
        if step > 1.0:
            cost += GAP - 0.3 * step
        found.append(((*stack[:depth], (series, place, label)), cost, False))
    if place < 2.0:
        opening = _opening(stack, series, order)
        if opening is not None:
            found.append(((*stack, (series, place, label)), opening, False))
        if anew and stack and stack[0][0] == series:
            found.append((((series, place, label),), -2.5, True))
    elif not stack:
        found.append((((series, place, label),), GAP - 0.3 * min(place, MAX_GAP), False))
    elif place <= 3.0 and _opening(stack, series, order) is not None:
        found.append(((*stack, (series, place, label)), GAP - 1.0 - 0.3 * place, False))
    return found


def _opening(stack: Stack, series: str, order: Order | None) -> float | None:
    """Cost of opening a level of this series below the stack; None where it cannot stand there."""
    if not stack:
        return _ROOT.get(series, -6.0)
    above = stack[-1][0]
    if above == series:
        return None
    open_already = any(level[0] == series for level in stack)
    if open_already and not (series in {"1", "i"} and above in {"A", "1"} and len(stack) >= 4):
        # Only the Code of Federal Regulations uses a series twice: (a)(1)(i)(A)(1)(i).
        return None
    cost = _USUAL.get((above, series), -3.0)
    if order is not None and (above, series) not in _BY_ORDER[order]:
        cost -= 1.5
    return cost
