"""Measures of a ranked list against judgments, and how sure a mean over questions is.

R@k: share of the judged provisions among the first k (of at most k there can be). MRR@10: one over the rank of the first
judged one, nothing beyond ten. nDCG@10: gain 2^grade - 1, discount log2(1 + rank) (Järvelin and Kekäläinen 2002, in the
exponential form of Burges et al. 2005).
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MEASURES = ("R@5", "R@10", "R@100", "MRR@10", "nDCG@10")
DEPTH = 100
"""Results of a question that are read."""
SAMPLES, SEED = 2000, 20_200_101


def recall(ranked: Sequence[str], grades: Mapping[str, int], at: int) -> float:
    return sum(ident in grades for ident in ranked[:at]) / min(len(grades), at)


def reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int], at: int = 10) -> float:
    return next((1 / rank for rank, ident in enumerate(ranked[:at], 1) if ident in grades), 0.0)


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], at: int = 10) -> float:
    def gain(found: Sequence[int]) -> float:
        return sum((2**grade - 1) / math.log2(1 + rank) for rank, grade in enumerate(found[:at], 1))

    return gain([grades.get(ident, 0) for ident in ranked]) / gain(sorted(grades.values(), reverse=True))


def measured(ranked: Sequence[str], grades: Mapping[str, int], unheld: int = 0) -> dict[str, float]:
    """Every measure of one question. What the library does not know counts as not found. `grades` is not empty."""
    judged = dict(grades) | {f"unheld:{number}": 1 for number in range(unheld)}
    distinct = list(dict.fromkeys(ranked))
    return {
        **{f"R@{at}": recall(distinct, judged, at) for at in (5, 10, 100)},
        "MRR@10": reciprocal_rank(distinct, judged),
        "nDCG@10": ndcg(distinct, judged),
    }


@dataclass(frozen=True)
class Mean:
    """A mean over questions, and where it lies in 95 of 100 drawings of as many questions."""

    value: float
    low: float
    high: float
    count: int


def mean(values: Sequence[float], samples: int = SAMPLES) -> Mean:
    """Percentile bootstrap (Efron 1979) with a fixed seed: the same values give the same interval."""
    count = len(values)
    # Drawings of places, not safety.
    drawn = random.Random(SEED)  # noqa: S311
    means = sorted(sum(drawn.choices(values, k=count)) / count for _sample in range(samples))
    low, high = means[round(0.025 * (samples - 1))], means[round(0.975 * (samples - 1))]
    return Mean(sum(values) / count, low, high, count)
