"""What changed: two wordings of a provision beside each other, and the changes in a law since a day."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lawbase.statutes import reading
from lawbase.web.pages import BadDay, ReadingDay, page, refused, stated_day

FIVE_YEARS = timedelta(days=5 * 365)


@page
def difference(request: HttpRequest, slug: str, key: str, day: ReadingDay) -> HttpResponse:
    """`?from=` and `?to=` are days; `?was=` is the provision's number on the first, where that was another."""
    try:
        first, then = _asked(request, "from"), _asked(request, "to") or day.today
        if first is None:
            raise BadDay(_("Two texts are compared by their days: give the first as ?from=2015-10-31."))
    except BadDay as error:
        return refused(request, 400, sentence=str(error))
    read = reading.compare_days(slug, key, first, then, request.GET.get("was", "").strip())
    columns = request.GET.get("view") == "columns"
    context = {
        "day": day, "read": read, "law": read.later.provision.law, "provision": read.later.provision, "columns": columns,
        "query": f"from={first.isoformat()}&to={then.isoformat()}"
        + (f"&was={read.earlier.provision.key}" if read.earlier.provision != read.later.provision else ""),
    }  # fmt: skip
    return render(request, "changes/difference.html", context)


@page
def law_changes(request: HttpRequest, slug: str, day: ReadingDay) -> HttpResponse:
    """`?since=` is a day; without one, the last five years."""
    try:
        since = _asked(request, "since") or day.today - FIVE_YEARS
    except BadDay as error:
        return refused(request, 400, sentence=str(error))
    read = reading.law_changes(slug, since)
    return render(
        request, "changes/law_changes.html", {"day": day, "read": read, "law": read.law, "since": since}
    )


def _asked(request: HttpRequest, name: str) -> date | None:
    """The day in the parameter `name`, None without one. Raises `BadDay`."""
    asked = request.GET.get(name, "").strip()
    return stated_day(asked) if asked else None
