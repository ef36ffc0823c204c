"""The provisions to plead: those that the editors link to the types of a story, as of a day, with role and counterparts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from lawbase.citations.models import Citation
from lawbase.research.facts.matching import Told
from lawbase.statutes.models import Provision
from lawbase.taxonomy.models import ClaimAuthority
from lawbase.taxonomy.reading import Evidence, evidence_of_types
from lawbase.taxonomy.topics import Compared, pairs_of

FOR_EACH_ORDER = 8
"""Provisions shown of one legal order."""
COUNTERPARTS = 2
"""Counterparts shown of one provision."""
SUPPORTS = frozenset({"prohibits", "obliges", "punishes", "remedies"})
"""Roles in which a provision carries a claim; what defines and excepts comes after."""
ABOVE = 0.7
"""What a link to a type above counts, against one to the type itself."""
APPLIED, PLEADED, WORDS = 0.5, 0.3, 2.0
"""What being applied by a near case (at most `CASES` count), being named by a claim, and a cosine with the story of one add.
Chosen by how many of the provisions that a left-out case applied stand among those shown."""
CASES = 4


@dataclass(frozen=True)
class Counterpart:
    """A counterpart in the other system; `provision` is None where the editors found none."""

    found: Compared
    provision: Provision | None
    unit: str


@dataclass
class Pleaded:
    """A provision with the links that speak for it, best first."""

    provision: Provision
    evidence: list[Evidence]
    score: float
    counterparts: list[Counterpart] = field(default_factory=list)

    @property
    def roles(self) -> list[str]:
        """Each once, as readers read them."""
        return list(dict.fromkeys(str(found.link.get_role_display()) for found in self.evidence))


@dataclass(frozen=True)
class Order:
    """The provisions to plead in one legal order."""

    code: str
    rows: tuple[Pleaded, ...]
    more: int


def provisions_to_plead(
    likely: Mapping[str, float], wanted: Collection[str], at: date, told: Told, near: Iterable[int]
) -> tuple[Order, ...]:
    """By legal order, for types with their probabilities. Nine queries.

    `near`: primary keys of the nearest cases; what they applied is put forward.
    """
    evidence = [
        found
        for found in evidence_of_types(likely, at)
        if not found.future and (not wanted or found.provision.law.jurisdiction_id in wanted)
    ]
    keys = {found.provision.pk for found in evidence}
    cited = Citation.objects.filter(case__in=list(near), provision__in=keys).order_by()
    applied = Counter(pk for pk, _case in cited.values_list("provision_id", "case_id").distinct())
    claimed = set(
        ClaimAuthority.objects.filter(
            part__claim__type__slug__in=list(likely), provision__in=keys
        ).values_list("provision_id", flat=True)
    )
    texts = [_words(found, told.story.language) for found in evidence]
    like = told.against(texts).max(0, initial=0)
    rows: dict[int, Pleaded] = {}
    for found, similar in zip(evidence, like.tolist(), strict=True):
        own = likely.get(found.type.slug)
        strength = own if own is not None else ABOVE * max(likely.values())
        score = strength * (1.0 if found.link.role in SUPPORTS else 0.4) + WORDS * similar
        key = found.provision.pk
        row = rows.setdefault(key, Pleaded(found.provision, [], 0.0))
        row.evidence.append(found)
        row.score = max(row.score, score + APPLIED * min(applied[key], CASES) + PLEADED * (key in claimed))
    by_order: dict[str, list[Pleaded]] = {}
    for row in sorted(rows.values(), key=lambda row: (-row.score, row.provision.pk)):
        row.evidence.sort(key=lambda found: -likely.get(found.type.slug, 0.0))
        by_order.setdefault(row.provision.law.jurisdiction_id, []).append(row)
    orders = tuple(
        Order(code, tuple(found[:FOR_EACH_ORDER]), max(len(found) - FOR_EACH_ORDER, 0))
        for code, found in sorted(
            by_order.items(), key=lambda pair: pair[1][0].provision.law.jurisdiction.order
        )
    )
    _add_counterparts([row for order in orders for row in order.rows], at)
    return orders


def _words(found: Evidence, language: str) -> str:
    note = found.link.note_zh if language == "zh" else found.link.note_en
    return (
        f"{note}\n{found.quote}"
        if (found.provision.law.jurisdiction_id == "cn") == (language == "zh")
        else note
    )


def _add_counterparts(rows: list[Pleaded], at: date) -> None:
    by_key = {row.provision.pk: row for row in rows}
    for found in pairs_of(by_key, at):
        sides = (found.a, found.b)
        for own, other in (sides, sides[::-1]):
            row = by_key.get(own.provision.pk) if own else None
            if row and len(row.counterparts) < COUNTERPARTS:
                row.counterparts.append(
                    Counterpart(found, other.provision if other else None, other.unit if other else "")
                )
