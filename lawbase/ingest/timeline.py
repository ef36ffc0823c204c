"""Editions in, dated versions out.

An edition says what a law's provisions read at one time. `timeline()` lays the editions of one law in order and yields,
for each provision, the spans during which the sources show one wording. Four rules, all of them cautious:

1. Words that are the same in two editions (letters and digits; spacing and punctuation do not make a new version) hold
   from the earlier edition's start to the later one's end.
2. Words that differ between two editions change on the later edition's start only where the earlier edition is known to
   have lasted until then. Otherwise the days in between are left without a version: a gap is shown, not guessed.
3. An edition made by an amending act does not date the words that the act left alone: without an earlier edition their
   start is open.
4. An edition whose day of effect no source states is an observation: its words are known for the day it was seen on.
   The newest edition is open at its end; the oldest is open at its start only where nothing states one. A later edition
   that proves its own words for the day of the observation, or since before it, proves the observed ones wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from lawbase.ingest.parsed import ParsedEdition, ParsedProvision, SourceFile

NOT_A_LETTER = re.compile(r"[\W_]+")
DAY_IN_LABEL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def letters(text: str) -> str:
    """Letters and digits only, small and capital alike: what two wordings are compared by."""
    return NOT_A_LETTER.sub("", text).casefold()


def observed_day(version: str) -> date | None:
    """The day an edition label speaks of (`uslm-2023-04` → 2023-04-01), or None."""
    found = DAY_IN_LABEL.search(version)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None


@dataclass(frozen=True)
class DatedEdition:
    """One edition with the dates that the register or the source prove, and where it was read."""

    edition: ParsedEdition
    source: SourceFile
    start: date | None
    """In force from; None where nothing proves it."""
    end: date | None
    evidence: str = ""
    made_by: str = ""
    outdated_zh: str = ""
    outdated_en: str = ""
    """Which later changes it is known to lack."""
    priority: int = 0
    """Among sources of the same edition the higher one gives the words."""

    @property
    def observed(self) -> date | None:
        return observed_day(self.edition.version)

    @property
    def amended(self) -> bool:
        return self.edition.amended or bool(self.made_by)

    @property
    def order(self) -> tuple[date, date, int]:
        day = self.start or self.observed or date.min
        return (day, self.observed or day, self.priority)


@dataclass(frozen=True)
class Span:
    """One wording of one provision, from `start` (inclusive) to `end` (exclusive)."""

    provision: ParsedProvision
    edition: DatedEdition
    start: date | None
    end: date | None
    confirmed_by: tuple[str, ...] = ()
    """Names of further sources with the same words."""
    seen: date | None = None
    """When an edition first showed these words, where several did."""
    notes: tuple[str, ...] = field(default=())


def _end_of(edition: DatedEdition, newer: Sequence[DatedEdition]) -> date | None:
    """Last day (exclusive) that this edition is known for, given the editions after it."""
    if edition.end or not newer:
        return edition.end
    if edition.start is None and edition.observed:
        return edition.observed + timedelta(days=1)
    following = next((later.start for later in newer if later.start), None)
    if edition.start and following and edition.start < following:
        return following
    return (edition.observed or edition.start or following or date.min) + timedelta(days=1)


def _periods(editions: Sequence[DatedEdition]) -> list[tuple[DatedEdition, date | None, date | None]]:
    periods = []
    for index, edition in enumerate(editions):
        newer = [later for later in editions[index + 1 :] if later.order[:2] > edition.order[:2]]
        start = edition.start
        first = not any(earlier.order[:2] < edition.order[:2] for earlier in editions[:index])
        if first and edition.amended:
            start = None
        elif start is None and not first:
            start = edition.observed
        periods.append((edition, start, _end_of(edition, newer)))
    return periods


def timeline(editions: Iterable[DatedEdition]) -> dict[str, list[Span]]:
    """Spans of every provision of one law, oldest first; spans of one provision never overlap.

    A provision that a later complete edition does not have any more ends where that edition starts.
    """
    ordered = sorted(editions, key=lambda edition: edition.order)
    texts = [{provision.key: provision for provision in dated.edition.provisions} for dated in ordered]
    keys = dict.fromkeys(key for provisions in reversed(texts) for key in provisions)
    periods: dict[tuple[int, ...], list[tuple[DatedEdition, date | None, date | None]]] = {}
    spans: dict[str, list[Span]] = {}
    for key in keys:
        # A partial edition says nothing about the provisions that it leaves out.
        speaking = tuple(i for i, dated in enumerate(ordered) if key in texts[i] or not dated.edition.partial)
        if speaking not in periods:
            periods[speaking] = _periods([ordered[i] for i in speaking])
        laid: list[Span] = []
        for i, (edition, start, end) in zip(speaking, periods[speaking], strict=True):
            provision = texts[i].get(key)
            if provision is not None:
                _lay(laid, Span(provision, edition, provision.valid_from or start, provision.valid_to or end))
            elif laid and start and laid[-1].end is None:
                laid[-1] = replace(laid[-1], end=start)
        spans[key] = [span for span in laid if _lasts(span)]
    return spans


def _lasts(span: Span) -> bool:
    return span.start is None or span.end is None or span.start < span.end


def _proves(new: Span, last: Span) -> bool:
    """Whether `new` states since when its words are law, and `last`, of unknown start, was first seen on that day or later."""
    stated, seen = new.provision.valid_from, last.seen or last.edition.observed
    return last.start is None and stated is not None and seen is not None and stated <= seen


def _lay(laid: list[Span], new: Span) -> None:
    """Put one more wording behind those already laid: merge with the same words, cut the one before."""
    if not laid:
        laid.append(new)
        return
    last = laid[-1]
    if letters(last.provision.text) == letters(new.provision.text):
        end = None if new.end is None or last.end is None else max(last.end, new.end)
        # The newer edition's print is the better one (headings, paragraphs), unless a better source said the same.
        keep = last if last.edition.priority > new.edition.priority and last.start == new.start else new
        other = new if keep is last else last
        laid[-1] = replace(
            keep,
            provision=replace(
                keep.provision,
                enacted_by=last.provision.enacted_by or new.provision.enacted_by,
                not_before=last.provision.not_before or new.provision.not_before,
            ),
            start=new.start if _proves(new, last) else last.start,
            end=end,
            confirmed_by=(*last.confirmed_by, other.edition.source.name),
            seen=last.seen or last.edition.observed,
        )
        return
    if new.start is not None and new.start == last.start and last.end in (new.end, None):
        # Two sources of one edition with different words: the one laid last has the higher priority.
        laid[-1] = replace(new, notes=(f"{last.edition.source.name} has other words.",))
        return
    if _proves(new, last):
        laid[-1] = replace(new, notes=(f"{last.edition.source.name} has other words.",))
        return
    if last.end is None or (new.start is not None and last.end > new.start):
        last = replace(last, end=new.start)
        laid[-1] = last
    laid.append(new)
