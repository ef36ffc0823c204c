"""Bringing into the database what the editors explain: literature, digests and the glossary; with them topics and claims.

All but works of literature is rebuilt whole: it has no life of its own outside `corpus/`. Called inside the transaction of
`lawbase.ingest.corpus.load`, after types and cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lawbase.cases.models import Case
from lawbase.ingest.corpus.columns import pair
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
    for placed in found.literature:
        work = placed.item
        row, _created = Work.objects.update_or_create(
            slug=work.slug,
            defaults={
                "authors": work.authors,
                "year": work.year,
                **pair("title", work.title),
                "container": work.container or "",
                "url": work.url or (f"https://doi.org/{work.doi}" if work.doi else ""),
                **pair("notes", work.notes),
                **pair("abstract", work.abstract),
            },
        )
        row.statements.all().delete()
        _statements(row, placed, resolved, types, cases)
    Work.objects.exclude(slug__in=[placed.item.slug for placed in found.literature]).delete()


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
    Provision.objects.filter(digests__isnull=False).update(heading_zh="", heading_en="")
    Digest.objects.all().delete()
    rows = [
        Digest(
            provision=standing.provision,
            valid_from=placed.item.from_,
            valid_to=placed.item.to,
            **pair("heading", placed.item.heading),
            **pair("says", placed.item.digest),
        )
        for placed in found.digests
        if (standing := resolved.at(placed, "provision"))
    ]
    Digest.objects.bulk_create(rows)
    headed: dict[int, Provision] = {}
    today = date.today()
    for row in sorted(rows, key=lambda row: _begun(row.valid_from, today)):
        row.provision.heading_zh, row.provision.heading_en = row.heading_zh, row.heading_en
        headed[row.provision_id] = row.provision
    Provision.objects.bulk_update(headed.values(), ["heading_zh", "heading_en"], batch_size=200)


def _begun(start: date | None, today: date) -> tuple[bool, date]:
    """Sorts what is yet to come first and the latest that has begun last."""
    begins = start or date.min
    return begins <= today, begins


def _terms(found: Collection, resolved: Resolved) -> None:
    Term.objects.all().delete()
    rows: dict[str, Term] = {}
    for placed in found.terms:
        term = placed.item
        row = rows[term.slug] = Term.objects.create(
            slug=term.slug,
            also_zh=term.also.zh,
            also_en=term.also.en,
            **pair("term", term.term),
            **pair("definition", term.definition),
            **pair("false_friend", term.false_friend),
        )
        for number, defining in enumerate(term.defined_by):
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
