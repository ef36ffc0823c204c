"""One order of hits on every engine: best score first, ties by id.

Engines add the same 32-bit numbers in different sequences, so equal documents may differ in their last bits. A hit whose
score is within `SAME` of the one before it therefore stands in one group with it, and a group is ordered by id. Where a
group begins depends on neighbours only: a page needs the groups that reach into it, never everything before them.
"""

from __future__ import annotations

from collections.abc import Sequence

SAME = 1e-5
"""Two neighbouring scores are equal when they differ by less than this share. A sum of a hundred 32-bit numbers is good to
about 1e-6; two documents that really differ are hardly ever so near. Where two differ by just about this share, engines may
disagree on whether they are equal, and the two change places: the one tolerance of the contract that all engines keep."""
MARGIN = 16
"""Hits read on either side of a page at first, to see where the groups at its edges end."""


def same(left: float, right: float, share: float = SAME) -> bool:
    return abs(left - right) <= share * max(abs(left), abs(right))


def group_start(keys: Sequence[float], at: int, share: float = SAME) -> int:
    """Where the group of the hit at `at` begins; 0 may mean that it begins before what was read.

    `share`: 0 where keys are exact, as days are.
    """
    while at > 0 and same(keys[at - 1], keys[at], share):
        at -= 1
    return at


def group_end(keys: Sequence[float], at: int, share: float = SAME) -> int:
    """One past the group of the hit at `at`; the length may mean that it goes on behind what was read."""
    at += 1
    while at < len(keys) and same(keys[at - 1], keys[at], share):
        at += 1
    return at


def groups(keys: Sequence[float], start: int, end: int, share: float = SAME) -> list[tuple[int, int]]:
    """[start, end) cut into groups; `start` begins one."""
    found = []
    while start < end:
        last = min(group_end(keys, start, share), end)
        found.append((start, last))
        start = last
    return found
