"""Making the learned order anew out of judged questions, and measuring it on questions that it was not taught.

What a question is taught with must not hold its own answer: each training question asks a memory without its fold. Counting
it out one by one would not do: a law whose count is one less than in every other question would give the answer away. Twice
is each question asked, once with a memory that lacks its fold of single questions, once with one that lacks its fold of whole
groups that share provisions: so the trees see both kinds, near questions that help and near ones that mislead.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lawbase.search.ranking.asking import Asked
from lawbase.search.ranking.documents import Documents
from lawbase.search.ranking.features import Measured
from lawbase.search.ranking.memory import Memory

FOLDS, SEED = 5, 20_260_101
SETTINGS: dict[str, Any] = {
    "objective": "lambdarank",
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "lambdarank_truncation_level": 30,
    "max_bin": 127,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "seed": SEED,
    "verbose": -1,
}
TREES = 300


@dataclass(frozen=True)
class Example:
    """A judged question, asked."""

    id: str
    asked: Asked
    grades: Mapping[str, int]
    unheld: int


def folds(count: int, seed: int = SEED) -> list[int]:
    """A fold for each question, of equal sizes, drawn with a fixed seed."""
    order = list(range(count))
    random.Random(seed).shuffle(order)  # noqa: S311 - a drawing, not safety
    found = [0] * count
    for place, question in enumerate(order):
        found[question] = place % FOLDS
    return found


def group_folds(examples: Sequence[Example], among: Sequence[int], seed: int = SEED) -> dict[int, int]:
    """A fold for each of `among`; questions that share a provision, however indirectly, share the fold."""
    head = {question: question for question in among}

    def top(question: int) -> int:
        while head[question] != question:
            question = head[question]
        return question

    first: dict[str, int] = {}
    for question in among:
        for address in examples[question].grades:
            head[top(question)] = top(first.setdefault(address, question))
    groups: dict[int, list[int]] = {}
    for question in among:
        groups.setdefault(top(question), []).append(question)
    drawn = list(groups.values())
    random.Random(seed).shuffle(drawn)  # noqa: S311
    sizes = [0] * FOLDS
    found = {}
    for group in drawn:
        fold = sizes.index(min(sizes))
        sizes[fold] += len(group)
        found |= dict.fromkeys(group, fold)
    return found


Rows = tuple[Measured, Any]
"""Measures of a question's candidates, and the grade of each."""


def graded(measured: Measured, grades: Mapping[str, int], documents: Documents) -> Any:
    import numpy as np

    return np.array(
        [grades.get(documents.ids[row].partition("@")[0], 0) for row in measured.rows], dtype=np.int32
    )


def taught(
    examples: Sequence[Example],
    among: Sequence[int],
    memory: Memory,
    documents: Documents,
    cold: bool = True,
) -> list[Rows]:
    """What the questions `among` teach; memory holds nothing of the others."""
    others = set(range(len(examples))) - set(among)
    single = dict(zip(among, folds(len(among)), strict=True))
    found: list[Rows] = []
    for fold_of in (single, group_folds(examples, among)) if cold else (single,):
        hidden = {
            fold: others | {question for question in among if fold_of[question] == fold}
            for fold in range(FOLDS)
        }
        for question in among:
            one = examples[question]
            remembered = memory.ask(one.asked.vector, hidden[fold_of[question]])
            measured = one.asked.measured(documents, remembered)
            found.append((measured, graded(measured, one.grades, documents)))
    return found


def fitted(
    rows: Sequence[Rows], trees: int = TREES, columns: Sequence[int] | None = None, **settings: Any
) -> Any:
    """A LightGBM model. `columns`: the measures it may use."""
    import lightgbm
    import numpy as np

    # A question none of whose answers is a candidate teaches nothing.
    kept = [(measured, grades) for measured, grades in rows if grades.max(initial=0) > 0]
    values = np.concatenate([measured.values for measured, _grades in kept])
    if columns is not None:
        values = values[:, list(columns)]
    data = lightgbm.Dataset(
        values,
        label=np.concatenate([grades for _measured, grades in kept]),
        group=[len(grades) for _measured, grades in kept],
        free_raw_data=False,
    )
    return lightgbm.train(SETTINGS | settings, data, num_boost_round=trees)
