"""Several ways to ask one question by words: each alone finds what the others miss, and how they differ says much.

By words, by bigrams, by bigrams together with the names of law and chapter; the plan itself is the fourth. All of them are
ordinary plans, so every engine answers them alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lawbase.search.analysis.words import HAN, query_grams, query_words
from lawbase.search.clauses import CONTEXT, GRAMS, WORDS, AnyOf, Clause, Term
from lawbase.search.plan import Plan

LENGTH = 200
"""Candidates of each list."""
MOST_TERMS = 120
"""Terms of a long question that are asked for: its first."""


def lists(plan: Plan) -> list[Plan]:
    """The plans beside `plan`, under its conditions: by words, by bigrams, by bigrams and context."""
    by_words: list[Clause] = [Term(WORDS, word) for word in _words(plan)]
    return [_plan(plan, by_words), _plan(plan, _by_grams(plan)), in_context(plan)]


def in_context(plan: Plan) -> Plan:
    """By bigrams and context."""
    context: list[Clause] = [Term(CONTEXT, word) for word in _words(plan)]
    return _plan(plan, _by_grams(plan) + context)


def _words(plan: Plan) -> list[str]:
    return query_words(plan.question)[:MOST_TERMS]


def _by_grams(plan: Plan) -> list[Clause]:
    found = query_grams(plan.question)
    grams = ([gram for gram in found if HAN.match(gram)] or list(found))[:MOST_TERMS]
    return [Term(GRAMS, gram) for gram in grams]


def _plan(plan: Plan, clauses: Sequence[Clause]) -> Plan:
    return replace(
        plan,
        text=AnyOf(tuple(clauses)),
        filters={**plan.filters, "kind": ("provision",)},
        facets=(),
        offset=0,
        limit=LENGTH,
        weighted=False,
    )
