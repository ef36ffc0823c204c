"""A unit: the smallest thing a pinpoint can name inside a provision (款/项/目, (a)(1)(A)(i))."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """One line of a provision's text with its place in the tree.

    `path` addresses it: Chinese `("1", "2")` = 款1 项2; US `("a", "1", "A")`. The fragment on a page is the path joined
    with dots. `label` is the enumerator as printed (`（二）`, `(a)`), empty for an unnumbered paragraph. `text` is the line
    without the label; `depth` counts from 0. A line that belongs to no enumerator (a lead-in or flush text) has the path
    of the unit it belongs to and `continues=True`, except a Chinese paragraph, which is itself a unit.
    """

    path: tuple[str, ...]
    label: str
    text: str
    depth: int
    continues: bool = False

    @property
    def fragment(self) -> str:
        return ".".join(self.path)
