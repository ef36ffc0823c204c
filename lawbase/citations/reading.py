"""Reading citations between provisions: what a provision's words cite, and which provisions cite it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lawbase.citations.models import Citation
from lawbase.statutes.models import Law, Provision, ProvisionVersion


@dataclass(frozen=True)
class Reference:
    """A provision, or a law as a whole, at the other end of a citation, with the units named."""

    law: Law
    provision: Provision | None
    units: tuple[str, ...]


def cited_by_version(version: ProvisionVersion | None) -> list[Reference]:
    """What the words of this version cite, in their order; itself left out. One query (none without a version)."""
    if version is None:
        return []
    rows = (
        Citation.objects.filter(citing_version=version, law__isnull=False)
        .exclude(provision=version.provision_id)
        .select_related("law__jurisdiction", "provision")
        .order_by("start", "id")
    )
    return _merged((row.law, row.provision, row.unit) for row in rows if row.law)


def citing_provisions(provision: Provision, day: date) -> list[Reference]:
    """The provisions whose words, as law on `day` or still to come, cite this one. One query."""
    rows = (
        Citation.objects.filter(provision=provision, citing_version__superseded_at=None)
        .filter(Q(citing_version__valid_to=None) | Q(citing_version__valid_to__gt=day))
        .exclude(citing_version__provision=provision)
        .select_related("citing_version__provision__law__jurisdiction")
        .defer("citing_version__text", "citing_version__toc")
        .order_by("citing_version__provision__law__core_order", "citing_version__provision__sort")
    )
    citing = (row.citing_version.provision for row in rows if row.citing_version)
    return _merged((provision.law, provision, "") for provision in citing)


def _merged(rows: Iterable[tuple[Law, Provision | None, str]]) -> list[Reference]:
    found: dict[tuple[int, int | None], tuple[Law, Provision | None, list[str]]] = {}
    for law, provision, unit in rows:
        if provision is not None:
            provision.law = law
        _law, _provision, units = found.setdefault(
            (law.pk, provision.pk if provision else None), (law, provision, [])
        )
        if unit and unit not in units:
            units.append(unit)
    return [Reference(law, provision, tuple(units)) for law, provision, units in found.values()]
