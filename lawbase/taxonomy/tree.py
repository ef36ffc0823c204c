"""The tree of infringement types, with how much is linked to each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lawbase.taxonomy.models import CaseLink, InfringementType, LinkQuote, ProvisionLink
from lawbase.taxonomy.quotes import stated, which


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
class Types:
    rows: dict[int, InfringementType]
    children: dict[int | None, list[InfringementType]]

    def below(self, pk: int) -> set[int]:
        """The type and everything beneath it."""
        return {pk}.union(*(self.below(child.pk) for child in self.children.get(pk, [])))


def read_types() -> Types:
    """Every type with its parent. One query."""
    rows = {row.pk: row for row in InfringementType.objects.order_by("order")}
    children: dict[int | None, list[InfringementType]] = {}
    for row in rows.values():
        children.setdefault(row.parent_id, []).append(row)
        if row.parent_id:
            row.parent = rows[row.parent_id]
    return Types(rows, children)


def tree(at: date) -> tuple[Node, ...]:
    """The roots, each with what is beneath, counted. Four queries."""
    types = read_types()
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
    types: Types,
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
