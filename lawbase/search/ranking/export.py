"""From LightGBM to the file that search reads (`trees`), and the memory beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lawbase.search.semantic.store import quantised


def tree_lists(model: Any) -> list[dict[str, list[float]]]:
    """The trees of a LightGBM model as `trees.Trees.of` takes them."""
    return [_lists(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]


def _lists(root: dict[str, Any]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {"feature": [], "threshold": [], "left": [], "right": [], "value": []}

    def place(node: dict[str, Any]) -> int:
        if "leaf_value" in node:
            found["value"].append(float(f"{node['leaf_value']:.6g}"))
            return -len(found["value"])
        if node["decision_type"] != "<=" or node["missing_type"] != "None":
            raise ValueError(f"A split of another kind: {node['decision_type']}, {node['missing_type']}")
        at = len(found["feature"])
        found["feature"].append(int(node["split_feature"]))
        found["threshold"].append(_not_above(float(node["threshold"])))
        found["left"].append(0)
        found["right"].append(0)
        found["left"][at] = place(node["left_child"])
        found["right"][at] = place(node["right_child"])
        return at

    place(root)
    return found


def _not_above(threshold: float) -> float:
    """The greatest 32-bit number not above: measures have 32 bits, so the same of them are on the left."""
    import numpy as np

    near = np.float32(threshold)
    return float(near if float(near) <= threshold else np.nextafter(near, np.float32(-np.inf)))


def write_model(
    path: Path, names: Sequence[str], trees: list[dict[str, list[float]]], record: dict[str, Any]
) -> None:
    """A line a tree, so that a change of the model can be read as a change of lines."""
    head = json.dumps({"measures": list(names), "record": record}, ensure_ascii=False, indent=1)
    lines = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in trees)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{head.rstrip("}").rstrip()},\n "trees": [\n{lines}\n ]\n}}\n', encoding="utf-8")


def write_memory(folder: Path, vectors: Any, answers: Sequence[Sequence[str]]) -> None:
    """Vectors and addresses; no question's words."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "memory.vectors").write_bytes(quantised(vectors).tobytes())
    lines = ",\n".join(json.dumps(sorted(one), ensure_ascii=False) for one in answers)
    (folder / "memory.json").write_text(f'{{"answers": [\n{lines}\n]}}\n', encoding="utf-8")
