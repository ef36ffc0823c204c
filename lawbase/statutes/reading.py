"""Reading statutes as of a day: the list of laws, one law, one provision.

Pages and API read through here, so both say the same. Each function makes a constant number of queries, named in its docstring.
`at` is the day read on. An unknown start counts as before any day (`ProvisionVersionQuerySet.as_of`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from django.db.models.functions import Substr

from lawbase.statutes.contents import Entry, Heading, contents
from lawbase.statutes.models import Jurisdiction, Law, LawVersion, Provision, ProvisionVersion
from lawbase.statutes.numbers import sort_key
from lawbase.statutes.units import units_of

State = Literal["in-force", "past", "future", "not-yet", "ended", "not-held"]
"""What a provision is on the day read:

`in-force` law on that day, and nothing has replaced it since; `past` law on that day, but other words are law today (or none);
`future` enacted, not yet law today; `not-yet` it did not exist that day; `ended` it had ceased; `not-held` no text is held.
"""
UNDATED_STATES: dict[str, State] = {Law.Status.REPEALED: "ended", Law.Status.FUTURE: "future"}
AROUND = 4
"""Neighbours shown on each side."""
IDENT = re.compile(r"[a-z0-9-]+:\S+")


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
    changes_after: date | None
    """The first change after `at`: what is shown is older than that."""

    @property
    def future_count(self) -> int:
        return sum(entry.future for entry in self.entries)

    @property
    def unheld_count(self) -> int:
        return sum(entry.version is None for entry in self.entries)


@dataclass(frozen=True)
class Mark:
    """An enumerator as printed, and its fragment on the page; empty where an earlier line has that."""

    label: str
    anchor: str


@dataclass(frozen=True)
class Line:
    """A line of a provision's text as it is printed: its marks ((a)(1) where they stand together), its words."""

    marks: tuple[Mark, ...]
    text: str
    depth: int


@dataclass(frozen=True)
class Enactment:
    """What made a version: the amending item, linked where the library holds it, else its name as recorded."""

    name: str
    law: Law | None = None
    key: str = ""


@dataclass(frozen=True)
class Dated:
    """One version on the timeline."""

    version: ProvisionVersion
    shown: bool
    current: bool
    """Law today."""
    future: bool
    enactment: Enactment | None

    @property
    def at(self) -> date | None:
        """The day to ask for to read it; None asks for today."""
        if self.current:
            return None
        if self.version.valid_from is not None:
            return self.version.valid_from
        return self.version.valid_to - timedelta(days=1) if self.version.valid_to else None


@dataclass(frozen=True)
class Neighbour:
    """A provision printed near the one read, with its heading on that day; its first words where it has none."""

    provision: Provision
    heading: str
    incipit: str


@dataclass(frozen=True)
class ProvisionPage:
    provision: Provision
    at: date
    day: date
    """The day on which the shown words are law: `at`, unless a future or ended text is shown."""
    state: State
    version: ProvisionVersion | None
    lines: tuple[Line, ...]
    versions: tuple[Dated, ...]
    before: tuple[Neighbour, ...]
    after: tuple[Neighbour, ...]
    """The provisions printed around it, nearest last and nearest first."""

    @property
    def previous(self) -> Neighbour | None:
        return self.before[-1] if self.before else None

    @property
    def next(self) -> Neighbour | None:
        return self.after[0] if self.after else None

    @property
    def law(self) -> Law:
        return self.provision.law

    @property
    def heading(self) -> str:
        return self.provision.heading or (self.version.heading if self.version else "")

    @property
    def replaced_on(self) -> date | None:
        return self.version.valid_to if self.version else None


class NotInLibrary(LookupError):
    """There is no such law, provision, case or type.

    `law` is set if the law is held; `near` are its provisions beside the one asked for by `key`.
    """

    def __init__(
        self, asked: str, law: Law | None = None, key: str = "", near: Sequence[Provision] = ()
    ) -> None:
        super().__init__(f"The library has no {asked}.")
        self.asked, self.law, self.key, self.near = asked, law, key, tuple(near)


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

    A provision that is not law on `at` is left out, unless it is yet to come (`Entry.future`) or no text of it is held.
    """
    law = get_law(slug)
    versions = list(
        ProvisionVersion.objects.current()
        .filter(provision__law=law)
        .order_by("provision__sort", "valid_from")
        .defer("text_sha256", "corrections")
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
        if version is not None or not any(row.text_held for row in held):
            entries.append(Entry(provision, version, future=future))
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
        if _valid(version, at):
            return version, False
    coming = [row for row in versions if row.valid_from and row.valid_from > max(at, date.today())]
    return (coming[0], True) if coming and not any(_before(row, at) for row in versions) else (None, False)


def _valid(version: ProvisionVersion, day: date) -> bool:
    return (version.valid_from is None or version.valid_from <= day) and (
        version.valid_to is None or version.valid_to > day
    )


def _before(version: ProvisionVersion, day: date) -> bool:
    return version.valid_to is not None and version.valid_to <= day


def _edition(editions: Sequence[LawVersion], at: date) -> LawVersion | None:
    begun = [row for row in editions if row.in_force_from is None or row.in_force_from <= at]
    known = begun or list(editions)
    return known[-1] if known else None


def lines_of(text: str, lang: str) -> tuple[Line, ...]:
    """The units of a text as printed lines; an anchor stands once on a page."""
    seen: set[str] = set()
    lines: list[Line] = []
    waiting: list[Mark] = []
    depth = 0
    for unit in units_of(text, lang) if text else ():
        anchor = "" if unit.continues or unit.fragment in seen else unit.fragment
        seen.add(unit.fragment)
        if not waiting:
            depth = unit.depth
        waiting.append(Mark(unit.label, anchor))
        if unit.text:
            # An enumerator without words of its own is printed before the next one: "(a)(1) A consumer …".
            lines.append(Line(tuple(waiting), unit.text, depth))
            waiting = []
    return (*lines, *([Line(tuple(waiting), "", depth)] if waiting else []))


def read_provision(slug: str, key: str, at: date, today: date | None = None) -> ProvisionPage:
    """A provision as of `at` with its versions and neighbours. Six queries, whatever it says and however old it is.

    Raises `NotInLibrary` with the nearest provisions of the law.
    """
    today = today or date.today()
    provision = Provision.objects.select_related("law__jurisdiction").filter(law__slug=slug, key=key).first()
    if provision is None:
        law = get_law(slug)
        raise NotInLibrary(f"{slug}:{key}", law, key, _nearest(law, key))
    versions = list(provision.versions.current().select_related("law_version__source").order_by("valid_from"))
    version, state, day = _reading(provision.law, versions, at, today)
    before, after = _around(provision, day)
    return ProvisionPage(
        provision=provision,
        at=at,
        day=day,
        state=state,
        version=version,
        lines=lines_of(version.text, provision.law.lang) if version else (),
        versions=_timeline(versions, version, today),
        before=before,
        after=after,
    )


def _reading(
    law: Law, versions: Sequence[ProvisionVersion], at: date, today: date
) -> tuple[ProvisionVersion | None, State, date]:
    """Which words to show for `at`, what they are, and the day they are law on.

    A text still to come is shown to a reader of today, a text that has ceased to a reader of any later day: both are what a
    reader looks for. A day before the first version shows no words, for then there was no such law.
    """
    held = [row for row in versions if row.text_held]
    if not held:
        return None, "not-held", at
    for row in held:
        if _valid(row, at):
            if row.valid_from and row.valid_from > today:
                return row, "future", at
            if at >= today and law.status in UNDATED_STATES:
                # The register knows that the law has ceased, or is to come, but no source gives the day.
                return row, UNDATED_STATES[law.status], at
            return row, "in-force" if _valid(row, today) else "past", at
    ended = [row for row in held if _before(row, at)]
    if ended and ended[-1].valid_to is not None:
        return ended[-1], "ended", ended[-1].valid_to - timedelta(days=1)
    first = held[0]
    if at >= today and first.valid_from is not None:
        return first, "future", first.valid_from
    return None, "not-yet", at


def _around(provision: Provision, day: date) -> tuple[tuple[Neighbour, ...], tuple[Neighbour, ...]]:
    """Three queries: before, after, and what they are called on that day."""
    siblings = Provision.objects.filter(law=provision.law_id)
    before = list(siblings.filter(sort__lt=provision.sort).order_by("-sort")[:AROUND])[::-1]
    after = list(siblings.filter(sort__gt=provision.sort).order_by("sort")[:AROUND])
    said: dict[int, tuple[str, str]] = {}
    nearby = ProvisionVersion.objects.current().filter(
        provision__in=[row.pk for row in (*before, *after)] or [0]
    )
    for version in nearby.annotate(incipit=Substr("text", 1, 90)).defer(
        "text", "toc", "notes", "corrections"
    ):
        if version.provision_id not in said or _valid(version, day):
            said[version.provision_id] = (version.heading, version.incipit.replace("\n", " "))
    for row in (*before, *after):
        row.law = provision.law

    def named(rows: Sequence[Provision]) -> tuple[Neighbour, ...]:
        return tuple(
            Neighbour(row, row.heading or heading, incipit)
            for row in rows
            for heading, incipit in [said.get(row.pk, ("", ""))]
        )

    return named(before), named(after)


def _timeline(
    versions: Sequence[ProvisionVersion], shown: ProvisionVersion | None, today: date
) -> tuple[Dated, ...]:
    """One query: the laws that made the versions."""
    slugs = {row.enacted_by.split(":")[0] for row in versions if IDENT.fullmatch(row.enacted_by)}
    laws = {law.slug: law for law in Law.objects.filter(slug__in=slugs or {""})}
    return tuple(
        Dated(
            version=row,
            shown=row == shown,
            current=_valid(row, today),
            future=bool(row.valid_from and row.valid_from > today),
            enactment=_enactment(row.enacted_by, laws),
        )
        for row in versions
        if row.text_held
    )


def _enactment(recorded: str, laws: dict[str, Law]) -> Enactment | None:
    if not recorded:
        return None
    slug, _colon, key = recorded.partition(":")
    return Enactment(recorded, laws[slug], key) if slug in laws else Enactment(recorded)


def _nearest(law: Law, key: str, count: int = 3) -> list[Provision]:
    """Provisions printed around the place where `key` would stand: half before, half after."""
    place = sort_key(key)
    siblings = Provision.objects.filter(law=law)
    before = siblings.filter(sort__lt=place).order_by("-sort")[:count]
    near = [*reversed(before), *siblings.filter(sort__gt=place).order_by("sort")[:count]]
    for row in near:
        row.law = law
    return near


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
