"""The whole answer to a story. Pages and API read it here, so both say the same; nothing of the story is kept or logged."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np

from lawbase.research.facts.classifier import Classifier, classifier
from lawbase.research.facts.elements import Assessed, assess_claims
from lawbase.research.facts.enough import Lack, lack
from lawbase.research.facts.matching import Shown, Told, speaking_for
from lawbase.research.facts.nearest import COMPARED, SHOWN, Near, describe, nearest_cases
from lawbase.research.facts.plead import Order, provisions_to_plead
from lawbase.research.facts.spread import Spread, spread_of
from lawbase.research.facts.story import LONGEST, Story, read
from lawbase.taxonomy.models import InfringementType

MOST_TYPES = 5
LIKELY, VERY_LIKELY = 0.5, 0.8


class TooLong(ValueError):
    """The story has more characters than are read (`LONGEST`)."""

    def __init__(self, length: int) -> None:
        super().__init__(f"The story has {length} characters; write at most {LONGEST}.")
        self.length = length


@dataclass(frozen=True)
class Finding:
    """A type that the story may be about."""

    type: InfringementType
    probability: float
    """Calibrated on case files left out of the learning."""
    sentences: tuple[Shown, ...]
    claims: tuple[Assessed, ...]

    @property
    def degree(self) -> str:
        """`very-likely`, `likely` or `possible`."""
        if self.probability >= VERY_LIKELY:
            return "very-likely"
        return "likely" if self.probability >= LIKELY else "possible"


@dataclass(frozen=True)
class Answer:
    """`lack` says why the story is not enough; then `findings` are only what would be nearest, without claims."""

    story: Story
    at: date
    jurisdictions: tuple[str, ...]
    lack: Lack
    findings: tuple[Finding, ...]
    also: tuple[InfringementType, ...]
    """Types that are not likely by the case files, but of which the story uses the everyday words."""
    orders: tuple[Order, ...]
    cases: tuple[Near, ...]
    spread: Spread | None

    @property
    def enough(self) -> bool:
        return not self.lack


def answer(text: str, at: date | None = None, jurisdictions: Collection[str] = ()) -> Answer:
    """Read a story as of `at` (today without one) in some legal orders (all without any).

    Raises `TooLong`, and `NothingToLearnFrom` where the library holds too few cases.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise TooLong(len(text))
    day = at or date.today()
    wanted = tuple(dict.fromkeys(jurisdictions))
    story = read(text)
    model = classifier()
    probabilities = model.probabilities(text, story.language)
    told = Told.of(story, model.readers[story.language])
    lacking = lack(story, float(probabilities.max()))
    likely = _named(model, probabilities)
    if lacking:
        return Answer(story, day, wanted, lacking, _findings(model, told, likely, None), (), (), (), None)
    near = nearest_cases(model, told, probabilities, wanted)[:COMPARED]
    described = describe(near, told, likely)
    return Answer(
        story,
        day,
        wanted,
        lacking,
        _findings(model, told, likely, wanted),
        _also(model, told, likely),
        provisions_to_plead(likely, wanted, day, told, near[:SHOWN]),
        described[:SHOWN],
        spread_of(row.case for row in described),
    )


def _named(model: Classifier, probabilities: np.ndarray) -> dict[str, float]:
    """The types to name, likeliest first: those above their thresholds, and the likeliest in any case."""
    ranked = np.argsort(-probabilities, kind="stable")
    above = [n for n in ranked if probabilities[n] >= model.thresholds[n]]
    return {model.slugs[n]: float(probabilities[n]) for n in (above or ranked[:1])[:MOST_TYPES]}


def _also(model: Classifier, told: Told, likely: Collection[str]) -> tuple[InfringementType, ...]:
    """One query."""
    met = told.reader.phrases.covered([term for found in told.terms for term in found])[1]
    slugs = [slug for slug, count in zip(model.slugs, met, strict=True) if count and slug not in likely]
    return tuple(InfringementType.objects.filter(slug__in=slugs).order_by("order"))


def _findings(
    model: Classifier, told: Told, likely: dict[str, float], wanted: Collection[str] | None
) -> tuple[Finding, ...]:
    """With claims unless `wanted` is None. Five queries."""
    types = {row.slug: row for row in InfringementType.objects.filter(slug__in=likely)}
    claims = assess_claims(types.values(), told, wanted) if wanted is not None else {}
    return tuple(
        Finding(
            types[slug],
            probability,
            speaking_for(told, model.slugs.index(slug)),
            claims.get(types[slug].pk, ()),
        )
        for slug, probability in likely.items()
    )
