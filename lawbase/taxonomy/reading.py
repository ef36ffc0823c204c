"""Reading links: those of a provision, of a case, of kinds of infringement, each as of a day.

The tree of kinds is read in `tree`, the page of one in `type_page`.

Each function makes a constant number of queries, named in its docstring. A link is shown on the days for which it is stated; its
quotation is that of the version in force on that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from lawbase.statutes.models import Provision, ProvisionVersion
from lawbase.taxonomy.models import CaseLink, InfringementType, LinkQuote, ProvisionLink, Review
from lawbase.taxonomy.quotes import EDITION_UNREAD, quoted
from lawbase.taxonomy.tree import read_types


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


def with_quotes() -> Prefetch:
    """The words of links, in the versions that stand."""
    versions = LinkQuote.objects.filter(version__superseded_at=None).select_related("version__law_version")
    return Prefetch(
        "quotes",
        versions.defer(
            "version__text", "version__toc", "version__notes", "version__corrections", *EDITION_UNREAD
        ),
    )


def as_of(link: ProvisionLink, at: date) -> Evidence | None:
    """The link as of `at`; None if it is not stated for that day. What is enacted but not yet law is marked."""
    found = quoted(list(link.quotes.all()), link.valid_from, link.valid_to, at)
    return Evidence(link, found.text, found.version, found.future) if found else None


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
        .prefetch_related(with_quotes())
        .order_by("type__order", "unit")
    )
    for link in links:
        link.provision = provision
    found = {link.pk: as_of(link, day) for link in links}
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
        .prefetch_related(with_quotes())
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
        types = read_types()
        row = next((row for row in types.rows.values() if row.slug == wanted.type), None)
        links = links.filter(type__in=types.below(row.pk) if row else [])
    return [evidence for link in links if (evidence := as_of(link, at))]


def types_of_cases(cases: Iterable[int]) -> dict[int, list[CaseLink]]:
    """The links to types of each of these cases, in the order of the tree. One query."""
    found: dict[int, list[CaseLink]] = {}
    for link in CaseLink.objects.filter(case__in=list(cases)).select_related("type").order_by("type__order"):
        found.setdefault(link.case_id, []).append(link)
    return found


def cases_of_type(slug: str) -> set[int]:
    """Primary keys of the cases of a type or of one beneath it; empty for an unknown type. Two queries."""
    types = read_types()
    row = next((row for row in types.rows.values() if row.slug == slug), None)
    if row is None:
        return set()
    return set(CaseLink.objects.filter(type__in=types.below(row.pk)).values_list("case_id", flat=True))


def type_counts(cases: Iterable[int]) -> list[tuple[InfringementType, int]]:
    """How many of these cases belong to each type or one beneath it, in the order of the tree. Two queries."""
    wanted = set(cases)
    types = read_types()
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
    types = read_types()
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
        .prefetch_related(with_quotes())
        .order_by("provision__law__core_order", "provision__sort", "unit", "pk")
    )
    return [evidence for link in links if (evidence := as_of(link, at))]


def orders_linked() -> list[str]:
    """Codes of the legal orders of which a provision is linked to a type, in order. One query."""
    rows = ProvisionLink.objects.accepted().order_by("provision__law__jurisdiction__order")
    return list(dict.fromkeys(rows.values_list("provision__law__jurisdiction_id", flat=True).distinct()))
