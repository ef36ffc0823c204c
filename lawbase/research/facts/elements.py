"""The claims of a type, and which of their elements a story shows, does not show, or speaks against."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from lawbase.research.facts import polarity
from lawbase.research.facts.matching import Told
from lawbase.research.facts.story import Language, Sentence
from lawbase.taxonomy.claims import Pleading, claims_of_types
from lawbase.taxonomy.models import ClaimPart, InfringementType

Standing = Literal["shown", "not-shown", "contradicted"]
SHOWN: dict[Language, float] = {"zh": 0.055, "en": 0.085}
"""Cosine with an element's words that a sentence needs to show it. Of case files about other types one in forty has such a
sentence (`manage.py evaluate_facts` measures it)."""
SAME_SUBJECT = 0.5
"""Share of `SHOWN` that is enough where sentence and element also say the same of consent, notice and the like."""


@dataclass(frozen=True)
class Element:
    part: ClaimPart
    standing: Standing
    sentence: Sentence | None
    """The sentence that shows it or speaks against it."""


@dataclass(frozen=True)
class Assessed:
    """A claim with its elements as the story stands to them."""

    pleading: Pleading
    elements: tuple[Element, ...]

    @property
    def shown(self) -> int:
        return sum(element.standing == "shown" for element in self.elements)


def assess_claims(
    types: Collection[InfringementType], told: Told, wanted: Collection[str]
) -> dict[int, tuple[Assessed, ...]]:
    """By type (primary key), the claims in the legal orders wanted (any if empty), as the editors order them.

    Four queries.
    """
    pleadings = claims_of_types(types, wanted)
    parts = [part for found in pleadings.values() for pleading in found for part in _parts(pleading)]
    standing = _elements(parts, told)
    return {
        key: tuple(
            Assessed(pleading, tuple(standing[part.pk] for part in _parts(pleading))) for pleading in found
        )
        for key, found in pleadings.items()
    }


def _parts(pleading: Pleading) -> tuple[ClaimPart, ...]:
    return next((parts.rows for parts in pleading.parts if parts.kind == ClaimPart.Kind.ELEMENT), ())


def _elements(parts: Sequence[ClaimPart], told: Told) -> dict[int, Element]:
    language = told.story.language
    texts = [part.says_zh if language == "zh" else part.says_en for part in parts]
    like = told.against(texts)
    return {
        part.pk: _element(part, polarity.said(_first(text), language), told, like[:, number].tolist())
        for number, (part, text) in enumerate(zip(parts, texts, strict=True))
    }


def _first(text: str) -> str:
    """The sentence that states the element; the others explain it, and deny or affirm other things."""
    return re.split(r"(?<=。)|(?<=\.)\s", text, maxsplit=1)[0]


def _element(part: ClaimPart, wanted: dict[str, bool], told: Told, like: Sequence[float]) -> Element:
    sentences, heard, enough = told.story.sentences, told.heard, SHOWN[told.story.language]
    best = max(range(len(sentences)), key=lambda number: like[number], default=None)
    agreeing = [n for n, said in enumerate(heard) if any(said.get(f) is there for f, there in wanted.items())]
    opposing = [
        n for n, said in enumerate(heard) if any(said.get(f) is (not there) for f, there in wanted.items())
    ]
    near = [n for n in agreeing if like[n] >= enough * SAME_SUBJECT]
    if near:
        return Element(part, "shown", sentences[max(near, key=lambda n: like[n])])
    if opposing and not agreeing:
        return Element(part, "contradicted", sentences[max(opposing, key=lambda n: like[n])])
    if best is not None and like[best] >= enough and best not in opposing:
        return Element(part, "shown", sentences[best])
    return Element(part, "not-shown", None)
