"""Reading claims: what an advocate pleads and proves for a kind of infringement."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch

from lawbase.cases.models import Case
from lawbase.cases.reading import LONG_TEXTS
from lawbase.statutes.models import Provision
from lawbase.taxonomy.models import Claim, ClaimAuthority, ClaimPart, InfringementType


@dataclass(frozen=True)
class Parts:
    """The parts of one kind, in order."""

    kind: str
    label: str
    rows: tuple[ClaimPart, ...]


@dataclass(frozen=True)
class Pleading:
    """A claim with its parts by kind, in the order of a page."""

    claim: Claim
    parts: tuple[Parts, ...]


def claims_of_type(kind: InfringementType) -> dict[str, list[Pleading]]:
    """The claims of a type by legal order (`cn`, `us`, `us-ca`), each with what its parts rest on. Four queries."""
    authorities = ClaimAuthority.objects.select_related("provision__law__jurisdiction")
    cases = Case.objects.select_related("jurisdiction").defer(*LONG_TEXTS)
    parts = ClaimPart.objects.prefetch_related(Prefetch("authorities", authorities), Prefetch("cases", cases))
    rows = (
        kind.claims.select_related("jurisdiction")
        .prefetch_related(Prefetch("parts", parts))
        .order_by("jurisdiction__order", "jurisdiction_id", "order")
    )
    return {
        code: [_pleading(claim) for claim in found]
        for code, found in groupby(rows, key=lambda claim: claim.jurisdiction_id)
    }


def claims_of_types(
    types: Iterable[InfringementType], orders: Collection[str] = ()
) -> dict[int, list[Pleading]]:
    """The claims of several types by type (primary key), in some legal orders (all if empty). Four queries."""
    authorities = ClaimAuthority.objects.select_related("provision__law")
    cases = Case.objects.only("slug", "title_zh", "title_en", "decided", "released")
    parts = ClaimPart.objects.prefetch_related(Prefetch("authorities", authorities), Prefetch("cases", cases))
    rows = Claim.objects.filter(type__in=list(types)).select_related("jurisdiction")
    if orders:
        rows = rows.filter(jurisdiction__in=list(orders))
    found: dict[int, list[Pleading]] = {}
    for claim in rows.prefetch_related(Prefetch("parts", parts)).order_by(
        "jurisdiction__order", "jurisdiction_id", "order"
    ):
        found.setdefault(claim.type_id, []).append(_pleading(claim))
    return found


def _pleading(claim: Claim) -> Pleading:
    rows = list(claim.parts.all())
    kinds: Iterable[tuple[str, str]] = ((kind, str(label)) for kind, label in ClaimPart.Kind.choices)
    return Pleading(
        claim,
        tuple(
            Parts(kind, label, own)
            for kind, label in kinds
            if (own := tuple(row for row in rows if row.kind == kind))
        ),
    )


def claims_on_provision(provision: Provision) -> list[Claim]:
    """The claims of which a part rests on this provision. One query."""
    rows = Claim.objects.filter(parts__authorities__provision=provision).select_related(
        "type", "jurisdiction"
    )
    return list(rows.order_by("type__order", "order").distinct())
