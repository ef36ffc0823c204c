"""Comparing an index with the database, document by document, and mending what differs: the net under the outbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lawbase.search.engines.base import IndexDocument
from lawbase.search.indices.base import Indices
from lawbase.search.indices.verify import Differences, verify
from lawbase.search.outbox.delivery import LOCK, deliver_to
from lawbase.statutes.locks import exclusively

BATCH = 500
"""Addresses mended in one write."""


@dataclass(frozen=True)
class Swept:
    """What was found to differ, and how many addresses were written anew without an error."""

    found: Differences
    mended: int
    errors: tuple[str, ...] = ()


def sweep(indices: Indices, documents: Iterable[IndexDocument]) -> Swept:
    """Compare the index in use with all `documents` and write anew whatever differs. Raises `IndexUnavailable`."""
    found = verify(indices, documents)
    addresses = sorted({ident.partition("@")[0] for ident in (*found.missing, *found.stale, *found.surplus)})
    errors: list[str] = []
    for start in range(0, len(addresses), BATCH):
        # Under the lock of deliveries, so that an older reading of the database never follows a newer one into the index.
        with exclusively(LOCK):
            failed = deliver_to(indices, addresses[start : start + BATCH])
        errors += [f"{error.id}: {error.error}" for error in failed]
    if addresses:
        indices.refresh()
    return Swept(found, len(addresses) - len({error.partition("@")[0] for error in errors}), tuple(errors))
