"""Texts as weighted terms: tf-idf, length one. Rows are kept sparse; dot products go through a dense question."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Terms = Sequence[str]
Sparse = tuple[NDArray[np.intp], Floats]
"""Columns and weights."""


@dataclass(frozen=True)
class Space:
    """The terms of some texts and how rare each is."""

    column: dict[str, int]
    idf: Floats
    unseen: float
    """The weight of a term that no text has."""

    @classmethod
    def of(cls, texts: Iterable[Terms]) -> Space:
        found: Counter[str] = Counter()
        count = 0
        for text in texts:
            found.update(set(text))
            count += 1
        names = sorted(found)
        idf = np.array([math.log((count + 1) / (found[name] + 0.5)) for name in names])
        return cls({name: number for number, name in enumerate(names)}, idf, math.log((count + 1) / 0.5))

    def weight(self, term: str) -> float:
        number = self.column.get(term)
        return self.unseen if number is None else float(self.idf[number])

    def columns(self, text: Terms) -> NDArray[np.intp]:
        """The distinct known terms of a text, in order."""
        return np.array(sorted({self.column[term] for term in text if term in self.column}), dtype=np.intp)

    def sparse(self, text: Terms) -> Sparse:
        """Columns and weights, (1 + log tf) · idf, of length one; nothing for a text without a known term."""
        counted = Counter(self.column[term] for term in text if term in self.column)
        columns = np.array(sorted(counted), dtype=np.intp)
        weights = np.array([1 + math.log(counted[number]) for number in sorted(counted)]) * self.idf[columns]
        length = float(np.sqrt((weights**2).sum()))
        return columns, weights / length if length else weights

    def dense(self, text: Terms) -> Floats:
        found = np.zeros(len(self.idf))
        columns, weights = self.sparse(text)
        found[columns] = weights
        return found


@dataclass(frozen=True)
class Rows:
    """Sparse rows of a space."""

    count: int
    width: int
    row: NDArray[np.intp]
    column: NDArray[np.intp]
    weight: Floats

    @classmethod
    def of(cls, space: Space, texts: Sequence[Terms]) -> Rows:
        return cls.joined(space, [space.sparse(text) for text in texts])

    @classmethod
    def joined(cls, space: Space, parts: Sequence[Sparse]) -> Rows:
        sizes = [len(columns) for columns, _weights in parts]
        return cls(
            len(parts),
            len(space.idf),
            np.repeat(np.arange(len(parts)), sizes),
            np.concatenate([columns for columns, _weights in parts])
            if parts
            else np.array([], dtype=np.intp),
            np.concatenate([weights for _columns, weights in parts]) if parts else np.array([]),
        )

    def dot(self, dense: Floats) -> Floats:
        """The product of each row with a dense vector (columns)."""
        sums = np.bincount(self.row, self.weight * dense[self.column], minlength=self.count)
        return sums.astype(np.float64)

    def full(self) -> Floats:
        found = np.zeros((self.count, self.width))
        found[self.row, self.column] = self.weight
        return found
