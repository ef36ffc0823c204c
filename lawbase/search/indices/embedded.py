"""The embedded indices on disk: built beside the one in use, then swapped in by one rename.

index/
  current                    one line: the name of the folder in use
  a1-s000042-1732440000/     a1: analysis version, s…: library state it was built from, time
    built.json               written last: analysis, schema, state, documents
  writing.lock               held by whoever writes into the folder in use or swaps it
  building.lock              held by whoever builds
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from lawbase.search.analysis.words import VERSION
from lawbase.search.engines.base import Change, Entry, IndexDocument, IndexUnavailable, ItemError
from lawbase.search.engines.embedded import EmbeddedEngine
from lawbase.search.indices.base import IndexInfo, newest_before, spared
from lawbase.search.indices.building import build

SCHEMA = "3"
"""Rises when the fields of the embedded index change."""
NO_INDEX = "There is no search index yet; run `make run`, or `python manage.py index build`."


class IndexFolder:
    """The folder that holds the indices and says which one is in use."""

    name: ClassVar[str] = "embedded"

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.Lock()
        self._open: tuple[str, EmbeddedEngine] | None = None

    @property
    def pointer(self) -> Path:
        return self.root / "current"

    def engine(self) -> EmbeddedEngine:
        """Reopened when another index was swapped in."""
        name = self._pointed()
        if not name:
            raise IndexUnavailable(NO_INDEX)
        opened = self._open
        if opened is None or opened[0] != name:
            with self._lock:
                opened = self._open
                if opened is None or opened[0] != name:
                    opened = self._open = (name, EmbeddedEngine(self.root / name))
        return opened[1]

    def current(self) -> IndexInfo | None:
        name = self._pointed()
        return self.info(name) if name and (self.root / name / "built.json").exists() else None

    def status(self) -> tuple[IndexInfo, ...]:
        if not self.root.is_dir():
            return ()
        # By the time in the name: writing into a folder changes the folder's own.
        names = sorted((path.name for path in self.root.iterdir() if path.is_dir()), key=_age)
        return tuple(self.info(name) for name in names)

    @contextmanager
    def building(self) -> Iterator[None]:
        with _locked(self.root / "building.lock"):
            yield

    def draft(self, state: int) -> FolderDraft:
        name = f"a{VERSION}-s{state:06d}-{time.time_ns()}"
        with _on_disk(self.root):
            (self.root / name).mkdir(parents=True)
        return FolderDraft(self, name)

    def rebuild(
        self, documents: Iterable[IndexDocument], state: int, expected: Callable[[], int]
    ) -> IndexInfo:
        """Build and swap in one index while the library stands still. Raises `IndexUnavailable`."""
        return build(self, documents, lambda: state, expected)

    def swap(self, name: str = "") -> IndexInfo:
        complete = [info for info in self.status() if info.complete and name in ("", info.name)]
        if not complete:
            raise IndexUnavailable(
                f"There is no complete index{f' called {name}' if name else ''}; see `python manage.py index status`."
            )
        with self.writing():
            _write(self.pointer, complete[0].name)
        return self.info(complete[0].name)

    def rollback(self) -> IndexInfo:
        previous = newest_before(self.status(), self.current())
        if previous is None:
            raise IndexUnavailable("There is no index from before the one in use; nothing was changed.")
        return self.swap(previous.name)

    def prune(self) -> tuple[str, ...]:
        found = self.status()
        if not any(info.current for info in found):
            return ()
        kept = spared(found)
        gone = tuple(info.name for info in found if info.name not in kept)
        for name in gone:
            shutil.rmtree(self.root / name, ignore_errors=True)
        return gone

    def apply(self, changes: Sequence[Change], state: int | None = None) -> tuple[ItemError, ...]:
        with self.writing():
            name = self._pointed()
            if not name:
                raise IndexUnavailable(NO_INDEX)
            errors = self.engine().apply(changes) if changes else ()
            if state is not None and not errors:
                self.mark(name, state)
            return errors

    def entries(self) -> Iterator[Entry]:
        return self.engine().entries()

    def ids_under(self, idents: Collection[str]) -> frozenset[str]:
        return self.engine().ids_under(idents)

    def refresh(self) -> None:
        """Nothing to do: what was written is found at once."""

    def writing(self) -> AbstractContextManager[None]:
        """Alone to write into an index or to swap."""
        return _locked(self.root / "writing.lock")

    def mark(self, name: str, state: int) -> None:
        info = {"analysis": VERSION, "schema": SCHEMA, "state": state}
        _write(self.root / name / "built.json", json.dumps(info))

    def marked_at(self) -> datetime:
        """When it was last written down which library state the index in use has."""
        try:
            stamp = (self.root / self._pointed() / "built.json").stat().st_mtime
        except OSError as error:
            raise IndexUnavailable(NO_INDEX) from error
        return datetime.fromtimestamp(stamp, UTC)

    def _pointed(self) -> str:
        try:
            return self.pointer.read_text().strip()
        except OSError:
            return ""

    def info(self, name: str) -> IndexInfo:
        try:
            built = json.loads((self.root / name / "built.json").read_text())
            facts = (str(built["analysis"]), str(built["schema"]), int(built["state"]), True)
        except (OSError, ValueError, KeyError, TypeError):
            facts = ("", "", 0, False)
        analysis, schema, state, complete = facts
        return IndexInfo(
            name, analysis, schema, state, self._size(name), name == self._pointed(), complete, SCHEMA
        )

    def _size(self, name: str) -> int:
        try:
            return EmbeddedEngine(self.root / name).size
        except IndexUnavailable:
            return 0


class FolderDraft:
    """One folder being filled."""

    def __init__(self, folder: IndexFolder, name: str) -> None:
        self.name = name
        self._folder = folder
        self._path = folder.root / name

    def write(self, documents: Iterable[IndexDocument], version: int) -> None:
        EmbeddedEngine.build(documents, self._path, version)

    def apply(self, changes: Sequence[Change]) -> tuple[ItemError, ...]:
        with self._folder.writing():
            return self._opened().apply(changes)

    def entries(self) -> Iterator[Entry]:
        return self._opened().entries()

    def ids_under(self, idents: Collection[str]) -> frozenset[str]:
        return self._opened().ids_under(idents)

    def count(self) -> int:
        return self._opened().size

    def finish(self, state: int) -> IndexInfo:
        self._folder.mark(self.name, state)
        return self._folder.info(self.name)

    def discard(self) -> None:
        shutil.rmtree(self._path, ignore_errors=True)

    def _opened(self) -> EmbeddedEngine:
        return EmbeddedEngine(self._path)


def _age(name: str) -> int:
    """Newest first; names that are none of ours last."""
    time_ns = name.rpartition("-")[2]
    return -int(time_ns) if time_ns.isdecimal() else 0


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Alone with the lock, in this process and others. The system releases it when its holder dies."""
    with _on_disk(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _on_disk(path: Path) -> Iterator[None]:
    """A full or read-only disk as a sentence."""
    try:
        yield
    except OSError as error:
        raise IndexUnavailable(
            f"The search index in {path} cannot be written ({error}); make room or rights there, and run "
            "`python manage.py index build`."
        ) from error


def _write(path: Path, text: str) -> None:
    """Replace a file in one step, so that a reader or a kill sees the old or the new one, never half."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    with _on_disk(path.parent):
        with temporary.open("w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
