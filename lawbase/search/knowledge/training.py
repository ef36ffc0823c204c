"""Finding the weights out of judged questions, and measuring them on questions that they do not come from.

A question's loss is that of its answers against all that does not answer (softmax, each answer by itself), with the weights'
squares beside it. Questions on all law whose answers are in the core library count a little too: they keep the order sensible
where the editors wrote nothing.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lawbase.search.evaluation.measures import MEASURES
from lawbase.search.evaluation.measures import measured as measures
from lawbase.search.knowledge.measures import NAMES

FOLDS, REPEATS, SEED = 5, 5, 20_260_101
SQUARES = 0.5
"""Weight of the squares of the (standardised) weights beside the loss."""
GENERAL_SHARE = 0.02
"""What a question on all law counts beside one on personal information: so much that they lose nothing to fusion."""
OTHERS = 220
"""Provisions that do not answer, a question: those that come first by a plain sum of `HARD`."""
HARD = ("words rank", "text", "digest", "topic", "claim")


@dataclass(frozen=True)
class Example:
    """A judged question: `values` of every provision that may answer it, `addresses` of these provisions."""

    id: str
    values: Any
    addresses: Sequence[str]
    grades: Mapping[str, int]
    groups: Mapping[str, str]
    general: bool
    unheld: int = 0


@dataclass(frozen=True)
class Line:
    """Weights of measures as they are (not standardised)."""

    weights: Any

    def judged(self, one: Example) -> dict[str, float]:
        import numpy as np

        order = np.argsort(-(one.values @ self.weights), kind="stable")[:300]
        return measures([one.addresses[at] for at in order], one.grades, one.unheld)


def fitted(examples: Sequence[Example]) -> Line:
    """The weights that these questions teach."""
    import numpy as np
    from scipy.optimize import minimize

    taught = [one for one in examples if set(one.grades) & set(one.addresses)]
    sampled = [_sampled(one) for one in taught]
    spread = np.concatenate([np.concatenate(pair) for pair in sampled]).std(axis=0) + 1e-6
    scaled = [(answers / spread, others / spread) for answers, others in sampled]
    shares = [GENERAL_SHARE if one.general else 1.0 for one in taught]

    def loss(weights: Any) -> tuple[float, Any]:
        total, slope = 0.5 * SQUARES * float(weights @ weights), SQUARES * weights
        for (answers, others), share in zip(scaled, shares, strict=True):
            up, against = answers @ weights, others @ weights
            top = max(up.max(), against.max())
            rising, mass = np.exp(up - top), np.exp(against - top)
            sums = rising + mass.sum()
            each = share / len(answers)
            total += each * float((np.log(sums) - (up - top)).sum())
            slope = slope + each * (
                ((rising / sums - 1)[:, None] * answers).sum(axis=0) + (1 / sums).sum() * (mass @ others)
            )
        return total, slope

    found = minimize(loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return Line((found.x / spread).astype(np.float32))


def _sampled(one: Example) -> tuple[Any, Any]:
    """Measures of what answers, and of what does not."""
    import numpy as np

    answers = np.array([address in one.grades for address in one.addresses])
    columns = one.values[:, [NAMES.index(name) for name in HARD]]
    plain = (columns / (columns.std(axis=0) + 1e-6)).sum(axis=1)
    order = np.argsort(-np.where(answers, -np.inf, plain), kind="stable")
    others = order[: min(OTHERS, int((~answers).sum()))]
    return one.values[answers].astype(np.float64), one.values[others].astype(np.float64)


def in_folds(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Means of every measure by group, each question answered by weights that know nothing of its fold; the folds drawn anew
    `REPEATS` times."""
    found: dict[str, list[dict[str, float]]] = defaultdict(list)
    for repeat in range(REPEATS):
        order = list(range(len(examples)))
        random.Random(SEED + repeat).shuffle(order)  # noqa: S311 - a drawing, not safety
        for fold in range(FOLDS):
            asked = set(order[fold::FOLDS])
            line = fitted([one for place, one in enumerate(examples) if place not in asked])
            for place in sorted(asked):
                figures = line.judged(examples[place])
                for group in _groups(examples[place]):
                    found[group].append(figures)
    return {group: _mean(ones) | {"questions": len(ones) / REPEATS} for group, ones in sorted(found.items())}


def _groups(one: Example) -> Iterable[str]:
    if one.general:
        return ("general",)
    return ("all", *(f"{name}={value}" for name, value in one.groups.items()))


def _mean(ones: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {measure: sum(one[measure] for one in ones) / len(ones) for measure in MEASURES}
