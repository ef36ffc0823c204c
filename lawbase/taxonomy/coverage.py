"""What the editors' library holds and where it is thin: by law, topic, kind of infringement and language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from lawbase.statutes.models import ProvisionVersion
from lawbase.taxonomy.models import (
    CaseLink,
    Claim,
    ClaimPart,
    Digest,
    InfringementType,
    ProvisionLink,
    Term,
    Unlinked,
    Work,
)
from lawbase.taxonomy.topics import TopicEntry, topic_list

PLACES = ("cn", "us", "us-ca", "us-other")
"""China, US federal, California, the other States."""
FEW = 3
"""Fewer cases than this in a legal system are too few to plead from."""


def place_of(jurisdiction: str) -> str:
    return jurisdiction if jurisdiction in PLACES else "us-other"


@dataclass(frozen=True)
class TypeRow:
    """A type with what is linked to it or beneath it, by place; each provision and case once."""

    type: InfringementType
    provisions: dict[str, int]
    cases: dict[str, int]
    claims: int

    @property
    def cases_by_system(self) -> dict[str, int]:
        china = self.cases["cn"]
        return {"cn": china, "us": sum(self.cases.values()) - china}

    @property
    def few(self) -> list[str]:
        """The systems (`cn`, `us`) in which it has fewer than three cases."""
        return [system for system, count in self.cases_by_system.items() if count < FEW]

    @property
    def without_provisions(self) -> list[str]:
        china = self.provisions["cn"]
        counts = {"cn": china, "us": sum(self.provisions.values()) - china}
        return [system for system, count in counts.items() if not count]


@dataclass(frozen=True)
class LanguageRow:
    """Official texts in one language, and how many provisions of it the editors digested in both."""

    lang: str
    provisions: int
    versions: int
    undated: int
    """Versions of which no source says since when they were law."""
    digested: int


@dataclass(frozen=True)
class Read:
    """Digested provisions read for kinds of infringement: how many are linked, and how many are not, by the reason."""

    linked: int
    unlinked: list[tuple[str, int]]
    """(the reason, in words), most first."""

    @property
    def all(self) -> int:
        return self.linked + sum(count for _reason, count in self.unlinked)


@dataclass(frozen=True)
class EditorsCoverage:
    digests: int
    digested: dict[int, int]
    """Digested provisions by law (primary key)."""
    topics: list[TopicEntry]
    types: list[TypeRow]
    languages: list[LanguageRow]
    read: Read
    terms: int
    claims: int
    works: int

    @property
    def few(self) -> list[TypeRow]:
        return [row for row in self.types if row.few]


def editors_coverage() -> EditorsCoverage:
    """Thirteen queries."""
    provisions = set(
        Digest.objects.values_list("provision_id", "provision__law_id", "provision__law__jurisdiction_id")
    )
    return EditorsCoverage(
        digests=Digest.objects.count(),
        digested=dict(Counter(law for _provision, law, _code in provisions)),
        topics=topic_list(),
        types=types_covered(),
        languages=_languages(Counter(_lang(code) for _provision, _law, code in provisions)),
        read=_read(),
        terms=Term.objects.count(),
        claims=Claim.objects.count(),
        works=Work.objects.count(),
    )


def _read() -> Read:
    """Two queries. A provision counts once, by its first reason, however many versions of it are digested."""
    reasons = dict(
        Digest.objects.exclude(unlinked="").order_by("-valid_from").values_list("provision_id", "unlinked")
    )
    digested = Digest.objects.filter(provision__links__in=ProvisionLink.objects.accepted())
    return Read(
        linked=digested.values("provision_id").distinct().count(),
        unlinked=[(str(Unlinked(code).label), n) for code, n in Counter(reasons.values()).most_common()],
    )


def types_covered() -> list[TypeRow]:
    """Cases and provisions by type and legal order, in the order of the tree. Four queries."""
    types = list(InfringementType.objects.order_by("order"))
    below: dict[int, set[int]] = {row.pk: {row.pk} for row in types}
    for row in reversed(types):
        if row.parent_id:
            below[row.parent_id] |= below[row.pk]
    provisions = _linked(
        ProvisionLink.objects.accepted().values_list(
            "type_id", "provision_id", "provision__law__jurisdiction_id"
        )
    )
    cases = _linked(CaseLink.objects.values_list("type_id", "case_id", "case__jurisdiction_id"))
    claims = Counter(Claim.objects.order_by().values_list("type_id", flat=True))
    return [
        TypeRow(row, _counted(provisions, below[row.pk]), _counted(cases, below[row.pk]), claims[row.pk])
        for row in types
    ]


def unproved_elements() -> tuple[int, int, int]:
    """Elements of claims that cite no case, those that cite one only, and all of them. One query."""
    elements = ClaimPart.objects.filter(kind=ClaimPart.Kind.ELEMENT).annotate(cited=Count("cases"))
    cited = Counter(elements.order_by().values_list("cited", flat=True))
    return cited[0], cited[1], cited.total()


def _linked(rows: Iterable[tuple[int, int, str]]) -> dict[int, set[tuple[str, int]]]:
    found: dict[int, set[tuple[str, int]]] = {}
    for kind, pk, jurisdiction in rows:
        found.setdefault(kind, set()).add((place_of(jurisdiction), pk))
    return found


def _counted(linked: dict[int, set[tuple[str, int]]], types: Iterable[int]) -> dict[str, int]:
    things = set().union(*(linked.get(pk, set()) for pk in types))
    counts = Counter(place for place, _pk in things)
    return {place: counts[place] for place in PLACES}


def _lang(jurisdiction: str) -> str:
    return "zh" if jurisdiction == "cn" else "en"


def _languages(digested: Counter[str]) -> list[LanguageRow]:
    versions: Counter[str] = Counter()
    undated: Counter[str] = Counter()
    provisions: dict[str, set[int]] = {"zh": set(), "en": set()}
    held = ProvisionVersion.objects.current().filter(text_held=True, provision__law__core=True)
    for provision, start, code in held.values_list(
        "provision_id", "valid_from", "provision__law__jurisdiction_id"
    ):
        lang = _lang(code)
        versions[lang] += 1
        undated[lang] += start is None
        provisions[lang].add(provision)
    return [
        LanguageRow(lang, len(provisions[lang]), versions[lang], undated[lang], digested[lang])
        for lang in ("zh", "en")
    ]
