"""What `corpus/` holds, each item with the place it was read from, so that a fault in it can be said with its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import BaseModel

from lawbase.ingest.corpus import schema, schema_editors
from lawbase.ingest.corpus.documents import Document, KeyPath, Problem

Item = TypeVar("Item", bound=BaseModel)


@dataclass(frozen=True)
class Placed(Generic[Item]):
    """An item with the place it was read from."""

    item: Item
    document: Document
    path: KeyPath

    def problem(self, key: str, message: str) -> Problem:
        return self.document.problem((*self.path, *key_path(key)), message)


def key_path(key: str) -> KeyPath:
    """`pairs.0.a` as a path into the document: numbers are places in a list."""
    return tuple(int(part) if part.isdigit() else part for part in key.split(".")) if key else ()


@dataclass
class Collection:
    """The editors' data. `problems` lists every fault; items with faults are left out."""

    types: list[Placed[schema.Type]] = field(default_factory=list)
    literature: list[Placed[schema.Literature]] = field(default_factory=list)
    links: list[Placed[schema.Link]] = field(default_factory=list)
    cases: list[Placed[schema.CaseFile]] = field(default_factory=list)
    digests: list[Placed[schema_editors.Digest]] = field(default_factory=list)
    topics: list[Placed[schema_editors.Topic]] = field(default_factory=list)
    terms: list[Placed[schema_editors.Term]] = field(default_factory=list)
    claims: list[Placed[schema_editors.ClaimFile]] = field(default_factory=list)
    statutes: tuple[schema.Statute, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    sha256: str = ""
