"""Which of a statement's quotations is read on a day: one rule for links, pairs and definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lawbase.statutes.models import ProvisionVersion
from lawbase.taxonomy.models import LinkQuote, PairQuote, TermQuote

Quote = LinkQuote | PairQuote | TermQuote
EDITION_UNREAD = tuple(f"version__law_version__{name}" for name in ("preamble", "notes", "evidence"))
"""Columns of a quotation's edition that no reader of quotations needs."""


@dataclass(frozen=True)
class Quoted:
    """The words on a day (empty where no text is held) and the version they stand in. `future`: not yet law today."""

    text: str
    version: ProvisionVersion | None
    future: bool


def stated(start: date | None, end: date | None, day: date) -> bool:
    """Whether something stated from `start` (inclusive) to `end` (exclusive) is stated for `day`; null is open."""
    return (start is None or start <= day) and (end is None or end > day)


def which(
    spans: Sequence[tuple[date | None, date | None]], start: date | None, end: date | None, at: date
) -> int | None:
    """Which of the versions quoted (as days from and to) is read on `at`, of a statement made for `start` to `end`.

    None if none is. A text that is enacted and not yet law is read by a reader of today.
    """
    on_day = next((place for place, span in enumerate(spans) if stated(*span, at)), None)
    if on_day is not None:
        return on_day if stated(start, end, at) else None
    if at >= date.today():
        return next((place for place, (begins, _to) in enumerate(spans) if begins and begins > at), None)
    return None


def quoted(quotes: Sequence[Quote], start: date | None, end: date | None, at: date) -> Quoted | None:
    """The quotation on `at` of a statement made for `start` to `end`; None if it is not made for that day."""
    if not quotes:
        return Quoted("", None, False) if stated(start, end, at) else None
    spans = [(quote.version.earliest, quote.version.valid_to) for quote in quotes]
    place = which(spans, start, end, at)
    if place is None:
        return None
    version = quotes[place].version
    coming = version.valid_from is not None and version.valid_from > date.today()
    return Quoted(quotes[place].text, version, coming)
