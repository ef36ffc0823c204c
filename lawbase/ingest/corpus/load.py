"""Bringing the editors' data into the database, all of it in one transaction: types, links and cases here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from lawbase.cases.models import Case
from lawbase.citations.models import Citation
from lawbase.citations.resolver import NO_PROVISION
from lawbase.ingest.corpus import load_editors
from lawbase.ingest.corpus.columns import mentions, pair
from lawbase.ingest.corpus.in_place import BATCH, REASON, bring, differing_in, numbered, written
from lawbase.ingest.corpus.placed import Collection, Placed
from lawbase.ingest.corpus.proposals import quote_again
from lawbase.ingest.corpus.resolve import Resolved, resolve_all
from lawbase.ingest.corpus.schema import Applied, CaseFile
from lawbase.ingest.corpus.shown import evidence
from lawbase.ingest.corpus.unheld import place_unheld
from lawbase.ingest.corpus.wanted import everything_wanted
from lawbase.ingest.errors import SourceError
from lawbase.statutes.models import Law, LibraryState, Provision, ProvisionVersion
from lawbase.statutes.pinpoint import Pinpoint
from lawbase.taxonomy.models import CaseLink, InfringementType, LinkQuote, Origin, ProvisionLink, Review

EDITORS = "LawBase editors"
NOT_IN_LIBRARY = gettext_noop("The library does not hold this law.")
NOT_HELD_THEN = gettext_noop("The library holds the provision, but not its text of that day.")


@transaction.atomic
def load(found: Collection) -> None:
    """Store everything. Raises `SourceError` listing the faults if there are any; then nothing is changed."""
    place_unheld(found)
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
    held = {row.slug: row for row in InfringementType.objects.all()}
    for order, placed in enumerate(found.types):
        kind = placed.item
        depth[kind.slug] = depth[kind.parent] + 1 if kind.parent else 0
        values = {
            "parent_id": rows[kind.parent].pk if kind.parent else None,
            "order": order,
            "depth": depth[kind.slug],
            **pair("name", kind.name),
            **pair("definition", kind.definition),
            "everyday_zh": kind.everyday.get("zh", []),
            "everyday_en": kind.everyday.get("en", []),
            "literature": mentions(kind.literature),
            "absent": [
                {"system": row.system, "what": row.what, **pair("why", row.why)} for row in kind.absent
            ],
            "corpus_file": placed.document.file,
        }
        # One at a time: a type needs the row of the type above it.
        row = held.get(kind.slug) or InfringementType(slug=kind.slug)
        rows[kind.slug] = row
        if row.pk is None or differing_in(row, values):
            for name, value in values.items():
                setattr(row, name, value)
            row._change_reason = REASON  # type: ignore[attr-defined]
            row.save()
    # From the leaves up: a type is kept while another stands under it.
    for row in sorted(held.values(), key=lambda row: -row.depth):
        if row.slug not in rows:
            row.delete()


def _link_key(row: ProvisionLink) -> tuple[Any, ...]:
    return row.provision_id, row.unit, row.type_id, row.role, row.valid_from, row.selector


def _links(found: Collection, resolved: Resolved) -> None:
    """Links of `corpus/`. What is proposed, and what an editor accepted or declined, is left alone; if the editors write the
    same link themselves, the row becomes theirs."""
    types = dict(InfringementType.objects.values_list("slug", "pk"))
    standing = [
        (placed, one) for placed in found.links if (one := resolved.at(placed, "provision")) is not None
    ]
    values = [
        {
            "provision_id": one.provision.pk,
            "unit": one.unit,
            "type_id": types[placed.item.type],
            "role": placed.item.role,
            "valid_from": placed.item.from_,
            "valid_to": placed.item.to,
            "selector": placed.item.quote,
            "origin": Origin.EDITOR,
            "review": Review.ACCEPTED,
            "by": placed.item.by,
            **pair("note", placed.item.note),
            "corpus_file": placed.document.file,
        }
        for placed, one in standing
    ]
    keys = numbered(_link_key(ProvisionLink(**one)) for one in values)
    held = list(ProvisionLink.objects.order_by("pk"))
    known = dict(zip((row.pk for row in held), numbered(map(_link_key, held)), strict=True))
    wanted = dict(zip(keys, values, strict=True))
    ours = [row for row in held if row.origin == Origin.EDITOR or known[row.pk] in wanted]
    rows = bring(ProvisionLink, ours, lambda row: known[row.pk], wanted)
    LinkQuote.objects.filter(link__origin=Origin.EDITOR).delete()
    LinkQuote.objects.bulk_create(
        [
            LinkQuote(link=rows[key], version=quote.version, text=quote.text)
            for key, (_placed, one) in zip(keys, standing, strict=True)
            for quote in one.quotes
        ],
        batch_size=BATCH,
    )
    quote_again()


def _cases(found: Collection) -> None:
    types = dict(InfringementType.objects.values_list("slug", "pk"))
    wanted = {placed.item.id: {"slug": placed.item.id, **case_values(placed)} for placed in found.cases}
    held = Case.objects.in_bulk(list(wanted), field_name="slug")
    cases = bring(Case, held.values(), lambda row: row.slug, wanted, unsaid=("digest_sha256",))
    links = {
        (cases[placed.item.id].pk, types[kind.type]): {
            "case_id": cases[placed.item.id].pk,
            "type_id": types[kind.type],
            "origin": Origin.EDITOR,
            "by": EDITORS,
            **evidence(placed.item, kind),
        }
        for placed in found.cases
        for kind in placed.item.types
    }
    ours = [
        row
        for row in CaseLink.objects.all()
        if row.origin == Origin.EDITOR or (row.case_id, row.type_id) in links
    ]
    bring(CaseLink, ours, lambda row: (row.case_id, row.type_id), links)
    _applied(cases, found)
    # A digest that left corpus/ leaves its official text behind, if there is one.
    kept = [case.pk for case in cases.values()]
    for gone in Case.objects.exclude(pk__in=kept).exclude(digest_source="").filter(full_text_source=None):
        gone.delete()


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
        "written": written(placed),
        "full_text_id": case.full_text or "",
    }


CITED = ("raw", "basis", "as_of", "law_id", "provision_id", "unit", "version_id", "problem")


def _applied(cases: Mapping[str, Case], found: Collection) -> None:
    """The editors' lists of provisions, each resolved as of the decision's day; what does not resolve is kept."""
    held: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    editors = Citation.objects.filter(case__isnull=False).exclude(basis=Citation.Basis.TEXT)
    for case_pk, *values in editors.order_by("pk").values_list("case_id", *CITED):
        held[case_pk].append(tuple(values))
    laws = {law.slug: law for law in Law.objects.defer("notes_zh", "notes_en")}
    for placed in found.cases:
        case = cases[placed.item.id]
        rows = [_citation(case, applied, laws) for applied in placed.item.provisions]
        if held[case.pk] != [tuple(getattr(row, name) for name in CITED) for row in rows]:
            editors.filter(case=case).delete()
            Citation.objects.bulk_create(rows)


def _citation(case: Case, applied: Applied, laws: Mapping[str, Law]) -> Citation:
    basis = Citation.Basis.AS_CITED if applied.as_cited else Citation.Basis.INFERRED
    row = Citation(case=case, raw=applied.law, basis=basis, as_of=case.day)
    if applied.provision is None:
        row.problem = NOT_IN_LIBRARY
    else:
        target = Pinpoint.parse(applied.provision)
        row.raw = f"{applied.law} {applied.provision.partition(':')[2]}".strip()
        point(row, laws.get(target.law), target.key, ".".join(target.unit))
    return row


def point(row: Citation, law: Law | None, key: str | None, unit: str) -> None:
    """Set a citation's target: law, provision, and the version in force on its day."""
    row.law = law
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
