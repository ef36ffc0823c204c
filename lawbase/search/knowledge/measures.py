"""The measures of every provision of the core library for one question: words, meaning, and the editors' items near it.

All of them are measured, not the best of some list: seven thousand provisions take a few milliseconds, and what only an item
leads to is among them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lawbase.search.analysis.words import HAN
from lawbase.search.engines.base import EngineHit
from lawbase.search.intent import orders_named
from lawbase.search.knowledge.items import ASKED, FOREIGN_ASKED, KINDS, LINKING, Item
from lawbase.search.plan import Plan
from lawbase.search.semantic.nearest import COMMON_SHARE, NONE, Filter, Found, Nearest
from lawbase.search.semantic.passages import Embeddable, passage_hash
from lawbase.search.semantic.store import restored

NAMES = (
    "words share", "words rank", "context share", "text", "digest", "foreign digest",
    *KINDS, "asked share", "law asked", "linked", "order", "law named", "amending", "law near", "length",
)  # fmt: skip
ITEMS_AT = NAMES.index(KINDS[0])
K = 10
"""Of the reciprocal rank, as in `fusion`."""
NEAREST_OF_LAW = 3
"""Provisions that say how near their law is."""


@dataclass(frozen=True)
class Asked:
    """One question, asked by words in two ways (the plan; `lists.lists`' bigrams and context) and by meaning."""

    plan: Plan
    hits: Sequence[EngineHit]
    context: Sequence[EngineHit]
    vector: Any
    found: Found
    wanted: Filter


@dataclass(frozen=True)
class Measured:
    """`values`: (provisions, `NAMES`), in the order of `Knowledge.ids`. `items`: by kind, the item that speaks for each
    provision, a place in `Knowledge.items`, -1 for none."""

    values: Any
    items: dict[str, Any]


class _Passages:
    """Vectors of some passages, grouped by what they belong to."""

    def __init__(
        self, groups: Sequence[Sequence[str]], held: Mapping[bytes, Any], model: str, common: Any
    ) -> None:
        import numpy as np

        rows: list[Any] = []
        starts: list[int] = []
        owners: list[int] = []
        for owner, passages in enumerate(groups):
            found = [held[name] for one in passages if (name := passage_hash(one, model)) in held]
            if found:
                owners.append(owner)
                starts.append(len(rows))
                rows += found
        self._count = len(groups)
        self._matrix = restored(np.stack(rows)) if rows else None
        self._typical = 0.0 if common is None or not rows else self._matrix @ (COMMON_SHARE * common)
        self._starts, self._owners = np.array(starts, dtype=np.int64), np.array(owners, dtype=np.int64)

    def near(self, vector: Any, *, less_typical: bool = True) -> Any:
        """Similarity of each group's nearest passage, less what is typical; `NONE` where it has none."""
        import numpy as np

        found = np.full(self._count, NONE, dtype=np.float32)
        if self._matrix is not None:
            similar = self._matrix @ vector - (self._typical if less_typical else 0.0)
            found[self._owners] = np.maximum.reduceat(similar, self._starts)
        return found


class Knowledge:
    """The core library's provisions and the editors' items of one library state. Share it between threads."""

    def __init__(
        self,
        documents: Iterable[Embeddable],
        items: Iterable[Item],
        nearest: Nearest,
        held: Mapping[bytes, Any],
        model: str,
        common: Any = None,
    ) -> None:
        import numpy as np

        provisions = [one for one in documents if one.core and one.kind == "provision"]
        self.ids = [one.id for one in provisions]
        self.addresses = [ident.partition("@")[0] for ident in self.ids]
        self.items = tuple(items)
        self._row = {ident: row for row, ident in enumerate(self.ids)}
        self._place = np.array([nearest.place(ident) for ident in self.ids], dtype=np.int64)
        laws: dict[str, int] = {}
        self._law = np.array([laws.setdefault(one.law, len(laws)) for one in provisions], dtype=np.int64)
        self._law_names = list(laws)
        orders = {one.law: one.jurisdiction for one in provisions}
        self._law_orders = [orders[law] for law in laws]
        self._from = np.array([one.from_day for one in provisions], dtype=np.int64)
        self._to = np.array([one.to_day for one in provisions], dtype=np.int64)
        self._amending = np.array([one.prior == 0.0 for one in provisions], dtype=np.float32)
        lengths = [sum(map(len, one.texts)) for one in provisions]
        self._length = np.log1p(np.array(lengths, dtype=np.float32))
        self._digests = {
            chinese: _Passages(
                [[one for one in each.digests if _chinese(one) is chinese] for each in provisions],
                held,
                model,
                common,
            )
            for chinese in (True, False)
        }
        self._near = _Passages([one.passages for one in self.items], held, model, common)
        self._kinds = {
            kind: np.array(
                [place for place, one in enumerate(self.items) if one.kind == kind], dtype=np.int64
            )
            for kind in KINDS
            if kind != FOREIGN_ASKED
        }
        self._chinese = np.array([bool(one.name_zh) for one in self.items], dtype=bool)
        self._edges = self._named()
        linked = sum((np.minimum(self._degree(kind), 10) for kind in LINKING), np.zeros(len(self.ids)))
        self._linked = np.log1p(linked).astype(np.float32)

    def _named(self) -> dict[str, tuple[Any, Any]]:
        """By kind: places of items, and rows of the provisions that each of them names, in the versions that were law on the
        item's days."""
        import numpy as np

        rows: dict[str, list[int]] = {}
        for row, address in enumerate(self.addresses):
            rows.setdefault(address, []).append(row)

        def named(place: int) -> Iterator[int]:
            one = self.items[place]
            for address in one.provisions:
                for row in rows.get(address, ()):
                    if self._from[row] < one.to_day and self._to[row] > one.from_day:
                        yield row

        found: dict[str, tuple[Any, Any]] = {}
        for kind, places in self._kinds.items():
            pairs = [(place, row) for place in places.tolist() for row in named(place)]
            both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
            found[kind] = (both[:, 0], both[:, 1])
        return found

    def _degree(self, kind: str) -> Any:
        import numpy as np

        return np.bincount(self._edges[kind][1], minlength=len(self.ids))

    def nearest_asked(self, vector: Any) -> float:
        """Cosine of the nearest question that a digest answers; `NONE` if there is none."""
        near = self._near.near(vector, less_typical=False)
        return float(near[self._kinds[ASKED]].max(initial=NONE))

    def in_force(self, wanted: Filter) -> Any:
        """Which provisions are law on the days asked for."""
        latest, earliest = wanted.day
        mask = self._to >= earliest
        return mask if latest is None else mask & (self._from <= latest)

    def answering(self, wanted: Filter) -> Any:
        """Which provisions are what is asked for."""
        import numpy as np

        mask = self.in_force(wanted)
        if wanted.law:
            mask &= np.array(self._of_laws([law in wanted.law for law in self._law_names]), dtype=bool)
        if wanted.jurisdiction:
            of = [_within(order, wanted.jurisdiction) for order in self._law_orders]
            mask &= np.array(self._of_laws(of), dtype=bool)
        if wanted.kind and "provision" not in wanted.kind:
            mask &= False
        return mask

    def measured(self, asked: Asked) -> Measured:
        """Every measure of every provision."""
        import numpy as np

        mask = self.in_force(asked.wanted)
        share, rank = self._by_words(asked.hits)
        context, _rank = self._by_words(asked.context)
        texts = np.where(self._place >= 0, asked.found.texts[self._place], NONE)
        chinese = bool(HAN.search(asked.plan.question))
        own, foreign = (self._digests[which].near(asked.vector) for which in (chinese, not chinese))
        text, either = _standard(texts, mask), _standard(np.maximum(own, foreign), mask)
        by_kind, speaking = self._by_items(self._near.near(asked.vector), chinese)
        near_asked = np.maximum(*(by_kind[KINDS.index(kind)] for kind in (ASKED, FOREIGN_ASKED)))
        orders = self._orders_asked(asked.plan)
        columns = [
            share, rank, context, text, _standard(own, mask), _standard(foreign, mask), *by_kind,
            np.exp(near_asked - near_asked.max(initial=0.0)), self._best_of_law(near_asked), self._linked,
            self._of_laws([_within(order, orders) for order in self._law_orders]),
            self._of_laws([law in asked.plan.laws for law in self._law_names]),
            self._amending, self._law_near(np.where(mask, np.maximum(text, either), NONE)), self._length,
        ]  # fmt: skip
        return Measured(np.stack(columns, axis=1).astype(np.float32), speaking)

    def _by_words(self, hits: Sequence[EngineHit]) -> tuple[Any, Any]:
        """Share of the best score, and reciprocal rank among the provisions."""
        import numpy as np

        share, rank = np.zeros(len(self.ids), dtype=np.float32), np.zeros(len(self.ids), dtype=np.float32)
        place = 0
        for hit in hits:
            row = self._row.get(hit.id)
            if row is not None:
                place += 1
                share[row], rank[row] = hit.score, (K + 1) / (K + place)
        return share / max(float(share.max(initial=0.0)), 1e-6), rank

    def _by_items(self, near: Any, chinese: bool) -> tuple[list[Any], dict[str, Any]]:
        """By kind: how far above the middle of its kind the nearest item is that names the provision, in standard deviations
        (0 where none is above); and which item that is. The questions of both languages have one middle."""
        import numpy as np

        measures, speaking = [], {}
        for kind in KINDS:
            written = ASKED if kind == FOREIGN_ASKED else kind
            places, (items, rows) = self._kinds[written], self._edges[written]
            if written == ASKED:
                of = self._chinese[items] == (chinese if kind == ASKED else not chinese)
                items, rows = items[of], rows[of]
            found = np.zeros(len(self.ids), dtype=np.float32)
            item = np.full(len(self.ids), -1, dtype=np.int64)
            held = places[near[places] > NONE]
            if len(held):
                spread = float(near[held].std()) or 1.0
                above = np.maximum((near - near[held].mean()) / spread, 0.0)
                np.maximum.at(found, rows, above[items])
                speaks = (above[items] == found[rows]) & (found[rows] > 0)
                item[rows[speaks]] = items[speaks]
            measures.append(found)
            speaking[kind] = item
        return measures, speaking

    def _best_of_law(self, values: Any) -> Any:
        """The best value of each law, given to all of its provisions."""
        import numpy as np

        best = np.zeros(len(self._law_names), dtype=np.float32)
        np.maximum.at(best, self._law, values)
        return best[self._law]

    def _orders_asked(self, plan: Plan) -> set[str]:
        """Legal orders that the question names, itself or by a law; else that of its language."""
        named = set(orders_named(plan.words))
        named |= {
            order for law, order in zip(self._law_names, self._law_orders, strict=True) if law in plan.laws
        }
        return named or {"cn" if HAN.search(plan.question) else "us"}

    def _of_laws(self, values: Sequence[bool]) -> Any:
        import numpy as np

        return np.array(values, dtype=np.float32)[self._law]

    def _law_near(self, best: Any) -> Any:
        """Mean nearness of the nearest provisions of each law, given to all of its provisions."""
        import numpy as np

        order = np.lexsort((-best, self._law))
        laws = self._law[order]
        first = np.searchsorted(laws, np.arange(len(self._law_names)))
        within = np.arange(len(order)) - first[laws]
        values = np.where((within < NEAREST_OF_LAW) & (best[order] > NONE), best[order], 0.0)
        sums = np.bincount(laws, weights=values, minlength=len(self._law_names))
        return (sums / NEAREST_OF_LAW)[self._law]


def _within(order: str, orders: Collection[str]) -> bool:
    """`us` takes in its States."""
    return order in orders or order.split("-")[0] in orders


def _chinese(passage: str) -> bool:
    return len(HAN.findall(passage)) * 4 > len(passage)


def _standard(values: Any, mask: Any) -> Any:
    """In standard deviations from the mean of what is in force and has a vector; 0 without one."""
    import numpy as np

    held = values[mask & (values > NONE)]
    if not len(held):
        return np.zeros_like(values)
    return np.where(values > NONE, (values - held.mean()) / (float(held.std()) or 1.0), 0.0)
