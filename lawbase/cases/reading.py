"""Reading cases: the list with its filters, one case, and the cases that apply a provision.

Each function makes a constant number of queries, named in its docstring.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models.functions import Coalesce

from lawbase.cases.models import Case, CaseSection
from lawbase.citations.models import Citation
from lawbase.statutes.models import Jurisdiction, Law, Provision, ProvisionVersion

STRENGTH = (Citation.Basis.AS_CITED, Citation.Basis.TEXT, Citation.Basis.INFERRED)
"""The bases of a citation, strongest first: named in a source, read in the official text, inferred by the editors."""
LONG_TEXTS = ("facts_zh", "facts_en", "issues_zh", "issues_en", "notes", "written")
Scope = Literal["core", "all"]


@dataclass(frozen=True)
class CaseFilter:
    """What of the list is wanted; empty means any. `scope` core: the matters that the editors digested."""

    jurisdiction: str = ""
    kind: str = ""
    year: str = ""
    scope: Scope = "core"


@dataclass(frozen=True)
class CaseList:
    """A page of cases. `counts` are by filter name and value, each under the other filters in force."""

    cases: tuple[Case, ...]
    count: int
    count_all: int
    """Matches with the scope opened."""
    counts: dict[str, dict[str, int]]
    page: int
    pages: int
    matching: frozenset[int]
    """Primary keys under every filter but `among`: for counting types."""


@dataclass(frozen=True)
class Applied:
    """A provision that a case applies: under the strongest basis on which it is known."""

    provision: Provision
    basis: str
    bases: tuple[str, ...]
    units: tuple[str, ...]
    version: ProvisionVersion | None
    as_of: date | None
    times: int

    @property
    def at(self) -> date | None:
        """The day to read it on; None where the day is unknown or no text of that day is held."""
        return self.as_of if self.version else None


@dataclass(frozen=True)
class AppliedLaw:
    law: Law
    provisions: tuple[Applied, ...]


@dataclass(frozen=True)
class Unresolved:
    """A citation that led to no provision, in the words in which it was found."""

    raw: str
    basis: str
    problem: str
    law: Law | None
    times: int


@dataclass(frozen=True)
class CasePage:
    case: Case
    sections: tuple[CaseSection, ...]
    applied: tuple[AppliedLaw, ...]
    unresolved: tuple[Unresolved, ...]


@dataclass(frozen=True)
class Applying:
    """A case that applies a provision. `other_version`: it read other words than those shown."""

    case: Case
    basis: str
    units: tuple[str, ...]
    other_version: bool


def find_cases(
    wanted: CaseFilter, among: Collection[int] | None = None, page: int = 1, size: int = 25
) -> CaseList:
    """The cases that fit, newest first, with counts for every filter. Two queries.

    `among` narrows further to these primary keys (cases of an infringement type: that room knows which).
    """
    facts = {
        pk: {
            "jurisdiction": place,
            "kind": kind,
            "year": str(day.year) if day else "",
            "core": bool(digest),
            "day": day,
        }
        for pk, place, kind, day, digest in Case.objects.order_by("pk").values_list(
            "pk", "jurisdiction_id", "kind", Coalesce("decided", "released"), "digest_source"
        )
    }

    def fits(fact: dict[str, object], without: str = "") -> bool:
        return all(
            name == without or not value or _same(name, str(fact[name]), value)
            for name, value in (
                ("jurisdiction", wanted.jurisdiction),
                ("kind", wanted.kind),
                ("year", wanted.year),
            )
        )

    def within(pk: int) -> bool:
        return among is None or pk in among

    scoped = {pk: fact for pk, fact in facts.items() if wanted.scope == "all" or fact["core"]}
    counts = {
        name: dict(_counted(name, (str(f[name]) for pk, f in scoped.items() if within(pk) and fits(f, name))))
        for name in ("jurisdiction", "kind", "year")
    }
    matching = [pk for pk, fact in scoped.items() if fits(fact)]
    chosen = [pk for pk in matching if within(pk)]
    chosen.sort(key=lambda pk: (facts[pk]["day"] or date.min, pk), reverse=True)
    pages = max(1, -(-len(chosen) // size))
    page = min(max(page, 1), pages)
    shown = chosen[(page - 1) * size : page * size]
    found = Case.objects.select_related("jurisdiction").defer(*LONG_TEXTS).in_bulk(shown)
    return CaseList(
        cases=tuple(found[pk] for pk in shown),
        count=len(chosen),
        count_all=sum(within(pk) and fits(fact) for pk, fact in facts.items()),
        counts=counts,
        page=page,
        pages=pages,
        matching=frozenset(matching),
    )


def _same(name: str, held: str, wanted: str) -> bool:
    """A State's case is also found under the United States."""
    return held == wanted or (name == "jurisdiction" and held.startswith(f"{wanted}-"))


def _counted(name: str, values: Iterable[str]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for value in values:
        counted[value] += 1
        if name == "jurisdiction" and "-" in value:
            counted[value.split("-")[0]] += 1
    return counted


def read_case(slug: str) -> CasePage | None:
    """One case with its official text and the provisions it applies; None if there is no such case. Three queries."""
    case = Case.objects.select_related("jurisdiction", "full_text_source").filter(slug=slug).first()
    if case is None:
        return None
    citations = list(
        case.citations.select_related("law__jurisdiction", "provision", "version")
        .defer("version__text", "version__toc", "version__notes", "version__corrections")
        .order_by("law__core_order", "provision__sort", "id")
    )
    return CasePage(case, tuple(case.sections.all()), _applied(citations), _unresolved(citations))


def digest_of_text(full_text_id: str) -> str | None:
    """The slug of the digested matter that a case text belongs to: both have one page, under the digest's id."""
    found = Case.objects.exclude(digest_source="").filter(full_text_id=full_text_id)
    return found.values_list("slug", flat=True).first()


def _applied(citations: Iterable[Citation]) -> tuple[AppliedLaw, ...]:
    laws: dict[int, tuple[Law, dict[int, list[Citation]]]] = {}
    for citation in citations:
        if citation.provision is not None and citation.law is not None:
            citation.provision.law = citation.law
            _law, provisions = laws.setdefault(citation.law.pk, (citation.law, {}))
            provisions.setdefault(citation.provision.pk, []).append(citation)
    return tuple(
        AppliedLaw(law, tuple(_one(rows) for rows in provisions.values()))
        for law, provisions in laws.values()
    )


def _one(rows: Sequence[Citation]) -> Applied:
    bases = tuple(basis for basis in STRENGTH if any(row.basis == basis for row in rows))
    best = next(row for row in rows if row.basis == bases[0])
    assert best.provision is not None
    units = tuple(dict.fromkeys(row.unit for row in rows if row.unit))
    return Applied(best.provision, bases[0], bases, units, best.version, best.as_of, len(rows))


def _unresolved(citations: Iterable[Citation]) -> tuple[Unresolved, ...]:
    groups: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        if citation.provision is None:
            groups.setdefault((citation.raw, citation.basis), []).append(citation)
    return tuple(
        Unresolved(raw, basis, rows[0].problem, rows[0].law, len(rows))
        for (raw, basis), rows in groups.items()
    )


def cases_applying(provision: Provision, shown: ProvisionVersion | None = None) -> dict[str, list[Applying]]:
    """The cases that apply a provision by basis, strongest first, each case once, newest first. One query.

    `shown` is the version on the page: a case that read other words says so.
    """
    rows = (
        Citation.objects.filter(provision=provision, case__isnull=False)
        .select_related("case__jurisdiction")
        .defer(*(f"case__{name}" for name in LONG_TEXTS))
        .order_by("id")
    )
    by_case: dict[int, list[Citation]] = {}
    for row in rows:
        by_case.setdefault(row.case_id or 0, []).append(row)
    groups: dict[str, list[Applying]] = {basis: [] for basis in STRENGTH}
    for cited in by_case.values():
        best = min(cited, key=lambda row: STRENGTH.index(Citation.Basis(row.basis)))
        if best.case is not None:
            units = tuple(dict.fromkeys(row.unit for row in cited if row.unit))
            other = bool(shown and best.version_id and best.version_id != shown.pk)
            groups[best.basis].append(Applying(best.case, best.basis, units, other))
    for found in groups.values():
        found.sort(key=lambda row: (row.case.day or date.min, row.case.slug), reverse=True)
    return {basis: found for basis, found in groups.items() if found}


def case_kinds() -> tuple[str, ...]:
    """The kinds that occur. One query."""
    return tuple(Case.objects.exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct())


def case_jurisdictions() -> dict[str, Jurisdiction]:
    """By code, in order. One query."""
    return {row.code: row for row in Jurisdiction.objects.all()}


@dataclass(frozen=True)
class HeldCases:
    cases: int
    digests: int
    full_texts: int
    by_family: dict[str, int]
    """Digested matters by family (`cn`, `us`)."""


def held_cases() -> HeldCases:
    """Figures of what is held. One query."""
    rows = list(
        Case.objects.order_by().values_list("jurisdiction_id", "digest_source", "full_text_source_id")
    )
    families = Counter(code.split("-")[0] for code, digest, _text in rows if digest)
    return HeldCases(
        len(rows),
        sum(bool(d) for _c, d, _t in rows),
        sum(t is not None for _c, _d, t in rows),
        dict(families),
    )
