"""All of `corpus/` read into values, with what can be checked without the library's texts: shapes, ids, references."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from lawbase.ingest.corpus import schema
from lawbase.ingest.corpus.documents import Document, KeyPath, Problem, read, validate
from lawbase.ingest.register import load as load_register

Item = TypeVar("Item", bound=BaseModel)


@dataclass(frozen=True)
class Placed(Generic[Item]):
    """An item with the place it was read from."""

    item: Item
    document: Document
    path: KeyPath

    def problem(self, key: str, message: str) -> Problem:
        return self.document.problem((*self.path, *(key.split(".") if key else ())), message)


@dataclass
class Collection:
    """The editors' data. `problems` lists every fault; items with faults are left out."""

    types: list[Placed[schema.Type]] = field(default_factory=list)
    literature: list[Placed[schema.Literature]] = field(default_factory=list)
    links: list[Placed[schema.Link]] = field(default_factory=list)
    cases: list[Placed[schema.CaseFile]] = field(default_factory=list)
    statutes: tuple[schema.Statute, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    sha256: str = ""


def _list(document: Document, model: type[Item], into: list[Placed[Item]], problems: list[Problem]) -> None:
    if not isinstance(document.data, list):
        problems.append(document.problem((), "must be a list of items, each beginning with a dash."))
        return
    for index, data in enumerate(document.data):
        item, faults = validate(document, data, model, (index,))
        problems += faults
        if item is not None:
            into.append(Placed(item, document, (index,)))


def _required(
    corpus: Path, name: str, load: Callable[[Path], Document | None], problems: list[Problem]
) -> Document | None:
    if (corpus / name).exists():
        return load(corpus / name)
    problems.append(Problem(name, 0, "", "is missing; restore it from the repository."))
    return None


def _files(corpus: Path, folder: str) -> Iterator[Path]:
    yield from sorted((corpus / folder).rglob("*.yaml"))


def collect(corpus: Path) -> Collection:
    """Read everything. Never raises for a fault in the data: each becomes a problem with its place."""
    found = Collection()
    digests = []

    def document(path: Path) -> Document | None:
        loaded, faults = read(path, corpus)
        found.problems += faults
        if loaded:
            digests.append(f"{loaded.file} {loaded.sha256}")
        return loaded

    register, faults = load_register(corpus)
    found.problems += faults
    found.statutes = register.statutes
    digests.append(register.sha256)
    if loaded := _required(corpus, "taxonomy.yaml", document, found.problems):
        _list(loaded, schema.Type, found.types, found.problems)
    if loaded := _required(corpus, "literature.yaml", document, found.problems):
        _list(loaded, schema.Literature, found.literature, found.problems)
    for path in _files(corpus, "links"):
        if loaded := document(path):
            _list(loaded, schema.Link, found.links, found.problems)
    for path in _files(corpus, "cases"):
        if loaded := document(path):
            case, faults = validate(loaded, loaded.data, schema.CaseFile)
            found.problems += faults
            if case is not None:
                found.cases.append(Placed(case, loaded, ()))
    found.sha256 = hashlib.sha256("\n".join(digests).encode()).hexdigest()
    found.problems += list(_references(found))
    return found


def _twice(placed: list[Placed[Item]], key: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in placed:
        value = str(getattr(entry.item, key))
        if value in seen:
            yield entry.problem(key, f"{value} is used twice; ids are unique.")
        seen.add(value)


def _references(found: Collection) -> Iterator[Problem]:
    """Ids unique, parents before children, every id that is named exists, files in their places."""
    yield from _twice(found.types, "slug")
    yield from _twice(found.literature, "slug")
    yield from _twice(found.cases, "id")
    types = {entry.item.slug for entry in found.types}
    works = {entry.item.slug for entry in found.literature}
    laws = {statute.slug for statute in found.statutes}
    earlier: set[str] = set()
    for kind in found.types:
        if kind.item.parent and kind.item.parent not in earlier:
            yield kind.problem("parent", f"{kind.item.parent} must be a type that stands above this one.")
        earlier.add(kind.item.slug)
        for mention in kind.item.literature:
            if mention.work not in works:
                yield kind.problem("literature", f"{mention.work} is not in literature.yaml.")
    for link in found.links:
        if link.item.type not in types:
            yield link.problem("type", f"{link.item.type} is not in taxonomy.yaml.")
        law = link.item.provision.split(":")[0]
        if law not in laws:
            yield link.problem("provision", f"{law} is not in statutes.yaml.")
        if link.item.from_ and link.item.to and link.item.from_ >= link.item.to:
            yield link.problem("to", "must be a later day than `from`.")
    for case in found.cases:
        if Path(case.document.file).stem != case.item.id:
            yield case.problem("id", f"must be the file's name; rename one of them ({case.item.id}).")
        for slug in case.item.types:
            if slug not in types:
                yield case.problem("types", f"{slug} is not in taxonomy.yaml.")
        for applied in case.item.provisions:
            if applied.provision and applied.provision.split(":")[0] not in laws:
                yield case.problem("provisions", f"{applied.provision}: the law is not in statutes.yaml.")
