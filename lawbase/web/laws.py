"""The list of laws, and one law."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lawbase.statutes.contents import Entry, Heading
from lawbase.statutes.reading import LawPage, held, law_groups, lines_of, read_law
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
    context = {"day": day, "read": read, "law": read.law, "articles": articles, "listed": listed(read)}
    return render(request, "laws/law.html", context)


def listed(read: LawPage) -> list[tuple[Heading, list[Entry]]]:
    """The law's own headings, each with the provisions directly beneath it that have a heading of the editors."""
    beneath: dict[str, list[Entry]] = {heading.anchor: [] for heading in read.contents}
    anchor = ""
    for entry in read.entries:
        anchor = entry.headings[-1].anchor if entry.headings else anchor
        if anchor and entry.provision.heading:
            beneath[anchor].append(entry)
    return [(heading, beneath[heading.anchor]) for heading in read.contents]
