"""What every page has in common: the day read on, answers that need not be sent twice, and helpful refusals."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lawbase.statutes.models import LibraryState
from lawbase.statutes.reading import NotInLibrary, day_of

View = Callable[..., HttpResponseBase]
STARTED = time.time_ns()
"""Templates and code may differ after a restart: a page is only as old as the process that made it."""


@dataclass(frozen=True)
class ReadingDay:
    """The day a page is read on. `asked` says whether the reader chose it; `query` carries it into links."""

    at: date
    today: date
    asked: bool

    @property
    def standing(self) -> str:
        """`past` or `future` for a day that the reader chose, empty for today."""
        return "" if not self.asked else "past" if self.at < self.today else "future"

    @property
    def query(self) -> str:
        return f"?at={self.at.isoformat()}" if self.asked else ""


class BadDay(ValueError):
    """`?at=` is not a day. `str()` is a sentence for the reader."""


def reading_day(request: HttpRequest) -> ReadingDay:
    """The day in `?at=YYYY-MM-DD`; today without one. Raises `BadDay`."""
    today = date.today()
    asked = request.GET.get("at", "").strip()
    if not asked:
        return ReadingDay(today, today, False)
    at = stated_day(asked)
    return ReadingDay(at, today, at != today)


def stated_day(asked: str) -> date:
    """The day written in an address. Raises `BadDay`."""
    at = day_of(asked)
    if at is None:
        raise BadDay(
            _(
                "“%(asked)s” is not a day this library can read on. Write it as year-month-day, for example 2021-11-01."
            )
            % {"asked": asked[:40]}
        )
    return at


def page(view: View) -> View:
    """Wrap a view that shows the library: 400 for a wrong day, 404 with neighbours, 304 while nothing stored has changed.

    The view receives `day` and raises `NotInLibrary`. One query.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            day = reading_day(request)
        except BadDay as error:
            return refused(request, 400, sentence=str(error))
        etag = _etag(request, day.today)
        if (unchanged := get_conditional_response(request, etag)) is not None:
            return unchanged
        try:
            response = view(request, *args, day=day, **kwargs)
        except NotInLibrary as error:
            return refused(request, 404, missing=error)
        if response.status_code == 200:
            response["ETag"] = etag
            response["Cache-Control"] = "private, no-cache"
        return response

    return shown


def _etag(request: HttpRequest, today: date) -> str:
    parts = (LibraryState.current(), STARTED, today, get_language(), request.get_full_path())
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def refused(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """A page that says why there is nothing to show and what to do instead."""
    return render(request, f"web/{status}.html", context, status=status)
