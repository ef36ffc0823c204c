"""Judged questions remembered: what answered the questions that are most like this one.

Only vectors and addresses are kept, no question's words. How far to trust them is for the model to learn: it sees how like the
nearest remembered question is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

NEIGHBOURS = 10
SHARPNESS = 20.0
"""A neighbour weighs exp(SHARPNESS × (similarity - 1)): one at 0.9 an eighth of the same question."""


@dataclass(frozen=True)
class Recalled:
    """Votes by address (`cn-pipl:13`) and by law, between 0 and 1; and how like the nearest question is."""

    provisions: dict[str, float] = field(default_factory=dict)
    laws: dict[str, float] = field(default_factory=dict)
    nearest: float = 0.0


class Memory:
    """`vectors`: unit vectors of questions, one a row. `answers`: the addresses that answer each."""

    def __init__(self, vectors: Any, answers: Sequence[tuple[str, ...]]) -> None:
        self._vectors = vectors
        self._answers = tuple(answers)
        self.often = Counter(address for found in self._answers for address in found)
        self.laws_often = Counter(address.split(":")[0] for found in self._answers for address in found)

    @property
    def size(self) -> int:
        return len(self._answers)

    def recall(self, vector: Any, without: int | None = None) -> Recalled:
        """What the nearest questions were answered by; `without`: the place of one that does not count."""
        import numpy as np

        if not self._answers:
            return Recalled()
        likeness = np.array(self._vectors @ vector)
        if without is not None:
            likeness[without] = -1.0
        places = np.argsort(-likeness, kind="stable")[:NEIGHBOURS]
        weights = np.exp(SHARPNESS * (likeness[places] - 1.0))
        total = float(weights.sum()) or 1.0
        provisions: Counter[str] = Counter()
        laws: Counter[str] = Counter()
        for place, weight in zip(places, weights, strict=True):
            share = float(weight) / total
            for address in self._answers[place]:
                provisions[address] += share
            for law in {address.split(":")[0] for address in self._answers[place]}:
                laws[law] += share
        return Recalled(dict(provisions), dict(laws), float(likeness[places[0]]))
