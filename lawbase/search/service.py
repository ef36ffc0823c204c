"""`search()`: the one way to ask the library. Question and answer are values (`lawbase.search.values`)."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

from lawbase.citations.query import pinpoints
from lawbase.search.choice import Asked, ask
from lawbase.search.clauses import Everything, Range, Term
from lawbase.search.engines.base import Engine, EngineAnswer, IndexUnavailable
from lawbase.search.facets import facets
from lawbase.search.indices.configured import index_folder
from lawbase.search.library import Library, library
from lawbase.search.plan import Plan, Planner
from lawbase.search.results import present
from lawbase.search.signals import answered
from lawbase.search.values import Hit, Notice, SearchAnswer, SearchRequest

__all__ = ["index_folder", "search"]

EMPTY = Notice(
    "empty",
    "请输入要查找的法条、词语或发生的事情。",
    "Type a provision, words, or what happened.",
)
CORE = Range("core", 1, 1)
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
    # All that one search asks goes to the engine at once: on a server that is one round trip.
    plans = [plan, _everywhere(plan), *cited]
    try:
        asked = Asked(engine.run_all(plans), engine.name) if engine else ask(plans)
    except IndexUnavailable as error:
        answered.send(search, engine="", degraded=True, seconds=time.perf_counter() - started)
        return SearchAnswer(request, 0, (), notices=tuple(notices), degraded=_no_index(error), plan=plan)
    answer, everywhere, *found = asked.answers
    count_all = answer.count if request.scope == "all" else everywhere.count
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
        degraded=asked.degraded,
        types=plan.types,
        plan=plan,
    )
    answered.send(
        search, engine=asked.engine, degraded=bool(asked.degraded), seconds=time.perf_counter() - started
    )
    return shown


def _no_index(error: IndexUnavailable) -> Notice:
    return Notice(
        "no-index",
        "检索索引目前不可用，须由管理者重建；条文和案例仍可照常阅读。",
        str(error),
    )


def _everywhere(plan: Plan) -> Plan:
    """Only counts, with the scope opened."""
    wider = tuple(clause for clause in plan.always if clause != CORE)
    return replace(plan, always=wider, facets=(), offset=0, limit=0)


def _cited(request: SearchRequest, known: Library, plan: Plan) -> tuple[tuple[Plan, ...], Fragment]:
    """What finds the provision that the whole query cites: as the question dates it, else in any version."""
    cited = pinpoints(known.resolver, request.q)
    if not cited or cited[0].key is None:
        return (), ""
    target = cited[0]
    ident = Term("ident", f"{target.law}:{target.key}")
    dates = tuple(clause for clause in plan.always if clause != CORE)
    dated = Plan(text=Everything(), filters={}, always=(ident, *dates), facets=(), limit=1)
    return (dated, replace(dated, always=(ident,))), target.fragment


def _jump(
    plans: tuple[Plan, ...], answers: list[EngineAnswer], known: Library, fragment: Fragment
) -> Hit | None:
    for plan, answer in zip(plans, answers, strict=True):
        if found := present(answer.hits, plan, known):
            return replace(found[0], facts={**found[0].facts, "fragment": fragment})
    return None
