"""Which provisions answered judged questions like this one: the memory of the training questions, without their words.

<folder>/memory.vectors   one record a question: 384 signed bytes, its vector as `semantic.store` keeps vectors
<folder>/memory.json      for each, the addresses of the provisions that answered it

A question like one that is remembered is told much by it, another is misled: the measures say how near the nearest is, so
that the trees learn from when on to listen.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lawbase.search.ranking.documents import Documents
from lawbase.search.semantic.store import restored

NEIGHBOURS = 10
SHARP = 30.0
"""How fast a remembered question counts less as it is less near: exp(SHARP * (cosine - nearest cosine))."""


@dataclass(frozen=True)
class Remembered:
    """What memory says of a question. Arrays go by row of `Documents`, by law and by chapter."""

    nearest: float
    tenth: float
    article: dict[int, float]
    """Row → share of the neighbours' weight that it answered."""
    article_near: dict[int, float]
    """Row → cosine of the nearest remembered question that it answered."""
    law: dict[int, float]
    chapter: dict[int, float]
    answered: dict[int, int]
    """Row → how many remembered questions it answered."""
    law_answered: dict[int, float]
    """Law → its share of all answers."""


NOTHING = Remembered(0.0, 0.0, {}, {}, {}, {}, {}, {})


class Memory:
    """Vectors of judged questions, and what answered each."""

    def __init__(self, vectors: Any, answers: Sequence[Collection[str]], documents: Documents) -> None:
        """`vectors`: unit vectors, one a question. `answers`: addresses (`cn-pipl:13`)."""
        self._vectors = vectors
        self._documents = documents
        self._rows = [
            tuple(row for address in one for row in documents.by_address.get(address, ())) for one in answers
        ]
        self._counted: dict[frozenset[int], tuple[dict[int, int], dict[int, float]]] = {}

    def ask(self, vector: Any, without: Collection[int] = ()) -> Remembered:
        """`without`: places of questions that are not to be remembered, for training and measuring."""
        import numpy as np

        if not len(self._rows):
            return NOTHING
        similar = self._vectors @ vector
        if len(without):
            similar = similar.copy()
            similar[list(without)] = -2.0
        count = min(NEIGHBOURS, len(similar))
        near = np.argsort(-similar, kind="stable")[:count]
        near = near[similar[near] > -2]
        if not len(near):
            return NOTHING
        first = float(similar[near[0]])
        weights = np.exp(SHARP * (similar[near] - first))
        weights /= weights.sum()
        law, chapter = self._documents.law, self._documents.chapter
        by_article: dict[int, float] = {}
        by_law: dict[int, float] = {}
        by_chapter: dict[int, float] = {}
        for question, weight in zip(near, weights, strict=True):
            rows = self._rows[question]
            share = float(weight) / max(1, len(rows))
            for row in rows:
                by_article[row] = by_article.get(row, 0.0) + float(weight)
                by_law[int(law[row])] = by_law.get(int(law[row]), 0.0) + share
                by_chapter[int(chapter[row])] = by_chapter.get(int(chapter[row]), 0.0) + share
        nearest: dict[int, float] = {}
        left_out = frozenset(without)
        for question, rows in enumerate(self._rows):
            if question not in left_out:
                near_to = float(similar[question])
                for row in rows:
                    if near_to > nearest.get(row, 0.0):
                        nearest[row] = near_to
        answered, law_answered = self._counts(left_out)
        return Remembered(
            first, float(similar[near[-1]]), by_article, nearest, by_law, by_chapter, answered, law_answered
        )

    def _counts(self, left_out: frozenset[int]) -> tuple[dict[int, int], dict[int, float]]:
        """How often each row answered, and each law's share of all answers; kept for each set that is left out."""
        if left_out not in self._counted:
            rows = [row for question, one in enumerate(self._rows) if question not in left_out for row in one]
            laws = Counter(int(self._documents.law[row]) for row in rows)
            shares = {law: count / len(rows) for law, count in laws.items()}
            self._counted[left_out] = (dict(Counter(rows)), shares)
        return self._counted[left_out]


def read(folder: Path, dimensions: int) -> tuple[Any, list[list[str]]]:
    """(unit vectors, answers). Raises OSError or ValueError where the files are not what they should be."""
    import numpy as np

    answers = json.loads((folder / "memory.json").read_text(encoding="utf-8"))["answers"]
    content = np.frombuffer((folder / "memory.vectors").read_bytes(), dtype=np.int8)
    rows = content.reshape(-1, dimensions)
    if len(rows) != len(answers):
        raise ValueError(f"{folder}: {len(rows)} vectors for {len(answers)} questions")
    return restored(rows), [[str(address) for address in one] for one in answers]
