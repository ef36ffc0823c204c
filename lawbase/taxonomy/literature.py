"""Reading literature: the list, one work, and what works say about a provision, a case or a kind of infringement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from lawbase.cases.models import Case
from lawbase.cases.reading import LONG_TEXTS
from lawbase.statutes.models import Provision
from lawbase.taxonomy.models import InfringementType, Statement, StatementProvision, Topic, Work


@dataclass(frozen=True)
class Said:
    """What a work of literature says about a type or topic. `work` is None where `literature.yaml` lacks it."""

    work: Work | None
    slug: str
    says_zh: str
    says_en: str
    pages: str


def said_by(mentions: Sequence[dict[str, Any]]) -> tuple[Said, ...]:
    """The stored mentions of a type or topic, with their works. One query."""
    works = {work.slug: work for work in Work.objects.filter(slug__in=[m["work"] for m in mentions] or [""])}
    return tuple(
        Said(
            works.get(m["work"]),
            m["work"],
            m.get("says_zh") or "",
            m.get("says_en") or "",
            m.get("pages") or "",
        )
        for m in mentions
    )


def works() -> list[Work]:
    """Every work in the order of its slug. One query."""
    return list(Work.objects.all())


@dataclass(frozen=True)
class Mentioned:
    """A type or topic that a work is cited for, with what it says about it."""

    about: InfringementType | Topic
    said: Said


@dataclass(frozen=True)
class WorkPage:
    work: Work
    statements: tuple[Statement, ...]
    types: tuple[Mentioned, ...]
    topics: tuple[Mentioned, ...]


def _about(rows: QuerySet[Statement]) -> QuerySet[Statement]:
    provisions = StatementProvision.objects.select_related("provision__law__jurisdiction")
    cases = Case.objects.select_related("jurisdiction").defer(*LONG_TEXTS)
    return rows.select_related("work").prefetch_related(
        Prefetch("provisions", provisions), Prefetch("cases", cases), "types"
    )


def read_work(slug: str) -> WorkPage | None:
    """A work with everything it is cited for; None if there is none. Seven queries."""
    work = Work.objects.filter(slug=slug).first()
    if work is None:
        return None

    def mentioned(rows: QuerySet[Any]) -> tuple[Mentioned, ...]:
        return tuple(
            Mentioned(
                row, Said(work, slug, m.get("says_zh") or "", m.get("says_en") or "", m.get("pages") or "")
            )
            for row in rows
            for m in row.literature
            if m["work"] == slug
        )

    return WorkPage(
        work=work,
        statements=tuple(_about(work.statements.order_by("order"))),
        types=mentioned(InfringementType.objects.order_by("order")),
        topics=mentioned(Topic.objects.all()),
    )


def statements_on_provision(provision: Provision) -> list[Statement]:
    """What literature says about a provision. One query."""
    rows = Statement.objects.filter(provisions__provision=provision).select_related("work").distinct()
    return list(rows.order_by("work__slug", "order"))


def statements_on_case(case: Case) -> list[Statement]:
    """What literature says about a case. One query."""
    return list(case.statements.select_related("work").order_by("work__slug", "order"))


def statements_on_type(kind: InfringementType) -> list[Statement]:
    """What literature says about a kind of infringement, beside what it is defined by. One query."""
    return list(kind.statements.select_related("work").order_by("work__slug", "order"))
