"""Bringing the editors' data into the database, all of it in one transaction: types, links and cases here."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from lawbase.cases.models import Case
from lawbase.citations.models import Citation
from lawbase.citations.resolver import NO_PROVISION
from lawbase.ingest.corpus import load_editors
from lawbase.ingest.corpus.columns import mentions, pair
from lawbase.ingest.corpus.placed import Collection, Placed
from lawbase.ingest.corpus.resolve import Resolved, resolve_all
from lawbase.ingest.corpus.schema import CaseFile
from lawbase.ingest.corpus.shown import evidence
from lawbase.ingest.corpus.wanted import everything_wanted
from lawbase.ingest.errors import SourceError
from lawbase.statutes.models import Law, LibraryState, Provision, ProvisionVersion
from lawbase.statutes.pinpoint import Pinpoint
from lawbase.taxonomy.models import CaseLink, InfringementType, LinkQuote, ProvisionLink

EDITORS = "LawBase editors"
NOT_IN_LIBRARY = gettext_noop("The library does not hold this law.")
NOT_HELD_THEN = gettext_noop("The library holds the provision, but not its text of that day.")


@transaction.atomic
def load(found: Collection) -> None:
    """Store everything. Raises `SourceError` listing the faults if there are any; then nothing is changed."""
    resolved = resolve_all(everything_wanted(found))
    problems = found.problems + resolved.problems
    if problems:
        shown = "\n".join(f"  {problem}" for problem in problems[:30])
        raise SourceError(f"corpus/ has {len(problems)} faults; mend them and load again:\n{shown}")
    _types(found)
    _links(found, resolved)
    _cases(found)
    load_editors.load(found, resolved)
    LibraryState.advance()


def _types(found: Collection) -> None:
    depth: dict[str, int] = {}
    rows: dict[str, InfringementType] = {}
    for order, placed in enumerate(found.types):
        kind = placed.item
        depth[kind.slug] = depth[kind.parent] + 1 if kind.parent else 0
        rows[kind.slug], _created = InfringementType.objects.update_or_create(
            slug=kind.slug,
            defaults={
                "parent": rows[kind.parent] if kind.parent else None,
                "order": order,
                "depth": depth[kind.slug],
                **pair("name", kind.name),
                **pair("definition", kind.definition),
                "everyday_zh": kind.everyday.get("zh", []),
                "everyday_en": kind.everyday.get("en", []),
                "literature": mentions(kind.literature),
            },
        )
    InfringementType.objects.exclude(slug__in=rows).delete()


def _links(found: Collection, resolved: Resolved) -> None:
    """Links are rebuilt whole: they have no life of their own outside `corpus/`."""
    types = {row.slug: row for row in InfringementType.objects.all()}
    ProvisionLink.objects.filter(origin="editor").delete()
    for placed in found.links:
        standing, link = resolved.at(placed, "provision"), placed.item
        if standing is None:
            continue
        row = ProvisionLink.objects.create(
            provision=standing.provision,
            unit=standing.unit,
            type=types[link.type],
            role=link.role,
            valid_from=link.from_,
            valid_to=link.to,
            selector=link.quote,
            by=link.by,
            **pair("note", link.note),
        )
        LinkQuote.objects.bulk_create(
            LinkQuote(link=row, version=quote.version, text=quote.text) for quote in standing.quotes
        )


def _cases(found: Collection) -> None:
    types = {row.slug: row for row in InfringementType.objects.all()}
    kept = []
    for placed in found.cases:
        case = store_case(placed)
        kept.append(case.pk)
        CaseLink.objects.filter(case=case, origin="editor").exclude(
            type__slug__in=[kind.type for kind in placed.item.types]
        ).delete()
        for kind in placed.item.types:
            CaseLink.objects.update_or_create(
                case=case,
                type=types[kind.type],
                defaults=evidence(placed.item, kind),
                create_defaults={"by": EDITORS, **evidence(placed.item, kind)},
            )
        _applied(case, placed.item)
    # A digest that left corpus/ leaves its official text behind, if there is one.
    Case.objects.exclude(pk__in=kept).exclude(digest_source="").filter(full_text_source=None).delete()


def case_values(placed: Placed[CaseFile]) -> dict[str, Any]:
    case = placed.item
    outcome = case.outcome.model_dump()
    return {
        "jurisdiction_id": case.jurisdiction,
        "kind": case.kind,
        "proceeding": case.proceeding or "",
        **pair("title", case.title),
        **pair("court", case.court),
        "docket": case.docket or "",
        "citation": case.citation or "",
        "decided": case.decided,
        "released": case.released,
        **pair("released_by", case.released_by),
        "batch": case.batch or "",
        **pair("parties", case.parties),
        **pair("facts", case.facts),
        **pair("issues", case.issues),
        **pair("holding", case.holding),
        "outcome": outcome,
        "items_count": case.items_count,
        "people_affected": case.people_affected,
        "information_categories": case.information_categories,
        "remedies": case.remedies,
        "sources": [source.model_dump() for source in case.sources],
        "verified": case.verified,
        "checked_fields": case.checked_fields,
        "notes": case.notes or "",
        "digest_source": f"corpus/{placed.document.file}",
        "digest_sha256": placed.document.sha256,
        "full_text_id": case.full_text or "",
    }


def store_case(placed: Placed[CaseFile]) -> Case:
    case, _created = Case.objects.update_or_create(slug=placed.item.id, defaults=case_values(placed))
    return case


def _applied(case: Case, item: CaseFile) -> None:
    """The editors' list of provisions, each resolved as of the decision's day; what does not resolve is kept."""
    case.citations.exclude(basis=Citation.Basis.TEXT).delete()
    for applied in item.provisions:
        basis = Citation.Basis.AS_CITED if applied.as_cited else Citation.Basis.INFERRED
        row = Citation(case=case, raw=applied.law, basis=basis, as_of=case.day)
        if applied.provision is None:
            row.problem = NOT_IN_LIBRARY
        else:
            target = Pinpoint.parse(applied.provision)
            row.raw = f"{applied.law} {applied.provision.partition(':')[2]}".strip()
            point(row, target.law, target.key, ".".join(target.unit))
        row.save()


def point(row: Citation, law: str | None, key: str | None, unit: str) -> None:
    """Set a citation's target: law, provision, and the version in force on its day."""
    row.law = Law.objects.filter(slug=law).first() if law else None
    row.unit = unit
    if row.law is None:
        row.problem = NOT_IN_LIBRARY
        return
    if key is None:
        return
    row.provision = Provision.objects.filter(law=row.law, key=key).first()
    if row.provision is None:
        row.problem = NO_PROVISION
    elif row.as_of:
        row.version = ProvisionVersion.objects.as_of(row.as_of).filter(provision=row.provision).first()
        if row.version is None:
            row.problem = NOT_HELD_THEN
