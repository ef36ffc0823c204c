"""Editions and amending instruments in, a law laid in time out: where a source format meets `lawbase.statutes.history`.

A law of which no amending instrument is held is laid by its editions alone (`timeline`). One that has some is computed; what
the computation does not speak of (annexes) is still laid by the editions. If nothing can be computed the law is as it was
without, and the instruments are kept as unapplied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lawbase.citations.names import amended_name, form_of
from lawbase.ingest.corpus.schema import Statute
from lawbase.ingest.parsed import LawNames, ParsedEdition, ParsedProvision
from lawbase.ingest.timeline import DatedEdition, Span, timeline
from lawbase.statutes.history import (
    Applied,
    CannotNumber,
    Edition,
    History,
    Instrument,
    Unread,
    Why,
    Wording,
    compute,
)
from lawbase.statutes.numbers import number_of

ARTICLE = re.compile(r"\d+(-\d+)?")
ITEM = re.compile(r"\d+|full")
AMENDING = ("amendment", "decision")
WITNESSES = ("chinese-markdown",)
"""Adapters of texts that were typed or taken from unofficial copies: believed less than an instrument's own words."""
ORIGINAL = "original"
"""Label of the computed edition before the first instrument held, where no day is known for it."""


@dataclass(frozen=True)
class Sources:
    """One law's editions, and the instruments that amend it: (slug, edition, keys of the items that do; empty for all)."""

    names: LawNames
    entry: Statute | None
    editions: Sequence[DatedEdition]
    instruments: Sequence[tuple[str, DatedEdition, tuple[str, ...]]] = ()


@dataclass(frozen=True)
class Laid:
    """A law in time: its spans, its editions with those computed, and what the computation says (None: there was none)."""

    spans: Mapping[str, list[Span]]
    editions: tuple[DatedEdition, ...]
    history: History | None = None


def amended_laws(names: Mapping[str, tuple[LawNames, Statute | None]]) -> dict[str, str]:
    """Slug of an amending instrument → slug of the law that its title names. Of the laws given only."""
    known: dict[str, str] = {}
    for slug, (law, entry) in names.items():
        if law.jurisdiction == "cn" and law.kind not in AMENDING:
            titles = [law.title, *((entry.title.zh, entry.short_title.zh) if entry else ())]
            for title in titles:
                known.setdefault(form_of(title), slug)
    found = {}
    for slug, (law, _entry) in names.items():
        target = amended_name(law.title) if law.kind in AMENDING and law.jurisdiction == "cn" else None
        if target in known:
            found[slug] = known[target]
    return found


def gather(
    slug: str,
    names: Mapping[str, tuple[LawNames, Statute | None]],
    editions: Mapping[str, Sequence[DatedEdition]],
    targets: Mapping[str, str],
) -> Sources:
    """What is held for the history of the law `slug`."""
    law, entry = names[slug]
    instruments = [(one, _best(editions[one]), ()) for one, target in targets.items() if target == slug]
    for other in entry.other_amendments if entry else ():
        if other.held and editions.get(other.instrument):
            instruments.append((other.instrument, _best(editions[other.instrument]), tuple(other.items)))  # type: ignore[arg-type]
    ordered = sorted(editions[slug], key=lambda dated: dated.order)
    return Sources(law, entry, [_begun_by(dated, instruments) for dated in ordered], instruments)


def _begun_by(
    dated: DatedEdition, instruments: Sequence[tuple[str, DatedEdition, tuple[str, ...]]]
) -> DatedEdition:
    """The edition with the day of effect of the instrument that made it, where the edition has none of its own.

    A consolidated text still states when the law first took effect, not when this text did (KNOWN-DEFECTS).
    """
    if dated.start is not None:
        return dated
    for slug, instrument, items in instruments:
        start = instrument.start or instrument.edition.adopted
        if not items and start and instrument.edition.adopted == edition_day(dated):
            return replace(dated, start=start, made_by=slug, evidence=f"{slug} takes effect on {start}.")
    return dated


def _best(editions: Sequence[DatedEdition]) -> DatedEdition:
    return max(editions, key=lambda dated: dated.priority)


def lay(sources: Sources) -> Laid:
    """The law in time."""
    laid = timeline(sources.editions)
    usable = {
        name_of(dated): dated
        for dated in sources.editions
        if edition_day(dated) and not dated.edition.partial
    }
    if not sources.instruments or not usable:
        return Laid(laid, tuple(sources.editions))
    instruments = [*(_instrument(sources, *one) for one in sources.instruments), *_not_held(sources.entry)]
    editions = sorted(usable.items(), key=lambda pair: pair[1].priority)
    try:
        history = compute(
            [_edition(name, dated) for name, dated in editions],
            instruments,
            first_day(sources),
            _changed(sources.entry),
        )
    except CannotNumber as problem:
        return Laid(laid, tuple(sources.editions), _unapplied(instruments, problem.why))
    spans, computed = _Laying(sources, usable, instruments, history).spans()
    return Laid({**_begun(laid, first_day(sources)), **spans}, (*sources.editions, *computed), history)


def _begun(laid: Mapping[str, list[Span]], first: date | None) -> dict[str, list[Span]]:
    """Spans without a known start begin with the law: no part of it was law before (annexes, which are never amended)."""
    return {
        key: [replace(span, start=first) if span.start is None else span for span in spans]
        for key, spans in laid.items()
    }


def _unapplied(instruments: Iterable[Instrument], problem: Why) -> History:
    """Every item as it stands, none of them applied."""
    return History(
        wordings={},
        applied=tuple(
            Applied(
                Unread(f"{one.slug}:{key}", text.split("\n")[0][:200], problem),
                one.slug,
                one.in_force,
                problem,
            )
            for one in instruments
            for key, text in one.items.items()
        ),
    )


def name_of(dated: DatedEdition) -> str:
    return f"{dated.edition.version} {dated.source.name}"


def edition_day(dated: DatedEdition) -> date | None:
    return dated.observed or dated.edition.adopted


def _edition(name: str, dated: DatedEdition) -> Edition:
    day = edition_day(dated)
    assert day is not None
    return Edition(
        name=name,
        day=day,
        articles={p.key: p.text for p in dated.edition.provisions if ARTICLE.fullmatch(p.key)},
        witness=dated.source.adapter in WITNESSES,
    )


def _instrument(sources: Sources, slug: str, dated: DatedEdition, items: tuple[str, ...]) -> Instrument:
    adopted = dated.edition.adopted or edition_day(dated) or date.min
    called = [sources.names.title, form_of(sources.names.title)]
    if sources.entry:
        called += [sources.entry.title.zh, sources.entry.short_title.zh]
    return Instrument(
        slug=slug,
        title=dated.edition.law.title,
        adopted=adopted,
        # Amendments to the Constitution state no day: they are announced on the day they are adopted.
        in_force=dated.start or adopted,
        items={
            p.key: p.text
            for p in dated.edition.provisions
            if ITEM.fullmatch(p.key) and (not items or p.key in items)
        },
        law_names=tuple(dict.fromkeys(sorted(called, key=len, reverse=True))),
    )


def _not_held(entry: Statute | None) -> list[Instrument]:
    return [
        Instrument(
            other.instrument, other.title.zh, other.adopted, other.in_force or other.adopted, {}, held=False
        )
        for other in (entry.other_amendments if entry else ())
        if not other.held and other.adopted
    ]


def _changed(entry: Statute | None) -> dict[str, list[str]]:
    return {other.instrument: other.changes for other in (entry.other_amendments if entry else ())}


def first_day(sources: Sources) -> date | None:
    """When the law first took effect: the register's oldest edition, if it was not itself made by an amendment."""
    registered = sources.entry.editions[0] if sources.entry and sources.entry.editions else None
    return registered.in_force if registered and not registered.made_by else None


class _Laying:
    """From a history's wordings to spans, each with the edition that prints it or a computed one."""

    def __init__(
        self,
        sources: Sources,
        printed: Mapping[str, DatedEdition],
        instruments: Sequence[Instrument],
        history: History,
    ) -> None:
        self.sources, self.printed, self.history = sources, printed, history
        self.instruments = {one.slug: one for one in instruments}
        self.files = {slug: dated.source for slug, dated, _items in sources.instruments}
        self.newest = max(
            printed.values(), key=lambda dated: (edition_day(dated) or date.min, dated.priority)
        )
        self.days = sorted({one.in_force for one in instruments})
        self.texts = {
            name: {provision.key: provision for provision in dated.edition.provisions}
            for name, dated in printed.items()
        }
        self.newest_texts = self.texts[name_of(self.newest)]
        self.computed: dict[str, DatedEdition] = {}
        self.moved = {(one.old, one.on): one.new for one in history.renumbered if one.whole}

    def spans(self) -> tuple[dict[str, list[Span]], list[DatedEdition]]:
        spans = {key: [self._span(one) for one in rows] for key, rows in self.history.wordings.items()}
        return spans, list(self.computed.values())

    def _span(self, wording: Wording) -> Span:
        made_by = self._made_by(wording)
        if wording.edition:
            dated = self.printed[wording.edition]
            provision = replace(self.texts[wording.edition][wording.key], enacted_by=made_by)
        else:
            dated = self._computed(wording)
            like = self._like(wording)
            provision = ParsedProvision(
                key=wording.key,
                number=number_of(wording.key),
                text=wording.text or "",
                heading=like.heading if like else "",
                toc=like.toc if like else (),
                enacted_by=made_by,
            )
        confirmed = tuple(self.printed[name].source.name for name in wording.confirmed_by)
        return Span(provision, dated, wording.start, wording.end, confirmed)

    def _made_by(self, wording: Wording) -> str:
        made_by = wording.made_by[0] if wording.made_by else ""
        known = self.instruments.get(made_by)
        # An instrument that is not held has no item to name: its title is named.
        return known.title if known else made_by

    def _like(self, wording: Wording) -> ParsedProvision | None:
        """The same article as the newest edition prints it: its place in the law is taken from there."""
        key = self.moved.get((wording.key, wording.end), wording.key) if wording.end else wording.key
        return self.newest_texts.get(key)

    def _computed(self, wording: Wording) -> DatedEdition:
        """The computed edition that begins with the wording's instrument; it is made once."""
        if wording.instrument not in self.computed:
            instrument = self.instruments.get(wording.instrument)
            start = instrument.in_force if instrument else first_day(self.sources)
            self.computed[wording.instrument] = DatedEdition(
                edition=ParsedEdition(
                    law=self.sources.names,
                    version=start.isoformat() if start else ORIGINAL,
                    provisions=(),
                    adopted=instrument.adopted if instrument else None,
                    computed=True,
                ),
                source=self.files.get(wording.instrument, self.newest.source),
                start=start,
                end=next((day for day in self.days if start is None or day > start), None),
                evidence="",
                made_by=instrument.slug if instrument else "",
            )
        return self.computed[wording.instrument]
