"""Which documents mean what a question means: dot products with every vector held, one library state at a time.

Brute force on purpose: 32,000 vectors of 384 take 4 ms on one thread, filters cost nothing, and what it finds is the same
under every engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lawbase.search.semantic.passages import Embeddable, passage_hash
from lawbase.search.semantic.store import restored

COMMON_SHARE = 0.5
"""Of a passage's similarity with the mean question, what its similarity with a question is lessened by: some passages are near
to whatever is asked. Best of 0, 0.5, 0.8 and 1 on STARD and on the privacy set."""
NONE = -2.0
"""Less than any cosine: of what has no vector."""


@dataclass(frozen=True)
class Near:
    """A document near a question: `similarity` is the cosine of its nearest passage, whatever the order is by."""

    id: str
    similarity: float
    prior: float


@dataclass(frozen=True)
class Found:
    """What meaning knows of one question."""

    near: list[Near]
    by_text: tuple[str, ...]
    by_digest: tuple[str, ...]
    """Ids of the documents that their own words make nearest, and of those that their digests do."""
    similar: Mapping[str, float]
    """Similarity by document id, of every document that has a vector."""
    texts: Any
    digests: Any
    """Similarity of every document's own words, and of its digest, in the order of `Nearest.ids`, less what is typical."""


@dataclass(frozen=True)
class Filter:
    """What a document must be. Empty: anything."""

    day: tuple[int | None, int] = (None, 0)
    """(latest first day, earliest last day): the two date conditions of a plan."""
    core: bool = False
    kind: tuple[str, ...] = ()
    jurisdiction: tuple[str, ...] = ()
    law: tuple[str, ...] = ()


class Nearest:
    """Vectors of one library state. Share it between threads."""

    def __init__(
        self, documents: Iterable[Embeddable], held: Mapping[bytes, Any], model: str, common: Any = None
    ) -> None:
        """`held`: int8 vectors by the hash of their passage; a document without any is not here. `common`: the mean vector of
        many questions, where one is known."""
        import numpy as np

        self.documents = 0
        self.lacking = 0
        """Passages that have no vector."""
        self.ids: list[str] = []
        rows: list[Any] = []
        starts: list[int] = []
        owners: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
        known: list[Embeddable] = []
        for document in documents:
            self.documents += 1
            before = len(rows)
            for passages, owned in zip((document.texts, document.digests), owners, strict=True):
                found = [held[name] for one in passages if (name := passage_hash(one, model)) in held]
                self.lacking += len(passages) - len(found)
                if found:
                    owned.append((len(starts), len(known)))
                    starts.append(len(rows))
                    rows += found
            if len(rows) > before:
                self.ids.append(document.id)
                known.append(document)
        self._matrix = restored(np.stack(rows)) if rows else None
        # What is near to every question is near to this one for no reason of its own.
        known_common = common is not None and self._matrix is not None
        self._typical = self._matrix @ (COMMON_SHARE * common) if known_common else np.float32(0.0)
        self._starts = np.array(starts, dtype=np.int64)
        self._texts, self._digests = (np.array(pairs, dtype=np.int64).reshape(-1, 2) for pairs in owners)
        self._from = np.array([d.from_day for d in known], dtype=np.int64)
        self._to = np.array([d.to_day for d in known], dtype=np.int64)
        self._core = np.array([d.core for d in known], dtype=bool)
        self._prior = [d.prior for d in known]
        self._places = {
            "kind": _places(d.kind for d in known),
            "jurisdiction": _places(d.jurisdiction for d in known),
            "law": _places(d.law for d in known),
        }
        self._index = {ident: place for place, ident in enumerate(self.ids)}

    @property
    def size(self) -> int:
        """Documents that have a vector."""
        return len(self.ids)

    def place(self, ident: str) -> int:
        """Where a document stands in `ids`; -1 where it has no vector."""
        return self._index.get(ident, -1)

    def passages(self) -> tuple[Any, Any]:
        """(unit vectors of all passages, the place in `ids` of the document that each belongs to). Raises ValueError if none."""
        import numpy as np

        if self._matrix is None:
            raise ValueError("No passage has a vector.")
        pairs = np.concatenate([self._texts, self._digests])
        owners = pairs[np.argsort(pairs[:, 0], kind="stable"), 1]
        return self._matrix, np.repeat(owners, np.diff(np.append(self._starts, len(self._matrix))))

    def _by_document(self, similar: Any) -> tuple[Any, Any]:
        """Of every document its own nearest passage, and its nearest digest, in the order of `ids`; `NONE` where it has none.
        `similar`: one number a passage."""
        import numpy as np

        nearest = np.maximum.reduceat(similar, self._starts)
        found = []
        for pairs in (self._texts, self._digests):
            values = np.full(len(self.ids), NONE, dtype=np.float32)
            values[pairs[:, 1]] = nearest[pairs[:, 0]]
            found.append(values)
        return found[0], found[1]

    def top(self, vector: Any, wanted: Filter, limit: int, *, less_typical: bool = True) -> Found:
        """The nearest documents, nearest first, equal ones by id; and the similarity of any other on demand.

        `less_typical`: whether what a passage has in common with all questions is taken off before they are ranked."""
        import numpy as np

        if self._matrix is None:
            return Found([], (), (), {}, None, None)
        similarity = self._matrix @ vector
        plain = self._by_document(similarity)
        similar = np.maximum(*plain)
        texts, digests = self._by_document(similarity - self._typical) if less_typical else plain
        mask = self._mask(wanted)

        def ranked(values: Any) -> list[int]:
            masked = np.where(mask, values, NONE)
            count = min(limit, len(masked))
            places = np.argpartition(-masked, count - 1)[:count]
            first = sorted(
                (-float(masked[place]), self.ids[place], int(place))
                for place in places
                if masked[place] > NONE
            )
            return [place for _score, _ident, place in first]

        near = [
            Near(self.ids[place], float(similar[place]), self._prior[place])
            for place in ranked(np.maximum(texts, digests))
        ]
        by_text, by_digest = (tuple(self.ids[place] for place in ranked(one)) for one in (texts, digests))
        return Found(near, by_text, by_digest, _Similar(self._index, similar), texts, digests)

    def _mask(self, wanted: Filter) -> Any:
        import numpy as np

        latest, earliest = wanted.day
        mask = self._to >= earliest
        if latest is not None:
            mask &= self._from <= latest
        if wanted.core:
            mask &= self._core
        for name in ("kind", "jurisdiction", "law"):
            values = getattr(wanted, name)
            if values:
                any_of = np.zeros(len(mask), dtype=bool)
                for value, places in self._places[name].items():
                    # `us` takes in its States.
                    if value in values or (name == "jurisdiction" and value.split("-")[0] in values):
                        any_of[places] = True
                mask &= any_of
        return mask


class _Similar(Mapping[str, float]):
    """Similarity by document id, looked up in an array."""

    def __init__(self, index: Mapping[str, int], values: Any) -> None:
        self._index, self._values = index, values

    def __getitem__(self, ident: str) -> float:
        return float(self._values[self._index[ident]])

    def __iter__(self) -> Any:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self._index)


def _places(values: Iterable[str]) -> dict[str, Any]:
    import numpy as np

    found: dict[str, list[int]] = {}
    for place, value in enumerate(values):
        found.setdefault(value, []).append(place)
    return {value: np.array(places, dtype=np.int64) for value, places in found.items()}
