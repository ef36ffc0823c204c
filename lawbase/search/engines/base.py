"""The contract of an engine. `tests/contract/` runs the same suite on every one.

An engine stores `IndexDocument`s (tokens, never text) and runs `Plan`s. It decides nothing: what matches, in which order
and with which counts follows from the plan alone, so that two engines give one answer.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Protocol

from lawbase.search.plan import Plan

KEYWORDS = ("id", "ident", "kind", "jurisdiction", "law", "key", "status", "type", "role", "year")
NUMBERS = ("pk", "core", "from_day", "to_day", "year_number", "day")


FACET_SIZE = 400
"""Values of one facet that an engine counts: the most frequent, those of one count in order of value."""
LONGEST_TOKEN = 255
"""Characters of a token that are indexed: Lucene's whitespace analyzer would cut a longer one in two."""
_LONGER = re.compile(rf"[^ ]{{{LONGEST_TOKEN + 1}}}")
EMPTY_FIELD = "\u2205"
"""Stands in a text field without tokens; no analysis yields it. Lucene counts only documents that have a field, Tantivy
counts all: with it the two have one number of documents and one average length, so one score."""


class IndexUnavailable(RuntimeError):
    """There is no index to ask, or it cannot be read. The message says what to do."""


class QuestionRefused(IndexUnavailable):
    """The engine answers, but not this question (too many words for its limits, say). Others may be asked."""


@dataclass(frozen=True)
class IndexDocument:
    """One provision version or one case, analysed.

    `id` is unique and orders ties; `words`, `grams`, `context` are tokens as `spaced` writes them; `numbers` holds whole numbers (days are
    proleptic Gregorian ordinals; an unknown start is 0, an open end `plan.OPEN_END`).
    """

    id: str
    words: str
    grams: str
    context: str
    keywords: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]
    prior: float
    """Static weight, not negative: a score is multiplied by log2(2 + prior)."""

    @cached_property
    def content_hash(self) -> str:
        """The same for the same content, in every process: what `verify` compares."""
        parts = [self.id, repr(float(self.prior)), self.words, self.grams, self.context]
        for name in KEYWORDS:
            parts += ["\x1e", name, *self.keywords.get(name, ())]
        parts += [f"\x1e{name} {self.numbers[name]}" for name in NUMBERS]
        return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()

    @property
    def tokens(self) -> dict[str, str]:
        """Text fields as engines index them."""
        return {
            "words": self.words or EMPTY_FIELD,
            "grams": self.grams or EMPTY_FIELD,
            "context": self.context or EMPTY_FIELD,
        }


def spaced(tokens: Iterable[str]) -> str:
    """Tokens between spaces, as both engines split them, each cut to `LONGEST_TOKEN`."""
    joined = " ".join(tokens)
    if _LONGER.search(joined):
        joined = " ".join(token[:LONGEST_TOKEN] for token in joined.split(" "))
    return joined


@dataclass(frozen=True)
class Change:
    """A document as it is now, or None where it is gone. `version` rises with every change of the library: a change never
    replaces a newer document, so the same changes may be delivered twice and in any order."""

    id: str
    document: IndexDocument | None
    version: int


@dataclass(frozen=True)
class ItemError:
    """A change that was not written, and whether trying again can help."""

    id: str
    error: str
    retryable: bool


@dataclass(frozen=True)
class Entry:
    """What an index holds under an id: `IndexDocument.content_hash` and the version it was written with."""

    id: str
    hash: str
    version: int


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
    """Answers from one index. Safe to share between threads."""

    name: ClassVar[str]

    def run_all(self, plans: Sequence[Plan]) -> tuple[EngineAnswer, ...]:
        """Answers to several plans at once, in their order. Raises `IndexUnavailable`."""
        ...

    def run(self, plan: Plan) -> EngineAnswer:
        """Raises `IndexUnavailable`."""
        ...

    def count(self, plan: Plan) -> int:
        """How many documents the plan matches."""
        ...

    def explain(self, plan: Plan, pk: int) -> str:
        """The engine's own account of one document's score, as JSON; empty if the plan does not match it."""
        ...
