"""Building an index while another serves: fill, check, replay what changed meanwhile, swap, replay once more.

Why nothing is lost. Every document is first written with the version that the library had before reading began. What
changes after that has a higher version and is replayed; a document never gives way to an older version, so replaying twice
does no harm. While the swap is made nobody delivers: what was delivered to the old index is replayed before it, and what
comes after it goes to the new one, so a build that is killed between the two leaves no gap.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext

from lawbase.search.engines.base import Change, IndexDocument, IndexUnavailable
from lawbase.search.indices.base import Draft, IndexInfo, Indices, Replay

ROUNDS = 50
"""Replays before a build gives up: changes then come faster than they can be written."""
BATCH = 500


class Fold:
    """Count and content of many documents in a few bytes: equal for equal content, in whatever order it comes."""

    def __init__(self) -> None:
        self.count = 0
        self._sum = 0

    def add(self, ident: str, content_hash: str) -> None:
        self.count += 1
        # Ids are unique, so the hash alone, which covers the id, names the document.
        self._sum = (self._sum + int(content_hash, 16)) % (1 << 128)

    @property
    def value(self) -> tuple[int, int]:
        return self.count, self._sum


def build(
    indices: Indices,
    documents: Iterable[IndexDocument],
    state: Callable[[], int],
    expected: Callable[[], int],
    *,
    version: int = 0,
    replay: Replay | None = None,
    swap: bool = True,
    alone: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> IndexInfo:
    """Build an index of all `documents` and put it in use.

    `state` and `expected` ask the database: the library's number, and how many documents there must be. `version` is the
    outbox's newest before `documents` was begun. `alone` keeps others from delivering while the index is swapped. Without
    `replay` the library must not change meanwhile, or the count is refused. Raises `IndexUnavailable` if the index does not
    hold what the database says; then the old one stays in use.
    """
    with indices.building():
        has = state()
        draft = indices.draft(has)
        try:
            written = Fold()
            draft.write(_counted(documents, written), version)
            held = Fold()
            for entry in draft.entries():
                held.add(entry.id, entry.hash)
            if held.value != written.value:
                raise IndexUnavailable(
                    f"The new index holds {held.count} documents where {written.count} were written, or other ones; "
                    "the old index stays in use. Run `python manage.py index build` again."
                )
            has, version = _agreed(draft, state, expected, has, version, replay)
            info = draft.finish(has)
        except BaseException:
            draft.discard()
            raise
        if swap:
            with alone():
                has, version = _caught_up(draft, state, has, version, replay)
                draft.finish(has)
                info = indices.swap(info.name)
            if replay is not None:
                # What was committed meanwhile, so that nobody has to wait for the next delivery.
                has, version = _caught_up(draft, state, has, version, replay)
                info = draft.finish(has)
            indices.prune()
        return info


def _counted(documents: Iterable[IndexDocument], fold: Fold) -> Iterator[IndexDocument]:
    for document in documents:
        fold.add(document.id, document.content_hash)
        yield document


def _caught_up(
    draft: Draft, state: Callable[[], int], has: int, version: int, replay: Replay | None
) -> tuple[int, int]:
    """Replay until nothing is new. Returns the library state and the outbox version that the index then has."""
    if replay is None:
        return has, version
    for _round in range(ROUNDS):
        # Asked first: what is replayed after this has at least the changes of that state.
        now = state()
        batch: list[Change] = []
        newest = version
        for change in replay(version, draft):
            newest = max(newest, change.version)
            batch.append(change)
            if len(batch) == BATCH:
                _write(draft, batch)
                batch = []
        _write(draft, batch)
        if newest == version:
            return now, version
        version = newest
    raise IndexUnavailable(
        "The library changes faster than the new index can follow; "
        "run `python manage.py index build` when the ingestion has ended."
    )


def _write(draft: Draft, changes: list[Change]) -> None:
    if changes and (errors := draft.apply(changes)):
        raise IndexUnavailable(
            f"{len(errors)} changes could not be written to the new index, the first ({errors[0].id}) because: "
            f"{errors[0].error} Run `python manage.py index build` again."
        )


def _agreed(
    draft: Draft,
    state: Callable[[], int],
    expected: Callable[[], int],
    has: int,
    version: int,
    replay: Replay | None,
) -> tuple[int, int]:
    """Replay until index and database count the same. While changes come in, a few comparisons may miss each other."""
    held = wanted = 0
    for pause in (0.0, 0.2, 0.5, 1.0, 2.0) if replay is not None else (0.0,):
        time.sleep(pause)
        has, version = _caught_up(draft, state, has, version, replay)
        held, wanted = draft.count(), expected()
        if held == wanted:
            return has, version
    raise IndexUnavailable(
        f"The new index holds {held} documents and the database has {wanted}; the old index stays in use. "
        "Run `python manage.py index build` again."
    )
