"""Second level: how likely each type is, from the measures of the first; and the library's classifier, kept by its state.

One logistic regression judges every pair of story and type, in both languages together: its weights say what each measure is
worth, a small intercept for each type how common it is. It learns from measures of cases that were left out, so its
probabilities are those of stories it has not seen. A type is named where that raises the expected F1 (Lipton et al. 2014).
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

import numpy as np
from django.db import connections

from lawbase.research.facts import evidence
from lawbase.research.facts.evidence import Reader
from lawbase.research.facts.story import LANGUAGES, Language, library_terms, terms
from lawbase.research.facts.training import TrainingSet, training_set
from lawbase.research.facts.vectors import Floats
from lawbase.statutes.kept import Kept

log = logging.getLogger(__name__)

SHRINK = 3.0
"""Ridge penalty on the weights of measures."""
SHRINK_TYPES = 10.0
"""And on the intercepts of types: there are few cases of some."""
FEWEST = 12
"""Cases below which nothing is classified."""


class NothingToLearnFrom(RuntimeError):
    """The library holds too few digested cases with types."""


@dataclass(frozen=True)
class Classifier:
    known: TrainingSet
    readers: dict[Language, Reader]
    middle: Floats
    spread: Floats
    weights: Floats
    """Intercept, measures, intercepts of types."""
    thresholds: Floats
    near_spread: float
    """Spread of cosines between cases."""
    alike_spread: float
    """Spread of likeness in types between cases."""

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(row.slug for row in self.known.types)

    def probabilities(self, text: str, language: Language) -> Floats:
        """By type, in the order of `slugs`."""
        reader = self.readers[language]
        measures = reader.standard(reader.measures(terms(text)))
        return _sigmoid(_design((measures - self.middle) / self.spread) @ self.weights)

    def nearness(self, text: str, language: Language, probabilities: Floats) -> Floats:
        """How near each case is: in words (cosine) and in types, each against its spread."""
        reader = self.readers[language]
        near = reader.near(terms(text)) / self.near_spread
        return near + alike(probabilities[None], reader.labels)[0] / self.alike_spread


def alike(probabilities: Floats, labels: Floats) -> Floats:
    """Cosine of likely types with the types of cases."""
    lengths = np.linalg.norm(probabilities, axis=1)[:, None] * np.linalg.norm(labels, axis=1)[None]
    return probabilities @ labels.T / np.maximum(lengths, 1e-9)


def _sigmoid(values: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(values, -40, 40)))


def _design(measures: Floats) -> Floats:
    """(…, types, 1 + measures + types)."""
    count = measures.shape[-2]
    ones = np.ones((*measures.shape[:-1], 1))
    types = np.broadcast_to(np.eye(count), (*measures.shape[:-1], count))
    return np.concatenate([ones, measures, types], axis=-1)


def _logistic(design: Floats, wanted: Floats, penalty: Floats) -> Floats:
    """Penalised maximum likelihood by Newton's method."""
    weights = np.zeros(design.shape[1])
    for _step in range(25):
        said = _sigmoid(design @ weights)
        slope = design.T @ (said - wanted) + penalty * weights
        curve = (design.T * (said * (1 - said) + 1e-6)) @ design + np.diag(penalty)
        change = np.linalg.solve(curve, slope)
        weights = weights - change
        if np.abs(change).max() < 1e-5:
            break
    return weights


def best_thresholds(probabilities: Floats) -> Floats:
    """For each type the probability above which naming it raises the F1 that the probabilities themselves expect."""
    found = []
    for column in probabilities.T:
        ranked = np.sort(column)[::-1]
        expected = 2 * np.cumsum(ranked) / (np.arange(1, len(ranked) + 1) + ranked.sum())
        last = int(expected.argmax())
        found.append((ranked[last] + ranked[min(last + 1, len(ranked) - 1)]) / 2)
    return np.array(found)


def fit(known: TrainingSet) -> Classifier:
    """Learn from a training set; the same set gives the same classifier. Raises `NothingToLearnFrom`."""
    if len(known.cases) < FEWEST or len(known.types) < 2:
        raise NothingToLearnFrom(
            f"The library holds {len(known.cases)} digested cases of {len(known.types)} types; "
            f"classifying needs {FEWEST} cases of two types. Run `python manage.py ingest`."
        )
    readers = {language: evidence.fit(known, language) for language in LANGUAGES}
    measures = np.concatenate([reader.standard(reader.left_out) for reader in readers.values()])
    middle, spread = measures.mean((0, 1)), measures.std((0, 1))
    spread = np.where(spread > 1e-9, spread, 1)
    design = _design((measures - middle) / spread)
    labels = np.concatenate([reader.labels for reader in readers.values()])
    penalty = np.concatenate(
        [[1e-3], np.full(measures.shape[-1], SHRINK), np.full(len(known.types), SHRINK_TYPES)]
    )
    weights = _logistic(design.reshape(-1, design.shape[-1]), labels.reshape(-1), penalty)
    probabilities = _sigmoid(design @ weights)
    cosines = np.concatenate([_without_self(reader.cosines) for reader in readers.values()])
    first = readers["zh"].labels
    likeness = np.concatenate(
        [_without_self(alike(part, first)) for part in np.split(probabilities, len(readers))]
    )
    return Classifier(
        known=known,
        readers=readers,
        middle=middle,
        spread=spread,
        weights=weights,
        thresholds=best_thresholds(probabilities),
        near_spread=float(cosines.std()) or 1.0,
        alike_spread=float(likeness.std()) or 1.0,
    )


def _without_self(square: Floats) -> Floats:
    return square[~np.eye(len(square), dtype=bool)]


def _fitted(_state: int) -> Classifier:
    fitted = fit(training_set())
    library_terms.cache_clear()
    return fitted


_kept = Kept(_fitted)


def classifier() -> Classifier:
    """The classifier of the library as it is now; learnt on first use after a change (about two seconds).

    Raises `NothingToLearnFrom`.
    """
    return _kept()


def learn_ahead() -> None:
    """Learn in a thread of its own, while a reader still writes: then the first answer does not wait for it."""
    if _kept.is_wanting():
        threading.Thread(target=_learn, name="lawbase-facts", daemon=True).start()


def _learn() -> None:
    try:
        classifier()
    except NothingToLearnFrom as error:
        log.info("Stories cannot be answered yet: %s", error)
    finally:
        connections.close_all()
