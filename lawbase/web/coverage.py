"""What is held and what is missing, and how far fetching has come."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lawbase.cases.reading import held_cases
from lawbase.statutes.coverage import coverage as read_coverage
from lawbase.taxonomy.coverage import editors_coverage
from lawbase.taxonomy.reading import link_count


@dataclass(frozen=True)
class Progress:
    """How far `manage.py fetch` has come, as it wrote it down."""

    state: str
    done: int
    total: int
    current: str
    message: str
    updated: str


def progress() -> Progress | None:
    """The last word of the fetch command; None if it never ran or its note cannot be read."""
    try:
        note = json.loads((settings.LAWBASE_DATA / "fetch-progress.json").read_text(encoding="utf-8"))
        return Progress(
            state=str(note["state"]),
            done=int(note.get("done") or 0),
            total=int(note.get("total") or 0),
            current=str(note.get("current") or ""),
            message=str(note.get("message") or ""),
            updated=str(note.get("updated") or ""),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def coverage(request: HttpRequest) -> HttpResponse:
    context = {
        "held": read_coverage(),
        "cases": held_cases(),
        "links": link_count(),
        "editors": editors_coverage(),
        "progress": progress(),
    }
    return render(request, "coverage/coverage.html", context)
