"""Bringing into the database what the editors explain: literature, digests, topics, the glossary, claims.

All but works of literature is rebuilt whole: it has no life of its own outside `corpus/`. Called inside the transaction of
`lawbase.ingest.corpus.load`, after types and cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from lawbase.cases.models import Case
from lawbase.ingest.corpus.columns import cited, mentions, pair
from lawbase.ingest.corpus.placed import Collection, Placed
from lawbase.ingest.corpus.resolve import Resolved
from lawbase.ingest.corpus.schema import Literature, Statute, Text
from lawbase.ingest.corpus.schema_editors import Claim as ClaimItem
from lawbase.ingest.corpus.schema_editors import ClaimFile
from lawbase.ingest.corpus.schema_editors import Topic as TopicItem
from lawbase.statutes.models import Provision
from lawbase.taxonomy.models import (
    Claim,
    ClaimAuthority,
    ClaimPart,
    Digest,
    InfringementType,
    PairQuote,
    Statement,
    StatementProvision,
    Term,
    TermDefinition,
    TermQuote,
    Topic,
    TopicPair,
    TopicProvision,
    Work,
)


def load(found: Collection, resolved: Resolved) -> None:
    statutes = {statute.slug: statute for statute in found.statutes}
    types = {row.slug: row for row in InfringementType.objects.all()}
    cases = dict(Case.objects.values_list("slug", "pk"))
    _literature(found, resolved, types, cases)
    _digests(found, resolved)
    _topics(found, resolved, types, statutes)
    _terms(found, resolved)
    _claims(found, resolved, types, cases, statutes)


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


def _topics(
    found: Collection,
    resolved: Resolved,
    types: Mapping[str, InfringementType],
    statutes: Mapping[str, Statute],
) -> None:
    Topic.objects.all().delete()
    for placed in found.topics:
        topic = placed.item
        row = Topic.objects.create(
            slug=topic.slug,
            order=topic.order,
            literature=mentions(topic.literature),
            unheld=[cited(pinpoint, statutes) for pinpoint in _unheld(placed, resolved)],
            **pair("title", topic.title),
            **pair("question", topic.question),
            **pair("alike", topic.alike),
            **pair("differs", topic.differs),
            **pair("matters", topic.matters),
        )
        row.types.set([types[slug] for slug in topic.types])
        TopicProvision.objects.bulk_create(
            TopicProvision(
                topic=row,
                place=place,
                order=number,
                provision=standing.provision,
                unit=standing.unit,
                **pair("note", reading.note),
            )
            for place, rows in topic.provisions.all()
            for number, reading in enumerate(rows)
            if (standing := resolved.at(placed, f"provisions.{place}.{number}.provision"))
        )
        _pairs(row, placed, resolved)


def _unheld(placed: Placed[TopicItem], resolved: Resolved) -> Iterator[str]:
    """Pinpoints of a topic that name a law, or days of it, whose text is not held; each once."""
    named = [
        (f"provisions.{place}.{number}.provision", row.provision)
        for place, rows in placed.item.provisions.all()
        for number, row in enumerate(rows)
    ]
    for number, one in enumerate(placed.item.pairs):
        named += [(f"pairs.{number}.{side}", pin) for side, pin in (("a", one.a), ("b", one.b)) if pin]
    yield from dict.fromkeys(pinpoint for key, pinpoint in named if resolved.at(placed, key) is None)


def _pairs(topic: Topic, placed: Placed[TopicItem], resolved: Resolved) -> None:
    """A pair of which one side is not held is left out: it could not be compared."""
    for number, item in enumerate(placed.item.pairs):
        a, b = resolved.at(placed, f"pairs.{number}.a"), resolved.at(placed, f"pairs.{number}.b")
        if a is None or (item.b and b is None):
            continue
        row = TopicPair.objects.create(
            topic=topic,
            order=number,
            a=a.provision,
            a_unit=a.unit,
            a_selector=item.a_quote,
            b=b.provision if b else None,
            b_unit=b.unit if b else "",
            b_selector=item.b_quote or "",
            relation=item.relation,
            valid_from=item.from_,
            valid_to=item.to,
            **pair("note", item.note),
        )
        PairQuote.objects.bulk_create(
            PairQuote(pair=row, side=side, version=quote.version, text=quote.text)
            for side, standing in (("a", a), ("b", b))
            if standing
            for quote in standing.quotes
        )


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


def _claims(
    found: Collection,
    resolved: Resolved,
    types: Mapping[str, InfringementType],
    cases: Mapping[str, int],
    statutes: Mapping[str, Statute],
) -> None:
    Claim.objects.all().delete()
    for placed in found.claims:
        for number, item in enumerate(placed.item.claims):
            claim = Claim.objects.create(
                type=types[placed.item.type],
                slug=item.slug,
                order=number,
                jurisdiction_id=item.jurisdiction,
                nature=item.nature,
                **pair("name", item.name),
                **pair("who", item.who),
                **pair("evidence", item.evidence),
            )
            for order, (key, kind, text, pinpoints, burden, applied) in enumerate(_parts(item)):
                whole = f"claims.{number}.{key}.provisions"
                part = ClaimPart.objects.create(
                    claim=claim,
                    kind=kind,
                    order=order,
                    burden=burden,
                    unheld=_not_held(placed, whole, pinpoints, resolved, statutes),
                    **pair("says", text),
                )
                part.cases.set([cases[slug] for slug in applied])
                standing = [resolved.at(placed, f"{whole}.{place}") for place in range(len(pinpoints))]
                ClaimAuthority.objects.bulk_create(
                    ClaimAuthority(part=part, order=place, provision=one.provision, unit=one.unit)
                    for place, one in enumerate(standing)
                    if one
                )


def _not_held(
    placed: Placed[ClaimFile],
    key: str,
    pinpoints: list[str],
    resolved: Resolved,
    statutes: Mapping[str, Statute],
) -> list[dict[str, str]]:
    return [
        cited(pinpoint, statutes)
        for place, pinpoint in enumerate(pinpoints)
        if resolved.at(placed, f"{key}.{place}") is None
    ]


def _parts(item: ClaimItem) -> Iterator[tuple[str, ClaimPart.Kind, Text, list[str], str, list[str]]]:
    """The parts of a claim in the order of a page: key, kind, text, pinpoints, burden, cases."""
    kind = ClaimPart.Kind
    for place, element in enumerate(item.elements):
        yield (
            f"elements.{place}",
            kind.ELEMENT,
            element.element,
            element.provisions,
            element.burden,
            element.cases,
        )
    for place, threshold in enumerate(item.thresholds):
        yield f"thresholds.{place}", kind.THRESHOLD, threshold.threshold, threshold.provisions, "", []
    for place, remedy in enumerate(item.remedies):
        yield f"remedies.{place}", kind.REMEDY, remedy.remedy, remedy.provisions, "", []
    if item.limitation:
        yield "limitation", kind.LIMITATION, item.limitation.text, item.limitation.provisions, "", []
    if item.forum:
        yield "forum", kind.FORUM, item.forum.text, item.forum.provisions, "", []
