"""Comparing an index with the database, document by document, and mending what differs: the net under the outbox."""

from __future__ import annotations

from dataclasses import dataclass

from lawbase.search.indices import IndexStore
from lawbase.search.outbox.delivery import LOCK, deliver_to, sequence
from lawbase.statutes.locks import exclusively

BATCH = 500
"""Documents mended in one write."""


@dataclass(frozen=True)
class Swept:
    """Documents compared, and the differences found: missing in the index, other content, no longer in the database."""

    compared: int
    missing: int
    stale: int
    surplus: int
    mended: int

    @property
    def differences(self) -> int:
        return self.missing + self.stale + self.surplus


def sweep(store: IndexStore) -> Swept:
    """Compare by key, version and content hash, and write anew whatever differs. Raises `IndexUnavailable`."""
    found = store.verify()
    names = sorted({ident.partition("@")[0] for ident in (*found.missing, *found.stale, *found.surplus)})
    failed = 0
    # Under the lock of deliveries, so that an older reading of the database never follows a newer one into the index.
    for start in range(0, len(names), BATCH):
        with exclusively(LOCK):
            failed += len(deliver_to(store, names[start : start + BATCH], sequence()))
    differences = len(found.missing) + len(found.stale) + len(found.surplus)
    return Swept(found.compared, len(found.missing), len(found.stale), len(found.surplus), differences - failed)
