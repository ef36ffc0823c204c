"""All of `corpus/` read into values, with what can be checked without the library's texts: shapes, ids, references."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from lawbase.ingest.corpus import schema, schema_editors
from lawbase.ingest.corpus.documents import Document, Problem, read, validate
from lawbase.ingest.corpus.placed import Collection, Item, Placed
from lawbase.ingest.corpus.references import references
from lawbase.ingest.register import load as load_register


def _list(document: Document, model: type[Item], into: list[Placed[Item]], problems: list[Problem]) -> None:
    if not isinstance(document.data, list):
        problems.append(document.problem((), "must be a list of items, each beginning with a dash."))
        return
    for index, data in enumerate(document.data):
        item, faults = validate(document, data, model, (index,))
        problems += faults
        if item is not None:
            into.append(Placed(item, document, (index,)))


def _one(document: Document, model: type[Item], into: list[Placed[Item]], problems: list[Problem]) -> None:
    """A file that is one item."""
    item, faults = validate(document, document.data, model)
    problems += faults
    if item is not None:
        into.append(Placed(item, document, ()))


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
    # These may be absent or partial: the library grows file by file.
    if (corpus / "glossary.yaml").exists() and (loaded := document(corpus / "glossary.yaml")):
        _list(loaded, schema_editors.Term, found.terms, found.problems)
    for loaded in filter(None, map(document, _files(corpus, "links"))):
        _list(loaded, schema.Link, found.links, found.problems)
    for loaded in filter(None, map(document, _files(corpus, "digests"))):
        _list(loaded, schema_editors.Digest, found.digests, found.problems)
    for loaded in filter(None, map(document, _files(corpus, "cases"))):
        _one(loaded, schema.CaseFile, found.cases, found.problems)
    for loaded in filter(None, map(document, _files(corpus, "topics"))):
        _one(loaded, schema_editors.Topic, found.topics, found.problems)
    for loaded in filter(None, map(document, _files(corpus, "claims"))):
        _one(loaded, schema_editors.ClaimFile, found.claims, found.problems)
    found.sha256 = hashlib.sha256("\n".join(digests).encode()).hexdigest()
    found.problems += references(found)
    return found
