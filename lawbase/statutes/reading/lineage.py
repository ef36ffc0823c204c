"""Where a provision's words stood under another number, and what an item of an amending instrument changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from lawbase.statutes.models import Amendment, Law, Provision, Renumbering


@dataclass(frozen=True)
class Moved:
    """The provision's words had, or have, another number.

    `later`: from `on` they stand in `other`; else until `on` they stood there. `whole`: False where only a part of them did.
    """

    other: Provision
    on: date
    later: bool
    whole: bool

    @property
    def at(self) -> date:
        """A day on which `other` has the words."""
        return self.on if self.later else self.on - timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """What an item of an amending instrument does to one provision (None: to the law's headings, or not read).

    `before`: the last day of the words that it replaced.
    """

    law: Law
    provision: Provision | None
    earlier: Provision | None
    """The provision under its number before, where that was another."""
    on: date
    action: str
    raw: str
    problem_zh: str
    problem_en: str
    """Why it was not applied; empty where it was."""

    @property
    def before(self) -> date:
        return self.on - timedelta(days=1)

    @property
    def replaces(self) -> bool:
        """Whether there were words before: then the two can be compared."""
        return self.action not in ("add-article", "merge", "")


def lineage_of(provision: Provision) -> tuple[Moved, ...]:
    """The provision's other numbers, oldest first. One query; none for a law outside China, of which none is recorded."""
    if provision.law.jurisdiction_id != "cn":
        return ()
    rows = Renumbering.objects.filter(Q(old=provision) | Q(new=provision)).select_related("old", "new")
    moved = []
    for row in rows.order_by("on", "new__sort"):
        later = row.old_id == provision.pk
        other = row.new if later else row.old
        other.law = provision.law
        moved.append(Moved(other, row.on, later, row.whole))
    return tuple(moved)


def changes_by(provision: Provision) -> tuple[Change, ...]:
    """What the provision, an item of an amending instrument, changes. Two queries; none for another kind of law."""
    if provision.law.kind not in Law.AMENDING_KINDS:
        return ()
    rows = list(
        Amendment.objects.filter(instrument=provision.law, item=provision.key)
        .select_related("law")
        .order_by("order")
    )
    rows = [row for row in rows if row.action not in ("commence", "conform", "move") or row.problem_en]
    wanted = Q(pk=0)
    for row in rows:
        wanted |= Q(law=row.law, key__in=[row.key, row.becomes])
    held = {(one.law_id, one.key): one for one in Provision.objects.filter(wanted)} if rows else {}
    found: dict[tuple[str, str, str], Change] = {}
    for row in rows:
        now, before = held.get((row.law_id, row.becomes)), held.get((row.law_id, row.key))
        for one in (now, before):
            if one is not None:
                one.law = row.law
        change = Change(
            law=row.law, provision=now or before, earlier=before if before != now else None, on=row.on,
            action=row.action, raw=row.raw, problem_zh=row.problem_zh, problem_en=row.problem_en,
        )  # fmt: skip
        # Several instructions of one item on one article are one change to the reader.
        found.setdefault((row.becomes or row.key, row.problem_en, row.raw if row.problem_en else ""), change)
    return tuple(found.values())


def items_of(provision: Provision) -> dict[date | None, list[tuple[Law, str]]]:
    """By day, the items of amending instruments that changed the provision: (instrument, key of the item). One query."""
    rows = Amendment.objects.filter(law=provision.law_id, becomes=provision.key, problem_en="")
    found: dict[date | None, list[tuple[Law, str]]] = {}
    for row in rows.select_related("instrument").order_by("on", "order"):
        found.setdefault(row.on, []).append((row.instrument, row.item))
    return found


def unapplied(law: Law) -> list[Amendment]:
    """Instructions on the law that could not be read or applied. One query."""
    rows = Amendment.objects.filter(law=law).exclude(problem_en="").select_related("instrument")
    return list(rows.order_by("on", "order"))
