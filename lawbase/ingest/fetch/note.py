"""`fetch-progress.json` in the data folder: how far fetching has come. The coverage page (`lawbase/web/coverage.py`) reads it.

`state` is running, done, failed or offline; `done` of `total` files; `current` is the file or step under way; `message` is the
last word as one English sentence, `message_zh` the same in Chinese; `files` tells of each file.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

NAME = "fetch-progress.json"
EVERY = 1.0
"""Seconds between two writings while bytes arrive."""


@dataclass
class FileNote:
    slug: str
    name: str
    state: str = "waiting"
    """waiting, running, new (also: changed), unchanged, failed, unreachable."""
    bytes: int = 0
    error: str = ""


@dataclass
class Note:
    """What the file says. Written whole or not at all: a reader never sees half of it."""

    folder: Path
    files: list[FileNote] = field(default_factory=list)
    state: str = "running"
    current: str = ""
    message: str = ""
    message_zh: str = ""
    started: str = field(default_factory=lambda: _now())
    _written: float = 0.0

    @property
    def done(self) -> int:
        return sum(file.state in {"new", "unchanged", "failed"} for file in self.files)

    def write(self) -> None:
        told = {
            "state": self.state,
            "done": self.done,
            "total": len(self.files),
            "current": self.current,
            "message": self.message,
            "message_zh": self.message_zh,
            "started": self.started,
            "updated": _now(),
            "files": [asdict(file) for file in self.files],
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        near = self.folder / f"{NAME}.part"
        near.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
        os.replace(near, self.folder / NAME)
        self._written = time.monotonic()

    def bytes_of(self, file: FileNote, size: int) -> None:
        file.bytes = size
        if time.monotonic() - self._written >= EVERY:
            self.write()

    def end(self, state: str, message: str, message_zh: str) -> None:
        self.state, self.message, self.message_zh, self.current = state, message, message_zh, ""
        self.write()


def was_fetched(folder: Path) -> bool:
    """Whether a fetch has come to an end here with the network there. One that was offline or was killed does not count."""
    try:
        return json.loads((folder / NAME).read_text("utf-8"))["state"] in {"done", "failed"}
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
