"""How well stories are answered: each case file left out of everything that is learnt, then told as a story, in both languages.

What is told is the digest of the facts alone; issues and holding, which name the law, are not shown to the classifier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lawbase.cases.models import Case
from lawbase.research.facts import classifier
from lawbase.research.facts.classifier import Classifier
from lawbase.research.facts.elements import SHOWN
from lawbase.research.facts.enough import lack, names_a_subject
from lawbase.research.facts.matching import Told, clauses
from lawbase.research.facts.nearest import SAME_FACT
from lawbase.research.facts.story import LANGUAGES, Language, read
from lawbase.research.facts.training import TrainingSet
from lawbase.research.facts.vectors import Floats
from lawbase.taxonomy.models import ClaimPart

BINS = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.01)
DRAWS = 1000
OTHER_STORY = 180
"""Characters of an official text told as a story about something else."""


@dataclass(frozen=True)
class Judged:
    """What was said of every case left out, in one language."""

    language: Language
    labels: Floats
    probabilities: Floats
    thresholds: Floats
    """(cases, types): each case under the thresholds learnt without it."""
    nearest: tuple[tuple[frozenset[str], ...], ...]
    """Types of the five nearest cases of each."""
    types: tuple[frozenset[str], ...]
    enough: tuple[bool, ...]


def leave_one_out(
    known: TrainingSet, progress: Callable[[Sequence[int]], Iterable[int]] = list
) -> dict[Language, Judged]:
    """Learn anew without each case (about a second each), and tell it. A type that only this case had cannot be named."""
    slugs = [row.slug for row in known.types]
    found: dict[Language, list[tuple[Floats, Floats, tuple[frozenset[str], ...], bool]]] = {
        language: [] for language in LANGUAGES
    }
    for number in progress(range(len(known.cases))):
        row = known.cases[number]
        model = classifier.fit(known.without(row.slug))
        for language in LANGUAGES:
            text = row.told[language]
            said = model.probabilities(text, language)
            order = np.argsort(-model.nearness(text, language, said), kind="stable")[:5]
            near = tuple(model.known.cases[place].types for place in order)
            enough = not lack(read(text), float(said.max()))
            found[language].append((said, model.thresholds, near, enough))
    labels = np.array([[slug in row.types for slug in slugs] for row in known.cases], dtype=float)
    return {
        language: Judged(
            language,
            labels,
            np.array([said for said, _t, _n, _e in rows]),
            np.array([thresholds for _s, thresholds, _n, _e in rows]),
            tuple(near for _s, _t, near, _e in rows),
            tuple(row.types for row in known.cases),
            tuple(enough for _s, _t, _n, enough in rows),
        )
        for language, rows in found.items()
    }


def _f1(named: Floats, labels: Floats) -> Floats:
    both = (named * labels).sum(0)
    return 2 * both / np.maximum(named.sum(0) + labels.sum(0), 1)


def scores(judged: Judged) -> dict[str, float]:
    """The figures that targets are set for, with 95 % intervals of the first (bootstrap over cases, fixed seed)."""
    labels, said = judged.labels, judged.probabilities
    named = (said >= judged.thresholds).astype(float)
    ranked = np.argsort(-said, axis=1, kind="stable")
    hits = np.take_along_axis(labels, ranked, axis=1)
    draws = np.random.default_rng(1).integers(0, len(labels), (DRAWS, len(labels)))
    spread = [float(_f1(named[draw], labels[draw]).mean()) for draw in draws]
    both = (named * labels).sum()
    pairs = list(zip(judged.nearest, judged.types, strict=True))
    return {
        "macro_f1": float(_f1(named, labels).mean()),
        "macro_f1_low": float(np.quantile(spread, 0.025)),
        "macro_f1_high": float(np.quantile(spread, 0.975)),
        "micro_f1": float(2 * both / (named.sum() + labels.sum())),
        "top_1": float(hits[:, 0].mean()),
        "top_3": float(hits[:, :3].max(1).mean()),
        "nearest_agrees": float(np.mean([bool(near[0] & own) for near, own in pairs])),
        "five_nearest_agree": float(np.mean([bool(case & own) for near, own in pairs for case in near])),
        "brier": float(((said - labels) ** 2).mean()),
        "brier_of_prevalence": float(((labels.mean(0) - labels) ** 2).mean()),
        "found_enough": float(np.mean(judged.enough)),
    }


def by_type(judged: Judged, slugs: Sequence[str]) -> dict[str, tuple[int, float]]:
    """For each type the number of cases and F1."""
    named = (judged.probabilities >= judged.thresholds).astype(float)
    sizes = judged.labels.sum(0)
    return {
        slug: (int(size), float(value))
        for slug, size, value in zip(slugs, sizes, _f1(named, judged.labels), strict=True)
    }


def calibration(judged: Judged) -> list[tuple[str, int, float, float]]:
    """By range of probability: how many pairs of case and type, what was said on average, and how many were so."""
    said, labels = judged.probabilities.ravel(), judged.labels.ravel()
    found = []
    for low, high in pairwise(BINS):
        inside = (said >= low) & (said < high)
        if inside.any():
            name = f"{low:.2f}-{min(high, 1.0):.2f}"
            found.append((name, int(inside.sum()), float(said[inside].mean()), float(labels[inside].mean())))
    return found


def false_matches(model: Classifier) -> dict[str, float]:
    """How often an element, or a clause of a case, seems to be told by a case file that shares no type with it."""
    parts = list(ClaimPart.objects.filter(kind=ClaimPart.Kind.ELEMENT).select_related("claim__type"))
    found: dict[str, float] = {}
    for language in LANGUAGES:
        texts = [part.says_zh if language == "zh" else part.says_en for part in parts]
        elements: list[bool] = []
        facts: list[bool] = []
        for number, row in enumerate(model.known.cases):
            told = Told.of(read(row.told[language]), model.readers[language])
            like = told.against(texts).max(0, initial=0)
            elements += [
                value >= SHOWN[language]
                for value, part in zip(like, parts, strict=True)
                if part.claim.type.slug in model.slugs and part.claim.type.slug not in row.types
            ]
            other = model.known.cases[(number * 7 + 11) % len(model.known.cases)]
            if not other.types & row.types:
                pieces = clauses(other.told[language], language)
                facts += (told.against(pieces).max(0, initial=0) >= SAME_FACT[language]).tolist()
        found[f"elements_{language}"] = float(np.mean(elements)) if elements else 0.0
        found[f"facts_{language}"] = float(np.mean(facts)) if facts else 0.0
    return found


def refused_elsewhere() -> tuple[int, float]:
    """How many Chinese official texts on other subjects there are, and the share that is told to be about something else.

    They are court cases without a digest; a few do concern personal information, so the share is a lower bound.
    """
    texts = []
    for case in Case.objects.filter(digest_source="", full_text_lang__startswith="zh").prefetch_related(
        "sections"
    ):
        facts = next((section.text for section in case.sections.all() if section.role == "facts"), "")
        if facts:
            texts.append(facts[:OTHER_STORY])
    refused = [not names_a_subject(read(text)) for text in texts]
    return len(texts), float(np.mean(refused)) if refused else 0.0
