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


def quoted(quotes: Sequence[Quote], start: date | None, end: date | None, at: date) -> Quoted | None:
    """The quotation on `at` of a statement made for `start` to `end`; None if it is not made for that day.

    A text that is enacted and not yet law is shown to a reader of today, marked as such.
    """
    if not quotes:
        return Quoted("", None, False) if stated(start, end, at) else None
    on_day = [quote for quote in quotes if stated(quote.version.earliest, quote.version.valid_to, at)]
    if on_day and stated(start, end, at):
        version = on_day[0].version
        coming = version.valid_from is not None and version.valid_from > date.today()
        return Quoted(on_day[0].text, version, coming)
    if at >= date.today() and not on_day:
        for quote in quotes:
            if quote.version.valid_from and quote.version.valid_from > at:
                return Quoted(quote.text, quote.version, True)
    return None
