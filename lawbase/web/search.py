"""Search: the question in the address, the answer with its reasons."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, get_args
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from lawbase.cases.reading import case_jurisdictions
from lawbase.search.library import library
from lawbase.search.service import search as ask
from lawbase.search.values import FACETS, LAST_PAGE, LONGEST, SORTS, Facet, Hit, Kind, SearchRequest
from lawbase.web.examples import CITATIONS, FACTS, WORDS
from lawbase.web.pages import BadDay, ReadingDay, reading_day, refused


@dataclass(frozen=True)
class Option:
    """A facet value as a link: `query` chooses it, or takes the choice back."""

    value: str
    label_zh: str
    label_en: str
    count: int
    selected: bool
    query: str


def asked(request: HttpRequest, day: ReadingDay) -> SearchRequest:
    """The address as a question. What it says wrongly is left out: a reader gets an answer, the API a refusal."""
    get = request.GET

    def values(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value[:100] for value in get.getlist(name) if value))[:20]

    page = get.get("page", "1")
    return SearchRequest(
        q=get.get("q", "")[:LONGEST].replace("\x00", "").strip(),
        kind=tuple(kind for kind in get_args(Kind) if kind in get.getlist("kind")),
        jurisdiction=values("jurisdiction"),
        law=values("law"),
        type=values("type"),
        status=values("status"),
        year=values("year"),
        scope="all" if get.get("scope") == "all" else "core",
        sort=sort if (sort := get.get("sort", "")) in SORTS else "relevance",
        at=day.at if day.asked else None,
        page=min(max(int(page), 1), LAST_PAGE) if page.isdecimal() and len(page) < 6 else 1,
        explain=get.get("explain") == "1",
    )


def pairs(question: SearchRequest, **changed: Any) -> list[tuple[str, str]]:
    """The question as address parameters, on its first page unless `page` is given; defaults are left out."""
    values: dict[str, Any] = {name: getattr(question, name) for name in FACETS}
    values |= {
        "q": question.q,
        "scope": question.scope,
        "sort": question.sort,
        "at": question.at,
        "explain": question.explain,
        "page": 1,
    } | changed
    found = [("q", values["q"])]
    found += [(name, value) for name in FACETS for value in values[name]]
    found += [("scope", "all")] if values["scope"] == "all" else []
    found += [("sort", values["sort"])] if values["sort"] != "relevance" else []
    found += [("at", values["at"].isoformat())] if values["at"] else []
    found += [("page", str(values["page"]))] if values["page"] > 1 else []
    found += [("explain", "1")] if values["explain"] else []
    return found


def options(question: SearchRequest, facet: Facet) -> list[Option]:
    chosen = getattr(question, facet.name)
    return [
        Option(
            value.value, value.label_zh, value.label_en, value.count, value.selected,
            urlencode(pairs(question, **{facet.name: tuple(v for v in chosen if v != value.value) if value.selected
                                         else (*chosen, value.value)})),
        )
        for value in facet.values
    ]  # fmt: skip


def address(hit: Hit, day: ReadingDay) -> str:
    """Where a hit is read, at the unit that was named if any."""
    if hit.kind == "case":
        return reverse("case", args=[hit.key])
    fragment = str(hit.facts.get("fragment") or "")
    return reverse("provision", args=[hit.law, hit.key]) + day.query + (f"#{fragment}" if fragment else "")


def _language() -> str:
    return "zh" if (get_language() or "en").startswith("zh") else "en"


def search(request: HttpRequest) -> HttpResponse:
    try:
        day = reading_day(request)
    except BadDay as error:
        return refused(request, 400, sentence=str(error))
    question = asked(request, day)
    answer = ask(question, day.today)
    if (
        answer.jump
        and question.page == 1
        and not question.explain
        and not any(getattr(question, name) for name in FACETS)
    ):
        return redirect(address(answer.jump, day))
    pages = max(1, -(-answer.count // question.page_size))
    context = {
        "day": day,
        "question": question,
        "answer": answer,
        "hits": [(hit, address(hit, day)) for hit in answer.results],
        "places": case_jurisdictions(),
        "kinds": library().type_names,
        "facets": [(facet.name, options(question, facet)) for facet in answer.facets if facet.values],
        "core_query": urlencode(pairs(question, scope="core")),
        "today_query": urlencode(pairs(question, at=None)),
        "all_query": urlencode(pairs(question, scope="all")),
        "sorts": [(sort, urlencode(pairs(question, sort=sort))) for sort in SORTS],
        "without_filters": urlencode([("q", question.q)]),
        "filtered": any(getattr(question, name) for name in FACETS),
        "hidden": [pair for pair in pairs(question) if pair[0] not in ("q", "page")],
        "pages": pages,
        "explain_query": urlencode(pairs(question, page=question.page, explain=not question.explain)),
        "plan": json.dumps(
            {"analysis": answer.account.analysis, "plan": answer.account.plan}, ensure_ascii=False, indent=1
        )
        if answer.account
        else "",
        "previous": urlencode(pairs(question, page=question.page - 1)) if question.page > 1 else "",
        "following": urlencode(pairs(question, page=question.page + 1)) if question.page < pages else "",
        "help_citations": CITATIONS,
        "help_facts": FACTS[_language()],
        "help_words": WORDS[_language()],
        "first": (question.page - 1) * question.page_size + 1,
    }
    return render(request, "search/search.html", context)
