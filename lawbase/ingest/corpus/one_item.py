"""One editorial item checked as `check_corpus` checks all of them: does each pinpoint resolve, and each quotation stand in
every version of its days?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lawbase.cases.models import Case
from lawbase.ingest.corpus.collection import collect
from lawbase.ingest.corpus.documents import Problem
from lawbase.ingest.corpus.placed import Collection, Placed, key_path
from lawbase.ingest.corpus.proposals import placed_of
from lawbase.ingest.corpus.references import references
from lawbase.ingest.corpus.resolve import Quote, resolve_all
from lawbase.ingest.corpus.wanted import Wanted, everything_wanted
from lawbase.ingest.library import corpus_sha256
from lawbase.taxonomy.models import Claim, Digest, InfringementType, Origin, ProvisionLink, Term, Topic, Work


@dataclass(frozen=True)
class Checked:
    """A pinpoint of the item, with its quotation if it has one: where it stands, or the sentences of its faults."""

    key: str
    pinpoint: str
    selector: str | None
    quotes: tuple[Quote, ...]
    """The words of each version in the days stated."""
    faults: tuple[str, ...]
    held: bool
    """False where the text is not held, so that nothing can be said."""


@dataclass(frozen=True)
class ItemCheck:
    line: int | None
    """Where the item begins in its file; None for what is not in `corpus/`."""
    pinpoints: tuple[Checked, ...]
    faults: tuple[str, ...]
    """Of its shape, and of what it refers to."""

    @property
    def sound(self) -> bool:
        return not self.faults and not any(one.faults for one in self.pinpoints)


@dataclass(frozen=True)
class _Entry:
    placed: Placed[Any]
    only: Collection
    """A collection that holds this entry alone."""
    part: str = ""
    """Beginning of the keys that are the item's, where an entry holds several."""

    def has(self, problem: Problem) -> bool:
        path = tuple(map(str, (*self.placed.path, *key_path(self.part))))
        key = tuple(problem.key.split("."))
        return problem.file == self.placed.document.file and key[: len(path)] == path


def check_item(row: Model) -> ItemCheck:
    """Check the item that `row` was loaded from, as its file is now; of a proposed link, the row itself."""
    if isinstance(row, ProvisionLink) and row.origin != Origin.EDITOR:
        placed, faults = placed_of(row)
        if placed is None:
            return ItemCheck(None, (), tuple(faults))
        return _checked(_Entry(placed, Collection(links=[placed])), _collected(), line=False)
    found = _collected()
    entry = _entry(row, found)
    if entry is None:
        file = getattr(row, "corpus_file", "") or getattr(row, "digest_source", "")
        unread = [str(one) for one in found.problems if one.file and file.endswith(one.file)]
        gone = _("%(file)s no longer has this item as it was loaded; run `python manage.py ingest`.") % {
            "file": file or "corpus/"
        }
        return ItemCheck(None, (), (*unread, gone))
    return _checked(entry, found, line=True)


def _collected() -> Collection:
    return _read(corpus_sha256(), get_language())


@lru_cache(maxsize=2)
def _read(sha256: str, language: str | None) -> Collection:
    """All of `corpus/`, read once for what its bytes are and for the language of its faults."""
    return collect(settings.LAWBASE_CORPUS)


def _checked(entry: _Entry, found: Collection, line: bool) -> ItemCheck:
    wanted = [
        one for one in everything_wanted(entry.only) if not entry.part or one.key.startswith(entry.part + ".")
    ]
    problems = found.problems
    if not line:
        problems = references(replace(found, links=entry.only.links))
    path = (*entry.placed.path, *key_path(entry.part))
    return ItemCheck(
        entry.placed.document.line(path) if line else None,
        tuple(_pinpoint(one) for one in wanted),
        tuple(problem.message for problem in problems if entry.has(problem)),
    )


def _pinpoint(one: Wanted) -> Checked:
    resolved = resolve_all([one])
    standing = resolved.at(one.entry, one.key)
    return Checked(
        one.key,
        str(one.pinpoint),
        one.selector,
        standing.quotes if standing else (),
        tuple(problem.message for problem in resolved.problems),
        standing is not None,
    )


def _entry(row: Model, found: Collection) -> _Entry | None:
    match row:
        case ProvisionLink():
            same = placed_of(row)[0]
            name = ("provision", "type", "role", "from_", "to", "quote")
            wanted = same and [getattr(same.item, part) for part in name]
            for link in found.links:
                if wanted == [getattr(link.item, part) for part in name]:
                    return _Entry(link, Collection(links=[link]))
        case Digest():
            for digest in found.digests:
                if (digest.item.provision, digest.item.from_) == (row.provision.ident, row.valid_from):
                    return _Entry(digest, Collection(digests=[digest]))
        case Claim():
            for claims in found.claims:
                for number, claim in enumerate(claims.item.claims):
                    if (claims.item.type, claim.slug) == (row.type.slug, row.slug):
                        return _Entry(claims, Collection(claims=[claims]), f"claims.{number}")
        case _:
            return next(_by_slug(row, found), None)
    return None


def _by_slug(row: Model, found: Collection) -> Iterator[_Entry]:
    match row:
        case Topic():
            yield from (
                _Entry(one, Collection(topics=[one])) for one in found.topics if one.item.slug == row.slug
            )
        case Term():
            yield from (
                _Entry(one, Collection(terms=[one])) for one in found.terms if one.item.slug == row.slug
            )
        case Work():
            yield from (
                _Entry(one, Collection(literature=[one]))
                for one in found.literature
                if one.item.slug == row.slug
            )
        case InfringementType():
            yield from (
                _Entry(one, Collection(types=[one])) for one in found.types if one.item.slug == row.slug
            )
        case Case():
            yield from (
                _Entry(one, Collection(cases=[one])) for one in found.cases if one.item.id == row.slug
            )
        case _:
            raise TypeError(f"{type(row).__name__} is not loaded from corpus/.")
