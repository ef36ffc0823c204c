"""Reading infringement types: the tree with counts, one type, and the types of a provision or a case.

Each function makes a constant number of queries, named in its docstring. A link is shown on the days for which it is stated; its
quotation is that of the version in force on that day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from lawbase.cases.models import Case
from lawbase.cases.reading import LONG_TEXTS
from lawbase.citations.models import Citation
from lawbase.statutes.models import Law, Provision, ProvisionVersion
from lawbase.taxonomy.literature import Said, said_by
from lawbase.taxonomy.models import (
    CaseLink,
    ClaimAuthority,
    InfringementType,
    LinkQuote,
    ProvisionLink,
    Review,
    TopicProvision,
)
from lawbase.taxonomy.quotes import EDITION_UNREAD, quoted, stated, which


@dataclass(frozen=True)
class Node:
    """A type in the tree. Counts take in the types beneath it, each provision and case once."""

    type: InfringementType
    children: tuple[Node, ...]
    provisions: dict[str, int]
    """By family, `cn` and `us`."""
    cases: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.provisions.values()) + sum(self.cases.values())


@dataclass(frozen=True)
class Evidence:
    """A link as of a day: with the words it rests on (empty where no text is held) and the version they stand in."""

    link: ProvisionLink
    quote: str
    version: ProvisionVersion | None
    future: bool

    @property
    def provision(self) -> Provision:
        return self.link.provision

    @property
    def type(self) -> InfringementType:
        return self.link.type

    @property
    def since(self) -> date | None:
        """The first day that is known of what the link states."""
        return self.link.valid_from or (self.version.valid_from if self.version else None)


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


@dataclass(frozen=True)
class _Types:
    rows: dict[int, InfringementType]
    children: dict[int | None, list[InfringementType]]

    def below(self, pk: int) -> set[int]:
        """The type and everything beneath it."""
        return {pk}.union(*(self.below(child.pk) for child in self.children.get(pk, [])))


def _types() -> _Types:
    rows = {row.pk: row for row in InfringementType.objects.order_by("order")}
    children: dict[int | None, list[InfringementType]] = {}
    for row in rows.values():
        children.setdefault(row.parent_id, []).append(row)
        if row.parent_id:
            row.parent = rows[row.parent_id]
    return _Types(rows, children)


def _links() -> Prefetch:
    versions = LinkQuote.objects.filter(version__superseded_at=None).select_related("version__law_version")
    return Prefetch(
        "quotes",
        versions.defer(
            "version__text", "version__toc", "version__notes", "version__corrections", *EDITION_UNREAD
        ),
    )


def _evidence(link: ProvisionLink, at: date) -> Evidence | None:
    """The link as of `at`; None if it is not stated for that day. What is enacted but not yet law is marked."""
    found = quoted(list(link.quotes.all()), link.valid_from, link.valid_to, at)
    return Evidence(link, found.text, found.version, found.future) if found else None


def tree(at: date) -> tuple[Node, ...]:
    """The roots, each with what is beneath, counted. Four queries."""
    types = _types()
    spans: dict[int, list[tuple[date | None, date | None]]] = {}
    quotes = LinkQuote.objects.filter(version__superseded_at=None)
    days = ("version__valid_from", "version__not_before", "version__valid_to")
    for link, start, bound, end in quotes.values_list("link_id", *days):
        spans.setdefault(link, []).append((start or bound, end))
    provisions: dict[int, set[tuple[str, int]]] = {}
    links = ProvisionLink.objects.accepted().values_list(
        "pk", "type_id", "provision_id", "provision__law__jurisdiction_id", "valid_from", "valid_to"
    )
    for link, type_pk, provision, code, start, end in links:
        if which(spans[link], start, end, at) is not None if link in spans else stated(start, end, at):
            provisions.setdefault(type_pk, set()).add((code.split("-")[0], provision))
    cases: dict[int, set[tuple[str, int]]] = {}
    for type_pk, case, code in CaseLink.objects.values_list("type_id", "case_id", "case__jurisdiction_id"):
        cases.setdefault(type_pk, set()).add((code.split("-")[0], case))
    return tuple(_node(types, root, provisions, cases) for root in types.children.get(None, []))


def _node(
    types: _Types,
    row: InfringementType,
    provisions: dict[int, set[tuple[str, int]]],
    cases: dict[int, set[tuple[str, int]]],
) -> Node:
    below = types.below(row.pk)
    return Node(
        row,
        tuple(_node(types, child, provisions, cases) for child in types.children.get(row.pk, [])),
        _by_family(set().union(*(provisions.get(pk, set()) for pk in below))),
        _by_family(set().union(*(cases.get(pk, set()) for pk in below))),
    )


def _by_family(found: Iterable[tuple[str, int]]) -> dict[str, int]:
    counted = {"cn": 0, "us": 0}
    for family, _pk in found:
        counted[family] = counted.get(family, 0) + 1
    return counted


def walk(nodes: Iterable[Node]) -> list[Node]:
    """The nodes depth first."""
    return [found for node in nodes for found in (node, *walk(node.children))]


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
        .prefetch_related(_links())
    )
    stated = [evidence for link in links if (evidence := _evidence(link, at))]
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
        pairs = model.objects.order_by().exclude(**{thing: None})
        counted.update(
            provision
            for provision, _thing in pairs.values_list("provision_id", thing).distinct()
            if provision in provisions
        )
    return counted


def _of(found: Iterable[Evidence], role: str, family: str) -> Side:
    return Side(
        tuple(
            evidence
            for evidence in found
            if evidence.link.role == role and evidence.provision.law.jurisdiction.family == family
        )
    )


@dataclass(frozen=True)
class ProvisionTypes:
    """The links of a provision: those stated for the day, those of other days, and what is suggested and not yet accepted."""

    shown: tuple[Evidence, ...]
    other: tuple[ProvisionLink, ...]
    suggested: tuple[Evidence, ...] = ()


def types_of_provision(provision: Provision, day: date) -> ProvisionTypes:
    """Two queries (three with quotations)."""
    links = list(
        ProvisionLink.objects.filter(provision=provision)
        .exclude(review=Review.DECLINED)
        .select_related("type")
        .prefetch_related(_links())
        .order_by("type__order", "unit")
    )
    for link in links:
        link.provision = provision
    found = {link.pk: _evidence(link, day) for link in links}
    standing = [link for link in links if link.review == Review.ACCEPTED]
    return ProvisionTypes(
        tuple(evidence for link in standing if (evidence := found[link.pk])),
        tuple(link for link in standing if found[link.pk] is None),
        tuple(evidence for link in links if link.review == Review.PROPOSED and (evidence := found[link.pk])),
    )


@dataclass(frozen=True)
class LinkFilter:
    """Which links are wanted; empty means any. `type` takes in the types beneath it."""

    law: str = ""
    key: str = ""
    type: str = ""
    role: str = ""
    review: str = "accepted"


def find_links(wanted: LinkFilter, at: date) -> list[Evidence]:
    """The links that fit, as of `at`, in the order of the laws. Two queries, three with a type."""
    links = (
        ProvisionLink.objects.select_related("provision__law__jurisdiction", "type")
        .prefetch_related(_links())
        .order_by("provision__law__core_order", "provision__sort", "unit", "type__order", "role", "pk")
    )
    exact = {
        "provision__law__slug": wanted.law,
        "provision__key": wanted.key,
        "role": wanted.role,
        "review": wanted.review,
    }
    links = links.filter(**{name: value for name, value in exact.items() if value})
    if wanted.type:
        types = _types()
        row = next((row for row in types.rows.values() if row.slug == wanted.type), None)
        links = links.filter(type__in=types.below(row.pk) if row else [])
    return [evidence for link in links if (evidence := _evidence(link, at))]


def types_of_cases(cases: Iterable[int]) -> dict[int, list[CaseLink]]:
    """The links to types of each of these cases, in the order of the tree. One query."""
    found: dict[int, list[CaseLink]] = {}
    for link in CaseLink.objects.filter(case__in=list(cases)).select_related("type").order_by("type__order"):
        found.setdefault(link.case_id, []).append(link)
    return found


def shown_in_cases(read: TypePage) -> dict[int, list[CaseLink]]:
    """By case, the links to the type or to one beneath it that show the words they rest on. One query."""
    found: dict[int, list[CaseLink]] = {}
    below = [node.type.pk for node in walk([read.node])]
    links = CaseLink.objects.filter(type__in=below).exclude(evidence_zh="", evidence_en="")
    for link in links.select_related("type").order_by("type__order"):
        found.setdefault(link.case_id, []).append(link)
    return found


def cases_of_type(slug: str) -> set[int]:
    """Primary keys of the cases of a type or of one beneath it; empty for an unknown type. Two queries."""
    types = _types()
    row = next((row for row in types.rows.values() if row.slug == slug), None)
    if row is None:
        return set()
    return set(CaseLink.objects.filter(type__in=types.below(row.pk)).values_list("case_id", flat=True))


def type_counts(cases: Iterable[int]) -> list[tuple[InfringementType, int]]:
    """How many of these cases belong to each type or one beneath it, in the order of the tree. Two queries."""
    wanted = set(cases)
    types = _types()
    by_type: dict[int, set[int]] = {}
    for type_pk, case in CaseLink.objects.values_list("type_id", "case_id"):
        if case in wanted:
            by_type.setdefault(type_pk, set()).add(case)
    counted = [
        (row, len(set().union(*(by_type.get(pk, set()) for pk in types.below(row.pk)))))
        for row in types.rows.values()
    ]
    return [(row, count) for row, count in counted if count]


def link_count() -> int:
    """How many links between provisions and types the editors stand by. One query."""
    return ProvisionLink.objects.accepted().count()


def evidence_of_types(slugs: Iterable[str], at: date) -> list[Evidence]:
    """The links of these types and of those above them, as of `at`, in the order of the laws. Three queries."""
    types = _types()
    wanted: set[int] = set()
    for row in types.rows.values():
        if row.slug in set(slugs):
            above: InfringementType | None = row
            while above is not None:
                wanted.add(above.pk)
                above = types.rows[above.parent_id] if above.parent_id else None
    links = (
        ProvisionLink.objects.accepted()
        .filter(type__in=wanted)
        .select_related("provision__law__jurisdiction", "type")
        .prefetch_related(_links())
        .order_by("provision__law__core_order", "provision__sort", "unit", "pk")
    )
    return [evidence for link in links if (evidence := _evidence(link, at))]


def orders_linked() -> list[str]:
    """Codes of the legal orders of which a provision is linked to a type, in order. One query."""
    rows = ProvisionLink.objects.accepted().order_by("provision__law__jurisdiction__order")
    return list(dict.fromkeys(rows.values_list("provision__law__jurisdiction_id", flat=True).distinct()))
