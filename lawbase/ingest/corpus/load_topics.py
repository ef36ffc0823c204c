"""Bringing topics into the database: what each system has to read, and which words correspond."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lawbase.ingest.corpus.columns import cited, mentions, pair
from lawbase.ingest.corpus.in_place import bring, written
from lawbase.ingest.corpus.placed import Collection, Placed
from lawbase.ingest.corpus.resolve import Resolved
from lawbase.ingest.corpus.schema import Statute
from lawbase.ingest.corpus.schema_editors import Topic as TopicItem
from lawbase.taxonomy.models import InfringementType, PairQuote, Topic, TopicPair, TopicProvision


def load_topics(
    found: Collection,
    resolved: Resolved,
    types: Mapping[str, InfringementType],
    statutes: Mapping[str, Statute],
) -> None:
    wanted = {
        placed.item.slug: {
            "slug": placed.item.slug,
            "order": placed.item.order,
            "literature": mentions(placed.item.literature),
            "unheld": [cited(pinpoint, statutes) for pinpoint in _unheld(placed, resolved)],
            **pair("title", placed.item.title),
            **pair("question", placed.item.question),
            **pair("alike", placed.item.alike),
            **pair("differs", placed.item.differs),
            **pair("matters", placed.item.matters),
            "corpus_file": placed.document.file,
            "written": written(placed),
        }
        for placed in found.topics
    }
    # Which laws are held is not the editors' doing.
    topics = bring(Topic, Topic.objects.all(), lambda row: row.slug, wanted, unsaid=("unheld",))
    TopicProvision.objects.all().delete()
    TopicPair.objects.all().delete()
    for placed in found.topics:
        topic = placed.item
        row = topics[topic.slug]
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
