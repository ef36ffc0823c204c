"""One question asked in every way that its candidates are measured by. Search and training go through the same door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lawbase.search.engines.base import EngineAnswer, EngineHit
from lawbase.search.fusion import BY_WORDS
from lawbase.search.plan import Plan
from lawbase.search.ranking.documents import Documents
from lawbase.search.ranking.features import FROM_MEANING, Measured, measure
from lawbase.search.ranking.lists import lists
from lawbase.search.ranking.memory import NOTHING, Remembered
from lawbase.search.semantic.nearest import Filter, Found, Nearest

Asking = Callable[[Sequence[Plan]], Sequence[EngineAnswer]]


@dataclass(frozen=True)
class Asked:
    """What every way of asking brought, before anything is measured."""

    question: str
    hits: tuple[EngineHit, ...]
    """By the plan itself: provisions and cases."""
    lists: tuple[tuple[EngineHit, ...], ...]
    """Provisions by each of `features.LISTS`."""
    vector: Any
    found: Found
    mask: Any
    """Which rows of `Documents` may answer."""
    laws: tuple[str, ...]

    def measured(self, documents: Documents, memory: Remembered = NOTHING) -> Measured:
        return measure(self.question, self.lists, self.found, self.mask, documents, memory, self.laws)


def ask(
    plan: Plan, asking: Asking, nearest: Nearest, documents: Documents, vector: Any, wanted: Filter
) -> Asked:
    """All lists go to the engine at once."""
    answers = asking([replace(plan, facets=(), offset=0, limit=BY_WORDS), *lists(plan)])
    hits = tuple(answers[0].hits)
    provisions = tuple(hit for hit in hits if hit.kind == "provision")
    found = nearest.top(vector, wanted, FROM_MEANING)
    return Asked(
        plan.question,
        hits,
        (provisions, *(tuple(answer.hits) for answer in answers[1:])),
        vector,
        found,
        documents.mask(wanted),
        plan.laws,
    )
