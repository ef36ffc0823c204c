"""The embedded index on disk: built beside the one in use, then swapped in by one rename.

index/
  current                    one line: the name of the folder in use
  a1-s000042-1732440000/     a1: analysis version, s…: library state it was built from, time
"""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from lawbase.search.analysis.words import VERSION
from lawbase.search.engines.base import IndexDocument, IndexUnavailable
from lawbase.search.engines.embedded import EmbeddedEngine

SCHEMA = "1"
"""Rises when the fields of an index document change."""
KEPT = 1
"""Previous indices kept for a rollback."""


@dataclass(frozen=True)
class Built:
    """What an index folder was built from."""

    folder: str
    analysis: str
    schema: str
    state: int
    documents: int

    def fits(self, state: int) -> bool:
        return (self.analysis, self.schema, self.state) == (VERSION, SCHEMA, state)


class IndexFolder:
    """The folder that holds the indices and says which one is in use."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.Lock()
        self._open: tuple[str, EmbeddedEngine] | None = None

    @property
    def pointer(self) -> Path:
        return self.root / "current"

    def current(self) -> Built | None:
        """The index in use, or None."""
        try:
            name = self.pointer.read_text().strip()
            return Built(folder=name, **json.loads((self.root / name / "built.json").read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def engine(self) -> EmbeddedEngine:
        """The engine on the index in use; reopened when a new one was swapped in. Raises `IndexUnavailable`."""
        try:
            name = self.pointer.read_text().strip()
        except OSError as error:
            raise IndexUnavailable(
                "There is no search index yet; run `make run`, or `python manage.py index build`."
            ) from error
        opened = self._open
        if opened is None or opened[0] != name:
            with self._lock:
                opened = self._open
                if opened is None or opened[0] != name:
                    opened = self._open = (name, EmbeddedEngine(self.root / name))
        return opened[1]

    def rebuild(self, documents: Iterable[IndexDocument], state: int, expected: Callable[[], int]) -> Built:
        """Build a new index beside the old one, count it, and swap it in. The old one serves until the rename.

        Raises `IndexUnavailable` if the count is not what the database says; then nothing is swapped.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        name = f"a{VERSION}-s{state:06d}-{time.time_ns()}"
        folder = self.root / name
        folder.mkdir()
        try:
            written = EmbeddedEngine.build(documents, folder)
            held = EmbeddedEngine(folder).size
            if not written == held == expected():
                raise IndexUnavailable(
                    f"The new index holds {held} documents, {written} were written and the database has {expected()}; "
                    "the old index stays in use. Run `python manage.py index build` again."
                )
            built = Built(name, VERSION, SCHEMA, state, held)
            details = {"analysis": VERSION, "schema": SCHEMA, "state": state, "documents": held}
            _write(folder / "built.json", json.dumps(details))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        _write(self.pointer, name)
        self.prune()
        return built

    def prune(self) -> None:
        """Remove indices that are neither in use nor kept for a rollback, and what killed builds left behind."""
        current = self.current()
        if current is None:
            return
        others = sorted((path for path in self.root.iterdir() if path.is_dir() and path.name != current.folder),
                        key=lambda path: path.stat().st_mtime, reverse=True)  # fmt: skip
        whole = [path for path in others if (path / "built.json").exists()]
        for path in others:
            if path not in whole[:KEPT]:
                shutil.rmtree(path, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    """Replace a file in one step, so that a reader or a kill sees the old or the new one, never half."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
