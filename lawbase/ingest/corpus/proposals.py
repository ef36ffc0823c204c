"""Links that wait for an editor's yes: entered, checked as a link of `corpus/` is, and given the words they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from lawbase.ingest.corpus import schema
from lawbase.ingest.corpus.columns import pair
from lawbase.ingest.corpus.documents import Document, validate
from lawbase.ingest.corpus.placed import Collection, Placed
from lawbase.ingest.corpus.references import references
from lawbase.ingest.corpus.resolve import Resolved, resolve_all
from lawbase.ingest.corpus.wanted import everything_wanted
from lawbase.ingest.errors import SourceError
from lawbase.statutes.models import LibraryState
from lawbase.statutes.pinpoint import Pinpoint
from lawbase.taxonomy.models import InfringementType, LinkQuote, Origin, ProvisionLink, Review

PROPOSED = "proposed link"
"""Stands where faults of the corpus name a file."""


def placed_of(row: ProvisionLink) -> tuple[Placed[schema.Link] | None, list[str]]:
    """A stored link as an item of the editors' data would be, or the faults of its shape."""
    unit = tuple(row.unit.split(".")) if row.unit else ()
    return _placed(
        {
            "provision": str(Pinpoint(row.provision.law.slug, row.provision.key, unit)),
            "type": row.type.slug,
            "role": row.role,
            "from": row.valid_from and row.valid_from.isoformat(),
            "to": row.valid_to and row.valid_to.isoformat(),
            "quote": row.selector,
            "note": {"zh": row.note_zh, "en": row.note_en} if row.note_zh else None,
            "by": row.by,
        },
        f"{PROPOSED} {row.pk}",
    )


def _placed(data: Mapping[str, Any], name: str = PROPOSED) -> tuple[Placed[schema.Link] | None, list[str]]:
    document = Document(name, dict(data), "")
    item, faults = validate(document, document.data, schema.Link)
    return (Placed(item, document, ()) if item else None), [f"{one.key}: {one.message}" for one in faults]


def quote_again() -> None:
    """Store the words that links outside `corpus/` rest on, from the texts as they are now.

    Words that no longer stand there go, and the admin says so at the link.
    """
    rows = ProvisionLink.objects.exclude(origin=Origin.EDITOR).select_related("provision__law", "type")
    entries = [(row, placed) for row in rows if (placed := placed_of(row)[0])]
    found = _resolved(*(placed for _row, placed in entries))
    LinkQuote.objects.exclude(link__origin=Origin.EDITOR).delete()
    LinkQuote.objects.bulk_create(
        LinkQuote(link=row, version=one.version, text=one.text)
        for row, placed in entries
        if (standing := found.at(placed, "provision"))
        for one in standing.quotes
    )


def _resolved(*placed: Placed[schema.Link]) -> Resolved:
    return resolve_all(everything_wanted(Collection(links=list(placed))))


@transaction.atomic
def propose(data: Mapping[str, Any], origin: Origin, corpus: Collection) -> ProvisionLink:
    """Store a proposal; `data` has the keys of a link in `corpus/links/`.

    Raises `SourceError` with the faults `check_corpus` would find, and where the link is held already or its text is not.
    """
    placed, faults = _placed(data)
    if placed is None:
        raise SourceError("The link was not proposed: " + " ".join(faults))
    fitting = [one for one in references(replace(corpus, links=[placed])) if one.file == PROPOSED]
    found = _resolved(placed)
    faults = [f"{one.key}: {one.message}" for one in (*fitting, *found.problems)]
    standing = found.at(placed, "provision")
    if faults:
        raise SourceError("The link was not proposed: " + " ".join(faults))
    if standing is None or not standing.quotes:
        raise SourceError(
            f"The library does not hold the text of {placed.item.provision} in these days, so its words cannot be checked; "
            "ingest the text first."
        )
    link = placed.item
    kind = InfringementType.objects.filter(slug=link.type).first()
    if kind is None:
        raise SourceError(f"The type {link.type} is not loaded yet; run `python manage.py ingest` first.")
    same = ProvisionLink.objects.filter(
        provision=standing.provision,
        unit=standing.unit,
        type=kind,
        role=link.role,
        valid_from=link.from_,
        selector=link.quote,
    ).first()
    if same is not None:
        raise SourceError(
            f"The library has this link already; it is {same.review} (link {same.pk}, by {same.by or 'nobody named'})."
        )
    row = ProvisionLink(
        provision=standing.provision,
        unit=standing.unit,
        type=kind,
        role=link.role,
        valid_from=link.from_,
        valid_to=link.to,
        selector=link.quote,
        origin=origin,
        review=Review.PROPOSED,
        by=link.by,
        **pair("note", link.note),
    )
    row._change_reason = "proposed"  # type: ignore[attr-defined]
    row.save()
    LinkQuote.objects.bulk_create(
        LinkQuote(link=row, version=one.version, text=one.text) for one in standing.quotes
    )
    LibraryState.advance()
    return row
