"""What an adapter hands over: plain values, no database.

A *source* is a sequence of bytes with an origin and a hash. An adapter (`lawbase/ingest/sources/`) reads one source and
yields `ParsedEdition`s: the text of one law as one edition gives it. Everything after that (checks, corrections, merging
editions into dated versions, storing) works on these values and never on a source format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar, Protocol


@dataclass(frozen=True)
class ParsedProvision:
    """One article or section of one edition.

    `key` is the identity inside the law (`253-1`, `1798.120`, `552a`); `number` is as printed (`第二百五十三条之一`,
    `§ 1798.120`). `text` is the official text after the adapter's documented normalisation, without number and
    heading, one unit a line (see `lawbase.statutes.units`), lines separated by a single newline.
    """

    key: str
    number: str
    text: str
    heading: str = ""
    toc: tuple[str, ...] = ()
    """Headings above it, outermost first: 编, 分编, 章, 节; title, chapter, article."""
    notes: tuple[str, ...] = ()
    """What the source prints beside the text: history note, footnotes, source credit."""
    valid_from: date | None = None
    """Only where the source gives this provision another day than the edition (operative later)."""
    valid_to: date | None = None
    not_before: date | None = None
    """A day before which the provision was not law, as the source states: its enactment, in a source credit."""
    enacted_by: str = ""
    """Pinpoint of the amending item that made these words, `cn-criminal-law-amendment-9:17`, where it is known."""


@dataclass(frozen=True)
class LawNames:
    """How the source names the law. The register (`corpus/statutes.yaml`) is matched against these."""

    title: str
    """The title as the source prints it."""
    jurisdiction: str
    """`cn`, `us`, `us-ca` …"""
    kind: str
    """One of `lawbase.statutes.models.Law.Kind` values."""
    short_title: str = ""
    citation: str = ""
    """US: the code citation of the act."""
    issuer: str = ""
    file: str = ""
    """Base name of the source file (the register may match on it)."""
    identifier: str = ""
    """The source's own identifier of the law inside the file, if it holds several."""
    slug: str = ""
    """Slug to use where the register does not know the law; stable, derived from a lasting identifier."""


@dataclass(frozen=True)
class ParsedEdition:
    """The text of one law as one edition gives it."""

    law: LawNames
    version: str
    """The edition's own label: `2020-12-26` (package, docx, Markdown), `2026-01-01`, `lii-2026-02`, `uslm-2023-04`."""
    provisions: tuple[ParsedProvision, ...]
    adopted: date | None = None
    published: date | None = None
    in_force_from: date | None = None
    """Only what the source proves. None where it proves nothing; the register may know (with evidence)."""
    in_force_to: date | None = None
    begun: date | None = None
    """When the law first took effect, as its own text states; no words of it were law before."""
    status: str = ""
    """The source's own word on the law's status, verbatim (现行有效, 已废止 …); evidence, not truth."""
    preamble: str = ""
    amended: bool = False
    """True where an amending act made this edition: its day of effect does not date the words that the act left alone."""
    partial: bool = False
    """True where the edition gives some sections of the law only (additions, a split act)."""
    computed: bool = False
    """True where no source prints it: its words follow from amending instruments (`lawbase.ingest.histories`)."""
    official_url: str = ""
    notes: tuple[str, ...] = ()
    """What the reader must know about this edition: single copy, older edition, lost annex."""


@dataclass(frozen=True)
class SourceFile:
    """The bytes behind an edition."""

    path: Path
    name: str
    """Stable display name: the path relative to its root, or `package/file`."""
    sha256: str
    size: int
    origin: str
    """Whence: a URL, or package and version."""
    adapter: str
    adapter_version: str
    retrieved: date | None = None
    notes: tuple[str, ...] = field(default=())


class StatuteAdapter(Protocol):
    """One source format. Stateless; `version` rises when the same bytes would be read differently."""

    name: ClassVar[str]
    version: ClassVar[str]

    def accepts(self, path: Path) -> bool:
        """Cheap: by file name and, where needed, the first few kilobytes."""
        ...

    def read(self, path: Path) -> Iterator[ParsedEdition]:
        """Yield the editions in the file. Raises `lawbase.ingest.errors.SourceError` with a sentence naming the place."""
        ...

    def describe(self, path: Path) -> tuple[str, date | None, tuple[str, ...]]:
        """Origin, day of retrieval (where a sidecar or the file states it), notes for the provenance line."""
        ...
