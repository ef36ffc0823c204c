"""One question asked in every way that its candidates are measured by. Search and training go through the same door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lawbase.search.engines.base import EngineAnswer, EngineHit
from lawbase.search.fusion import BY_WORDS
from lawbase.search.plan import Plan
from lawbase.search.ranking.adapter import Adapter
from lawbase.search.ranking.documents import Documents
from lawbase.search.ranking.features import FROM_MEANING, Measured, measure
from lawbase.search.ranking.lists import lists
from lawbase.search.ranking.memory import NOTHING, Remembered
from lawbase.search.ranking.questions import Questions
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
    """Of the question as the model makes it."""
    found: Found
    """What is near to the question moved by the adapter."""
    asked: Any
    """How near the questions put for each row of `Documents` are."""
    wanted: Filter
    mask: Any
    """Which rows of `Documents` may answer."""
    laws: tuple[str, ...]

    def moved(self, nearest: Nearest, adapter: Adapter) -> Asked:
        """The same, with meaning asked through another adapter."""
        return replace(self, found=_near(nearest, adapter, self.vector, self.wanted))

    def measured(self, documents: Documents, memory: Remembered = NOTHING) -> Measured:
        return measure(
            self.question, self.lists, self.found, self.asked, self.mask, documents, memory, self.laws
        )


def _near(nearest: Nearest, adapter: Adapter, vector: Any, wanted: Filter) -> Found:
    # Nothing typical is taken off: the adapter has learnt what is near to every question.
    return nearest.top(adapter.moved(vector), wanted, FROM_MEANING, less_typical=False)


def ask(
    plan: Plan,
    asking: Asking,
    nearest: Nearest,
    documents: Documents,
    adapter: Adapter,
    questions: Questions,
    vector: Any,
    wanted: Filter,
) -> Asked:
    """All lists go to the engine at once."""
    answers = asking([replace(plan, facets=(), offset=0, limit=BY_WORDS), *lists(plan)])
    hits = tuple(answers[0].hits)
    provisions = tuple(hit for hit in hits if hit.kind == "provision")
    return Asked(
        plan.question,
        hits,
        (provisions, *(tuple(answer.hits) for answer in answers[1:])),
        vector,
        _near(nearest, adapter, vector, wanted),
        questions.near(vector),
        wanted,
        documents.mask(wanted),
        plan.laws,
    )
