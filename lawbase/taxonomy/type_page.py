"""The page of one infringement type: what the law says of it, role by role, and who has litigated it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from lawbase.cases.models import Case
from lawbase.cases.reading import LONG_TEXTS
from lawbase.citations.models import Citation
from lawbase.statutes.models import Law
from lawbase.taxonomy.literature import Said, said_by
from lawbase.taxonomy.models import (
    CaseLink,
    ClaimAuthority,
    InfringementType,
    ProvisionLink,
    TopicProvision,
)
from lawbase.taxonomy.reading import Evidence, as_of, with_quotes
from lawbase.taxonomy.tree import Node, tree, walk

LEADING = 6
"""Provisions of a role that a page shows with their words; it names the others law by law."""


@dataclass(frozen=True)
class OfLaw:
    """What one law has in a role, in its printed order."""

    law: Law
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Side:
    """The provisions of one legal system in one role, those that the library rests most on first."""

    evidence: tuple[Evidence, ...] = ()

    @property
    def leading(self) -> tuple[Evidence, ...]:
        return self.evidence[:LEADING]

    @property
    def rest(self) -> int:
        return len(self.evidence[LEADING:])

    @property
    def others(self) -> tuple[OfLaw, ...]:
        """What is not leading, by law, in the order of the library."""
        by_law: dict[Law, list[Evidence]] = {}
        for found in self.evidence[LEADING:]:
            by_law.setdefault(found.provision.law, []).append(found)
        return tuple(
            OfLaw(law, tuple(sorted(by_law[law], key=lambda found: (found.provision.sort, found.link.pk))))
            for law in sorted(by_law, key=lambda law: (law.core_order, law.slug))
        )


@dataclass(frozen=True)
class RoleRow:
    """The provisions in one role: China and the United States side by side."""

    role: str
    label: str
    cn: Side
    us: Side
    cn_wider: Side
    """What is linked to a type above, and so applies to the whole group."""
    us_wider: Side


@dataclass(frozen=True)
class TypePage:
    node: Node
    ancestors: tuple[InfringementType, ...]
    rows: tuple[RoleRow, ...]
    cases: dict[str, tuple[Case, ...]]
    """By family, newest first."""
    literature: tuple[Said, ...]

    @property
    def type(self) -> InfringementType:
        return self.node.type

    @property
    def wider(self) -> int:
        """How many provisions the rows show because a type above is linked to them."""
        return len(
            {
                found.provision.pk
                for row in self.rows
                for side in (row.cn_wider, row.us_wider)
                for found in side.evidence
            }
        )

    @property
    def long(self) -> bool:
        """Whether some list names only its leading provisions with their words."""
        return any(side.rest for row in self.rows for side in (row.cn, row.us, row.cn_wider, row.us_wider))

    @property
    def siblings(self) -> tuple[InfringementType, ...]:
        """The other types under the same one."""
        parent = self.type.parent
        return tuple(row for row in parent.children.all() if row != self.type) if parent else ()


def read_type(slug: str, at: date) -> TypePage | None:
    """One type as of `at`, with what is beneath it; None if there is no such type. Eleven queries, twelve with its siblings."""
    node = next((node for node in walk(tree(at)) if node.type.slug == slug), None)
    if node is None:
        return None
    below = [found.type.pk for found in walk([node])]
    ancestors = _above(node.type)
    wider = {row.pk for row in ancestors}
    links = (
        ProvisionLink.objects.accepted()
        .filter(type__in=[*below, *wider])
        .select_related("provision__law__jurisdiction", "type")
        .prefetch_related(with_quotes())
    )
    stated = [evidence for link in links if (evidence := as_of(link, at))]
    rested_on = _rested_on({evidence.link.provision_id for evidence in stated})
    stated.sort(key=lambda evidence: -rested_on[evidence.link.provision_id])
    found = [evidence for evidence in stated if evidence.link.type_id not in wider]
    above = [evidence for evidence in stated if evidence.link.type_id in wider]
    cases = list(
        Case.objects.filter(type_links__type__in=below)
        .select_related("jurisdiction")
        .defer(*LONG_TEXTS)
        .distinct()
    )
    cases.sort(key=lambda case: (case.day or date.min, case.slug), reverse=True)
    return TypePage(
        node=node,
        ancestors=ancestors,
        rows=tuple(
            RoleRow(
                role,
                str(label),
                _of(found, role, "cn"),
                _of(found, role, "us"),
                _of(above, role, "cn"),
                _of(above, role, "us"),
            )
            for role, label in ProvisionLink.Role.choices
            if any(evidence.link.role == role for evidence in stated)
        ),
        cases={
            family: tuple(case for case in cases if case.jurisdiction.family == family)
            for family in sorted({case.jurisdiction.family for case in cases})
        },
        literature=said_by(node.type.literature),
    )


def _above(row: InfringementType) -> tuple[InfringementType, ...]:
    """The types above, the root first."""
    return (*_above(row.parent), row.parent) if row.parent else ()


def _rested_on(provisions: Collection[int]) -> Counter[int]:
    """How many cases apply each provision, parts of claims rest on it and topics read it. Three queries."""
    counted: Counter[int] = Counter()
    for model, thing in ((Citation, "case"), (ClaimAuthority, "part"), (TopicProvision, "topic")):
        rows = model.objects.order_by().filter(provision__in=provisions).values_list("provision_id")
        counted.update(dict(rows.annotate(Count(thing, distinct=True))))
    return counted


def _of(found: Iterable[Evidence], role: str, family: str) -> Side:
    return Side(
        tuple(
            evidence
            for evidence in found
            if evidence.link.role == role and evidence.provision.law.jurisdiction.family == family
        )
    )


def shown_in_cases(read: TypePage) -> dict[int, list[CaseLink]]:
    """By case, the links to the type or to one beneath it that show the words they rest on. One query."""
    found: dict[int, list[CaseLink]] = {}
    below = [node.type.pk for node in walk([read.node])]
    links = CaseLink.objects.filter(type__in=below).exclude(evidence_zh="", evidence_en="")
    for link in links.select_related("type").order_by("type__order"):
        found.setdefault(link.case_id, []).append(link)
    return found
