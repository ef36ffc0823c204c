"""The table of contents of a law, read from the paths (`toc`) that its provisions carry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lawbase.statutes.models import Provision, ProvisionVersion

if TYPE_CHECKING:  # `reading` imports this module.
    from lawbase.statutes.reading.days import Gap


@dataclass(frozen=True)
class Heading:
    """A part, chapter or section of a law with the provisions below it; `anchor` is unique on the law's page."""

    title: str
    depth: int
    anchor: str
    first: str
    last: str
    """Keys of its first and last provision."""


@dataclass(frozen=True)
class Entry:
    """A provision on its law's page: the version of the day (None: no text), and the headings that begin before it."""

    provision: Provision
    version: ProvisionVersion | None
    headings: tuple[Heading, ...] = ()
    future: bool = False
    unheld: Gap | None = None
    """Since when and until when no source gives its words, where the day lies in such a time."""

    @property
    def heading(self) -> str:
        return self.provision.heading_beside(self.version.heading if self.version else "")


def contents(entries: Iterable[Entry]) -> tuple[tuple[Heading, ...], tuple[Entry, ...]]:
    """The table of contents that the versions' `toc` paths imply, and the entries with the headings that open at each."""
    entries = list(entries)
    headings: list[Heading] = []
    placed: list[Entry] = []
    spans: dict[int, str] = {}
    opened: list[list[int]] = []
    path: list[str] = []
    place: list[int] = []
    for entry in entries:
        toc = list(entry.version.toc) if entry.version else path
        same = next(
            (n for n, (a, b) in enumerate(zip(path, toc, strict=False)) if a != b), min(len(path), len(toc))
        )
        place = place[:same]
        starts = []
        for depth in range(same, len(toc)):
            place.append(len(headings))
            starts.append(len(headings))
            headings.append(Heading(toc[depth], depth, f"toc-{len(headings) + 1}", entry.provision.key, ""))
        path = toc
        for index in place:
            spans[index] = entry.provision.key
        opened.append(starts)
    closed = [replace(row, last=spans.get(number, row.first)) for number, row in enumerate(headings)]
    for entry, starts in zip(entries, opened, strict=True):
        own = tuple(closed[index] for index in starts)
        placed.append(replace(entry, headings=own) if own else entry)
    return tuple(closed), tuple(placed)
