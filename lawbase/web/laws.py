"""The list of laws, and one law."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lawbase.statutes.reading import held, law_groups, lines_of, read_law
from lawbase.web.pages import ReadingDay, page


@page
def law_list(request: HttpRequest, day: ReadingDay) -> HttpResponse:
    everything = request.GET.get("scope") == "all"
    groups = law_groups(core_only=not everything)
    places = [(place, list(found)) for place, found in groupby(groups, key=lambda group: group.jurisdiction)]
    return render(
        request,
        "laws/law_list.html",
        {"day": day, "places": places, "everything": everything, "held": held()},
    )


@page
def law(request: HttpRequest, slug: str, day: ReadingDay) -> HttpResponse:
    read = read_law(slug, day.at)
    articles = [
        (entry, lines_of(entry.version.text, read.law.lang) if entry.version else ())
        for entry in read.entries
    ]
    return render(request, "laws/law.html", {"day": day, "read": read, "law": read.law, "articles": articles})
