"""One question asked in the ways that provisions are measured by. Search and training go through the same door."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lawbase.search.fusion import BY_WORDS
from lawbase.search.knowledge.measures import Asked
from lawbase.search.plan import Plan
from lawbase.search.ranking.asking import Asking
from lawbase.search.ranking.lists import in_context
from lawbase.search.semantic.nearest import Filter, Nearest


def ask(plan: Plan, asking: Asking, nearest: Nearest, vector: Any, wanted: Filter) -> Asked:
    """Both plans go to the engine at once."""
    hits, context = asking([replace(plan, facets=(), offset=0, limit=BY_WORDS), in_context(plan)])
    return Asked(
        plan, tuple(hits.hits), tuple(context.hits), vector, nearest.top(vector, wanted, BY_WORDS), wanted
    )
