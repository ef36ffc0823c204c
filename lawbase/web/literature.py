"""The list of literature, and one work with what it says."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lawbase.statutes.reading import NotInLibrary
from lawbase.taxonomy.literature import read_work
from lawbase.taxonomy.literature import works as read_works
from lawbase.web.pages import ReadingDay, page


@page
def works(request: HttpRequest, day: ReadingDay) -> HttpResponse:
    return render(request, "literature/works.html", {"day": day, "works": read_works()})


@page
def work(request: HttpRequest, slug: str, day: ReadingDay) -> HttpResponse:
    read = read_work(slug)
    if read is None:
        raise NotInLibrary(slug)
    return render(request, "literature/work.html", {"day": day, "read": read, "work": read.work})
