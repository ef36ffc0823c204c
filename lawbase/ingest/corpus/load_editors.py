"""Bringing into the database what the editors explain: literature, digests and the glossary; with them topics and claims.

Items are updated in place and have a history; what hangs on them in tables of its own is rebuilt whole: it has no life of its
own outside `corpus/`, and the history of its item holds it (`written`). Called inside the transaction of
`lawbase.ingest.corpus.load`, after types and cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lawbase.cases.models import Case
from lawbase.ingest.corpus.columns import pair
from lawbase.ingest.corpus.in_place import bring, written
from lawbase.ingest.corpus.load_claims import load_claims
from lawbase.ingest.corpus.load_topics import load_topics
from lawbase.ingest.corpus.placed import Collection, Placed
from lawbase.ingest.corpus.resolve import Resolved
from lawbase.ingest.corpus.schema import Literature
from lawbase.statutes.models import Provision
from lawbase.taxonomy.models import (
    Digest,
    InfringementType,
    Statement,
    StatementProvision,
    Term,
    TermDefinition,
    TermQuote,
    Work,
)


def load(found: Collection, resolved: Resolved) -> None:
    statutes = {statute.slug: statute for statute in found.statutes}
    types = {row.slug: row for row in InfringementType.objects.all()}
    cases = dict(Case.objects.values_list("slug", "pk"))
    _literature(found, resolved, types, cases)
    _digests(found, resolved)
    load_topics(found, resolved, types, statutes)
    _terms(found, resolved)
    load_claims(found, resolved, types, cases, statutes)


def _literature(
    found: Collection, resolved: Resolved, types: Mapping[str, InfringementType], cases: Mapping[str, int]
) -> None:
    wanted = {
        placed.item.slug: {
            "slug": placed.item.slug,
            "authors": placed.item.authors,
            "year": placed.item.year,
            **pair("title", placed.item.title),
            "container": placed.item.container or "",
            "url": placed.item.url or (f"https://doi.org/{placed.item.doi}" if placed.item.doi else ""),
            **pair("notes", placed.item.notes),
            **pair("abstract", placed.item.abstract),
            "corpus_file": placed.document.file,
            "written": written(placed),
        }
        for placed in found.literature
    }
    rows = bring(Work, Work.objects.all(), lambda row: row.slug, wanted)
    Statement.objects.all().delete()
    for placed in found.literature:
        _statements(rows[placed.item.slug], placed, resolved, types, cases)


def _statements(
    work: Work,
    placed: Placed[Literature],
    resolved: Resolved,
    types: Mapping[str, InfringementType],
    cases: Mapping[str, int],
) -> None:
    for number, said in enumerate(placed.item.claims):
        row = Statement.objects.create(
            work=work,
            order=number,
            as_of=said.as_of,
            **pair("says", said.says),
            **pair("overtaken", said.overtaken),
        )
        row.types.set([types[slug] for slug in said.about.types])
        row.cases.set([cases[slug] for slug in said.about.cases])
        key = f"claims.{number}.about.provisions"
        standing = [resolved.at(placed, f"{key}.{place}") for place in range(len(said.about.provisions))]
        StatementProvision.objects.bulk_create(
            StatementProvision(statement=row, provision=one.provision, unit=one.unit)
            for one in standing
            if one
        )


def _digests(found: Collection, resolved: Resolved) -> None:
    """Digests, and the headings they give to provisions: today's, else those of the newest days."""
    headed_before = dict(Digest.objects.values_list("provision_id", "provision__law_id"))
    wanted = {
        (standing.provision.pk, placed.item.from_): {
            "provision_id": standing.provision.pk,
            "valid_from": placed.item.from_,
            "valid_to": placed.item.to,
            **pair("heading", placed.item.heading),
            **pair("says", placed.item.digest),
            "asked_zh": placed.item.asked.zh if placed.item.asked else [],
            "asked_en": placed.item.asked.en if placed.item.asked else [],
            "unlinked": placed.item.unlinked or "",
            "corpus_file": placed.document.file,
        }
        for placed in found.digests
        if (standing := resolved.at(placed, "provision"))
    }
    rows = bring(Digest, Digest.objects.all(), lambda row: (row.provision_id, row.valid_from), wanted)
    headings: dict[int, tuple[str, str]] = dict.fromkeys(headed_before, ("", ""))
    today = date.today()
    for row in sorted(rows.values(), key=lambda row: _begun(row.valid_from, today)):
        headings[row.provision_id] = (row.heading_zh, row.heading_en)
    changed = []
    laws = {row.law_id for row in (one.provision for one in resolved.standing.values())}
    for provision in Provision.objects.filter(law__in=laws | set(headed_before.values())):
        heading = headings.get(provision.pk)
        if heading is not None and heading != (provision.heading_zh, provision.heading_en):
            provision.heading_zh, provision.heading_en = heading
            changed.append(provision)
    Provision.objects.bulk_update(changed, ["heading_zh", "heading_en"], batch_size=200)


def _begun(start: date | None, today: date) -> tuple[bool, date]:
    """Sorts what is yet to come first and the latest that has begun last."""
    begins = start or date.min
    return begins <= today, begins


def _terms(found: Collection, resolved: Resolved) -> None:
    wanted = {
        placed.item.slug: {
            "slug": placed.item.slug,
            "also_zh": placed.item.also.zh,
            "also_en": placed.item.also.en,
            **pair("term", placed.item.term),
            **pair("definition", placed.item.definition),
            **pair("false_friend", placed.item.false_friend),
            "corpus_file": placed.document.file,
            "written": written(placed),
        }
        for placed in found.terms
    }
    rows = bring(Term, Term.objects.all(), lambda row: row.slug, wanted)
    TermDefinition.objects.all().delete()
    for placed in found.terms:
        row = rows[placed.item.slug]
        for number, defining in enumerate(placed.item.defined_by):
            standing = resolved.at(placed, f"defined_by.{number}.provision")
            if standing is None:
                continue
            definition = TermDefinition.objects.create(
                term=row,
                order=number,
                provision=standing.provision,
                unit=standing.unit,
                selector=defining.quote,
            )
            TermQuote.objects.bulk_create(
                TermQuote(definition=definition, version=quote.version, text=quote.text)
                for quote in standing.quotes
            )
    for placed in found.terms:
        rows[placed.item.slug].see.set([rows[slug] for slug in placed.item.see])
