"""Learning the adapter: judged questions are drawn to the passages of what answers them, away from all other passages.

The loss is that of a softmax over every passage of the library (the nearest passage of each answer against all that are of no
answer), with the squares of the matrix beside it; Adam (Kingma & Ba, arXiv:1412.6980) with a rate that falls to nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from lawbase.search.ranking.adapter import Adapter
from lawbase.search.ranking.documents import Documents
from lawbase.search.semantic.nearest import Nearest

SHARPNESS = 150.0
"""What cosines are multiplied by before the softmax. The model was made with 100; with less (30, 50) the matrix stretches instead
of turning, and R@10 falls below that of the bare vectors."""
SQUARES = 0.005 * SHARPNESS
ROUNDS, BATCH, RATE, SEED = 8, 64, 3e-4, 20_260_101
FADING = (0.9, 0.999)
"""Of Adam's two means."""


@dataclass(frozen=True)
class Passages:
    """Vectors of the passages that may answer, and the row of `Documents` that each belongs to, ascending."""

    vectors: Any
    rows: Any

    @classmethod
    def of(cls, nearest: Nearest, documents: Documents, mask: Any) -> Passages:
        """`mask`: which rows of `documents` may answer."""
        import numpy as np

        vectors, owners = nearest.passages()
        rows = np.full(len(nearest.ids), -1, dtype=np.int64)
        may = np.flatnonzero(mask & (documents.place >= 0))
        rows[documents.place[may]] = may
        of = rows[owners]
        kept = np.flatnonzero(of >= 0)
        order = kept[np.argsort(of[kept], kind="stable")]
        return cls(vectors[order], of[order])


def fitted(questions: Any, answers: Sequence[Collection[int]], passages: Passages) -> Adapter:
    """The adapter that these questions teach. `questions`: unit vectors, one a row; `answers`: rows that answer each."""
    import numpy as np

    held = set(passages.rows.tolist())
    answers = [[row for row in rows if row in held] for rows in answers]
    taught = [at for at, rows in enumerate(answers) if rows]
    size = questions.shape[1]
    matrix, first, second = (np.zeros((size, size), dtype=np.float32) for _ in range(3))
    drawing = np.random.default_rng(SEED)
    steps = ROUNDS * -(-len(taught) // BATCH)
    step = 0
    for _round in range(ROUNDS):
        order = drawing.permutation(taught)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            slope = _slope(questions[batch], [answers[at] for at in batch], matrix, passages)
            slope += SQUARES * matrix
            step += 1
            first = FADING[0] * first + (1 - FADING[0]) * slope
            second = FADING[1] * second + (1 - FADING[1]) * slope * slope
            rate = RATE * (1 - step / steps)
            root = np.sqrt(second / (1 - FADING[1] ** step)) + 1e-8
            matrix = matrix - rate * (first / (1 - FADING[0] ** step)) / root
    return Adapter(matrix)


def _slope(questions: Any, answers: Sequence[Collection[int]], matrix: Any, passages: Passages) -> Any:
    """Of the mean loss of some questions, by the matrix."""
    import numpy as np

    scores = SHARPNESS * ((questions + questions @ matrix) @ passages.vectors.T)
    wanted = np.zeros_like(scores)
    for at, rows in enumerate(answers):
        best = []
        for row in rows:
            start, end = np.searchsorted(passages.rows, (row, row + 1))
            if end > start:
                place = start + int(scores[at, start:end].argmax())
                best.append((place, scores[at, place]))
                # The other passages of an answer are neither right nor wrong.
                scores[at, start:end] = -np.inf
        for place, score in best:
            scores[at, place] = score
            wanted[at, place] = 1 / len(best)
    scores -= scores.max(axis=1, keepdims=True)
    shares = np.exp(scores)
    shares /= shares.sum(axis=1, keepdims=True)
    return SHARPNESS / len(questions) * (questions.T @ ((shares - wanted) @ passages.vectors))
