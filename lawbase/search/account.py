"""Why these results: how the question was read, what the engine was asked, and what each hit scored by what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lawbase.search.clauses import printable
from lawbase.search.engines.base import EngineHit
from lawbase.search.fusion import Candidate
from lawbase.search.plan import Plan
from lawbase.search.query import syntax


@dataclass(frozen=True)
class Fused:
    """What was put together, or why nothing was: `why_not` is empty where meaning was asked."""

    plan: Plan
    candidates: tuple[Candidate, ...] = ()
    scores: dict[str, float] | None = None
    order: str = "words"
    """`words`, `hybrid` or `learned`: what the candidates were ordered by."""
    why_not: str = ""
    lacking: int = 0
    """Passages of the library that have no vector yet: found by their words alone."""


@dataclass(frozen=True)
class Scored:
    """One hit. `words`: score by words, `meaning`: similarity, `fused`: of both; None where it has none."""

    id: str
    score: float
    words: float | None
    meaning: float | None
    fused: float | None


@dataclass(frozen=True)
class Account:
    engine: str
    order: str
    why_not: str
    """Why meaning was not asked, a code of `semantic.state.WHY_NOT`; empty where it was."""
    analysis: dict[str, Any]
    plan: dict[str, Any]
    """What was asked by words, `clauses.printable`."""
    hits: tuple[Scored, ...]

    @property
    def readable(self) -> dict[str, Any]:
        """Plain lists and dictionaries, for JSON."""
        return {
            "engine": self.engine,
            "order": self.order,
            "why_not": self.why_not,
            "analysis": self.analysis,
            "plan": self.plan,
            "hits": [vars(hit) for hit in self.hits],
        }


def account(query: str, by_words: Plan, fused: Fused, engine: str, hits: Sequence[EngineHit]) -> Account:
    """`by_words`: the plan before meaning was fused in."""
    known = {one.id: one for one in fused.candidates}
    return Account(
        engine=engine,
        order=fused.order,
        why_not=fused.why_not,
        analysis={
            "tree": _tree(query),
            "words": list(by_words.words),
            "phrases": list(by_words.phrases),
            "beginnings": list(by_words.beginnings),
            "laws_named": list(by_words.laws),
            "types_described": list(by_words.types),
            "glossary_added": dict(by_words.added),
            "asked_of_meaning": by_words.question,
        },
        plan={
            "text": printable(by_words.text),
            "filters": printable(by_words.filters),
            "always": printable(by_words.always),
            "sort": by_words.sort,
        },
        hits=tuple(_scored(hit, known.get(hit.id), fused) for hit in hits),
    )


def _tree(query: str) -> Any:
    try:
        return printable(syntax.parse(query))
    except syntax.QuerySyntaxError as error:
        return {"error": error.code, "at": error.position, "read_as": error.repaired}


def _scored(hit: EngineHit, one: Candidate | None, fused: Fused) -> Scored:
    if one is None:
        return Scored(hit.id, round(hit.score, 4), round(hit.score, 4), None, None)
    meaning = None if one.meaning is None else round(one.meaning, 4)
    return Scored(
        hit.id,
        round(hit.score, 4),
        round(one.words, 4) or None,
        meaning,
        round((fused.scores or {})[one.id], 4),
    )
