"""What the classifier learns from: the digested cases with their types, and what the editors say of each type.

A case is told by its facts, as a reader would tell it, and learnt from whole (facts, issues, holding). A type is described
by its definition, by everyday words, and by the notes and quotations of its links.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from lawbase.cases.models import Case
from lawbase.research.facts.story import Language
from lawbase.taxonomy.models import CaseLink, InfringementType, LinkQuote, ProvisionLink

Texts = dict[Language, str]


@dataclass(frozen=True)
class CaseRow:
    pk: int
    slug: str
    types: frozenset[str]
    told: Texts
    whole: Texts


@dataclass(frozen=True)
class TypeRow:
    slug: str
    definition: Texts
    everyday: dict[Language, tuple[str, ...]]
    linked: Texts
    """Notes in both languages; quotations in the language of their law."""

    def descriptions(self, language: Language) -> tuple[str, ...]:
        return (self.definition[language], "\n".join(self.everyday[language]), self.linked[language])


@dataclass(frozen=True)
class TrainingSet:
    cases: tuple[CaseRow, ...]
    """Those with a type, in the order of their slugs."""
    types: tuple[TypeRow, ...]
    """Those that a case has, in the order of the tree: a type of which there is no case cannot be checked."""

    def without(self, slug: str) -> TrainingSet:
        """The set that never saw one case. A type of which it was the only case stays, described but without cases."""
        return replace(self, cases=tuple(row for row in self.cases if row.slug != slug))


def training_set() -> TrainingSet:
    """Read it from the database. Five queries."""
    of_case: dict[int, set[str]] = defaultdict(set)
    for case, slug in CaseLink.objects.values_list("case_id", "type__slug"):
        of_case[case].add(slug)
    cases = Case.objects.filter(pk__in=of_case).exclude(digest_source="").order_by("slug")
    rows = tuple(
        CaseRow(
            case.pk,
            case.slug,
            frozenset(of_case[case.pk]),
            {"zh": case.facts_zh, "en": case.facts_en},
            {
                "zh": f"{case.facts_zh}\n{case.issues_zh}\n{case.holding_zh}",
                "en": f"{case.facts_en}\n{case.issues_en}\n{case.holding_en}",
            },
        )
        for case in cases
    )
    linked = _linked()
    known = {slug for row in rows for slug in row.types}
    types = InfringementType.objects.filter(slug__in=known).order_by("order")
    return TrainingSet(rows, tuple(_type(row, linked[row.pk]) for row in types))


def _linked() -> dict[int, dict[Language, list[str]]]:
    found: dict[int, dict[Language, list[str]]] = defaultdict(lambda: {"zh": [], "en": []})
    for pk, zh, en in ProvisionLink.objects.values_list("type_id", "note_zh", "note_en"):
        found[pk]["zh"].append(zh)
        found[pk]["en"].append(en)
    quotes = LinkQuote.objects.filter(version__superseded_at=None).order_by("pk")
    for pk, place, text in quotes.values_list(
        "link__type_id", "link__provision__law__jurisdiction_id", "text"
    ):
        found[pk]["zh" if place == "cn" else "en"].append(text)
    return found


def _type(row: InfringementType, linked: dict[Language, list[str]]) -> TypeRow:
    return TypeRow(
        row.slug,
        {"zh": f"{row.name_zh}。{row.definition_zh}", "en": f"{row.name_en}. {row.definition_en}"},
        {"zh": tuple(row.everyday_zh), "en": tuple(row.everyday_en)},
        {language: "\n".join(dict.fromkeys(texts)) for language, texts in linked.items()},
    )
