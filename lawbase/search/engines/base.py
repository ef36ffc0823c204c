"""The contract of an engine. `tests/contract/` runs the same suite on every one.

An engine stores `IndexDocument`s (tokens, never text) and runs `Plan`s. It decides nothing: what matches, in which order
and with which counts follows from the plan alone, so that two engines give one answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol

from lawbase.search.plan import Plan

KEYWORDS = ("id", "ident", "kind", "jurisdiction", "law", "key", "status", "type", "year")
NUMBERS = ("pk", "core", "from_day", "to_day", "year_number", "day")


class IndexUnavailable(RuntimeError):
    """There is no index to ask, or it cannot be read. The message says what to do."""


@dataclass(frozen=True)
class IndexDocument:
    """One provision version or one case, analysed.

    `id` is unique and orders ties; `words`, `grams`, `context` are tokens; `numbers` holds whole numbers (days are
    proleptic Gregorian ordinals; an unknown start is 0, an open end `plan.OPEN_END`).
    """

    id: str
    words: tuple[str, ...]
    grams: tuple[str, ...]
    context: tuple[str, ...]
    keywords: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]
    prior: float
    """Static weight: a score is multiplied by log2(2 + prior)."""


@dataclass(frozen=True)
class EngineHit:
    id: str
    kind: str
    pk: int
    score: float


@dataclass(frozen=True)
class EngineAnswer:
    hits: tuple[EngineHit, ...]
    count: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Engine(Protocol):
    name: ClassVar[str]

    def run(self, plan: Plan) -> EngineAnswer:
        """Raises `IndexUnavailable`."""
        ...

    def count(self, plan: Plan) -> int:
        """How many documents the plan matches."""
        ...

    def build(self, documents: Iterable[IndexDocument], folder: Path) -> int:
        """Write a new index into an empty `folder`; returns the number of documents."""
        ...
