"""Indices of one engine: built beside each other, one in use, the one before it kept for a rollback.

`Indices` is the contract (`tests/contract/`); `embedded` keeps folders behind a pointer file, `elasticsearch` keeps indices
behind an alias. `building.build` fills, checks and swaps on either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar, Protocol, TypeVar

from lawbase.search.analysis.words import VERSION
from lawbase.search.engines.base import Change, Engine, Entry, IndexDocument, ItemError

T = TypeVar("T")
KEPT = 1
"""Previous indices kept for a rollback."""


@dataclass(frozen=True)
class IndexInfo:
    """One index, and what it was built from."""

    name: str
    analysis: str
    schema: str
    """Of the engine it belongs to: the number or hash that changes with the fields."""
    state: int
    """Number of the library (`LibraryState`) whose changes it has."""
    documents: int
    current: bool
    complete: bool
    """False while it is being built, and for ever after a killed build."""
    wanted_schema: str
    """What `schema` would be if it were built now."""

    def fits(self, state: int) -> bool:
        return not self.faults() and self.state == state

    def faults(self) -> tuple[str, ...]:
        """Why answers from it would differ from what this version of LawBase means; empty when they do not."""
        found = []
        if self.analysis != VERSION:
            found.append(
                f"the index {self.name} was built with analysis {self.analysis}, this LawBase analyses by {VERSION}"
            )
        if self.schema != self.wanted_schema:
            found.append(
                f"the index {self.name} has the fields of {self.schema}, this LawBase wants {self.wanted_schema}"
            )
        return tuple(found)


class Held(Protocol):
    """What an index holds; `documents.changes_of` asks it what to delete."""

    def ids_under(self, idents: Collection[str]) -> frozenset[str]:
        """Ids of the documents held under these addresses (`cn-pipl:13`, `case:…`)."""
        ...


class Replay(Protocol):
    """What changed while an index was being built. The outbox provides it."""

    def __call__(self, since: int, held: Held) -> Iterable[Change]:
        """Changes of every row with a version above `since` that is committed, delivered elsewhere or not.

        Rows must therefore be kept until no build that began before them runs.
        """
        ...


class Draft(Held, Protocol):
    """An index that is being built, or any one index by its name."""

    name: str

    def write(self, documents: Iterable[IndexDocument], version: int) -> None:
        """Fill it. Called once. Raises `IndexUnavailable` when documents cannot be written."""
        ...

    def apply(self, changes: Sequence[Change]) -> tuple[ItemError, ...]: ...

    def entries(self) -> Iterator[Entry]: ...

    def count(self) -> int: ...

    def finish(self, state: int) -> IndexInfo:
        """Mark it complete, with the library state that it has."""
        ...

    def discard(self) -> None: ...


class Indices(Held, Protocol):
    """All indices of one engine. Every method raises `IndexUnavailable` when the engine cannot be asked."""

    name: ClassVar[str]

    def engine(self) -> Engine:
        """The engine on the index in use."""
        ...

    def current(self) -> IndexInfo | None: ...

    def status(self) -> tuple[IndexInfo, ...]:
        """Every index, newest first."""
        ...

    def building(self) -> AbstractContextManager[None]:
        """Held while an index is built and swapped in: one build at a time, where the engine can tell."""
        ...

    def draft(self, state: int) -> Draft:
        """A new, empty index that nobody searches."""
        ...

    def swap(self, name: str = "") -> IndexInfo:
        """Put a complete index in use in one step: the named one, or the newest."""
        ...

    def rollback(self) -> IndexInfo:
        """Put the index in use that came before the present one."""
        ...

    def prune(self) -> tuple[str, ...]:
        """Remove what is neither in use nor kept for a rollback, and what killed builds left. Returns the names."""
        ...

    def apply(self, changes: Sequence[Change], state: int | None = None) -> tuple[ItemError, ...]:
        """Write changes to the index in use. What could not be written is returned, not raised.

        `state`: the library state that the index has once these are written; recorded if all were.
        """
        ...

    def entries(self) -> Iterator[Entry]:
        """What the index in use holds, in no order."""
        ...

    def refresh(self) -> None:
        """Make what was written findable now; otherwise it is within about a second."""
        ...


def newest_before(found: Sequence[IndexInfo], current: IndexInfo | None) -> IndexInfo | None:
    """Of indices, newest first: the complete one that came before the one in use."""
    if current is None:
        return None
    older = found[[info.name for info in found].index(current.name) + 1 :]
    return next((info for info in older if info.complete), None)


def spared(found: Sequence[IndexInfo]) -> frozenset[str]:
    """Of indices, newest first: those that `prune` leaves. The one in use, and the complete ones nearest before it."""
    current = next((info for info in found if info.current), None)
    if current is None:
        return frozenset(info.name for info in found)
    complete = [info for info in found if info.complete and not info.current]
    place = found.index(current)
    older = [info for info in complete if found.index(info) > place]
    # After a rollback the one that was left behind is the newer one; it is kept when there is no older one.
    return frozenset({current.name, *(info.name for info in (*older, *complete)[:KEPT])})


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of `size` items, the last one shorter."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
