"""`search()`: the one way to ask the library. Question and answer are values (`lawbase.search.values`)."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from lawbase.cases.models import Case
from lawbase.citations.query import pinpoints
from lawbase.search.account import Fused, account
from lawbase.search.analysis.words import HAN, query_words
from lawbase.search.choice import ask
from lawbase.search.clauses import AnyOf, Everything, Term
from lawbase.search.engines.base import Engine, EngineAnswer, EngineHit, IndexUnavailable
from lawbase.search.facets import facets
from lawbase.search.fusion import (
    BY_MEANING,
    BY_WORDS,
    Candidate,
    candidates,
    ordered,
    scored,
    spaced,
    wanted,
)
from lawbase.search.indices.configured import index_folder
from lawbase.search.knowledge.asking import ask as asked_in_core
from lawbase.search.library import Library, library
from lawbase.search.plan import CORE_ONLY, Plan, Planner, phrase
from lawbase.search.ranking.asking import ask as asked_in_every_way
from lawbase.search.ranking.order import replaced, teaches
from lawbase.search.ranking.questions import NONE as NONE_PUT
from lawbase.search.results import present
from lawbase.search.semantic import state
from lawbase.search.signals import answered
from lawbase.search.suggest.spelling import Suspect, corrected, spelling
from lawbase.search.values import Hit, Notice, Reason, SearchAnswer, SearchRequest
from lawbase.search.verified import verified
from lawbase.statutes.pinpoint import Pinpoint

__all__ = ["index_folder", "search"]

EMPTY = Notice(
    "empty",
    "请输入要查找的法条、词语或发生的事情。",
    "Type a provision, words, or what happened.",
)
Fragment = str


def search(request: SearchRequest, today: date | None = None, engine: Engine | None = None) -> SearchAnswer:
    """Answer `request`. A broken query is answered as words, with a notice; a missing index gives a degraded answer.

    `engine`: ask this one and no other; otherwise `lawbase.search.choice` decides.
    """
    started = time.perf_counter()
    known = library()
    planned = Planner(request, known.vocabulary, today or date.today()).plan()
    plan, notices = planned.plan, list(planned.notices)
    if not request.q.strip() and not plan.filters:
        notices.append(EMPTY)
    cited, fragment = _cited(request, known, plan)
    asking = Asking(engine)
    try:
        plan, more = verified(plan, asking)
        notices += more
        by_words = plan
        together = _by_meaning(request, plan, known, asking)
        plan = _citations_first(together.plan, pinpoints(known.resolver, request.q))
        suspects = spelling(known).suspects(request.q) if request.page == 1 and not cited else ()
        # All that is left to ask goes to the engine at once: on a server that is one round trip.
        wider = () if request.scope == "all" else (_everywhere(plan),)
        answer, *rest = asking([plan, *cited, *map(_stands, suspects), *wider])
    except IndexUnavailable as error:
        answered.send(search, engine="", degraded=True, seconds=time.perf_counter() - started)
        return SearchAnswer(request, 0, (), notices=tuple(notices), degraded=_no_index(error), plan=plan)
    if together.lacking and request.page == 1:
        notices.append(_partly(together.lacking))
    found, seen_of = rest[: len(cited)], rest[len(cited) : len(cited) + len(suspects)]
    if slips := tuple(one for one, seen in zip(suspects, seen_of, strict=True) if not seen.count):
        notices.append(_did_you_mean(corrected(request.q, slips)))
    count_all = rest[-1].count if wider else answer.count
    if not answer.count and count_all:
        notices.append(
            Notice(
                "nothing-in-core",
                f"核心库中没有结果；全部文献中有 {count_all} 条。",
                f"Nothing in the core library; {count_all} in everything held.",
            )
        )
    shown = SearchAnswer(
        request=request,
        count=answer.count,
        results=present(answer.hits, plan, known),
        facets=facets(answer.facets, request, known),
        notices=tuple(notices),
        count_all=count_all,
        jump=_jump(cited, found, known, fragment),
        degraded=asking.degraded,
        types=plan.types,
        plan=plan,
        account=account(request.q, by_words, together, asking.engine, answer.hits)
        if request.explain
        else None,
    )
    answered.send(
        search, engine=asking.engine, degraded=bool(asking.degraded), seconds=time.perf_counter() - started
    )
    return shown


class Asking:
    """Asks one engine, or what `choice` chooses; remembers who answered, and why it was not the one that should have."""

    def __init__(self, engine: Engine | None) -> None:
        self._engine = engine
        self.engine = engine.name if engine else ""
        self.degraded: Notice | None = None

    def __call__(self, plans: Sequence[Plan]) -> tuple[EngineAnswer, ...]:
        if self._engine is not None:
            return self._engine.run_all(plans)
        asked = ask(plans)
        self.engine, self.degraded = asked.engine, asked.degraded or self.degraded
        return asked.answers


def _by_meaning(request: SearchRequest, plan: Plan, known: Library, asking: Asking) -> Fused:
    """The plan with what means the same fused in, where the model is warm and the question is one to be understood."""
    if request.ranking == "words" or plan.sort != "relevance" or plan.free is None:
        return Fused(plan, why_not="by-words")
    warm = state.warm(known.state)
    if warm is None or not warm.nearest.size:
        return Fused(plan, why_not=state.ready(state=known.state))
    vector, conditions = warm.embedder.query(plan.question), wanted(plan)
    hybrid = request.ranking == "hybrid"
    in_the_core = hybrid and warm.core is not None and _answered_in_core(plan, warm, vector)
    learned: list[str] | None = None
    near: Mapping[str, Reason] = {}
    if hybrid and not in_the_core and warm.ranker is not None and teaches(plan):
        ranker = warm.ranker
        asked = asked_in_every_way(
            plan,
            asking,
            warm.nearest,
            ranker.documents,
            ranker.adapter,
            ranker.questions,
            vector,
            conditions,
        )
        hits, by_meaning = asked.hits, asked.found
        learned = ranker.ordered(asked) if hits else None
    elif in_the_core and warm.core is not None:
        in_core = asked_in_core(plan, asking, warm.nearest, vector, conditions)
        hits, by_meaning = tuple(in_core.hits), in_core.found
        if hits:
            order = warm.core.ordered(in_core)
            learned, near = order.ids, order.near
    else:
        (by_words,) = asking([replace(plan, facets=(), offset=0, limit=BY_WORDS)])
        hits, by_meaning = by_words.hits, warm.nearest.top(vector, conditions, BY_WORDS)
    if not hits:
        # Something is always nearest; where no word of the question is known, that is no answer.
        return Fused(plan, why_not="by-words")
    found = candidates(hits, by_meaning.near, by_meaning.similar)
    scores = scored(plan, found, by_meaning)
    if learned is not None:
        scores = replaced(scores, learned)
        known_already = {one.id for one in found}
        found += [
            Candidate(ident, 0.0, by_meaning.similar.get(ident))
            for ident in scores
            if ident not in known_already
        ]
        if not _asked_by_name(plan, hits):
            scores = spaced(scores)
    meaning = {one.id: one.similarity for one in by_meaning.near[:BY_MEANING]}
    fused = replace(ordered(plan, scores, meaning), near=near)
    by = "hybrid" if learned is None else "learned"
    return Fused(fused, tuple(found), scores, by, lacking=warm.nearest.lacking)


ABOUT_INFORMATION = 0.005
"""How much nearer a question must be to those beside the digests than to those put for laymen on the law at large: so are 94 of
100 questions of the privacy set, and 3 of 100 STARD questions."""


def _answered_in_core(plan: Plan, warm: state.Warm, vector: Any) -> bool:
    """Whether the order of the core library is the one to ask: it alone is searched, or over everything a question in Chinese is
    more like those that the editors put on personal information than like those they put on other law.

    Questions on other law are in Chinese only, so that a question in English cannot be compared."""
    if CORE_ONLY in plan.always:
        return True
    if not HAN.search(plan.question):
        return False
    other = warm.questions.nearest(vector)
    return other > NONE_PUT and warm.knowledge.nearest_asked(vector) > other + ABOUT_INFORMATION


NAMED = 0.5
"""Share of a question's words that stand in the title of a case which is asked for by its name."""


def _asked_by_name(plan: Plan, hits: Sequence[EngineHit]) -> bool:
    """Whether a case, the best of the hits by words, is what the question names."""
    if hits[0].kind != "case":
        return False
    titles = Case.objects.filter(pk=hits[0].pk).values_list("title_zh", "title_en").first() or ()
    asked = set(query_words(plan.question))
    return len(asked & set(query_words(" ".join(titles)))) >= NAMED * max(len(asked), 1)


CITED = 1e5
"""What a cited provision scores: more than any other."""


def _citations_first(plan: Plan, cited: Sequence[Pinpoint]) -> Plan:
    """All that the question cites, in its order, before what only its words bring."""
    idents = dict.fromkeys(f"{target.law}:{target.key}" for target in cited if target.key)
    if not idents or plan.sort != "relevance":
        return plan
    terms = (Term("ident", ident, CITED * (1 + 1 / place)) for place, ident in enumerate(idents, 1))
    return replace(plan, text=AnyOf((*terms, plan.text)))


def _stands(suspect: Suspect) -> Plan:
    """Counts where in the library what is written stands: what stands somewhere is no slip."""
    return Plan(text=phrase(suspect.written), filters={}, always=(), facets=(), limit=0)


def _did_you_mean(query: str) -> Notice:
    return Notice("did-you-mean", "您要找的是：", "Did you mean:", query=query)


def _partly(lacking: int) -> Notice:
    return Notice(
        "partly-by-meaning",
        f"馆藏中有 {lacking} 段文字尚未按语义编入，目前仅按词语检索。",
        f"{lacking} passages of the library are not searched by meaning yet; they are found by their words alone.",
    )


def _no_index(error: IndexUnavailable) -> Notice:
    return Notice(
        "no-index",
        "检索索引目前不可用，须由管理者重建；条文和案例仍可照常阅读。",
        str(error),
    )


def _everywhere(plan: Plan) -> Plan:
    """Only counts, with the scope opened."""
    wider = tuple(clause for clause in plan.always if clause != CORE_ONLY)
    return replace(plan, always=wider, facets=(), offset=0, limit=0)


def _cited(request: SearchRequest, known: Library, plan: Plan) -> tuple[tuple[Plan, ...], Fragment]:
    """What finds the provision that the whole query cites: as the question dates it, else in any version."""
    cited = pinpoints(known.resolver, request.q)
    if not cited or cited[0].key is None:
        return (), ""
    target = cited[0]
    ident = Term("ident", f"{target.law}:{target.key}")
    dates = tuple(clause for clause in plan.always if clause != CORE_ONLY)
    dated = Plan(text=Everything(), filters={}, always=(ident, *dates), facets=(), limit=1)
    return (dated, replace(dated, always=(ident,))), target.fragment


def _jump(
    plans: tuple[Plan, ...], answers: list[EngineAnswer], known: Library, fragment: Fragment
) -> Hit | None:
    for plan, answer in zip(plans, answers, strict=True):
        if found := present(answer.hits, plan, known):
            return replace(found[0], facts={**found[0].facts, "fragment": fragment})
    return None
