"""First level: what the words of a story say of each type, in several ways that fail differently, for one language.

- `ridge`: kernel ridge regression of the types on tf-idf vectors of cases and descriptions. What it says of a case that it
  learnt from is computed without that case, in closed form from the inverse (Rifkin and Lippert 2007, eq. 3.2).
- `bayes`: naive Bayes log-odds of the distinct words (Bernoulli counts), over the root of their number.
- `neighbours`: types of the nearest cases, weighted by squared cosine.
- `definition`, `linked`: cosine with what the editors say of the type, and with notes and quotations of its links.
- `everyday`: how far the everyday phrases of the type are covered, the three best; `met`: how many are wholly met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from lawbase.research.facts.story import Language, library_terms, terms, words_of
from lawbase.research.facts.training import TrainingSet
from lawbase.research.facts.vectors import Floats, Rows, Space, Sparse, Terms

RIDGE = 1.0
SMOOTHING = 0.3
NEIGHBOURS = 8
NAMES = ("ridge", "bayes", "neighbours", "definition", "linked", "everyday", "met")
DESCRIPTIONS = 3


@dataclass(frozen=True)
class Phrases:
    """Everyday phrases of the types, as sets of words with their weights."""

    by_type: tuple[tuple[dict[str, float], ...], ...]

    def covered(self, text: Terms) -> tuple[Floats, Floats]:
        """For each type: the mean share of the three best-covered phrases, and how many are met (at most three)."""
        held = set(text)
        best, met = [], []
        for phrases in self.by_type:
            shares = sorted(
                (
                    sum(weight for word, weight in phrase.items() if word in held) / sum(phrase.values())
                    for phrase in phrases
                ),
                reverse=True,
            )
            best.append(sum(shares[:3]) / 3)
            met.append(min(sum(share > 0.99 for share in shares), 3))
        return np.array(best), np.array(met, dtype=float)


@dataclass(frozen=True)
class Reader:
    """The first level for one language, and how its measures are spread over the cases it learnt from."""

    language: Language
    space: Space
    rows: Rows
    """Cases as they are learnt, then the descriptions of each type."""
    labels: Floats
    """(cases, types), 0 or 1."""
    prior: Floats
    weights: Floats
    """(terms, types): what one term adds to the ridge score."""
    odds: Floats
    """(types, terms): naive Bayes log-odds; 0 for a term that no case has."""
    words: Floats
    """1 for the columns that are words of a case, 0 for grams and unknown ones."""
    phrases: Phrases
    left_out: Floats
    """(cases, types, measures): what is said of each case without it."""
    cosines: Floats
    """(cases, cases): each case as it is told against each as it is learnt."""
    mean: Floats
    spread: Floats
    passages: dict[str, Sparse] = field(default_factory=dict)
    """Vectors of passages of the library that stories were compared with."""

    def passage(self, text: str) -> Sparse:
        """The vector of a text of the library, remembered."""
        found = self.passages.get(text)
        if found is None:
            found = self.passages[text] = self.space.sparse(terms(text))
        return found

    def measures(self, text: Terms) -> Floats:
        """(types, measures) of a story."""
        dense = self.space.dense(text)
        like = self.rows.dot(dense)
        cases, described = np.split(like, [len(self.labels)])
        columns = self.space.columns(words_of(tuple(text)))
        columns = columns[self.words[columns] > 0]
        bayes = self.odds[:, columns].sum(1) / np.sqrt(len(columns) + 1)
        ridge = self.prior + dense @ self.weights
        return _stacked(ridge, bayes, _neighbours(cases, self.labels), described, self.phrases, text)

    def near(self, text: Terms) -> Floats:
        """Cosine of a story with each case."""
        return self.rows.dot(self.space.dense(text))[: len(self.labels)]

    def standard(self, measures: Floats) -> Floats:
        """Measures as the second level takes them: against their spread by type, and against the other types."""
        own = (measures - self.mean) / self.spread
        rest = measures.std(-2, keepdims=True)
        among = (measures - measures.mean(-2, keepdims=True)) / np.where(rest > 1e-9, rest, 1)
        return np.concatenate([own[..., OWN], measures[..., PLAIN], among[..., AMONG]], axis=-1)


OWN = [NAMES.index(name) for name in ("ridge", "bayes", "definition", "everyday")]
PLAIN = [NAMES.index(name) for name in ("neighbours", "met")]
AMONG = [NAMES.index(name) for name in ("ridge", "bayes", "linked", "everyday")]


def fit(known: TrainingSet, language: Language) -> Reader:
    slugs = [row.slug for row in known.types]
    told = [library_terms(row.told[language]) for row in known.cases]
    learnt = [library_terms(row.whole[language]) for row in known.cases]
    described = [library_terms(text) for row in known.types for text in row.descriptions(language)]
    space = Space.of([*learnt, *described])
    rows = Rows.of(space, [*learnt, *described])
    full = rows.full()
    kernel = full @ full.T
    asked = Rows.of(space, told).full() @ full.T
    labels = np.array([[slug in row.types for slug in slugs] for row in known.cases], dtype=float)
    prior = labels.mean(0)
    targets = np.vstack([labels, np.repeat(np.eye(len(slugs)), DESCRIPTIONS, axis=0)]) - prior
    inverse = np.linalg.inv(kernel + RIDGE * np.eye(len(kernel)))
    alpha = inverse @ targets
    count = len(labels)
    # Leaving case i out changes every coefficient by its column of the inverse.
    pull = (asked * inverse[:count]).sum(1) / np.diag(inverse)[:count]
    ridge = prior + asked @ alpha - pull[:, None] * alpha[:count]
    held = full[:count] > 0
    totals = held.sum(0)
    words = np.array([not name.startswith("#") for name in space.column]) & (totals > 0)
    phrases = _phrases(known, language, space)
    cosines = asked[:, :count].copy()
    left_out = []
    for number, text in enumerate(told):
        others = cosines[number].copy()
        others[number] = -1
        columns = space.columns(words_of(text))
        columns = columns[words[columns] & (totals[columns] - held[number, columns] > 0)]
        own = held[number, columns]
        with_type = labels.T @ held[:, columns] - np.outer(labels[number], own)
        odds = _odds(with_type, totals[columns] - own, labels.sum(0) - labels[number], count - 1)
        bayes = odds.sum(1) / np.sqrt(len(columns) + 1)
        near = _neighbours(others, labels)
        left_out.append(_stacked(ridge[number], bayes, near, asked[number, count:], phrases, text))
    measured = np.array(left_out)
    spread = measured.std(0)
    return Reader(
        language=language,
        space=space,
        rows=rows,
        labels=labels,
        prior=prior,
        weights=full.T @ alpha,
        odds=_odds(labels.T @ held, totals, labels.sum(0), count),
        words=words.astype(float),
        phrases=phrases,
        left_out=measured,
        cosines=cosines,
        mean=measured.mean(0),
        spread=np.where(spread > 1e-9, spread, 1),
    )


def _odds(with_type: Floats, totals: Floats, sizes: Floats, count: int) -> Floats:
    """(types, terms) log-odds from the number of cases of a type that have a term, and of all that have it."""
    inside = (with_type + SMOOTHING) / (sizes + 2 * SMOOTHING)[:, None]
    outside = (totals - with_type + SMOOTHING) / (count - sizes + 2 * SMOOTHING)[:, None]
    return np.log(inside) - np.log(outside)


def _neighbours(like: Floats, labels: Floats) -> Floats:
    nearest = np.argsort(-like, kind="stable")[:NEIGHBOURS]
    weight = np.maximum(like[nearest], 0) ** 2
    return weight @ labels[nearest] / max(float(weight.sum()), 1e-9)


def _stacked(
    ridge: Floats, bayes: Floats, near: Floats, described: Floats, phrases: Phrases, text: Terms
) -> Floats:
    by_type = described.reshape(-1, DESCRIPTIONS)
    everyday, met = phrases.covered(text)
    return np.stack([ridge, bayes, near, by_type[:, 0], by_type[:, 2], everyday, met], axis=1)


def _phrases(known: TrainingSet, language: Language, space: Space) -> Phrases:
    def weighed(phrase: str) -> dict[str, float]:
        return {word: space.weight(word) for word in words_of(library_terms(phrase))}

    found: Sequence[tuple[dict[str, float], ...]] = [
        tuple(weights for phrase in row.everyday[language] if (weights := weighed(phrase)))
        for row in known.types
    ]
    return Phrases(tuple(found))
