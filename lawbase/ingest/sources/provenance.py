"""Whence a file comes, where the folder's README says so: a row of one of its tables, or an entry for its folder.

A table counts when its header has a column `upstream`; the first column names the file, with or without its folder and its
ending. A row for a folder (`` `司法解释/` ``) says `from X` in its words. Short names are spelled out by lines
`- X = owner/repository @ commit`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

UPWARD = 4
"""How many folders above a file its README may stand."""
SHORT_NAME = re.compile(r"^- (\S+) = `?([^`\s]+)`?(?: branch `[^`]+`,)?.*?@ `?([0-9a-f]{7,40})`?", re.M)
FROM = re.compile(r"\bfrom ([A-Z]\w+)")


@dataclass(frozen=True)
class Provenance:
    origin: str
    """`owner/repository @ commit, path in it`, as far as the README tells."""
    how: str = ""
    """What the README says of how the copy was made and of its defects."""


def provenance(path: Path) -> Provenance | None:
    """What the nearest README above `path` says of it; None where none of them names the file or its folder."""
    for folder in list(path.parents)[:UPWARD]:
        readme = folder / "README.md"
        if readme.is_file():
            files, folders = _read(readme, readme.stat().st_mtime_ns)
            inside = path.relative_to(folder)
            found = files.get(_bare(path.name)) or (
                folders.get(inside.parts[0]) if inside.parts[1:] else None
            )
            if found:
                return found
    return None


def _bare(name: str) -> str:
    return re.sub(r"\s+", "", name.rsplit("/", 1)[-1].strip("`")).removesuffix(".md")


@lru_cache(maxsize=16)
def _read(readme: Path, _changed: int) -> tuple[dict[str, Provenance], dict[str, Provenance]]:
    text = readme.read_text("utf-8")
    repositories = {short: f"{name} @ {commit}" for short, name, commit in SHORT_NAME.findall(text)}

    def spelled(words: str) -> str:
        for short, name in repositories.items():
            words = re.sub(rf"\b{re.escape(short)}\b(?!/)", name, words, count=1)
        return words.replace("`", "")

    files: dict[str, Provenance] = {}
    folders: dict[str, Provenance] = {}
    for header, cells in _rows(text):
        if "upstream" in " ".join(header):
            column = next(i for i, name in enumerate(header) if "upstream" in name)
            how = cells[-1].replace("`", "") if column < len(cells) - 1 else ""
            files[_bare(cells[0])] = Provenance(spelled(cells[column]), how)
        elif cells[0].strip("`").endswith("/") and (source := FROM.search(cells[-1])):
            folders[cells[0].strip("`").rstrip("/")] = Provenance(spelled(source[1]))
    return files, folders


def _rows(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """(header, cells) of each row of the Markdown tables in `text`."""
    header: list[str] = []
    for line in text.splitlines():
        if not line.startswith("|"):
            header = []
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not header:
            header = [cell.lower() for cell in cells]
        elif not all(set(cell) <= set("-: ") for cell in cells):
            yield header, cells
