"""The units of a provision as a tree: 款/项/目, (a)(1)(A)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lawbase.statutes.pinpoint import Pinpoint
from lawbase.statutes.unit import Unit


@dataclass
class Node:
    """A unit with the units inside it. Walking the tree depth first gives the printed order.

    `continues`: words that belong to the unit they stand in without an enumerator of their own.
    """

    id: str
    """The pinpoint, `cn-pipl:13(1)(2)`."""
    unit: str
    """The fragment on the page, `1.2`."""
    label: str
    text: str
    continues: bool
    units: list[Node] = field(default_factory=list)


def tree(law: str, key: str, units: Iterable[Unit]) -> list[Node]:
    """Each unit under the nearest unit that its path lies in."""
    roots: list[Node] = []
    placed: dict[tuple[str, ...], Node] = {}
    for unit in units:
        node = Node(str(Pinpoint(law, key, unit.path)), unit.fragment, unit.label, unit.text, unit.continues)
        # Flush words have the path of the unit they close, so that unit itself is what they stand in.
        lengths = range(len(unit.path) - (0 if unit.continues else 1), 0, -1)
        above = next((placed[unit.path[:size]] for size in lengths if unit.path[:size] in placed), None)
        (above.units if above else roots).append(node)
        if not unit.continues:
            placed[unit.path] = node
    return roots
