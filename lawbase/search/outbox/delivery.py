"""Delivering the outbox: rows → idents → documents as they are now → every index.

A document is made from the database when it is delivered, never from what the row remembers, so that rows may be delivered
twice and in any order. One delivery runs at a time (`lawbase.statutes.locks`).
"""

from __future__ import annotations

import logging
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from lawbase.cases.models import Case
from lawbase.search.documents import documents_of
from lawbase.search.engines.base import Change, IndexUnavailable, ItemError
from lawbase.search.indices import IndexStore, stores
from lawbase.search.models import OutboxRow
from lawbase.statutes.locks import Busy, exclusively
from lawbase.statutes.models import Provision
from lawbase.taxonomy.models import InfringementType

log = logging.getLogger(__name__)

BATCH = 500
"""Rows of one delivery."""
ATTEMPTS = 8
"""Refusals after which a row is set aside. With the pauses below the last attempt comes after about an hour."""
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 1800.0
"""Seconds before the second attempt, doubled each time, and the most they grow to."""
KEPT = timedelta(days=2)
"""How long delivered rows stay: longer than any rebuild, which replays them."""
LOCK = "deliver the outbox"


@dataclass(frozen=True)
class Delivery:
    """What one delivery did. `waiting`: rows that are due or will be."""

    delivered: int = 0
    refused: int = 0
    set_aside: int = 0
    waiting: int = 0
    unavailable: str = ""
    """Why an index could not be written at all; its rows wait, and no attempt is counted."""


def sequence() -> int:
    """A number that has risen with every change so far: the version of a document made now. One query."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT last_value FROM search_outboxrow_id_seq")
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'search_outboxrow'")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def waiting() -> int:
    return OutboxRow.objects.filter(delivered_at=None, set_aside=False).count()


def deliver(batch: int = BATCH) -> Delivery:
    """Deliver what is due, at most `batch` rows. Another delivery at work is answered with nothing done."""
    try:
        with exclusively(LOCK, wait=False):
            return _deliver(batch)
    except Busy:
        return Delivery(waiting=waiting())


def deliver_all() -> Delivery:
    """Deliver until nothing is due, or an index cannot be written."""
    delivered = refused = set_aside = 0
    while True:
        done = deliver()
        delivered, refused, set_aside = delivered + done.delivered, refused + done.refused, set_aside + done.set_aside
        if done.unavailable or not done.delivered:
            return Delivery(delivered, refused, set_aside, done.waiting, done.unavailable)


def _deliver(batch: int) -> Delivery:
    now = timezone.now()
    rows = list(OutboxRow.objects.filter(delivered_at=None, set_aside=False, due_at__lte=now)[:batch])
    if not rows:
        return Delivery(waiting=waiting())
    by_ident: dict[str, list[OutboxRow]] = defaultdict(list)
    for row in rows:
        for ident in idents(row.ident):
            by_ident[ident].append(row)
    errors: dict[int, str] = {}
    hopeless: set[int] = set()
    # The number is read before the documents: what changes in between gets a higher one and a row of its own.
    version = sequence()
    try:
        for store in stores():
            if store.current() is None:
                continue
            for error in deliver_to(store, sorted(by_ident), version):
                for row in by_ident.get(error.id.partition("@")[0], ()):
                    errors[row.pk] = f"{store.name}: {error.error}"
                    if not error.retryable:
                        hopeless.add(row.pk)
    except IndexUnavailable as error:
        log.warning("The outbox waits: %s", error)
        return Delivery(waiting=waiting(), unavailable=str(error))
    refused, aside = _remember(rows, errors, hopeless)
    OutboxRow.objects.filter(delivered_at__lt=timezone.now() - KEPT).delete()
    return Delivery(len(rows) - refused, refused, aside, waiting())


def deliver_to(store: IndexStore, names: Sequence[str], version: int) -> list[ItemError]:
    """Write the documents of these idents as they are now, and remove those that are no more. Raises `IndexUnavailable`."""
    documents = list(documents_for(names))
    present = {document.id for document in documents}
    gone = [Change(ident, None, version) for ident in store.ids_of(names) if ident not in present]
    return store.apply([*(Change(document.id, document, version) for document in documents), *gone])


@transaction.atomic
def _remember(rows: Sequence[OutboxRow], errors: dict[int, str], hopeless: set[int]) -> tuple[int, int]:
    """Mark the rows; returns how many were refused and how many of these were set aside now."""
    now = timezone.now()
    aside = 0
    for row in rows:
        if row.pk not in errors:
            row.delivered_at = now
            continue
        row.attempts += 1
        row.error = errors[row.pk][:2000]
        row.due_at = now + timedelta(seconds=pause(row.attempts))
        row.set_aside = row.attempts >= ATTEMPTS or row.pk in hopeless
        aside += row.set_aside
    OutboxRow.objects.bulk_update(rows, ["delivered_at", "attempts", "error", "due_at", "set_aside"])
    return len(errors), aside


def pause(attempts: int) -> float:
    """Seconds until the next attempt: doubled each time, half of it left to chance so that rows do not come back at once."""
    longest = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
    return longest / 2 + random.uniform(0, longest / 2)  # noqa: S311 - not a secret


def idents(ident: str) -> tuple[str, ...]:
    """The idents of the documents that a row names: itself, or all that name a law or a kind of infringement."""
    kind, _, name = ident.partition(":")
    if kind == "law":
        provisions = (f"{name}:{key}" for key in Provision.objects.filter(law__slug=name).values_list("key", flat=True))
        cases = Case.objects.filter(citations__law__slug=name).values_list("slug", flat=True).distinct()
        return (*provisions, *(f"case:{slug}" for slug in cases))
    if kind == "type":
        return _idents_of_type(name)
    return (ident,)


def _idents_of_type(slug: str) -> tuple[str, ...]:
    """Whatever is linked to the type or to one below it: documents carry the names of a type and of those above."""
    parents = dict(InfringementType.objects.values_list("slug", "parent__slug"))
    below = {name for name in parents if slug in _line(name, parents)}
    provisions = (
        Provision.objects.filter(links__type__slug__in=below).values_list("law__slug", "key").distinct()
    )
    cases = Case.objects.filter(type_links__type__slug__in=below).values_list("slug", flat=True).distinct()
    return (*(f"{law}:{key}" for law, key in provisions), *(f"case:{name}" for name in cases))


def _line(slug: str | None, parents: dict[str, str | None]) -> Iterator[str]:
    while slug:
        yield slug
        slug = parents.get(slug)


def documents_for(names: Iterable[str]):  # type: ignore[no-untyped-def]
    """Index documents of these idents, as the database has them now. An ident that is no more yields none."""
    cases: list[str] = []
    keys: dict[str, list[str]] = defaultdict(list)
    for name in names:
        kind, _, rest = name.partition(":")
        if kind == "case":
            cases.append(rest)
        else:
            keys[kind].append(rest)
    wanted = Q(pk__in=[])
    for law, held in keys.items():
        wanted |= Q(law__slug=law, key__in=held)
    provisions = list(Provision.objects.filter(wanted).values_list("pk", flat=True)) if keys else []
    return documents_of(
        provision_pks=provisions, case_pks=list(Case.objects.filter(slug__in=cases).values_list("pk", flat=True))
    )
