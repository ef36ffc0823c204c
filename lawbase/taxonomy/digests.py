"""Reading the editors' digests of provisions, as of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from lawbase.taxonomy.models import Digest


def digests_on(provisions: Iterable[int], day: date) -> dict[int, Digest]:
    """The digest of each of these provisions (primary keys) that is stated for `day`. One query."""
    rows = (
        Digest.objects.filter(provision__in=list(provisions))
        .filter(Q(valid_from=None) | Q(valid_from__lte=day))
        .filter(Q(valid_to=None) | Q(valid_to__gt=day))
        .order_by()
    )
    return {row.provision_id: row for row in rows}


def digest_on(provision: int, day: date) -> Digest | None:
    """The digest of one provision for `day`, if it has one. One query."""
    return digests_on([provision], day).get(provision)
