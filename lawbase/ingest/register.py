"""The register (`corpus/statutes.yaml`): which laws form the core library, how sources name them, and their dates."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lawbase.ingest.corpus.documents import Document, Problem, Schema, read, validate
from lawbase.ingest.corpus.schema import Correction, Edition, Statute, Text
from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import LawNames
from lawbase.ingest.sources.us_owners import address

PRC = "中华人民共和国"


def plain_title(title: str) -> str:
    """A title as sources vary it: no white space, no brackets, no 中华人民共和国."""
    return re.sub(r"[\s《》〈〉（）()]", "", title).removeprefix(PRC).casefold()


@dataclass(frozen=True)
class Register:
    """The core library's entries and the corrections, in reading order."""

    statutes: tuple[Statute, ...]
    corrections: tuple[Correction, ...]
    sha256: str

    def find(self, names: LawNames) -> Statute | None:
        """The entry that a source's law belongs to, or None (then it is part of the wider library)."""
        if names.slug and (named := self.by_slug(names.slug)):
            return named
        for rule in (self._by_document, self._by_file, self._by_title):
            if found := rule(names):
                return found
        return None

    def _by_document(self, names: LawNames) -> Statute | None:
        for statute in self.statutes:
            for document in statute.match.documents:
                if document.get("file") == names.file and document.get("identifier") == names.identifier:
                    return statute
        return None

    def _by_file(self, names: LawNames) -> Statute | None:
        matches = [statute for statute in self.statutes if names.file and names.file in statute.match.files]
        return matches[0] if len(matches) == 1 else None

    def _by_title(self, names: LawNames) -> Statute | None:
        title = plain_title(names.title)
        for statute in self.statutes:
            if any(plain_title(known) == title for known in (*statute.match.titles, *statute.match.acts)):
                return statute
        return None

    def owners(self) -> dict[str, LawNames]:
        """Which act each section of a US code belongs to, by `us_owners.address`."""
        found: dict[str, LawNames] = {}
        for entry in self.statutes:
            code = entry.code or {}
            place = (
                f"{code.get('system')}:{code['title']}"
                if code.get("title")
                else str(code.get("system") or "")
            )
            names = LawNames(
                title=entry.title.en,
                jurisdiction=entry.jurisdiction,
                kind=entry.kind,
                citation=entry.citation or "",
                slug=entry.slug,
            )
            for section in code.get("sections") or ():
                found.setdefault(address(place, str(section)), names)
        return found

    def by_slug(self, slug: str) -> Statute | None:
        return next((statute for statute in self.statutes if statute.slug == slug), None)

    def edition(self, statute: Statute | None, version: str) -> Edition | None:
        """The register's dates for one edition; they carry evidence and so win over the source's."""
        if statute is None:
            return None
        return next((edition for edition in statute.editions if edition.version == version), None)

    def outdated(self, slug: str, version: str) -> Text | None:
        """What an edition is known to lack: the register says so of its laws, `mark-outdated` of the wider library's."""
        registered = self.by_slug(slug)
        said = [row.says for row in registered.outdated if row.version == version] if registered else []
        said += [c.why for c in self.corrections_for(slug, version) if c.what == "mark-outdated"]
        return next(iter(said), None)

    @property
    def left_out(self) -> dict[str, Correction]:
        """Sources that are recorded as unreadable, by name: a gap of a whole law, with the file as its evidence."""
        return {c.evidence: c for c in self.corrections if c.what == "mark-gap" and c.provision is None}

    def gaps(self, slug: str, version: str) -> frozenset[str]:
        """Provisions recorded as missing in this edition."""
        return frozenset(
            c.provision or ""
            for c in self.corrections
            if c.what == "mark-gap" and c.law == slug and c.version in (None, version)
        )

    def corrections_for(self, slug: str, version: str) -> tuple[Correction, ...]:
        return tuple(c for c in self.corrections if c.law == slug and c.version in (None, version))


def _items(document: Document | None, schema: type[Schema], problems: list[Problem]) -> list[Schema]:
    if document is None or document.data is None:
        return []
    if not isinstance(document.data, list):
        problems.append(document.problem((), "must be a list of items, each beginning with a dash."))
        return []
    items: list[Schema] = []
    for index, data in enumerate(document.data):
        item, faults = validate(document, data, schema, (index,))
        problems += faults
        if item is not None:
            items.append(item)
    return items


def load(corpus: Path) -> tuple[Register, list[Problem]]:
    """Read the register and the corrections; faults are returned, sound items are kept."""
    problems: list[Problem] = []
    documents: list[Document | None] = []
    for name in ("statutes.yaml", "corrections.yaml"):
        path = corpus / name
        if not path.exists():
            problems.append(Problem(name, 0, "", "is missing; restore it from the repository."))
            documents.append(None)
            continue
        document, faults = read(path, corpus)
        problems += faults
        documents.append(document)
    statutes = _items(documents[0], Statute, problems)
    corrections = _items(documents[1], Correction, problems)
    digest = hashlib.sha256("".join(d.sha256 for d in documents if d).encode()).hexdigest()
    return Register(tuple(statutes), tuple(corrections), digest), problems


def load_sound(corpus: Path) -> Register:
    """The register, or `SourceError` listing its faults."""
    register, problems = load(corpus)
    if problems:
        raise SourceError("The register has faults; mend them first:\n" + "\n".join(map(str, problems[:20])))
    return register


def start_of(edition_day: date | None, registered: Edition | None) -> date | None:
    """Day of effect: the register's where it knows the edition (with evidence), else what the source proves."""
    return registered.in_force if registered is not None else edition_day
