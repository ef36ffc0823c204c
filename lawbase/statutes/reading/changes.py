"""What changed: between two days of one provision, and in a law since a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from lawbase.statutes.history.differences import Piece, differences
from lawbase.statutes.models import Amendment, Law, Provision, ProvisionVersion, Renumbering
from lawbase.statutes.reading.days import Gap, NotInLibrary, gap_between, gap_on, is_law_on
from lawbase.statutes.reading.laws import get_law
from lawbase.statutes.reading.lineage import unapplied

Kind = Literal["new", "changed", "ended", "renumbered", "lost", "found"]
"""What happened to a provision on a day. `lost`: no source gives its words from that day; `found`: from that day one does again."""


@dataclass(frozen=True)
class Side:
    """One side of a comparison: the provision on a day, and its words (None: not held, or there was no such provision)."""

    provision: Provision
    day: date
    version: ProvisionVersion | None
    unheld: Gap | None = None
    """Since when and until when no source gives its words, where the day lies in such a time."""

    @property
    def text(self) -> str | None:
        return self.version.text if self.version and self.version.text_held else None

    @property
    def existed(self) -> bool:
        return self.version is not None or self.unheld is not None


@dataclass(frozen=True)
class Comparison:
    """Two wordings and their difference; `pieces` is empty where the words of a side are not held."""

    earlier: Side
    later: Side
    pieces: tuple[Piece, ...]

    @property
    def comparable(self) -> bool:
        return self.earlier.text is not None and self.later.text is not None

    @property
    def alike(self) -> bool:
        return self.comparable and all(piece.kind == "same" for piece in self.pieces)


def compare_days(slug: str, key: str, first: date, then: date, was: str = "") -> Comparison:
    """The provision `key` on two days, in the order of the days. `was` is its number on the first, where it was another.

    Three queries. Raises `NotInLibrary`.
    """
    sides = []
    for number, day in sorted(((was or key, first), (key, then)), key=lambda side: side[1]):
        provision = (
            Provision.objects.select_related("law__jurisdiction").filter(law__slug=slug, key=number).first()
        )
        if provision is None:
            raise NotInLibrary(f"{slug}:{number}", get_law(slug), number)
        versions = list(provision.versions.current().select_related("law_version").order_by("valid_from"))
        version = next((row for row in versions if is_law_on(row, day)), None)
        sides.append(Side(provision, day, version, gap_on(versions, day)))
    earlier, later = sides
    pieces: tuple[Piece, ...] = ()
    if earlier.text is not None and later.text is not None:
        pieces = differences(earlier.text, later.text, later.provision.law.lang)
    return Comparison(earlier, later, pieces)


@dataclass(frozen=True)
class Changed:
    """One provision that changed on a day. `earlier` is its number before, where that was another."""

    provision: Provision
    kind: Kind
    on: date
    enacted_by: str
    text_held: bool
    earlier: Provision | None = None
    gap: Gap | None = None
    """Of `lost` and `found`: the days without words."""

    @property
    def before(self) -> date:
        """The last day of the words before, as far as they are held."""
        last = self.gap.start if self.gap and self.gap.start else self.on
        return last - timedelta(days=1)


@dataclass(frozen=True)
class DayOfChanges:
    on: date
    changes: tuple[Changed, ...]
    """But for those that were only renumbered."""
    renumbered: tuple[Changed, ...]


@dataclass(frozen=True)
class LawChanges:
    law: Law
    since: date
    days: tuple[DayOfChanges, ...]
    """Newest first."""
    unapplied: tuple[Amendment, ...]


def law_changes(slug: str, since: date) -> LawChanges:
    """What changed in a law after `since`, also what is yet to change. Four queries. Raises `NotInLibrary`."""
    law = get_law(slug)
    versions = list(
        ProvisionVersion.objects.current()
        .filter(provision__law=law)
        .select_related("provision")
        .order_by("provision__sort", "valid_from")
        .defer("toc", "notes", "corrections", "text")
    )
    renumbered = list(Renumbering.objects.filter(new__law=law, whole=True).select_related("old"))
    moved = {(row.new_id, row.on): row.old for row in renumbered}
    left = {(row.old_id, row.on) for row in renumbered}
    found: list[Changed] = []
    for _pk, rows in groupby(versions, key=lambda row: row.provision_id):
        found += _of_provision(list(rows), moved, left, versions, since)
    for change in found:
        change.provision.law = law
        if change.earlier:
            change.earlier.law = law
    found.sort(key=lambda one: one.on, reverse=True)
    days = [
        DayOfChanges(
            day,
            tuple(one for one in entries if one.kind != "renumbered"),
            tuple(one for one in entries if one.kind == "renumbered"),
        )
        for day, group in groupby(found, key=lambda one: one.on)
        if (entries := list(group))
    ]
    return LawChanges(law, since, tuple(days), tuple(unapplied(law)))


def _of_provision(
    rows: Sequence[ProvisionVersion],
    moved: dict[tuple[int, date], Provision],
    left: set[tuple[int, date]],
    every: Sequence[ProvisionVersion],
    since: date,
) -> list[Changed]:
    found = []
    for place, row in enumerate(rows):
        if row.valid_from is None or row.valid_from <= since:
            continue
        before = rows[place - 1] if place else None
        earlier = moved.get((row.provision_id, row.valid_from))
        gap = gap_between(before, row) if before else None
        if gap and gap.start and gap.start > since:
            found.append(Changed(row.provision, "lost", gap.start, "", False, gap=gap))
        # Where the words of before went on under another number, those that follow are another provision's.
        goes_on = before is not None and before.valid_to == row.valid_from
        kind: Kind = "changed" if goes_on and (row.provision_id, row.valid_from) not in left else "new"
        if earlier is not None:
            kind = "renumbered" if _only_moved(row, earlier, every) else "changed"
        elif gap:
            kind = "found"
        found.append(
            Changed(row.provision, kind, row.valid_from, row.enacted_by, row.text_held, earlier, gap)
        )
    last = rows[-1]
    if last.valid_to and last.valid_to > since:
        found.append(Changed(last.provision, "ended", last.valid_to, "", last.text_held))
    return found


def _only_moved(row: ProvisionVersion, earlier: Provision, every: Sequence[ProvisionVersion]) -> bool:
    """Whether the words are those that the earlier number had until that day."""
    assert row.valid_from is not None
    return any(
        other.provision_id == earlier.pk
        and other.text_sha256 == row.text_sha256
        and is_law_on(other, row.valid_from - timedelta(days=1))
        for other in every
    )
