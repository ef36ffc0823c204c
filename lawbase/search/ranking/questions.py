"""Questions that the editors put for laymen (`lawbase.taxonomy.questions`): the nearest of them points at its provision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lawbase.search.ranking.documents import Documents
from lawbase.search.semantic.passages import passage_hash
from lawbase.search.semantic.store import restored
from lawbase.taxonomy.questions import Question

NONE = -1.0
"""Nearness of a provision for which no question was put."""


class Questions:
    """Vectors of the questions, by the rows of `Documents` that they are put for. Share it between threads."""

    def __init__(
        self, questions: Iterable[Question], held: Mapping[bytes, Any], model: str, documents: Documents
    ) -> None:
        """`held`: int8 vectors by the hash of their passage; a question without one is left out."""
        import numpy as np

        found = [
            (row, held[name])
            for one in questions
            if (name := passage_hash(one.text, model)) in held
            for row in documents.by_address.get(one.provision, ())
        ]
        found.sort(key=lambda pair: pair[0])
        self._rows = len(documents.ids)
        self._matrix = restored(np.stack([vector for _row, vector in found])) if found else None
        owners = np.array([row for row, _vector in found], dtype=np.int64)
        self._owners, self._starts = np.unique(owners, return_index=True)

    def nearest(self, vector: Any) -> float:
        """Cosine of the nearest question; `NONE` if there is none."""
        return NONE if self._matrix is None else float((self._matrix @ vector).max())

    def near(self, vector: Any) -> Any:
        """Cosine of the nearest question put for each row; `NONE` where none is put."""
        import numpy as np

        found = np.full(self._rows, NONE, dtype=np.float32)
        if self._matrix is not None:
            found[self._owners] = np.maximum.reduceat(self._matrix @ vector, self._starts)
        return found
