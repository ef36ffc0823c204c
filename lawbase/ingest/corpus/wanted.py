"""Every place of `corpus/` that points into the official texts: a pinpoint, often with the words that must stand there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lawbase.ingest.corpus.documents import KeyPath
from lawbase.ingest.corpus.placed import Collection, Placed
from lawbase.ingest.corpus.references import parts_of
from lawbase.statutes.pinpoint import Pinpoint

Place = tuple[str, KeyPath, str]
"""File, item in it, key in the item."""


@dataclass(frozen=True)
class Wanted:
    """A pinpoint at `key` of an item; with `selector`, the quotation at `quote_key`; for the days from `start` to `end`."""

    entry: Placed[Any]
    key: str
    pinpoint: Pinpoint
    selector: str | None = None
    quote_key: str = ""
    start: date | None = None
    end: date | None = None
    start_key: str = ""

    @property
    def place(self) -> Place:
        return place_of(self.entry, self.key)


def place_of(entry: Placed[Any], key: str) -> Place:
    return entry.document.file, entry.path, key


def everything_wanted(found: Collection) -> Iterator[Wanted]:
    """Every pinpoint of the corpus, in the order of the files. Those of cases are citations, resolved as such."""
    for link in found.links:
        item = link.item
        yield Wanted(
            link,
            "provision",
            Pinpoint.parse(item.provision),
            item.quote,
            "quote",
            item.from_,
            item.to,
            "from",
        )
    for digest in found.digests:
        days = digest.item.from_, digest.item.to
        yield Wanted(digest, "provision", Pinpoint.parse(digest.item.provision), None, "", *days, "from")
    for topic in found.topics:
        for place, rows in topic.item.provisions.all():
            yield from _plain(topic, f"provisions.{place}", [row.provision for row in rows], ".provision")
        for number, pair in enumerate(topic.item.pairs):
            key = f"pairs.{number}"
            for side, pinpoint, quote in (("a", pair.a, pair.a_quote), ("b", pair.b, pair.b_quote)):
                if pinpoint is not None:
                    yield Wanted(topic, f"{key}.{side}", Pinpoint.parse(pinpoint), quote, f"{key}.{side}_quote",
                                 pair.from_, pair.to, f"{key}.from")  # fmt: skip
    for term in found.terms:
        for number, defining in enumerate(term.item.defined_by):
            key = f"defined_by.{number}"
            yield Wanted(term, f"{key}.provision", Pinpoint.parse(defining.provision), defining.quote, f"{key}.quote",
                         defining.from_, defining.to, f"{key}.from")  # fmt: skip
    for claims in found.claims:
        for number, claim in enumerate(claims.item.claims):
            for part, pinpoints in parts_of(claim):
                yield from _plain(claims, f"claims.{number}.{part}.provisions", pinpoints)
    for work in found.literature:
        for number, said in enumerate(work.item.claims):
            yield from _plain(work, f"claims.{number}.about.provisions", said.about.provisions)


def _plain(entry: Placed[Any], key: str, pinpoints: list[str], rest: str = "") -> Iterator[Wanted]:
    for place, pinpoint in enumerate(pinpoints):
        yield Wanted(entry, f"{key}.{place}{rest}", Pinpoint.parse(pinpoint))
