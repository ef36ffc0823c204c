"""Bringing claims into the database: some two thousand rows, so one statement a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lawbase.ingest.corpus.columns import cited, pair
from lawbase.ingest.corpus.in_place import bring, written
from lawbase.ingest.corpus.placed import Collection, Placed
from lawbase.ingest.corpus.resolve import Resolved
from lawbase.ingest.corpus.schema import Statute, Text
from lawbase.ingest.corpus.schema_editors import Claim as ClaimItem
from lawbase.ingest.corpus.schema_editors import ClaimFile
from lawbase.taxonomy.models import Claim, ClaimAuthority, ClaimPart, InfringementType


def load_claims(
    found: Collection,
    resolved: Resolved,
    types: Mapping[str, InfringementType],
    cases: Mapping[str, int],
    statutes: Mapping[str, Statute],
) -> None:
    wanted = {
        (types[placed.item.type].pk, item.slug): {
            "type_id": types[placed.item.type].pk,
            "slug": item.slug,
            "order": number,
            "jurisdiction_id": item.jurisdiction,
            "nature": item.nature,
            **pair("name", item.name),
            **pair("who", item.who),
            **pair("evidence", item.evidence),
            "corpus_file": placed.document.file,
            "written": written(placed, ("claims", number)),
        }
        for placed in found.claims
        for number, item in enumerate(placed.item.claims)
    }
    claims = bring(Claim, Claim.objects.all(), lambda row: (row.type_id, row.slug), wanted)
    ClaimPart.objects.all().delete()
    parts: list[ClaimPart] = []
    authorities: list[ClaimAuthority] = []
    applied: list[tuple[ClaimPart, str]] = []
    for placed in found.claims:
        for number, item in enumerate(placed.item.claims):
            claim = claims[types[placed.item.type].pk, item.slug]
            for order, (key, kind, text, pinpoints, burden, named) in enumerate(_parts(item)):
                whole = f"claims.{number}.{key}.provisions"
                part = ClaimPart(
                    claim=claim,
                    kind=kind,
                    order=order,
                    burden=burden,
                    unheld=_not_held(placed, whole, pinpoints, resolved, statutes),
                    **pair("says", text),
                )
                parts.append(part)
                applied += [(part, slug) for slug in dict.fromkeys(named)]
                authorities += [
                    ClaimAuthority(part=part, order=place, provision=one.provision, unit=one.unit)
                    for place in range(len(pinpoints))
                    if (one := resolved.at(placed, f"{whole}.{place}"))
                ]
    ClaimPart.objects.bulk_create(parts)
    ClaimAuthority.objects.bulk_create(authorities)
    through = ClaimPart.cases.through
    through.objects.bulk_create(through(claimpart=part, case_id=cases[slug]) for part, slug in applied)


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
