"""Words and meaning in one order: the candidates of both, scored together, put before any engine as one more plan.

The engine answers by words; `semantic.nearest` knows what means the same. A candidate's score is reciprocal rank fusion
(Cormack, Clarke and Büttcher 2009): `WORDS_SHARE / (K + rank by words) + (1 - WORDS_SHARE) / (K + rank by meaning)`; one
that has no vector has its words' share only. The scores then go back to the engine as one clause for each
candidate, so that filters, facets, counts and pages are those of any other plan, and both engines give one order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lawbase.search import clauses as c
from lawbase.search.engines.base import EngineHit
from lawbase.search.intent import orders_named
from lawbase.search.plan import CORE_ONLY, Plan
from lawbase.search.semantic.nearest import Filter, Found, Near

BY_WORDS, BY_MEANING = 200, 100
"""Candidates of either kind."""
K = 10
"""Smaller than the customary 60: the first few of either list are to weigh."""
WORDS_SHARE, NAMED_SHARE = 0.5, 0.7
"""The second where the question names a law or describes a kind of infringement: what the editors linked is in the score by
words, and meaning does not know of it."""
CORE_K, CORE_SHARES = 30, (0.4, 0.3, 0.3)
"""In the core library, whose provisions are digested: of the ranks by words, by the provision's text, by its digest."""
BEHIND_SHARE = 0.6
"""What an amending instrument or repealed law keeps of its meaning's score: log2(2) / log2(2 + 1), as by words."""
CASE_IN = 3
"""Places of which a case may take one."""
ROLE_SHARE = 0.2
"""What being linked in the role that is asked for adds to a fused score."""
ABOVE = 1000.0
"""What a candidate has more than any document that only its words bring: none scores as much by words."""


@dataclass(frozen=True)
class Candidate:
    """A document that may answer, and by what. `words`: score by words, 0 where they do not find it; `meaning`: similarity,
    None where it has no vector."""

    id: str
    words: float
    meaning: float | None


def wanted(plan: Plan) -> Filter:
    """A plan's conditions, as far as vectors can be filtered by them; the engine holds all of them."""
    latest, earliest = None, 0
    for clause in plan.always:
        if isinstance(clause, c.Range) and clause.field == "from_day":
            latest = clause.high
        if isinstance(clause, c.Range) and clause.field == "to_day":
            earliest = clause.low or 0
    filters = plan.filters
    # An order that the question names narrows what its meaning brings, as it favours what its words bring.
    named = orders_named(plan.words) if plan.types else ()
    return Filter(
        day=(latest, earliest),
        core=CORE_ONLY in plan.always,
        kind=filters.get("kind", ()),
        jurisdiction=filters.get("jurisdiction", named),
        law=filters.get("law", ()),
    )


def candidates(
    hits: Sequence[EngineHit], near: Sequence[Near], similar: Mapping[str, float]
) -> list[Candidate]:
    """The hits by words, then what only the meaning finds."""
    by_words = {hit.id: hit.score for hit in hits}
    found = [Candidate(ident, score, similar.get(ident)) for ident, score in by_words.items()]
    found += [Candidate(one.id, 0.0, one.similarity) for one in near[:BY_MEANING] if one.id not in by_words]
    return found


def scored(plan: Plan, found: Sequence[Candidate], meaning: Found) -> dict[str, float]:
    """Score of every candidate, in the way that fits the library that is searched."""
    if CORE_ONLY in plan.always:
        return fused_in_core(found, meaning)
    return fused(found, meaning.near, share_of_words(plan))


def share_of_words(plan: Plan) -> float:
    return NAMED_SHARE if plan.laws or plan.types else WORDS_SHARE


def fused(
    found: Sequence[Candidate], near: Sequence[Near], by_words_share: float = WORDS_SHARE
) -> dict[str, float]:
    """Score of every candidate, between 0 and 1: 1 for what is first by words and by meaning."""
    by_words = {one.id: rank for rank, one in enumerate((one for one in found if one.words > 0), 1)}
    by_meaning = {one.id: rank for rank, one in enumerate(near, 1)}
    behind = {one.id for one in near if one.prior == 0.0}

    def score(one: Candidate) -> float:
        words = _share(by_words.get(one.id))
        meaning = _share(by_meaning.get(one.id)) * (BEHIND_SHARE if one.id in behind else 1.0)
        return by_words_share * words + (1 - by_words_share) * meaning

    return {one.id: score(one) for one in found}


def fused_in_core(found: Sequence[Candidate], meaning: Found) -> dict[str, float]:
    """The same within the core library, text and digest each with a rank of its own."""
    by_words = {one.id: rank for rank, one in enumerate((one for one in found if one.words > 0), 1)}
    by_text, by_digest = (
        {ident: rank for rank, ident in enumerate(ids, 1)} for ids in (meaning.by_text, meaning.by_digest)
    )
    behind = {one.id for one in meaning.near if one.prior == 0.0}

    def score(one: Candidate) -> float:
        words, text, digest = (_share(ranks.get(one.id), CORE_K) for ranks in (by_words, by_text, by_digest))
        if one.id.startswith("case:"):
            # What is embedded of a case is its digest.
            digest = text
        share_words, share_text, share_digest = CORE_SHARES
        of_meaning = share_text * text + share_digest * digest
        return share_words * words + of_meaning * (BEHIND_SHARE if one.id in behind else 1.0)

    return {one.id: score(one) for one in found}


def spaced(scores: Mapping[str, float]) -> dict[str, float]:
    """The scores dealt out anew so that of the first `n` places at most `n / CASE_IN` are cases': a case is told in the words of a
    question, a provision is not, and who asks what the law is should not find it under a heap of stories."""
    order = sorted(scores, key=lambda ident: (-scores[ident], ident))
    cases = deque(ident for ident in order if ident.startswith("case:"))
    provisions = deque(ident for ident in order if not ident.startswith("case:"))
    given: list[str] = []
    taken = 0
    while cases and provisions:
        if (taken + 1) * CASE_IN <= len(given) + 1 and scores[cases[0]] >= scores[provisions[0]]:
            given.append(cases.popleft())
            taken += 1
        else:
            given.append(provisions.popleft())
    given += (*provisions, *cases)
    return dict(zip(given, sorted(scores.values(), reverse=True), strict=True))


def _share(rank: int | None, k: int = K) -> float:
    return (k + 1) / (k + rank) if rank else 0.0


def ordered(plan: Plan, scores: Mapping[str, float], meaning: Mapping[str, float]) -> Plan:
    """The plan with its free text answered by `scores`, what is not among them behind it."""
    assert plan.free is not None  # `service` fuses no other
    terms = tuple(c.Term("id", ident, ABOVE * (1 + score)) for ident, score in scores.items())
    if not terms:
        return plan
    rest = c.Without(plan.free, c.OneOf("id", tuple(scores)))
    both: c.Clause = c.AnyOf((*terms, rest))
    if roles := _roles(plan.free):
        both = c.Favoured(both, roles)
    text = _replaced(plan.text, plan.free, both)
    return replace(plan, text=text, weighted=False, meaning=meaning)


def _roles(free: c.Clause) -> tuple[c.Clause, ...]:
    """What the question asks of the law beside its subject ("crime"): only the editors' links answer that, so what they add by
    words is added to the fused score too."""
    if not isinstance(free, c.Favoured):
        return ()
    return tuple(
        c.Term("role", extra.term, ABOVE * ROLE_SHARE)
        for extra in free.extra
        if isinstance(extra, c.Term) and extra.field == "role"
    )


def _replaced(clause: c.Clause, old: c.Clause, new: c.Clause) -> c.Clause:
    if clause == old:
        return new
    if isinstance(clause, c.AllOf):
        return c.AllOf(tuple(_replaced(part, old, new) for part in clause.clauses))
    return clause
