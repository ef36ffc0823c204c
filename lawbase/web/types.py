"""The tree of infringement types, and one type."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from lawbase.statutes.reading import NotInLibrary
from lawbase.taxonomy.claims import claims_of_type
from lawbase.taxonomy.literature import statements_on_type
from lawbase.taxonomy.related import terms_of_type
from lawbase.taxonomy.topics import topics_of_type
from lawbase.taxonomy.tree import tree
from lawbase.taxonomy.type_page import read_type, shown_in_cases
from lawbase.web.pages import ReadingDay, page


@page
def type_list(request: HttpRequest, day: ReadingDay) -> HttpResponse:
    return render(request, "types/type_list.html", {"day": day, "nodes": tree(day.at)})


@page
def type_(request: HttpRequest, slug: str, day: ReadingDay) -> HttpResponse:
    read = read_type(slug, day.at)
    if read is None:
        raise NotInLibrary(slug)
    context = {
        "day": day,
        "read": read,
        "type": read.type,
        "shown": shown_in_cases(read),
        "claims": claims_of_type(read.type),
        "statements": statements_on_type(read.type),
        "topics": topics_of_type(read.type),
        "terms": terms_of_type(read.type, get_language() or "en"),
    }
    return render(request, "types/type.html", context)
