"""The glossary: every term with its definition, where the law defines it, and its false friend."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from lawbase.taxonomy.glossary import glossary as read_glossary
from lawbase.web.pages import ReadingDay, page


@page
def glossary(request: HttpRequest, day: ReadingDay) -> HttpResponse:
    entries = read_glossary(day.at, (get_language() or "en").startswith("zh"))
    return render(request, "glossary/glossary.html", {"day": day, "entries": entries})
