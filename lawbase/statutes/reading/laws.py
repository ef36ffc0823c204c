"""The list of laws, one law as of a day, and figures of what is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from lawbase.statutes.contents import Entry, Heading, contents
from lawbase.statutes.models import Jurisdiction, Law, LawVersion, ProvisionVersion
from lawbase.statutes.reading.days import NotInLibrary, ended_by, gap_on, is_law_on


@dataclass(frozen=True)
class LawGroup:
    """The laws of one kind in one jurisdiction. `kind` is its name in the reader's language."""

    jurisdiction: Jurisdiction
    kind: str
    laws: tuple[Law, ...]


@dataclass(frozen=True)
class LawPage:
    law: Law
    at: date
    day: date
    """The day of the words shown: `at`, or the last day of a law that had ceased by then."""
    entries: tuple[Entry, ...]
    contents: tuple[Heading, ...]
    editions: tuple[LawVersion, ...]
    edition: LawVersion | None
    """The edition in force on the day, as far as dates are known; else the newest."""
    days: tuple[date, ...]
    """The days on which any provision's words changed, in order."""
    begun: date | None
    """Before this day none of its words held were law, as far as is known; None where a start is open."""
    changes_after: date | None
    """The first change after `at`: what is shown is older than that."""

    @property
    def outdated(self) -> tuple[LawVersion, ...]:
        """The editions shown that are known to lack later changes."""
        shown = {entry.version.law_version_id for entry in self.entries if entry.version}
        return tuple(row for row in self.editions if row.pk in shown and row.outdated_en)

    @property
    def future_count(self) -> int:
        return sum(entry.future for entry in self.entries)

    @property
    def unheld_count(self) -> int:
        return sum(entry.version is None or not entry.version.text_held for entry in self.entries)


def law_groups(core_only: bool = True) -> list[LawGroup]:
    """The laws by jurisdiction and kind, in the core library's order. One query."""
    laws = Law.objects.select_related("jurisdiction").order_by(
        "jurisdiction__order", "core_order", "title_zh", "slug"
    )
    if core_only:
        laws = laws.filter(core=True)
    kinds = {kind: place for place, kind in enumerate(Law.Kind.values)}
    ordered = sorted(
        laws, key=lambda law: (law.jurisdiction.order, law.jurisdiction_id, kinds.get(law.kind, 99))
    )
    return [
        LawGroup(group[0].jurisdiction, group[0].get_kind_display(), tuple(group))
        for _key, rows in groupby(ordered, key=lambda law: (law.jurisdiction_id, law.kind))
        if (group := list(rows))
    ]


def get_law(slug: str) -> Law:
    """One query. Raises `NotInLibrary`."""
    law = Law.objects.select_related("jurisdiction").filter(slug=slug).first()
    if law is None:
        raise NotInLibrary(slug)
    return law


def read_law(slug: str, at: date) -> LawPage:
    """A law with all its provisions as of `at`. Four queries. Raises `NotInLibrary`.

    A provision that is not law on `at` is left out, unless it is yet to come (`Entry.future`) or no text of it is held, at
    all or of that day.
    """
    law = get_law(slug)
    versions = list(
        ProvisionVersion.objects.current()
        .filter(provision__law=law)
        .select_related("law_version")
        .order_by("provision__sort", "valid_from")
        .defer("text_sha256", "corrections", "law_version__preamble", "law_version__notes")
    )
    day = _last_day(versions, at)
    by_provision: dict[int, list[ProvisionVersion]] = {}
    for row in versions:
        by_provision.setdefault(row.provision_id, []).append(row)
    entries = []
    for provision in law.provisions.order_by("sort"):
        provision.law = law
        held = by_provision.get(provision.pk, [])
        version, future = _of_day(held, day)
        unheld = gap_on(held, day)
        if version is not None or unheld or not any(row.text_held for row in held):
            entries.append(Entry(provision, version, future=future, unheld=unheld))
    headings, placed = contents(entries)
    editions = tuple(law.versions.select_related("source").order_by("in_force_from", "version"))
    days = tuple(sorted({row.valid_from for row in versions if row.valid_from}))
    ends = {row.valid_to for row in versions if row.valid_to}
    return LawPage(
        law=law,
        at=at,
        day=day,
        entries=placed,
        contents=headings,
        editions=editions,
        edition=_edition(editions, day),
        days=days,
        begun=min(starts) if (starts := [row.earliest for row in versions]) and all(starts) else None,  # type: ignore[type-var]
        changes_after=min((day for day in {*days, *ends} if day > at), default=None),
    )


def _last_day(versions: Sequence[ProvisionVersion], at: date) -> date:
    """`at`, but for a law of which every word had ceased by then its last day: a repealed law is still read."""
    ends = [row.valid_to for row in versions]
    last = max((end for end in ends if end), default=None)
    return last - timedelta(days=1) if last and last <= at and all(ends) else at


def _of_day(versions: Sequence[ProvisionVersion], at: date) -> tuple[ProvisionVersion | None, bool]:
    """The version that is law on `at`; failing that the first one still to come (then True)."""
    for version in versions:
        if is_law_on(version, at):
            return version, False
    coming = [row for row in versions if row.valid_from and row.valid_from > max(at, date.today())]
    return (coming[0], True) if coming and not any(ended_by(row, at) for row in versions) else (None, False)


def _edition(editions: Sequence[LawVersion], at: date) -> LawVersion | None:
    begun = [row for row in editions if row.in_force_from is None or row.in_force_from <= at]
    known = begun or list(editions)
    return known[-1] if known else None


@dataclass(frozen=True)
class Held:
    """Figures of what is held, for the home and coverage pages."""

    laws: int = 0
    core_laws: int = 0
    provisions: int = 0
    by_family: dict[str, int] = field(default_factory=dict)
    """Core laws by family (`cn`, `us`)."""


def held() -> Held:
    """One query."""
    rows = list(Law.objects.values_list("jurisdiction_id", "core", "provision_count"))
    families: dict[str, int] = {}
    for code, core, _count in rows:
        if core:
            families[code.split("-")[0]] = families.get(code.split("-")[0], 0) + 1
    return Held(
        len(rows), sum(core for _code, core, _count in rows), sum(count for *_rest, count in rows), families
    )
