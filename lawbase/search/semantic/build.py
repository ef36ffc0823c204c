"""Embedding what has no vector yet: the core library first, saved as it goes, so that a stopped run loses a minute or two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from lawbase.search.semantic.embedder import Embedder
from lawbase.search.semantic.passages import passage_hash
from lawbase.search.semantic.store import VectorFolder, quantised

BATCH = 16
SAVED_EVERY = 512


class HasPassages(Protocol):
    """A document, or something the editors wrote beside the law."""

    @property
    def passages(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Built:
    wanted: int
    made: int
    dropped: int
    """Vectors of words that the library does not hold any more."""


def missing(documents: Iterable[HasPassages], model: str, held: Iterable[bytes]) -> dict[bytes, str]:
    """Passages without a vector, by their hash, in the order of the documents."""
    known = set(held)
    found: dict[bytes, str] = {}
    for document in documents:
        for passage in document.passages:
            name = passage_hash(passage, model)
            if name not in known:
                found.setdefault(name, passage)
    return found


def build(
    documents: Iterable[HasPassages],
    embedder: Embedder,
    folder: VectorFolder,
    *,
    beside: Iterable[bytes] = (),
    given: Mapping[bytes, Any] | None = None,
    limit: int | None = None,
    prune: bool = False,
    said: Callable[[int, int], None] = lambda done, total: None,
) -> Built:
    """Embed what neither `folder` nor `beside` (hashes held elsewhere) has, at most `limit`, and save it into `folder`.

    `given`: vectors made before, in another folder; those that are wanted are copied, not made again.
    `prune`: drop what `documents` do not contain.
    """
    names, rows = folder.read()
    vectors = dict(zip(names, rows, strict=True))
    every = list(documents)
    wanted = {passage_hash(passage, embedder.name) for document in every for passage in document.passages}
    dropped = [name for name in vectors if prune and name not in wanted]
    for name in dropped:
        del vectors[name]
    copied = {name: row for name, row in (given or {}).items() if name in wanted and name not in vectors}
    vectors.update(copied)
    todo = list(missing(every, embedder.name, {*vectors, *beside}).items())[:limit]
    unsaved = len(copied)
    for at in range(0, len(todo), BATCH):
        batch = todo[at : at + BATCH]
        made = quantised(embedder.passages([passage for _name, passage in batch]))
        vectors.update(zip((name for name, _passage in batch), made, strict=True))
        unsaved += len(batch)
        if unsaved >= SAVED_EVERY:
            folder.write(vectors)
            unsaved = 0
        said(at + len(batch), len(todo))
    if unsaved or dropped:
        folder.write(vectors)
    return Built(len(wanted), len(todo), len(dropped))
