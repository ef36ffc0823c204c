"""Storing what a law's history says beside its versions: each instruction of each instrument, and the lineage of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from lawbase.statutes.history import Applied, History, Instruction
from lawbase.statutes.models import Amendment, Law, LibraryState, Provision, Renumbering

RAW = 400
"""Characters kept of an instruction's own words."""


@transaction.atomic
def store_history(slug: str, history: History) -> bool:
    """Bring the stored instructions and renumberings of the law `slug` to `history`. True if anything changed."""
    law = Law.objects.get(slug=slug)
    changed = [_store_amendments(law, history), _store_renumberings(law, history)]
    if any(changed):
        LibraryState.advance()
    return any(changed)


def _store_amendments(law: Law, history: History) -> bool:
    wanted = list(_amendments(law, history))
    fields = (
        "instrument_id",
        "item",
        "order",
        "action",
        "key",
        "becomes",
        "raw",
        "on",
        "problem_zh",
        "problem_en",
    )
    held = set(Amendment.objects.filter(law=law).values_list(*fields))
    if held == {tuple(getattr(row, name) for name in fields) for row in wanted}:
        return False
    Amendment.objects.filter(law=law).delete()
    Amendment.objects.bulk_create(wanted, 1000)
    return True


def _amendments(law: Law, history: History) -> Iterator[Amendment]:
    instruments = {
        row.slug: row for row in Law.objects.filter(slug__in={one.instrument for one in history.applied})
    }
    moved: dict[tuple[str, date], str] = {
        (one.old, one.on): one.new for one in history.renumbered if one.whole
    }
    for order, entry in enumerate(history.applied):
        step = entry.instruction
        key, becomes = _keys(entry, moved)
        yield Amendment(
            law=law,
            instrument=instruments[entry.instrument],
            item=step.item.partition(":")[2],
            order=order,
            action=step.action if isinstance(step, Instruction) else "",
            key=key,
            becomes=becomes,
            raw=step.raw[:RAW],
            on=entry.on,
            problem_zh=entry.problem.zh if entry.problem else "",
            problem_en=entry.problem.en if entry.problem else "",
        )


def _keys(entry: Applied, moved: dict[tuple[str, date], str]) -> tuple[str, str]:
    step = entry.instruction
    if not isinstance(step, Instruction):
        return "", ""
    if step.place is None:
        return (step.sources[0].key if step.sources else ""), step.to
    key = step.place.key
    return key, moved.get((key, entry.on), key)


def _store_renumberings(law: Law, history: History) -> bool:
    provisions = dict(Provision.objects.filter(law=law).values_list("key", "pk"))
    wanted = {
        (provisions[one.old], provisions[one.new], one.on): (one.item, one.whole)
        for one in history.renumbered
        if one.old in provisions and one.new in provisions
    }
    rows = Renumbering.objects.filter(new__law=law)
    held = {(row.old_id, row.new_id, row.on): (row.by, row.whole) for row in rows}
    if held == wanted:
        return False
    rows.delete()
    Renumbering.objects.bulk_create(
        [
            Renumbering(old_id=old, new_id=new, on=on, by=by, whole=whole)
            for (old, new, on), (by, whole) in wanted.items()
        ]
    )
    return True
