"""The folder `texts/`: a fetched file and its sidecar, put there in one step each, and what is there already."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from lawbase.ingest.discover import sha256_of


@dataclass(frozen=True)
class Sidecar:
    """`<file>.meta.json`: whence the bytes came. The adapters read origin, day and hash from it (`sources/us_common.py`)."""

    origin: str
    retrieved: str
    sha256: str
    format: str
    bytes: int
    etag: str = ""
    last_modified: str = ""
    keep: str = ""
    """`registered`: of this file ingestion takes the sections of registered acts only."""


class Shelf:
    """Fetched files in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        return self.folder / name

    def held(self, name: str) -> Sidecar | None:
        """The sidecar of a file that is held and is still what was fetched; None otherwise."""
        try:
            data = json.loads(self._sidecar(name).read_text("utf-8"))
            sidecar = Sidecar(**{key: data[key] for key in Sidecar.__dataclass_fields__ if key in data})
            return sidecar if sha256_of(self.path(name)) == sidecar.sha256 else None
        except (OSError, ValueError, TypeError, AttributeError):
            return None

    def newest(self, name: str) -> str:
        """The newest edition of a norm whose files are named with their day: `title.docx` → `title_20200528.docx`.

        The name itself where there is none.
        """
        stem, suffix = Path(name).stem, Path(name).suffix
        dated = re.compile(rf"{re.escape(stem)}_\d{{8}}{re.escape(suffix)}")
        files = self.folder.iterdir() if self.folder.is_dir() else ()
        return max((file.name for file in files if dated.fullmatch(file.name)), default=name)

    def put(self, file: Path, name: str, sidecar: Sidecar, keep_earlier: bool = False) -> None:
        """Put a checked file in the place of the old one. Killed at any moment, it leaves a whole file: the old one, or the
        new one that at worst misses its sidecar until the next fetch. The caller keeps ingestion out meanwhile.

        `keep_earlier`: the text held until now was law on the day it was retrieved, so it stays, named with that day.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        held = self.held(name)
        if keep_earlier and held and held.retrieved != sidecar.retrieved:
            earlier = f"{Path(name).stem}_{held.retrieved}{Path(name).suffix}"
            self._copy(self.path(name), earlier)
            self._describe(earlier, held)
        self._sidecar(name).unlink(missing_ok=True)
        self._copy(file, name)
        self._describe(name, sidecar)

    def _copy(self, file: Path, name: str) -> None:
        """In one step: the work folder may lie on another disk, and a rename is one step only on the same one."""
        near = self.folder / f"{name}.part"
        shutil.copyfile(file, near)
        with near.open("rb") as copied:
            os.fsync(copied.fileno())
        os.replace(near, self.path(name))

    def _describe(self, name: str, sidecar: Sidecar) -> None:
        near = self.folder / f"{name}.meta.json.part"
        told = {key: value for key, value in asdict(sidecar).items() if value or key != "keep"}
        near.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
        os.replace(near, self._sidecar(name))

    def _sidecar(self, name: str) -> Path:
        return self.folder / f"{name}.meta.json"
