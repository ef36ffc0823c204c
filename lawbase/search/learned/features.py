"""What the learned order looks at, for each candidate of a question."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from lawbase.search.fusion import Candidate
from lawbase.search.learned.memory import Memory, Recalled
from lawbase.search.semantic.nearest import Near

FEATURES = (
    "words-share", "words-rank", "meaning", "meaning-below-best", "meaning-rank", "fused", "law-mass", "law-best", "neighbour",
    "recalled", "recalled-law", "recalled-likeness", "answered-often", "law-answered-often", "question-length", "best-meaning",
)  # fmt: skip
UNKNOWN = -1.0
"""Of a meaning that has no vector."""
RANKED = 10.0


def features(
    found: Sequence[Candidate],
    near: Sequence[Near],
    scores: Mapping[str, float],
    recalled: Recalled,
    memory: Memory,
    length: int,
    forgotten: frozenset[str] = frozenset(),
) -> Any:
    """One row a candidate, 32-bit floats in the order of `FEATURES`. `length`: characters of the question. `forgotten`:
    addresses whose answers do not count once, those of the question itself while training."""
    import numpy as np

    best = max((one.words for one in found), default=0.0) or 1.0
    by_words = {one.id: rank for rank, one in enumerate((one for one in found if one.words > 0), 1)}
    by_meaning = {one.id: rank for rank, one in enumerate(near, 1)}
    top = near[0].similarity if near else 0.0
    mass: dict[str, float] = defaultdict(float)
    law_best: dict[str, float] = defaultdict(float)
    by_place: dict[tuple[str, int], float] = {}
    for one in found:
        law, key = _address(one.id)
        mass[law] += scores[one.id]
        law_best[law] = max(law_best[law], scores[one.id])
        if key.isdecimal():
            by_place[law, int(key)] = max(scores[one.id], by_place.get((law, int(key)), 0.0))
    total = sum(mass.values()) or 1.0
    forgotten_laws = {address.split(":")[0] for address in forgotten}
    rows = np.empty((len(found), len(FEATURES)), dtype=np.float32)
    for row, one in enumerate(found):
        law, key = _address(one.id)
        address = f"{law}:{key}"
        beside = (by_place.get((law, int(key) + step), 0.0) for step in (-2, -1, 1, 2)) if key.isdecimal() else (0.0,)
        rows[row] = (
            one.words / best,
            RANKED / (RANKED + by_words[one.id]) if one.id in by_words else 0.0,
            UNKNOWN if one.meaning is None else one.meaning,
            UNKNOWN if one.meaning is None else top - one.meaning,
            RANKED / (RANKED + by_meaning[one.id]) if one.id in by_meaning else 0.0,
            scores[one.id],
            mass[law] / total,
            law_best[law],
            max(beside),
            recalled.provisions.get(address, 0.0),
            recalled.laws.get(law, 0.0),
            recalled.nearest,
            math.log1p(memory.often[address] - (address in forgotten)),
            math.log1p(memory.laws_often[law] - (law in forgotten_laws)),
            length,
            top,
        )
    return rows


def _address(ident: str) -> tuple[str, str]:
    law, _, rest = ident.partition(":")
    return law, rest.split("@")[0]
