"""One provision as of a day: its words, what they are on that day, its versions and neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models.functions import Substr

from lawbase.statutes.charges import ChargeName, charge_names
from lawbase.statutes.models import Law, Provision, ProvisionVersion
from lawbase.statutes.numbers import sort_key
from lawbase.statutes.reading.days import Gap, NotInLibrary, ended_by, gap_between, gap_on, is_law_on
from lawbase.statutes.reading.laws import get_law
from lawbase.statutes.reading.lineage import Change, Moved, changes_by, items_of, lineage_of
from lawbase.statutes.reading.lines import Line, lines_of

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
    enactments: tuple[Enactment, ...]
    """What made it, in the order of the instrument; several items may have changed one article."""
    compare_from: date | None = None
    """The last day of the words before, where the library holds them and these.

    None where the number then was another provision's: those words are compared through the lineage."""
    gap: Gap | None = None
    """The days before it, since the version before, whose words no source gives."""

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
    lineage: tuple[Moved, ...] = ()
    """The other numbers under which its words stood or stand."""
    changes: tuple[Change, ...] = ()
    """Of an item of an amending instrument: what it changes."""
    charges: tuple[ChargeName, ...] = ()
    """What its offences are called, through time."""
    unheld: Gap | None = None
    """Since when and until when no source gives its words, where `at` lies in such a time."""

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
        return self.provision.heading_beside(self.version.heading if self.version else "")

    @property
    def of_other_days(self) -> bool:
        """Whether words are held for other days and none for this one: what is said of those is not said of this day."""
        return self.version is None and any(dated.version.text_held for dated in self.versions)

    @property
    def only_seen(self) -> bool:
        """Whether an edition shows the words for a day, and nothing says until when they were law."""
        shown = self.version
        return (
            shown is not None
            and shown.law_version.only_observed
            and any(dated.gap and dated.gap.start == shown.valid_to for dated in self.versions)
        )

    @property
    def replaced_on(self) -> date | None:
        return self.version.valid_to if self.version else None


def read_provision(slug: str, key: str, at: date, today: date | None = None) -> ProvisionPage:
    """A provision as of `at` with its versions and neighbours. Five to nine queries, whatever it says and however old it is.

    Raises `NotInLibrary` with the nearest provisions of the law.
    """
    today = today or date.today()
    try:
        provision = Provision.objects.select_related("law__jurisdiction").get(law__slug=slug, key=key)
    except Provision.DoesNotExist:
        law = get_law(slug)
        raise NotInLibrary(f"{slug}:{key}", law, key, _nearest(law, key)) from None
    versions = list(provision.versions.current().select_related("law_version__source").order_by("valid_from"))
    version, state, day = _reading(provision.law, versions, at, today)
    before, after = _around(provision, day)
    lineage = lineage_of(provision)
    return ProvisionPage(
        provision=provision,
        at=at,
        day=day,
        state=state,
        version=version,
        lines=lines_of(version.text, provision.law.lang) if version else (),
        versions=_timeline(provision, versions, version, today, {moved.on for moved in lineage}),
        before=before,
        after=after,
        lineage=lineage,
        changes=changes_by(provision),
        charges=charge_names(provision),
        unheld=gap_on(versions, at),
    )


def has_provision(slug: str, key: str) -> bool:
    """Whether the library knows the provision. One query."""
    return Provision.objects.filter(law__slug=slug, key=key).exists()


def state_of(law: Law, version: ProvisionVersion | None, at: date, today: date) -> State:
    """What the words shown for `at` are: the same as `ProvisionPage.state`, for a list that knows only the words shown."""
    return _reading(law, [version] if version else [], at, today)[1]


def _reading(
    law: Law, versions: Sequence[ProvisionVersion], at: date, today: date
) -> tuple[ProvisionVersion | None, State, date]:
    """Which words to show for `at`, what they are, and the day they are law on.

    A text still to come is shown to a reader of today, a text that has ceased to a reader of any later day: both are what a
    reader looks for. A day before the first version shows no words, for then there was no such law.
    """
    held = [row for row in versions if row.text_held]
    if not held or any(is_law_on(row, at) for row in versions if not row.text_held):
        return None, "not-held", at
    for row in held:
        if is_law_on(row, at):
            if row.valid_from and row.valid_from > today:
                return row, "future", at
            if at >= today and law.status in UNDATED_STATES:
                # The register knows that the law has ceased, or is to come, but no source gives the day.
                return row, UNDATED_STATES[law.status], at
            return row, "in-force" if is_law_on(row, today) else "past", at
    if gap_on(versions, at):
        return None, "not-held", at
    ended = [row for row in held if ended_by(row, at)]
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
    begins = nearby.annotate(incipit=Substr("text", 1, 90)).only(
        "provision_id", "heading", "valid_from", "not_before", "valid_to"
    )
    for version in begins.order_by("provision_id", "valid_from"):
        if version.provision_id not in said or is_law_on(version, day):
            said[version.provision_id] = (version.heading, version.incipit.replace("\n", " "))
    for row in (*before, *after):
        row.law = provision.law

    def named(rows: Sequence[Provision]) -> tuple[Neighbour, ...]:
        return tuple(
            Neighbour(row, row.heading_beside(heading), incipit)
            for row in rows
            for heading, incipit in [said.get(row.pk, ("", ""))]
        )

    return named(before), named(after)


def _timeline(
    provision: Provision,
    versions: Sequence[ProvisionVersion],
    shown: ProvisionVersion | None,
    today: date,
    renumbered: set[date],
) -> tuple[Dated, ...]:
    """No query where no act is recorded; else the laws that made the versions, and the further items."""
    slugs = {row.enacted_by.split(":")[0] for row in versions if IDENT.fullmatch(row.enacted_by)}
    laws = {law.slug: law for law in Law.objects.filter(slug__in=slugs)} if slugs else {}
    items = items_of(provision) if slugs else {}
    return tuple(
        Dated(
            version=row,
            shown=row == shown,
            current=is_law_on(row, today),
            future=bool(row.valid_from and row.valid_from > today),
            enactments=_enactments(row, laws, items.get(row.valid_from, ())),
            compare_from=_day_before(versions[place - 1], row)
            if place and row.valid_from not in renumbered
            else None,
            gap=gap_between(versions[place - 1], row) if place else None,
        )
        for place, row in enumerate(versions)
    )


def _day_before(earlier: ProvisionVersion, row: ProvisionVersion) -> date | None:
    if not (earlier.text_held and row.text_held and earlier.valid_to and row.valid_from):
        return None
    return earlier.valid_to - timedelta(days=1)


def _enactments(
    row: ProvisionVersion, laws: dict[str, Law], items: Sequence[tuple[Law, str]]
) -> tuple[Enactment, ...]:
    """The item recorded with the version, then the others that changed the provision on its first day."""
    recorded = row.enacted_by
    if not recorded:
        return ()
    slug, _colon, key = recorded.partition(":")
    first = Enactment(recorded, laws[slug], key) if slug in laws else Enactment(recorded)
    others = (Enactment(f"{law.slug}:{item}", law, item) for law, item in items)
    return tuple({made.name: made for made in (first, *others)}.values())


def _nearest(law: Law, key: str, count: int = 3) -> list[Provision]:
    """Provisions printed around the place where `key` would stand: half before, half after."""
    place = sort_key(key)
    siblings = Provision.objects.filter(law=law)
    before = siblings.filter(sort__lt=place).order_by("-sort")[:count]
    near = [*reversed(before), *siblings.filter(sort__gt=place).order_by("sort")[:count]]
    for row in near:
        row.law = law
    return near
