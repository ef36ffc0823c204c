"""The list of cases with its filters, and one case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lawbase.cases.reading import (
    CaseFilter,
    Scope,
    case_jurisdictions,
    digest_of_text,
    find_cases,
    read_case,
)
from lawbase.statutes.reading import NotInLibrary
from lawbase.taxonomy.literature import statements_on_case
from lawbase.taxonomy.reading import cases_of_type, type_counts, types_of_cases
from lawbase.web.pages import ReadingDay, page
from lawbase.web.vocabulary import WORDS, term, word

FILTERS = ("jurisdiction", "kind", "type", "year")


@dataclass(frozen=True)
class Choice:
    """A filter value: `query` is the address with it chosen, or, if it is chosen, without it."""

    label: str
    count: int
    chosen: bool
    query: str
    deep: int = 0


@page
def case_list(request: HttpRequest, day: ReadingDay) -> HttpResponse:
    asked = {name: request.GET.get(name, "").strip()[:80] for name in FILTERS}
    scope: Scope = "all" if request.GET.get("scope") == "all" else "core"
    wanted = CaseFilter(asked["jurisdiction"], asked["kind"], asked["year"], scope)
    among = cases_of_type(asked["type"]) if asked["type"] else None
    number = request.GET.get("page", "1")
    found = find_cases(wanted, among, int(number) if number.isdecimal() and len(number) < 6 else 1)
    kept = {name: value for name, value in asked.items() if value} | (
        {"scope": "all"} if scope == "all" else {}
    )

    def choices(name: str, values: Iterable[tuple[str, str, int, int]]) -> list[Choice]:
        rest = {key: value for key, value in kept.items() if key != name}
        return [
            Choice(
                label,
                count,
                value == asked[name],
                urlencode(rest if value == asked[name] else rest | {name: value}),
                deep,
            )
            for value, label, count, deep in values
        ]

    places = case_jurisdictions()
    counts = found.counts
    types = type_counts(found.matching)
    facets = {
        "jurisdiction": choices("jurisdiction", (
            (code, row.name, counts["jurisdiction"][code], int("-" in code))
            for code, row in places.items() if code in counts["jurisdiction"])),
        "kind": choices("kind", (
            (kind, word("kind", kind), count, 0)
            for kind, count in sorted(counts["kind"].items(), key=lambda item: -item[1]) if kind)),
        "type": choices("type", ((row.slug, row.name, count, row.depth) for row, count in types)),
        "year": choices("year", (
            (year, year, count, 0) for year, count in sorted(counts["year"].items(), reverse=True) if year)),
    }  # fmt: skip
    context = {
        "day": day,
        "found": found,
        "facets": facets,
        "types": types_of_cases(case.pk for case in found.cases),
        "scope": scope,
        "kept": kept,
        "core_query": urlencode({key: value for key, value in kept.items() if key != "scope"}),
        "all_query": urlencode(kept | {"scope": "all"}),
        "page_query": urlencode(kept),
    }
    return render(request, "cases/case_list.html", context)


@page
def case(request: HttpRequest, slug: str, day: ReadingDay) -> HttpResponse:
    read = read_case(slug)
    if read is None:
        if matter := digest_of_text(slug):
            return redirect("case", matter, permanent=True)
        raise NotInLibrary(slug)
    outcome = read.case.outcome or {}
    context = {
        "day": day,
        "read": read,
        "case": read.case,
        "types": types_of_cases([read.case.pk]).get(read.case.pk, []),
        "statements": statements_on_case(read.case),
        "figures": [
            (name, outcome[name], f"outcome.{name}")
            for name in WORDS["outcome"]
            if outcome.get(name) is not None
        ],
        "categories": [term("information", code) for code in read.case.information_categories],
        "remedies": [term("remedies", code) for code in read.case.remedies],
    }
    return render(request, "cases/case.html", context)
