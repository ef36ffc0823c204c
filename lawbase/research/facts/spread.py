"""How the nearest cases came out: sums by currency and prison terms, on a scale, with the numbers beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from lawbase.cases.models import Case

MONEY = ("damages", "fine", "penalty", "confiscated")
WIDTH, LEFT, RIGHT, LANE = 420, 14, 30, 66
"""Units of the plot: its width, its margins, the height of a lane; narrow, so that it can be read on a phone."""


@dataclass(frozen=True)
class Figure:
    case: Case
    value: float


@dataclass(frozen=True)
class Lane:
    """The outcomes of one kind and one unit, lowest first. `unit`: a currency, or `months`."""

    name: str
    unit: str
    figures: tuple[Figure, ...]

    @property
    def values(self) -> list[float]:
        return [figure.value for figure in self.figures]

    @property
    def low(self) -> float:
        return self.values[0]

    @property
    def middle(self) -> float:
        return median(self.values)

    @property
    def high(self) -> float:
        return self.values[-1]


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    figure: Figure


@dataclass(frozen=True)
class Tick:
    x: float
    value: float


@dataclass(frozen=True)
class Drawn:
    """A lane on its plot: dots, the median, ticks at powers of ten (money) or at years (prison)."""

    lane: Lane
    y: float
    dots: tuple[Dot, ...]
    middle: float
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Spread:
    cases: int
    """Cases looked at."""
    with_figures: int
    drawn: tuple[Drawn, ...]
    height: int
    width: int = WIDTH
    left: int = LEFT
    right_edge: int = WIDTH - RIGHT


def spread_of(cases: Iterable[Case]) -> Spread:
    """Money stands on a logarithmic scale, because sums differ by powers of ten; prison terms on a plain one."""
    looked = list(cases)
    lanes = _lanes(looked)
    drawn = tuple(_draw(lane, LANE * number + 34) for number, lane in enumerate(lanes))
    having = {figure.case.pk for lane in lanes for figure in lane.figures}
    return Spread(len(looked), len(having), drawn, LANE * len(lanes))


def _lanes(cases: list[Case]) -> list[Lane]:
    found: dict[tuple[str, str], list[Figure]] = {}
    for case in cases:
        outcome = case.outcome or {}
        for name in MONEY:
            value = outcome.get(name)
            if value and outcome.get("currency"):
                found.setdefault((name, outcome["currency"]), []).append(Figure(case, float(value)))
        if outcome.get("prison_months_max"):
            term = Figure(case, float(outcome["prison_months_max"]))
            found.setdefault(("prison_months_max", "months"), []).append(term)
    order = (*MONEY, "prison_months_max")
    return [
        Lane(name, unit, tuple(sorted(rows, key=lambda row: (row.value, row.case.slug))))
        for (name, unit), rows in sorted(
            found.items(), key=lambda pair: (pair[0][1], order.index(pair[0][0]))
        )
    ]


def _draw(lane: Lane, y: float) -> Drawn:
    if lane.unit == "months":
        top = max(12, math.ceil(lane.high / 12) * 12)
        step = 12 * max(1, math.ceil(top / 12 / 6))
        marks = [float(value) for value in range(0, top + 1, step)]
        share = lambda value: value / top  # noqa: E731 - two scales, one line each
    else:
        low, high = math.floor(math.log10(lane.low)), math.ceil(math.log10(lane.high))
        high = max(high, low + 1)
        step = max(1, math.ceil((high - low) / 5))
        marks = [10.0**power for power in range(low, high + 1, step)]
        share = lambda value: (math.log10(value) - low) / (high - low)  # noqa: E731

    def place(value: float) -> float:
        return round(LEFT + share(value) * (WIDTH - LEFT - RIGHT), 1)

    return Drawn(
        lane,
        y,
        tuple(Dot(place(figure.value), y, figure) for figure in lane.figures),
        place(lane.middle),
        tuple(Tick(place(value), value) for value in marks),
    )
