"""The list of topics, and one topic with both systems side by side."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lawbase.statutes.reading import NotInLibrary
from lawbase.taxonomy.topics import Compared, Side, read_topic, topic_list
from lawbase.web.marking import Excerpt, excerpt
from lawbase.web.pages import ReadingDay, page


@dataclass(frozen=True)
class Half:
    """One side of a pair as it is shown: with its words among those around them."""

    side: Side
    excerpt: Excerpt | None


@dataclass(frozen=True)
class Row:
    found: Compared
    a: Half
    b: Half | None


def rows_of(pairs: tuple[Compared, ...]) -> list[Row]:
    """Pairs as they are shown. Their versions need their text."""
    return [
        Row(
            found,
            Half(found.a, excerpt(found.a)),
            Half(found.b, excerpt(found.b)) if found.b else None,
        )
        for found in pairs
    ]


@page
def topics(request: HttpRequest, day: ReadingDay) -> HttpResponse:
    return render(request, "topics/topics.html", {"day": day, "entries": topic_list()})


@page
def topic(request: HttpRequest, slug: str, day: ReadingDay) -> HttpResponse:
    read = read_topic(slug, day.at)
    if read is None:
        raise NotInLibrary(slug)
    context = {"day": day, "read": read, "topic": read.topic, "rows": rows_of(read.pairs)}
    return render(request, "topics/topic.html", context)
