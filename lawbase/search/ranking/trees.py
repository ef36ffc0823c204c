"""The model: small regression trees in a JSON file, added up. Read and asked with numpy alone.

A tree is five lists over its inner nodes: `feature`, `threshold` (left where the measure is not greater), `left`, `right` (an
inner node, or -1 - n for leaf n), and `value` over its leaves.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class ModelUnreadable(RuntimeError):
    """A model file that is not one, or is of other measures than this LawBase takes; the message says what to do."""


@dataclass(frozen=True)
class Trees:
    """All trees side by side, as arrays of (tree, node); leaves are inner nodes of value `value`, which lead to themselves."""

    feature: Any
    threshold: Any
    left: Any
    right: Any
    value: Any
    depth: int

    @classmethod
    def of(cls, trees: list[dict[str, list[float]]]) -> Trees:
        import numpy as np

        width = max(len(tree["feature"]) + len(tree["value"]) for tree in trees)
        shape = (len(trees), width)
        feature, left, right = (np.zeros(shape, dtype=np.int32) for _ in range(3))
        threshold, value = np.full(shape, np.inf, dtype=np.float32), np.zeros(shape, dtype=np.float32)
        deepest = 0
        for number, tree in enumerate(trees):
            inner = len(tree["feature"])

            def node(child: float, inner: int = inner) -> int:
                return int(child) if child >= 0 else inner - 1 - int(child)

            feature[number, :inner] = tree["feature"]
            threshold[number, :inner] = tree["threshold"]
            left[number, :inner] = [node(child) for child in tree["left"]]
            right[number, :inner] = [node(child) for child in tree["right"]]
            leaves = np.arange(inner, inner + len(tree["value"]))
            left[number, leaves] = right[number, leaves] = leaves
            value[number, leaves] = tree["value"]
            deepest = max(deepest, _depth(tree))
        return cls(feature, threshold, left, right, value, deepest)

    def scores(self, values: Any) -> Any:
        """One score a row of `values` (rows, measures)."""
        import numpy as np

        count, width = len(self.feature), self.feature.shape[1]
        base = (np.arange(count, dtype=np.int32) * width)[:, None]
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        children = np.stack([self.left, self.right], axis=-1)
        children = (children + base[:, :, None]).reshape(-1)
        columns = np.ascontiguousarray(values.T, dtype=np.float32).ravel()
        rows = np.arange(len(values), dtype=np.int32)[None, :]
        nodes = np.broadcast_to(base, (count, len(values))).copy()
        for _level in range(self.depth):
            measured = columns[feature[nodes] * len(values) + rows]
            nodes = children[2 * nodes + (measured > threshold[nodes])]
        return self.value.ravel()[nodes].sum(axis=0, dtype=np.float64)


def _depth(tree: dict[str, list[float]]) -> int:
    def below(node: int) -> int:
        if node < 0:
            return 0
        return 1 + max(below(int(tree["left"][node])), below(int(tree["right"][node])))

    return below(0) if tree["feature"] else 0


def read(path: Path, names: tuple[str, ...]) -> Trees:
    """The trees of a model over the measures `names`. Raises `ModelUnreadable`."""
    try:
        model = json.loads(path.read_text(encoding="utf-8"))
        if tuple(model["measures"]) != names:
            raise ModelUnreadable(
                f"{path} is of other measures than this LawBase takes; run `python manage.py ranking train`."
            )
        return Trees.of(model["trees"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelUnreadable(
            f"{path} cannot be read ({type(error).__name__}: {error}); restore it or run `python manage.py ranking train`."
        ) from error
