"""Official case texts into cases, and the citations in all texts resolved.

A matter with an editors' digest and an official text is one `Case`: the digest names the text by its id (`full_text`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from lawbase.cases.models import Case, CaseSection
from lawbase.citations.found import Code, FoundCitation, Home
from lawbase.citations.models import Citation
from lawbase.citations.resolver import Resolved, Resolver
from lawbase.citations.resolver_db import resolver_for
from lawbase.ingest import discover, store
from lawbase.ingest.case_document import ParsedCase
from lawbase.ingest.corpus.load import NOT_HELD_THEN
from lawbase.ingest.errors import SourceError
from lawbase.ingest.models import Marker
from lawbase.ingest.parsed import SourceFile
from lawbase.ingest.pipeline import Report, remember_rules
from lawbase.ingest.progress import bar
from lawbase.ingest.sources import case_texts
from lawbase.statutes.models import Law, LibraryState, ProvisionVersion, SourceDocument

BATCH = 1000


def bring_up_to_date(folders: Sequence[Path], report: Report, force: bool) -> None:
    """Store case texts if they, the digests or the laws they cite changed; then read citations between provisions."""
    files = [found for found in discover.find(folders) if found.adapter is None]
    changed = {file.name for file in report.case_files}
    if changed or force or report.changed_laws:
        resolver = resolver_for(LibraryState.current())
        versions = VersionFinder()
        for found in files:
            file = discover.describe(found)
            try:
                remember_rules(_store_file(file, resolver, versions), report.rules)
            except SourceError as error:
                report.errors.append(str(error))
                store.store_source(file, error=str(error))
    if force or report.changed_laws or not Marker.read("provision-citations"):
        Marker.write("provision-citations", "")
        read_provision_citations()
        Marker.write("provision-citations", "read")


class VersionFinder:
    """The version of a provision that was law on a day, from memory: one query for the whole library."""

    def __init__(self) -> None:
        self.provisions: dict[tuple[str, str], int] = {}
        self.laws: dict[str, int] = dict(Law.objects.values_list("slug", "pk"))
        self._versions: dict[int, list[tuple[date, date, int]]] = defaultdict(list)
        rows = ProvisionVersion.objects.current().values_list(
            "provision__law__slug",
            "provision__key",
            "provision_id",
            "pk",
            "valid_from",
            "not_before",
            "valid_to",
        )
        for slug, key, provision, pk, known, not_before, end in rows:
            start = known or not_before
            self.provisions[slug, key] = provision
            self._versions[provision].append((start or date.min, end or date.max, pk))

    def on(self, provision: int, day: date) -> int | None:
        return next((pk for start, end, pk in self._versions[provision] if start <= day < end), None)


def _store_file(file: SourceFile, resolver: Resolver, versions: VersionFinder) -> SourceDocument:
    cases = list(case_texts.read_cases(file.path))
    document = store.store_source(file)
    for parsed in bar(cases, "Storing case texts", len(cases)):
        store_case_text(parsed, document, resolver, versions)
    return document


@transaction.atomic
def store_case_text(
    parsed: ParsedCase, document: SourceDocument, resolver: Resolver, versions: VersionFinder
) -> Case:
    """Store one official text: on the case whose digest names it, else as a case of its own."""
    case = Case.objects.filter(full_text_id=parsed.id).exclude(digest_source="").first()
    if case is not None:
        Case.objects.filter(slug=parsed.id, digest_source="").delete()
    else:
        case = Case.objects.filter(slug=parsed.id).first() or Case(slug=parsed.id)
        for name, value in _values(parsed).items():
            setattr(case, name, value)
    before = (case.full_text_sha256, case.full_text_id)
    case.full_text_id = parsed.id
    case.full_text_source = document
    case.full_text_url = parsed.source_url
    case.full_text_sha256 = parsed.sha256
    case.full_text_lang = parsed.language
    case.number = parsed.number or case.number
    case.keywords = list(parsed.keywords) or case.keywords
    case.save_without_historical_record()  # type: ignore[attr-defined]
    sections = [
        CaseSection(
            case=case,
            order=order,
            role=section.role,
            heading_zh=section.heading_zh,
            heading_en=section.heading_en,
            text="\n".join(section.paragraphs),
        )
        for order, section in enumerate(parsed.sections)
    ]
    held = list(CaseSection.objects.filter(case=case).values_list("role", "text"))
    if held != [(section.role, section.text) for section in sections] or before[0] != parsed.sha256:
        CaseSection.objects.filter(case=case).delete()
        CaseSection.objects.bulk_create(sections)
        LibraryState.advance()
    _cite(case, sections, parsed, resolver, versions)
    return case


def _values(parsed: ParsedCase) -> dict[str, Any]:
    return {
        "jurisdiction_id": parsed.jurisdiction,
        "kind": parsed.kind,
        "title_zh": parsed.title_zh or "",
        "title_en": parsed.title_en or "",
        "court_zh": parsed.court_zh or "",
        "court_en": parsed.court_en or "",
        "docket": parsed.docket or "",
        "citation": parsed.citation or "",
        "decided": parsed.decided,
        "released": parsed.released,
        "released_by_zh": parsed.released_by_zh,
        "released_by_en": parsed.released_by_en,
        "notes": "\n".join(parsed.notes),
    }


def _cite(
    case: Case,
    sections: Sequence[CaseSection],
    parsed: ParsedCase,
    resolver: Resolver,
    versions: VersionFinder,
) -> None:
    """Read the citations of an official text and resolve each as of the case's day."""
    found = resolver.read_sections([section.text for section in sections], parsed.language)
    rows = [
        _row(citation, resolved, versions, case.day, case=case, section_order=section.order)
        for section, pairs in zip(sections, found, strict=True)
        for citation, resolved in pairs
    ]
    Citation.objects.filter(case=case, basis=Citation.Basis.TEXT).delete()
    Citation.objects.bulk_create(rows, BATCH)


def _row(
    found: FoundCitation, resolved: Resolved, versions: VersionFinder, day: date | None, **owner: Any
) -> Citation:
    row = Citation(
        raw=found.raw[:300],
        start=found.start,
        end=found.end,
        basis=Citation.Basis.TEXT,
        unit=".".join(resolved.unit),
        as_of=day,
        law_id=versions.laws.get(resolved.law or ""),
        provision_id=versions.provisions.get((resolved.law or "", resolved.key or "")),
        problem=resolved.problem[:200],
        **owner,
    )
    if row.provision_id is not None and day is not None:
        row.version_id = versions.on(row.provision_id, day)
        if row.version_id is None:
            row.problem = NOT_HELD_THEN
    return row


@transaction.atomic
def read_provision_citations() -> None:
    """Read the citations in every current provision version of the library."""
    resolver = resolver_for(LibraryState.current())
    versions = VersionFinder()
    Citation.objects.exclude(citing_version=None).delete()
    rows: list[Citation] = []
    held = ProvisionVersion.objects.current().filter(text_held=True).select_related("provision__law")
    for version in bar(held.iterator(chunk_size=2000), "Reading citations", held.count()):
        rows += _of_version(version, resolver, versions)
        if len(rows) > 5 * BATCH:
            Citation.objects.bulk_create(rows, BATCH)
            rows = []
    Citation.objects.bulk_create(rows, BATCH)
    LibraryState.advance()


def _of_version(version: ProvisionVersion, resolver: Resolver, versions: VersionFinder) -> Iterator[Citation]:
    law = version.provision.law
    code = Code(str(law.code["system"]), str(law.code.get("title") or "")) if law.code.get("system") else None
    home = Home(law.slug, version.provision.key, code, law.kind in Law.AMENDING_KINDS)
    # A wording is read as of the day it became law; one without a known start that is still law, as of today.
    day = version.valid_from or (date.today() if version.valid_to is None else None)
    for found, resolved in resolver.read(version.text, law.lang, home):
        row = _row(found, resolved, versions, day, citing_version=version)
        if row.provision_id is not None and row.provision_id != version.provision_id:
            yield row
