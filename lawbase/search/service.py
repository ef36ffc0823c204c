"""`search()`: the one way to ask the library. Question and answer are values (`lawbase.search.values`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from django.conf import settings

from lawbase.citations.query import pinpoints
from lawbase.search.clauses import Everything, Range, Term
from lawbase.search.engines.base import Engine, IndexUnavailable
from lawbase.search.facets import facets
from lawbase.search.index import IndexFolder
from lawbase.search.library import Library, library
from lawbase.search.plan import Plan, Planner
from lawbase.search.results import present
from lawbase.search.values import Hit, Notice, SearchAnswer, SearchRequest

EMPTY = Notice(
    "empty",
    "请输入要查找的法条、词语或发生的事情。",
    "Type a provision, words, or what happened.",
)


@cache
def index_folder() -> IndexFolder:
    return IndexFolder(settings.LAWBASE_INDEX)


def search(request: SearchRequest, today: date | None = None, engine: Engine | None = None) -> SearchAnswer:
    """Answer `request`. A broken query is answered as words, with a notice; a missing index gives a degraded answer."""
    known = library()
    planned = Planner(request, known.vocabulary, today or date.today()).plan()
    plan, notices = planned.plan, list(planned.notices)
    if not request.q.strip() and not plan.filters:
        notices.append(EMPTY)
    try:
        engine = engine or index_folder().engine()
        answer = engine.run(plan)
        jump = _jump(request, known, engine, plan)
        count_all = _count_all(engine, plan, request, answer.count)
    except IndexUnavailable as error:
        return SearchAnswer(request, 0, (), notices=tuple(notices), degraded=str(error), plan=plan)
    if not answer.count and count_all:
        notices.append(
            Notice(
                "nothing-in-core",
                f"核心库中没有结果；全部文献中有 {count_all} 条。",
                f"Nothing in the core library; {count_all} in everything held.",
            )
        )
    return SearchAnswer(
        request=request,
        count=answer.count,
        results=present(answer.hits, plan, known),
        facets=facets(answer.facets, request, known),
        notices=tuple(notices),
        count_all=count_all,
        jump=jump,
        types=plan.types,
        plan=plan,
    )


def _count_all(engine: Engine, plan: Plan, request: SearchRequest, count: int) -> int:
    """Matches with the scope opened; the same as `count` when it is open already."""
    if request.scope == "all":
        return count
    wider = tuple(clause for clause in plan.always if clause != Range("core", 1, 1))
    return engine.count(replace(plan, always=wider))


def _jump(request: SearchRequest, known: Library, engine: Engine, plan: Plan) -> Hit | None:
    """The provision that the whole query cites, if it is one citation of a provision that the library knows."""
    cited = pinpoints(known.resolver, request.q)
    if not cited or cited[0].key is None:
        return None
    target = cited[0]
    only = Plan(
        text=Everything(),
        filters={},
        always=(
            Term("ident", f"{target.law}:{target.key}"),
            *(c for c in plan.always if c != Range("core", 1, 1)),
        ),
        facets=(),
        limit=1,
    )
    found = present(engine.run(only).hits, only, known)
    if not found:
        found = present(engine.run(replace(only, always=only.always[:1])).hits, only, known)
    return replace(found[0], facts={**found[0].facts, "fragment": target.fragment}) if found else None
