"""What is known of every provision before any question: its law, chapter, neighbours, length, and the characters it is written in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from lawbase.search.analysis.normalise import normalise
from lawbase.search.analysis.words import HAN
from lawbase.search.semantic.nearest import Filter, Nearest
from lawbase.search.semantic.passages import Embeddable


class Documents:
    """One library state's provisions, in the order of their laws. Share it between threads."""

    def __init__(self, documents: Iterable[Embeddable], nearest: Nearest) -> None:
        import numpy as np

        self.ids: list[str] = []
        laws: dict[str, int] = {}
        chapters: dict[tuple[str, str], int] = {}
        orders: dict[str, str] = {}
        law, chapter, length, prior, core, digested, start, end, place = ([] for _ in range(9))
        holding: dict[str, list[int]] = defaultdict(list)
        for one in documents:
            if one.kind != "provision":
                continue
            row = len(self.ids)
            orders.setdefault(one.law, one.jurisdiction)
            self.ids.append(one.id)
            law.append(laws.setdefault(one.law, len(laws)))
            chapter.append(chapters.setdefault((one.law, one.chapter), len(chapters)))
            text = "".join(one.texts)
            length.append(len(text))
            prior.append(one.prior)
            core.append(one.core)
            digested.append(bool(one.digests))
            start.append(one.from_day)
            end.append(one.to_day)
            place.append(nearest.place(one.id))
            for character in characters(text):
                holding[character].append(row)
        self.index = {ident: row for row, ident in enumerate(self.ids)}
        self.by_address: dict[str, list[int]] = defaultdict(list)
        for row, ident in enumerate(self.ids):
            self.by_address[ident.partition("@")[0]].append(row)
        self.law = np.array(law, dtype=np.int32)
        self.chapter = np.array(chapter, dtype=np.int32)
        self.length = np.log1p(np.array(length, dtype=np.float32))
        self.prior = np.array(prior, dtype=np.float32)
        self.core = np.array(core, dtype=np.float32)
        self.digested = np.array(digested, dtype=np.float32)
        self.start = np.array(start, dtype=np.int64)
        self.end = np.array(end, dtype=np.int64)
        self.place = np.array(place, dtype=np.int64)
        """Row in `nearest`; -1 for what has no vector."""
        self.law_names = list(laws)
        self.law_orders = [orders[name] for name in laws]
        count = max(1, len(self.ids))
        self._holding = {character: np.array(rows, dtype=np.int32) for character, rows in holding.items()}
        self._rarity = {
            character: float(np.log(1 + count / len(rows))) for character, rows in holding.items()
        }

    def coverage(self, question: str) -> tuple[Any, Any]:
        """(share of the question's characters, the same with rare ones counting more) that stand in each provision."""
        import numpy as np

        asked = sorted(characters(question))
        plain = np.zeros(len(self.ids), dtype=np.float32)
        weighed = np.zeros(len(self.ids), dtype=np.float32)
        most = len(self._rarity) and max(self._rarity.values(), default=1.0)
        total = 0.0
        for character in asked:
            weight = self._rarity.get(character, most)
            total += weight
            rows = self._holding.get(character)
            if rows is not None:
                plain[rows] += 1
                weighed[rows] += weight
        return plain / max(1, len(asked)), weighed / max(1e-6, total)

    def mask(self, wanted: Filter) -> Any:
        """Which provisions are what `wanted` asks for."""
        import numpy as np

        latest, earliest = wanted.day
        mask = self.end >= earliest
        if latest is not None:
            mask &= self.start <= latest
        if wanted.core:
            mask &= self.core > 0
        if wanted.law:
            mask &= np.array([name in wanted.law for name in self.law_names], dtype=bool)[self.law]
        if wanted.jurisdiction:
            held = [
                order in wanted.jurisdiction or order.split("-")[0] in wanted.jurisdiction
                for order in self.law_orders
            ]
            mask &= np.array(held, dtype=bool)[self.law]
        if wanted.kind and "provision" not in wanted.kind:
            mask &= False
        return mask


def characters(text: str) -> frozenset[str]:
    return frozenset(filter(HAN.match, normalise(text)))
