"""Delivering the outbox: rows → addresses → documents as they are now → every index.

A document is made from the database when it is delivered, never from what the row remembers, so that rows may be delivered
twice and in any order. One delivery runs at a time (`lawbase.statutes.locks`).
"""

from __future__ import annotations

import logging
import random
import socket
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from lawbase.search.documents import changes_of
from lawbase.search.engines.base import IndexUnavailable, ItemError
from lawbase.search.indices.base import Indices
from lawbase.search.indices.configured import all_indices
from lawbase.search.indices.embedded import IndexFolder
from lawbase.search.models import OutboxRow
from lawbase.search.outbox.addresses import addresses_of
from lawbase.statutes.locks import Busy, exclusively
from lawbase.statutes.models import LibraryState

log = logging.getLogger(__name__)

BATCH = 500
"""Rows of one delivery."""
ATTEMPTS = 8
"""Refusals after which a row is set aside; with the pauses below that is after about ten minutes."""
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 1800.0
"""Seconds before the second attempt, doubled each time, and the most they grow to."""
KEPT = timedelta(days=2)
"""How long delivered rows stay: longer than any rebuild, which replays them."""
CLOCKS = timedelta(minutes=5)
"""How far the clocks of two machines may differ."""
LOCK = "deliver the outbox"


@dataclass(frozen=True)
class Delivery:
    """What a delivery did. `waiting`: rows that are due or will be."""

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
    """Deliver what is due, at most `batch` rows. Where another delivery is at work, nothing is done."""
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
        delivered, refused, set_aside = (
            delivered + done.delivered,
            refused + done.refused,
            set_aside + done.set_aside,
        )
        if done.unavailable or not done.delivered:
            return Delivery(delivered, refused, set_aside, done.waiting, done.unavailable)


def _deliver(batch: int) -> Delivery:
    # Read before the rows: what is delivered then has at least the changes of this state.
    state = LibraryState.current()
    rows = list(
        OutboxRow.objects.filter(delivered_at=None, set_aside=False, due_at__lte=timezone.now())[:batch]
    )
    by_address: dict[str, list[OutboxRow]] = defaultdict(list)
    for row in rows:
        for address in addresses_of(row.ident):
            by_address[address].append(row)
    # With these delivered nothing is left, so the index then stands where the library does.
    whole = state if len(rows) < batch and waiting() == len(rows) else None
    errors: dict[int, str] = {}
    try:
        written = [indices for indices in all_indices() if _takes(indices)]
        if not written:
            return Delivery(waiting=waiting())
        for indices in written:
            current = indices.current()
            if not rows and (whole is None or current is None or current.state == whole):
                continue
            caught_up = whole is not None and _caught_up(indices)
            for error in deliver_to(indices, sorted(by_address), whole if caught_up else None):
                for row in by_address.get(error.id.partition("@")[0], ()):
                    errors[row.pk] = f"{indices.name}: {error.error}"
    except IndexUnavailable as error:
        log.warning("The outbox waits: %s", error)
        return Delivery(waiting=waiting(), unavailable=str(error))
    refused, aside = _remember(rows, errors)
    OutboxRow.objects.filter(delivered_at__lt=timezone.now() - KEPT).delete()
    return Delivery(len(rows) - refused, refused, aside, waiting())


def here() -> str:
    """Names the embedded index of this machine among those of others that share the database."""
    return f"{socket.gethostname()}:{settings.LAWBASE_INDEX}"[-240:]


def _caught_up(indices: Indices) -> bool:
    """Whether the index has what other machines delivered, as far as that is remembered; what it has not, it is given.

    A server is everybody's, and whoever delivers delivers to it. An embedded index is one machine's, and misses what was
    delivered on another.
    """
    if not isinstance(indices, IndexFolder):
        return True
    since = indices.marked_at() - CLOCKS
    others = OutboxRow.objects.filter(delivered_at__gte=since).exclude(delivered_by=here())
    idents = others.values_list("ident", flat=True).distinct()
    missed = sorted({address for ident in idents for address in addresses_of(ident)})
    errors = [
        error
        for start in range(0, len(missed), BATCH)
        for error in deliver_to(indices, missed[start : start + BATCH])
    ]
    return not errors and since > timezone.now() - KEPT


def _takes(indices: Indices) -> bool:
    """Whether there is an index that today's documents fit into; without one a build will read everything anyway."""
    current = indices.current()
    return current is not None and not current.faults()


def deliver_to(
    indices: Indices, addresses: Collection[str], state: int | None = None
) -> tuple[ItemError, ...]:
    """Make the index in use hold exactly the present documents of these addresses. Raises `IndexUnavailable`.

    `state`: see `Indices.apply`. The version is read before the documents: what changes in between gets a higher one, and
    a row of its own.
    """
    version = sequence()
    changes = list(changes_of(addresses, version, indices))
    errors = indices.apply(changes, state)
    if errors and len(errors) == len(changes) and all(error.retryable for error in errors):
        # Nothing was taken and all of it could be another time: that is the server, not the documents.
        raise IndexUnavailable(errors[0].error)
    return errors


@transaction.atomic
def _remember(rows: Sequence[OutboxRow], errors: dict[int, str]) -> tuple[int, int]:
    """Mark the rows; returns how many were refused and how many of these were set aside now."""
    now = timezone.now()
    aside = 0
    for row in rows:
        if row.pk not in errors:
            row.delivered_at, row.delivered_by = now, here()
            continue
        row.attempts += 1
        row.error = errors[row.pk][:2000]
        row.due_at = now + timedelta(seconds=pause(row.attempts))
        row.set_aside = row.attempts >= ATTEMPTS
        aside += row.set_aside
    OutboxRow.objects.bulk_update(
        rows, ["delivered_at", "delivered_by", "attempts", "error", "due_at", "set_aside"]
    )
    return len(errors), aside


def pause(attempts: int) -> float:
    """Seconds until the next attempt: doubled each time, half of it left to chance so that rows do not come back at once."""
    longest = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
    return longest / 2 + random.uniform(0, longest / 2)  # noqa: S311 - not a secret
