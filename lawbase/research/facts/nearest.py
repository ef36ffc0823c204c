"""The nearest cases: which of their facts the story tells, which it does not, the provision between, and what came of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lawbase.cases.models import Case
from lawbase.cases.reading import STRENGTH
from lawbase.citations.models import Citation
from lawbase.research.facts.classifier import Classifier
from lawbase.research.facts.matching import Told, clauses
from lawbase.research.facts.story import Language, Sentence
from lawbase.research.facts.vectors import Floats
from lawbase.statutes.models import Provision
from lawbase.taxonomy.models import InfringementType, ProvisionLink
from lawbase.taxonomy.reading import types_of_cases

SHOWN = 8
COMPARED = 20
"""Cases whose outcomes make the spread."""
SAME_FACT: dict[Language, float] = {"zh": 0.04, "en": 0.065}
"""Cosine from which a clause of a case tells what a sentence of the story tells. Between cases that share no type one clause
in twenty reaches it (`manage.py evaluate_facts` measures it)."""


@dataclass(frozen=True)
class Matched:
    """A fact of the case, in the language of the story, and the sentence that tells the like."""

    clause: str
    sentence: Sentence


@dataclass(frozen=True)
class Bridge:
    """A provision that the case applied and that is linked to a type of the story."""

    provision: Provision
    unit: str
    basis: str
    type: InfringementType

    @property
    def basis_name(self) -> str:
        """How it is known that the case applied it, as readers read it."""
        return str(Citation.Basis(self.basis).label)


@dataclass(frozen=True)
class Near:
    case: Case
    types: tuple[InfringementType, ...]
    shared: frozenset[str]
    """Slugs of the types that the story is likely about too."""
    matched: tuple[Matched, ...]
    missing: tuple[str, ...]
    bridges: tuple[Bridge, ...]


def nearest_cases(model: Classifier, told: Told, probabilities: Floats, wanted: Collection[str]) -> list[int]:
    """Primary keys, nearest first, of the cases of the legal orders wanted (any if empty; `us` takes in its States)."""
    places = dict(
        Case.objects.filter(pk__in=[row.pk for row in model.known.cases]).values_list("pk", "jurisdiction_id")
    )
    nearness = model.nearness(told.story.text, told.story.language, probabilities)
    ranked = [model.known.cases[number].pk for number in np.argsort(-nearness, kind="stable")]
    families = {code.split("-")[0] for code in wanted}
    return [pk for pk in ranked if not families or places.get(pk, "").split("-")[0] in families]


def describe(keys: Sequence[int], told: Told, likely: Mapping[str, float]) -> tuple[Near, ...]:
    """What the story and each of these cases have in common. Five queries."""
    cases = Case.objects.select_related("jurisdiction").in_bulk(list(keys))
    types = types_of_cases(keys)
    bridges = _bridges(keys, likely)
    found = []
    for key in keys:
        case = cases[key]
        matched, missing = _facts(case, told)
        own = tuple(link.type for link in types.get(key, []))
        shared = frozenset(kind.slug for kind in own if kind.slug in likely)
        found.append(Near(case, own, shared, matched, missing, bridges.get(key, ())))
    return tuple(found)


def _facts(case: Case, told: Told) -> tuple[tuple[Matched, ...], tuple[str, ...]]:
    language = told.story.language
    pieces = clauses(case.facts_zh if language == "zh" else case.facts_en, language)
    like = told.against(pieces)
    matched, missing = [], []
    for number, piece in enumerate(pieces):
        best = int(like[:, number].argmax()) if len(like) else 0
        if len(like) and like[best, number] >= SAME_FACT[language]:
            matched.append(Matched(piece, told.story.sentences[best]))
        else:
            missing.append(piece)
    return tuple(matched), tuple(missing)


def _bridges(keys: Sequence[int], likely: Mapping[str, float]) -> dict[int, tuple[Bridge, ...]]:
    """For each case at most two provisions, those on the likeliest type and the strongest basis first."""
    rows = Citation.objects.filter(case__in=list(keys), provision__isnull=False).select_related(
        "provision__law__jurisdiction"
    )
    cited = list(rows.order_by("pk"))
    links: dict[int, list[InfringementType]] = {}
    for link in ProvisionLink.objects.filter(
        provision__in={row.provision_id for row in cited}, type__slug__in=list(likely)
    ).select_related("type"):
        links.setdefault(link.provision_id, []).append(link.type)
    found: dict[int, dict[int, tuple[tuple[float, int], Bridge]]] = {}
    for row in cited:
        kinds = links.get(row.provision_id or 0)
        if not kinds or row.provision is None or row.case_id is None:
            continue
        kind = max(kinds, key=lambda kind: likely[kind.slug])
        rank = (-likely[kind.slug], STRENGTH.index(Citation.Basis(row.basis)))
        known = found.setdefault(row.case_id, {}).get(row.provision.pk)
        if known is None or rank < known[0]:
            found[row.case_id][row.provision.pk] = (
                rank,
                Bridge(row.provision, row.unit, row.basis, kind),
            )
    return {
        case: tuple(bridge for _rank, bridge in sorted(rows.values(), key=lambda pair: pair[0])[:2])
        for case, rows in found.items()
    }
