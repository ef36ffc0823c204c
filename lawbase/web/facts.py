"""Facts to precedent: a story in, what it may be called and who won before out. Nothing of the story is stored or logged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lawbase.cases.reading import case_jurisdictions
from lawbase.research.facts.answer import Answer, Finding, TooLong, answer
from lawbase.research.facts.classifier import NothingToLearnFrom, learn_ahead
from lawbase.research.facts.elements import Assessed
from lawbase.research.facts.story import LONGEST
from lawbase.statutes.models import Jurisdiction
from lawbase.statutes.reading import day_of
from lawbase.taxonomy.reading import orders_linked

CLAIMS_OF_AN_ORDER = 3
TYPES_WITH_CLAIMS = 3


@dataclass(frozen=True)
class Choice:
    """A legal order that may be asked about."""

    place: Jurisdiction
    chosen: bool


@dataclass(frozen=True)
class OrderOfClaims:
    """The first claims of a type in one legal order."""

    place: Jurisdiction
    claims: tuple[Assessed, ...]
    more: int


@dataclass(frozen=True)
class Row:
    """A finding as it is shown."""

    finding: Finding
    orders: tuple[OrderOfClaims, ...]


@dataclass(frozen=True)
class Asked:
    """What the form holds. `fault` is a sentence for the reader; then nothing is answered."""

    story: str
    at: str
    day: date | None
    orders: tuple[str, ...]
    fault: str = ""


# Nothing is changed by this view and nobody is signed in, so a forged request could do no harm; without a token the box on the
# home page needs no cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest) -> HttpResponse:
    """A short story may stand in the address (`?story=`); the form sends by POST, so that it stands in no history."""
    asked = _read(request.POST if request.method == "POST" else request.GET)
    found, fault = None, asked.fault
    if not asked.story:
        learn_ahead()
    if asked.story and not fault:
        try:
            found = answer(asked.story, asked.day, asked.orders)
        except TooLong as error:
            fault = _("The story has %(n)s characters; shorten it to %(most)s.") % {
                "n": error.length,
                "most": LONGEST,
            }
        except NothingToLearnFrom:
            fault = _("The library does not hold enough cases yet to compare a story with.")
    places = case_jurisdictions()
    response = render(
        request,
        "facts/facts.html",
        {
            "asked": asked,
            "fault": fault,
            "found": found,
            "rows": _rows(found) if found else (),
            "places": places,
            "choices": [
                Choice(places[code], code in asked.orders) for code in orders_linked() if code in places
            ],
            "longest": LONGEST,
        },
        status=400 if fault else 200,
    )
    response["Cache-Control"] = "no-store"
    return response


def _read(query: QueryDict) -> Asked:
    story = query.get("story", "").replace("\x00", "").replace("\r\n", "\n").strip()
    written = query.get("at", "").strip()[:40]
    day = day_of(written) if written else None
    known = set(orders_linked())
    orders = tuple(code for code in dict.fromkeys(query.getlist("jurisdiction")) if code in known)
    fault = ""
    if written and day is None:
        fault = _(
            "“%(asked)s” is not a day this library can read on. Write it as year-month-day, for example 2021-11-01."
        ) % {"asked": written}
    return Asked(story, written, day, orders, fault)


def _rows(found: Answer) -> tuple[Row, ...]:
    return tuple(
        Row(finding, tuple(_by_order(finding.claims)) if number < TYPES_WITH_CLAIMS else ())
        for number, finding in enumerate(found.findings)
    )


def _by_order(claims: Iterable[Assessed]) -> Iterable[OrderOfClaims]:
    for _code, group in groupby(claims, key=lambda row: row.pleading.claim.jurisdiction_id):
        own = tuple(group)
        yield OrderOfClaims(
            own[0].pleading.claim.jurisdiction,
            own[:CLAIMS_OF_AN_ORDER],
            max(len(own) - CLAIMS_OF_AN_ORDER, 0),
        )
