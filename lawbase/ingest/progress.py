"""Bars for the command line: a bar and an estimate for whatever takes longer than two seconds, silence otherwise."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import Any, TypeVar

from tqdm import tqdm

from lawbase.ingest.pipeline import Step

Item = TypeVar("Item")
LABELS = {"hash": "Looking for changes", "read": "Reading sources", "store": "Storing laws",
          "placeholders": "Laws without a text"}  # fmt: skip
DELAY = 2.0
Listener = Callable[[str, int, "int | None"], None]
heard: ContextVar[Listener | None] = ContextVar("heard", default=None)
"""Who else wants to know how far the work is: called with label, done and total, often."""


def bar(items: Iterable[Item], label: str, total: int | None = None) -> Iterator[Item]:
    """Yield `items` under a bar that appears after two seconds."""
    listener = heard.get()
    shown = tqdm(items, desc=label, total=total, delay=DELAY, file=sys.stderr, ncols=88, mininterval=0.3)
    for done, item in enumerate(shown, start=1):
        yield item
        if listener:
            listener(label, done, total)


def watch(steps: Iterable[Step]) -> None:
    """Run an ingestion to its end, a bar for each phase."""
    shown: tqdm[Any] | None = None
    phase = label = ""
    listener = heard.get()
    for step in steps:
        if step.phase != phase or shown is None:
            if shown is not None:
                shown.close()
            phase = step.phase
            label = LABELS.get(phase, phase)
            shown = tqdm(
                desc=label, total=step.total, delay=DELAY, file=sys.stderr, ncols=88, mininterval=0.3
            )
        shown.update(step.done - shown.n)
        if listener:
            listener(label, step.done, step.total)
    if shown is not None:
        shown.close()
