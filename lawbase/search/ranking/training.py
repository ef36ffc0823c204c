"""Making the learned order anew out of judged questions, and measuring it on questions that it was not taught.

What a question is taught with must not hold its own answer: each training question asks a memory without its fold. Counting
it out one by one would not do: a law whose count is one less than in every other question would give the answer away. Twice
is each question asked, once with a memory that lacks its fold of single questions, once with one that lacks its fold of whole
groups that share provisions: so the trees see both kinds, near questions that help and near ones that mislead.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lawbase.search.evaluation.measures import MEASURES
from lawbase.search.evaluation.measures import measured as measures
from lawbase.search.ranking.adapter import Adapter
from lawbase.search.ranking.adapting import Passages
from lawbase.search.ranking.adapting import fitted as fitted_adapter
from lawbase.search.ranking.asking import Asked
from lawbase.search.ranking.documents import Documents
from lawbase.search.ranking.features import Measured
from lawbase.search.ranking.memory import NOTHING, Memory
from lawbase.search.semantic.nearest import Nearest

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
NEGATIVES = 120


@dataclass(frozen=True)
class Example:
    """A judged question, asked."""

    id: str
    asked: Asked
    grades: Mapping[str, int]
    unheld: int


@dataclass(frozen=True)
class World:
    """What questions are asked of."""

    nearest: Nearest
    documents: Documents
    passages: Passages

    def adapter(self, examples: Sequence[Example], among: Iterable[int]) -> Adapter:
        """What the questions `among` teach of where answers lie."""
        import numpy as np

        ones = [examples[question] for question in among]
        answers = [
            [row for address in one.grades for row in self.documents.by_address.get(address, ())]
            for one in ones
        ]
        return fitted_adapter(np.stack([one.asked.vector for one in ones]), answers, self.passages)


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
    found: dict[int, int] = {}
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


def taught(examples: Sequence[Example], among: Sequence[int], memory: Memory, world: World) -> list[Rows]:
    """What the questions `among` teach; memory and adapter know nothing of the others, nor of a question's own fold."""
    others = set(range(len(examples))) - set(among)
    single = dict(zip(among, folds(len(among)), strict=True))
    found: list[Rows] = []
    for fold_of in (single, group_folds(examples, among)):
        for fold in range(FOLDS):
            asked = [question for question in among if fold_of[question] == fold]
            adapter = world.adapter(examples, [question for question in among if fold_of[question] != fold])
            hidden = others | set(asked)
            for question in asked:
                one = examples[question]
                remembered = memory.ask(one.asked.vector, hidden)
                measured = one.asked.moved(world.nearest, adapter).measured(world.documents, remembered)
                found.append((measured, graded(measured, one.grades, world.documents)))
    return found


def sampled(measured: Measured, grades: Any) -> Any:
    """Places of the candidates that a question teaches with: what answers, the best `NEGATIVES` by fusion, one in three behind."""
    import numpy as np

    order = np.argsort(-measured.fused, kind="stable")
    kept = np.zeros(len(order), dtype=bool)
    kept[order[:NEGATIVES]] = True
    kept[order[NEGATIVES::3]] = True
    kept |= grades > 0
    return np.flatnonzero(kept)


def fitted(
    rows: Sequence[Rows], trees: int = TREES, columns: Sequence[int] | None = None, **settings: Any
) -> Any:
    """A LightGBM model. `columns`: the measures it may use."""
    import lightgbm
    import numpy as np

    values, labels = [], []
    for measured, grades in rows:
        # A question none of whose answers is a candidate teaches nothing.
        if grades.max(initial=0) > 0:
            places = sampled(measured, grades)
            values.append(
                measured.values[places] if columns is None else measured.values[places][:, list(columns)]
            )
            labels.append(grades[places])
    data = lightgbm.Dataset(
        np.concatenate(values), label=np.concatenate(labels), group=[len(one) for one in labels]
    )
    return lightgbm.train(SETTINGS | settings, data, num_boost_round=trees)


def vectors(examples: Sequence[Example]) -> Any:
    import numpy as np

    return np.stack([example.asked.vector for example in examples])


def remembering(examples: Sequence[Example], documents: Documents) -> Memory:
    return Memory(vectors(examples), [tuple(example.grades) for example in examples], documents)


def final(examples: Sequence[Example], world: World) -> tuple[Any, Adapter]:
    """Trees and adapter that are shipped: taught with every question."""
    every = range(len(examples))
    rows = taught(examples, every, remembering(examples, world.documents), world)
    return fitted(rows), world.adapter(examples, every)


def measured_in_folds(examples: Sequence[Example], world: World) -> dict[str, dict[str, float]]:
    """Means over all questions, each answered by trees, adapter and memory that know nothing of its fold: by fusion, in the
    learned order, in the learned order without memory; and of each over the questions none of whose provisions were taught."""
    documents = world.documents
    memory = remembering(examples, documents)
    fold_of = folds(len(examples))
    found: dict[str, list[dict[str, float]]] = defaultdict(list)
    for fold in range(FOLDS):
        learnt = [question for question in range(len(examples)) if fold_of[question] != fold]
        hidden = {question for question in range(len(examples)) if fold_of[question] == fold}
        seen = {address for question in learnt for address in examples[question].grades}
        model = fitted(taught(examples, learnt, memory, world))
        adapter = world.adapter(examples, learnt)
        for question in sorted(hidden):
            one = examples[question]
            asked = one.asked.moved(world.nearest, adapter)
            unseen = not seen & one.grades.keys()
            for name, remembered in (
                ("learned", memory.ask(one.asked.vector, hidden)),
                ("without memory", NOTHING),
            ):
                measured = asked.measured(documents, remembered)
                orders = {name: model.predict(measured.values)}
                if name == "without memory":
                    orders["fused"] = measured.fused
                for order, scores in orders.items():
                    figures = judged(measured, scores, one, documents)
                    found[order].append(figures)
                    if unseen:
                        found[f"{order}, provisions never taught"].append(figures)
    return {
        name: {measure: sum(one[measure] for one in ones) / len(ones) for measure in MEASURES}
        | {"questions": float(len(ones))}
        for name, ones in found.items()
    }


def judged(measured: Measured, scores: Any, one: Example, documents: Documents) -> dict[str, float]:
    """Every measure of the order that `scores` give."""
    import numpy as np

    order = np.argsort(-np.asarray(scores), kind="stable")
    ranked = [documents.ids[row].partition("@")[0] for row in measured.rows[order]]
    return measures(ranked, one.grades, one.unheld)
