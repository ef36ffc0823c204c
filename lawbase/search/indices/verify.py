"""Whether an index holds exactly what the database says, document by document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lawbase.search.engines.base import IndexDocument
from lawbase.search.indices.base import Indices


@dataclass(frozen=True)
class Differences:
    """Ids of documents, sorted. All empty when index and database agree."""

    missing: tuple[str, ...]
    """In the database only."""
    stale: tuple[str, ...]
    """In both, with other content."""
    surplus: tuple[str, ...]
    """In the index only."""
    compared: int

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.surplus)


def verify(indices: Indices, documents: Iterable[IndexDocument]) -> Differences:
    """Compare the index in use with `documents`, all of the database's. Raises `IndexUnavailable`.

    What changes while this runs may show as a difference; a second run tells.
    """
    indices.refresh()
    held = {entry.id: entry.hash for entry in indices.entries()}
    missing: list[str] = []
    stale: list[str] = []
    compared = 0
    for document in documents:
        compared += 1
        found = held.pop(document.id, None)
        if found is None:
            missing.append(document.id)
        elif found != document.content_hash:
            stale.append(document.id)
    return Differences(tuple(sorted(missing)), tuple(sorted(stale)), tuple(sorted(held)), compared)
