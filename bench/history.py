"""Law in time: computing every history afresh, and what an as-of search costs against the same search for today."""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings

from bench.searching import QUESTIONS, SEED, provision_request
from bench.timing import milliseconds, stard, summary
from lawbase.ingest.library import package_database
from lawbase.ingest.reconcile import reconcile
from lawbase.search.service import search

PAST = date(2015, 10, 31)


def measure() -> dict[str, Any]:
    started = time.perf_counter()
    laws = list(reconcile(settings.LAWBASE_TEXTS, package_database(), settings.LAWBASE_CORPUS))
    whole = time.perf_counter() - started
    return {
        "laws with a computed history": len(laws),
        "computing all histories, s (below 20)": round(sum(law.seconds for law in laws), 1),
        "  with reading every source, s": round(whole, 1),
        **_as_of(),
    }


def _as_of() -> dict[str, Any]:
    """The same searches for a past day and for today, turn by turn, so that the machine's mood is shared."""
    questions = stard()
    if not questions:
        return {"as-of search": "skipped: ../shared/corpus/eval is not beside the project"}
    sample = random.Random(SEED).sample(questions, QUESTIONS)
    for question in sample[:20]:
        search(provision_request(question["query"]))
    then, now = [], []
    for place, question in enumerate(sample):
        request = provision_request(question["query"])
        both = [(now, request), (then, replace(request, at=PAST))]
        # The first of two like searches finds nothing ready: each goes first as often as the other.
        for times, asked in both if place % 2 else reversed(both):
            times.append(milliseconds(lambda asked=asked: search(asked)))
    return {
        "search for today": summary(now),
        f"search as of {PAST}": summary(then),
        "  as of / today at the median (at most 1.2)": round(
            statistics.median(then) / statistics.median(now), 2
        ),
    }
