"""The learned order in use: provisions change places among themselves, cases keep theirs.

Fusion gives every candidate a score, and with it a place among provisions and cases. The trees say in which order the
provisions take those places. Nothing else changes: filters, facets, counts and pages are those of the fused plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lawbase.search.analysis.words import HAN
from lawbase.search.plan import CORE_ONLY, Plan
from lawbase.search.ranking import memory as remembering
from lawbase.search.ranking.adapter import Adapter
from lawbase.search.ranking.asking import Asked
from lawbase.search.ranking.documents import Documents
from lawbase.search.ranking.features import MEMORY_NAMES, NAMES
from lawbase.search.ranking.memory import NOTHING, Memory, Remembered
from lawbase.search.ranking.questions import Questions
from lawbase.search.ranking.trees import ModelUnreadable, Trees
from lawbase.search.ranking.trees import read as read_trees

FILE = "model.json"
KEPT = 300
"""Candidates that the learned order gives places to; those behind keep what fusion gave them."""
TRUSTED = 0.915
"""Cosine of the nearest remembered question from which on memory is listened to: one in eight judged questions has none so near
among the others, nineteen in twenty Chinese questions of the privacy set have none."""
COVERED = 0.9
"""Share of the candidates that must have a vector: with fewer, the trees were taught something else."""


@dataclass(frozen=True)
class Ranker:
    """What orders the provisions of one library state. Share it between threads."""

    documents: Documents
    adapter: Adapter
    questions: Questions
    trees: Trees
    memory: Memory

    @classmethod
    def read(cls, folder: Path, documents: Documents, questions: Questions, dimensions: int) -> Ranker | None:
        """None where no model is shipped. Raises `ModelUnreadable`."""
        if not (folder / FILE).exists():
            return None
        trees = read_trees(folder / FILE, (*NAMES, *MEMORY_NAMES))
        try:
            vectors, answers = remembering.read(folder, dimensions)
        except (OSError, ValueError, KeyError) as error:
            raise ModelUnreadable(
                f"The memory in {folder} cannot be read ({error}); restore it or run `python manage.py ranking train`."
            ) from error
        adapter = Adapter.read(folder, dimensions)
        return cls(documents, adapter, questions, trees, Memory(vectors, answers, documents))

    def ordered(self, asked: Asked, without: Remembered | None = None) -> list[str] | None:
        """Ids of the provisions, best first; None where the order cannot be trusted. `without`: another memory, to measure."""

        remembered = self.memory.ask(asked.vector) if without is None else without
        if remembered.nearest < TRUSTED:
            remembered = NOTHING
        measured = asked.measured(self.documents, remembered)
        rows = measured.rows
        if not len(rows) or float((self.documents.place[rows] >= 0).mean()) < COVERED:
            return None
        scores = self.trees.scores(measured.values)
        ids = [self.documents.ids[row] for row in rows]
        # Equal ones as fusion has them, then by id, so that every engine gives one order.
        return [
            ids[at]
            for at in sorted(range(len(ids)), key=lambda at: (-scores[at], -measured.fused[at], ids[at]))
        ]


def teaches(plan: Plan) -> bool:
    """Whether the question is of the kind that the trees were taught with: in Chinese, over all law, not on personal information.

    In the core library, and where a kind of infringement is described, what lay questions on all law taught misleads.
    """
    return bool(HAN.search(plan.question)) and not plan.types and CORE_ONLY not in plan.always


def replaced(fused: Mapping[str, float], learned: list[str]) -> dict[str, float]:
    """The fused scores, those of provisions dealt out anew: the highest to what is first in the learned order.

    Where the learned order names more than fusion does, the rest stands behind what fusion has, in its order.
    """
    first = dict.fromkeys(learned[:KEPT])
    provisions = {ident: score for ident, score in fused.items() if not ident.startswith("case:")}
    behind = sorted(provisions.keys() - first.keys(), key=lambda ident: (-provisions[ident], ident))
    given = [*first, *behind]
    places = sorted(provisions.values(), reverse=True)
    lowest, missing = min(places, default=1.0), len(given) - len(places)
    places += [lowest * (1 - (number + 1) / (missing + 1)) for number in range(missing)]
    return {**fused, **dict(zip(given, places, strict=True))}
