"""Do the editors' items fit together? Ids unique, every id that is named exists, files in their places, days in order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lawbase.ingest.corpus import schema, schema_editors
from lawbase.ingest.corpus.documents import Problem
from lawbase.ingest.corpus.placed import Collection, Placed
from lawbase.ingest.corpus.shown import unshown

WIDER = re.compile(r"cn-[0-9a-f]{12}|us-usc-[0-9]{1,2}")
"""Slugs that ingestion gives to laws of the wider library (a hash of the title; a title of the US Code). They may be cited,
but only the texts can say whether there is such a law: `resolve` does."""


@dataclass(frozen=True)
class _Known:
    """The ids that may be named, and the legal order of each law."""

    types: frozenset[str]
    works: frozenset[str]
    cases: frozenset[str]
    terms: frozenset[str]
    laws: dict[str, str]

    def unknown(self, entry: Placed[Any], key: str, what: str, ids: Iterable[str]) -> Iterator[Problem]:
        """A problem for every id of `types`, `works`, `cases`, `terms` or `laws` that nothing has."""
        held, file = {
            "type": (self.types, "taxonomy.yaml"),
            "work": (self.works, "literature.yaml"),
            "case": (self.cases, "cases/"),
            "term": (self.terms, "glossary.yaml"),
        }[what]
        for ident in ids:
            if ident not in held:
                yield entry.problem(key, _("%(id)s is not in %(file)s.") % {"id": ident, "file": file})

    def law_of(self, entry: Placed[Any], key: str, pinpoint: str) -> Iterator[Problem]:
        law = pinpoint.partition(":")[0]
        if law not in self.laws and not WIDER.fullmatch(law):
            yield entry.problem(key, _("%(id)s is not in %(file)s.") % {"id": law, "file": "statutes.yaml"})

    def order_of(self, pinpoint: str) -> str | None:
        """The legal order of the law that a pinpoint names; None if the law is unknown."""
        law = pinpoint.partition(":")[0]
        return self.laws.get(law) or (law.partition("-")[0] if WIDER.fullmatch(law) else None)

    def laws_of(self, entry: Placed[Any], key: str, pinpoints: Sequence[str]) -> Iterator[Problem]:
        for place, pinpoint in enumerate(pinpoints):
            yield from self.law_of(entry, f"{key}.{place}", pinpoint)


def references(found: Collection) -> list[Problem]:
    """Everything that can be checked without the official texts."""
    known = _Known(
        types=frozenset(entry.item.slug for entry in found.types),
        works=frozenset(entry.item.slug for entry in found.literature),
        cases=frozenset(entry.item.id for entry in found.cases),
        terms=frozenset(entry.item.slug for entry in found.terms),
        laws={statute.slug: statute.jurisdiction for statute in found.statutes},
    )
    problems: list[Problem] = []
    for entries, key in (
        (found.types, "slug"),
        (found.literature, "slug"),
        (found.cases, "id"),
        (found.topics, "slug"),
        (found.terms, "slug"),
        (found.claims, "type"),
    ):
        problems += _twice(entries, key)
    problems += _types(found, known)
    for link in found.links:
        problems += known.unknown(link, "type", "type", [link.item.type])
        problems += known.law_of(link, "provision", link.item.provision)
        problems += _days(link, "to", link.item.from_, link.item.to)
    for case in found.cases:
        problems += _case(case, known)
    problems += _digests(found.digests, known)
    for topic in found.topics:
        problems += _topic(topic, known)
    for term in found.terms:
        problems += _term(term, known)
    for claims in found.claims:
        problems += _claims(claims, known)
    for work in found.literature:
        for place, claim in enumerate(work.item.claims):
            key = f"claims.{place}.about"
            problems += known.unknown(work, f"{key}.types", "type", claim.about.types)
            problems += known.unknown(work, f"{key}.cases", "case", claim.about.cases)
            problems += known.laws_of(work, f"{key}.provisions", claim.about.provisions)
    return problems


def _twice(placed: Sequence[Placed[Any]], key: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in placed:
        value = str(getattr(entry.item, key))
        if value in seen:
            yield entry.problem(key, _("%(id)s is used twice; ids are unique.") % {"id": value})
        seen.add(value)


def _days(entry: Placed[Any], key: str, start: date | None, end: date | None) -> Iterator[Problem]:
    if start and end and start >= end:
        yield entry.problem(key, _("must be a later day than `from`."))


def _named_as(entry: Placed[Any], key: str, name: str) -> Iterator[Problem]:
    if Path(entry.document.file).stem != name:
        yield entry.problem(
            key, _("must be the file's name; rename one of them (%(name)s).") % {"name": name}
        )


def _types(found: Collection, known: _Known) -> Iterator[Problem]:
    earlier: set[str] = set()
    for kind in found.types:
        if kind.item.parent and kind.item.parent not in earlier:
            yield kind.problem(
                "parent",
                _("%(type)s must be a type that stands above this one.") % {"type": kind.item.parent},
            )
        earlier.add(kind.item.slug)
        yield from known.unknown(kind, "literature", "work", (said.work for said in kind.item.literature))


def _case(case: Placed[schema.CaseFile], known: _Known) -> Iterator[Problem]:
    yield from _named_as(case, "id", case.item.id)
    for place, kind in enumerate(case.item.types):
        yield from known.unknown(case, f"types.{place}", "type", [kind.type])
        if any(kind.type == other.type for other in case.item.types[:place]):
            yield case.problem(
                f"types.{place}", _("%(type)s is named twice; keep one.") % {"type": kind.type}
            )
        yield from (
            case.problem(f"types.{place}.shown.{lang}", fault) for lang, fault in unshown(case.item, kind)
        )
    for applied in case.item.provisions:
        if applied.provision and applied.provision.split(":")[0] not in known.laws:
            said = _("%(provision)s: the law is not in statutes.yaml.") % {"provision": applied.provision}
            yield case.problem("provisions", said)


def _digests(digests: Sequence[Placed[schema_editors.Digest]], known: _Known) -> Iterator[Problem]:
    """Each in the file of its law; those of one provision on days that do not overlap."""
    earlier: dict[str, list[schema_editors.Digest]] = defaultdict(list)
    for entry in digests:
        digest = entry.item
        yield from known.law_of(entry, "provision", digest.provision)
        law, file = digest.provision.partition(":")[0], Path(entry.document.file).stem
        if law != file:
            said = _("%(provision)s belongs in digests/%(law)s.yaml.") % {
                "provision": digest.provision,
                "law": law,
            }
            yield entry.problem("provision", said)
        yield from _days(entry, "to", digest.from_, digest.to)
        if any(_overlap(digest, other) for other in earlier[digest.provision]):
            yield entry.problem(
                "from",
                _("%(provision)s has another digest for some of these days; end one where the other begins.")
                % {"provision": digest.provision},
            )
        earlier[digest.provision].append(digest)


def _overlap(one: schema_editors.Digest, other: schema_editors.Digest) -> bool:
    return (one.to or date.max) > (other.from_ or date.min) and (other.to or date.max) > (
        one.from_ or date.min
    )


def _topic(entry: Placed[schema_editors.Topic], known: _Known) -> Iterator[Problem]:
    topic = entry.item
    yield from _named_as(entry, "slug", topic.slug)
    yield from known.unknown(entry, "types", "type", topic.types)
    yield from known.unknown(entry, "literature", "work", (said.work for said in topic.literature))
    if not any(rows for _place, rows in topic.provisions.all()):
        yield entry.problem(
            "provisions", _("names no provision in any legal order; a topic without any is an orphan.")
        )
    for place, rows in topic.provisions.all():
        for number, row in enumerate(rows):
            key = f"provisions.{place}.{number}.provision"
            yield from known.law_of(entry, key, row.provision)
            if not _belongs(known.order_of(row.provision), place):
                said = _("%(provision)s is not a law of `%(place)s`; list it where it belongs.")
                yield entry.problem(key, said % {"provision": row.provision, "place": place})
    for number, pair in enumerate(topic.pairs):
        key = f"pairs.{number}"
        yield from _days(entry, f"{key}.to", pair.from_, pair.to)
        for side, pinpoint, family in (("a", pair.a, "cn"), ("b", pair.b, "us")):
            if pinpoint is None:
                continue
            yield from known.law_of(entry, f"{key}.{side}", pinpoint)
            order = known.order_of(pinpoint)
            if order and order.split("-")[0] != family:
                said = (
                    _("%(provision)s: `a` is the Chinese provision of the pair.")
                    if family == "cn"
                    else _("%(provision)s: `b` is the American provision of the pair.")
                )
                yield entry.problem(f"{key}.{side}", said % {"provision": pinpoint})


def _belongs(order: str | None, place: schema_editors.Place) -> bool:
    """Whether a law of this legal order stands in that column: another State than California stands under `us`."""
    if order is None or place == order:
        return True
    return place == "us" and order.startswith("us-") and order != "us-ca"


def _term(entry: Placed[schema_editors.Term], known: _Known) -> Iterator[Problem]:
    term = entry.item
    yield from known.unknown(entry, "see", "term", term.see)
    if term.slug in term.see:
        yield entry.problem("see", _("%(term)s leads to itself; name another term.") % {"term": term.slug})
    for place, defining in enumerate(term.defined_by):
        yield from known.law_of(entry, f"defined_by.{place}.provision", defining.provision)


def _claims(entry: Placed[schema_editors.ClaimFile], known: _Known) -> Iterator[Problem]:
    yield from _named_as(entry, "type", entry.item.type)
    yield from known.unknown(entry, "type", "type", [entry.item.type])
    seen: set[str] = set()
    for number, claim in enumerate(entry.item.claims):
        key = f"claims.{number}"
        if claim.slug in seen:
            yield entry.problem(
                f"{key}.slug", _("%(claim)s is used twice in this file.") % {"claim": claim.slug}
            )
        seen.add(claim.slug)
        for place, element in enumerate(claim.elements):
            yield from known.unknown(entry, f"{key}.elements.{place}.cases", "case", element.cases)
        for part, pinpoints in parts_of(claim):
            yield from known.laws_of(entry, f"{key}.{part}.provisions", pinpoints)


def parts_of(claim: schema_editors.Claim) -> Iterator[tuple[str, list[str]]]:
    """Every part of a claim that cites provisions: its key in the claim, and the pinpoints."""
    for place, element in enumerate(claim.elements):
        yield f"elements.{place}", element.provisions
    for place, remedy in enumerate(claim.remedies):
        yield f"remedies.{place}", remedy.provisions
    for place, threshold in enumerate(claim.thresholds):
        yield f"thresholds.{place}", threshold.provisions
    for name, rule in (("limitation", claim.limitation), ("forum", claim.forum)):
        if rule is not None:
            yield name, rule.provisions
