"""Which sentences of a story answer to which passages: of a case, of an element of a claim, of a provision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lawbase.research.facts.evidence import Reader
from lawbase.research.facts.polarity import said
from lawbase.research.facts.story import Language, Sentence, Story, read, terms
from lawbase.research.facts.vectors import Floats, Rows

CLAUSE = {"zh": re.compile(r"[^，,。；;！？!?\n]+[，,。；;！？!?]*"), "en": re.compile(r"[^;\n]+;?")}
SHORTEST = {"zh": 8, "en": 20}
"""Characters of a clause; a shorter one is read with the clause before it, or after it at the start."""
STRONGEST = 3
"""Sentences shown for one type."""
TELLING = 1.9
"""Rarity (idf) of a word that is marked: it stands in at most one text of seven."""
SHARE = 0.3
"""Of the strongest sentence's contribution that another must have to be shown."""


@dataclass(frozen=True)
class Told:
    """The sentences of a story, ready to be compared with passages of the library."""

    story: Story
    reader: Reader
    terms: tuple[tuple[str, ...], ...]
    """Of each sentence."""
    columns: NDArray[np.intp]
    """Place of each column of the space in `matrix`; one past its width for what no sentence has."""
    matrix: Floats
    """(sentences, own terms and one column of zeros)."""
    heard: tuple[dict[str, bool], ...]
    """What each sentence says of consent, notice and the like."""

    @classmethod
    def of(cls, story: Story, reader: Reader) -> Told:
        found = tuple(terms(sentence.text) for sentence in story.sentences)
        rows = Rows.of(reader.space, found)
        own, place = np.unique(rows.column, return_inverse=True)
        matrix = np.zeros((rows.count, len(own) + 1))
        matrix[rows.row, place] = rows.weight
        columns = np.full(rows.width, len(own))
        columns[own] = np.arange(len(own))
        heard = tuple(said(sentence.text, story.language) for sentence in story.sentences)
        return cls(story, reader, found, columns, matrix, heard)

    def against(self, passages: Sequence[str]) -> Floats:
        """(sentences, passages) cosines."""
        passage = np.zeros((self.matrix.shape[1], len(passages)))
        for number, text in enumerate(passages):
            columns, weights = self.reader.passage(text)
            # What no sentence has falls into the column of zeros.
            passage[self.columns[columns], number] = weights
        return self.matrix @ passage


@dataclass(frozen=True)
class Shown:
    """A sentence that speaks for something, and its words that do."""

    sentence: Sentence
    words: tuple[str, ...]


def speaking_for(told: Told, number: int) -> tuple[Shown, ...]:
    """The sentences that raise the ridge score of a type (by its place) above that of the other types, strongest first."""
    reader = told.reader
    columns, weights = reader.space.sparse(terms(told.story.text))
    own = reader.weights[columns, number] - reader.weights[columns].mean(1)
    everyday = {word for phrase in reader.phrases.by_type[number] for word in phrase}
    by_term = dict(zip(columns.tolist(), (weights * own).tolist(), strict=True))
    found: list[tuple[float, Shown]] = []
    for sentence, own_terms in zip(told.story.sentences, told.terms, strict=True):
        distinct = dict.fromkeys(term for term in own_terms if term in reader.space.column)
        added = {term: by_term.get(reader.space.column[term], 0.0) for term in distinct}
        words = sorted(
            (
                term
                for term, value in added.items()
                if value > 0
                and (_is_telling(term) or term in everyday)
                and reader.space.weight(term) >= TELLING
            ),
            key=lambda term: (-added[term], term),
        )
        total = sum(added.values())
        if total > 0 and words:
            found.append((total, Shown(sentence, tuple(words[:4]))))
    found.sort(key=lambda pair: (-pair[0], pair[1].sentence.start))
    return tuple(shown for value, shown in found[:STRONGEST] if value >= SHARE * found[0][0])


def _is_telling(term: str) -> bool:
    """Words worth marking, if they are no everyday words of the type: no grams, no single characters, no scraps of English."""
    return not term.startswith("#") and len(term) >= (3 if term.isascii() else 2)


def clauses(text: str, language: Language) -> tuple[str, ...]:
    """A digest in the pieces that each tell one fact."""
    found: list[str] = []
    for sentence in read(text).sentences:
        for match in CLAUSE[language].finditer(sentence.text):
            piece = match[0].strip()
            if found and min(len(piece), len(found[-1])) < SHORTEST[language]:
                found[-1] += piece
            elif piece:
                found.append(piece)
    return tuple(found)
