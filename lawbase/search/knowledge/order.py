"""The order in use: a weight for each measure, added up; and which of the editors' items speaks for a provision.

Weights of a line rather than trees: with some eighty judged questions trees were no better, and a line can be read.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lawbase.search.knowledge.items import SPEAKING
from lawbase.search.knowledge.measures import ITEMS_AT, NAMES, Asked, Knowledge, Measured
from lawbase.search.ranking.trees import ModelUnreadable
from lawbase.search.values import Reason

FILE = "core.json"
KEPT = 200
"""Provisions that are given places; those behind keep what fusion gave them."""
SPEAKS = 2.0
"""Standard deviations above the middle of its kind from which on an item is named as a reason."""


@dataclass(frozen=True)
class Ordered:
    ids: list[str]
    """Provisions, best first."""
    near: dict[str, Reason]
    """By id: what the editors wrote that is near to the question and names the provision."""


@dataclass(frozen=True)
class CoreOrder:
    """What orders the core library's provisions in one library state. Share it between threads."""

    knowledge: Knowledge
    weights: Any
    """One a measure, in the order of `NAMES`."""

    @classmethod
    def read(cls, folder: Path, knowledge: Knowledge) -> CoreOrder | None:
        """None where no weights are shipped. Raises `ModelUnreadable`."""
        path = folder / FILE
        return cls(knowledge, read_weights(path)) if path.exists() else None

    def ordered(self, asked: Asked) -> Ordered:
        import numpy as np

        measured = self.knowledge.measured(asked)
        may = np.flatnonzero(self.knowledge.answering(asked.wanted))
        scores = (measured.values[may] @ self.weights).astype(np.float32)
        ids = self.knowledge.ids
        count = min(KEPT, len(may))
        # Rounded, so that what two engines' scores differ by in the last digit changes no place; equal ones by id.
        best = sorted(
            (-round(float(scores[at]), 4), ids[may[at]], int(may[at])) for at in _best(scores, count)
        )
        near = {ids[row]: reason for _score, _ident, row in best if (reason := self._speaking(measured, row))}
        return Ordered([ident for _score, ident, _row in best], near)

    def _speaking(self, measured: Measured, row: int) -> Reason | None:
        """The item that adds most to the provision's score, where it is near enough to be named."""
        values = measured.values[row, ITEMS_AT : ITEMS_AT + len(SPEAKING)]
        shares = values * self.weights[ITEMS_AT : ITEMS_AT + len(SPEAKING)]
        at = int(shares.argmax())
        if shares[at] <= 0 or values[at] < SPEAKS:
            return None
        item = self.knowledge.items[measured.items[SPEAKING[at]][row]]
        return Reason(f"near-{item.kind}", item.slug, item.name_zh, item.name_en)


def _best(scores: Any, count: int) -> Any:
    import numpy as np

    return np.argpartition(-scores, count - 1)[:count] if count else ()


def read_weights(path: Path) -> Any:
    """Raises `ModelUnreadable`."""
    import numpy as np

    try:
        weights = json.loads(path.read_text(encoding="utf-8"))["weights"]
        if tuple(weights) != NAMES:
            raise ModelUnreadable(
                f"{path} is of other measures than this LawBase takes; run `python manage.py core_order train`."
            )
        return np.array([float(weights[name]) for name in NAMES], dtype=np.float32)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelUnreadable(
            f"{path} cannot be read ({type(error).__name__}: {error}); restore it or run `python manage.py core_order train`."
        ) from error
