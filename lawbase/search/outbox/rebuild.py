"""Building an index anew while the library goes on changing: what changed meanwhile is replayed before the swap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from lawbase.search.documents import changes_of, expected_count
from lawbase.search.engines.base import Change, IndexDocument
from lawbase.search.indices.base import Held, IndexInfo, Indices
from lawbase.search.indices.building import build
from lawbase.search.indices.configured import all_indices
from lawbase.search.models import OutboxRow
from lawbase.search.outbox.addresses import addresses_of
from lawbase.search.outbox.delivery import CLOCKS, LOCK, here, sequence
from lawbase.statutes.locks import exclusively
from lawbase.statutes.models import LibraryState

BATCH = 500


@dataclass(frozen=True)
class Start:
    """What was known of the outbox when reading the documents began."""

    version: int
    covered: frozenset[int]
    """Rows not delivered then: the documents read afterwards have their changes."""
    seen: frozenset[int]
    """These, and the rows delivered shortly before."""
    since: datetime

    @classmethod
    def now(cls) -> Start:
        # Rows delivered so much before are replayed too, which does no harm.
        since = timezone.now() - CLOCKS
        covered = frozenset(OutboxRow.objects.filter(delivered_at=None).values_list("pk", flat=True))
        return cls(sequence(), covered, covered | {pk for pk, _ident in _recent(since)}, since)


def _recent(since: datetime) -> Iterable[tuple[int, str]]:
    return OutboxRow.objects.filter(Q(delivered_at=None) | Q(delivered_at__gte=since)).values_list(
        "pk", "ident"
    )


class Replayed:
    """What one build replays: each row that was not there at the start, delivered elsewhere or not.

    Rows are told apart by their numbers, not by "above the last one": on PostgreSQL a transaction that began earlier may
    commit later, with a lower number.
    """

    def __init__(self, start: Start) -> None:
        self._start = start
        self._seen = set(start.seen)

    def __call__(self, since: int, held: Held) -> Iterator[Change]:
        """The changes since this was last asked, for the index `held` (`lawbase.search.indices.base.Replay`)."""
        rows = [row for row in _recent(self._start.since) if row[0] not in self._seen]
        version = max(sequence(), since)
        addresses = sorted({address for _pk, ident in rows for address in addresses_of(ident)})
        for start in range(0, len(addresses), BATCH):
            yield from changes_of(addresses[start : start + BATCH], version, held)
        self._seen |= {pk for pk, _ident in rows}


def rebuild(
    chosen: Sequence[Indices], documents: Iterable[IndexDocument], swap: bool = True
) -> list[IndexInfo]:
    """Build an index of all documents for each engine and put it in use (see `building.build`). Raises `IndexUnavailable`.

    `documents` is iterated once an engine, and read from the database after this was called. Rows that were waiting count
    as delivered once every engine that this deployment has was built anew.
    """
    start = Start.now()
    built = [
        build(
            indices,
            documents,
            LibraryState.current,
            expected_count,
            version=start.version,
            replay=Replayed(start),
            swap=swap,
            alone=lambda: exclusively(LOCK),
        )
        for indices in chosen
    ]
    if swap and {indices.name for indices in chosen} == {indices.name for indices in all_indices()}:
        pks = sorted(start.covered)
        for at in range(0, len(pks), BATCH):
            OutboxRow.objects.filter(pk__in=pks[at : at + BATCH], delivered_at=None).update(
                delivered_at=timezone.now(), delivered_by=here(), set_aside=False
            )
    return built
