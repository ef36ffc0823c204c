"""The query algebra: engine-neutral clauses that every engine compiles (`lawbase.search.engines`).

Text fields hold tokens from `lawbase.search.analysis`; keyword fields hold one or more exact values.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any

WORDS, GRAMS, CONTEXT = "words", "grams", "context"
TEXT_FIELDS = (WORDS, GRAMS, CONTEXT)


@dataclass(frozen=True)
class Term:
    """Documents whose `field` holds `term`; scored by BM25 in a text field."""

    field: str
    term: str
    boost: float = 1.0


@dataclass(frozen=True)
class Phrase:
    """The terms next to each other in this order."""

    field: str
    terms: tuple[str, ...]
    boost: float = 1.0


@dataclass(frozen=True)
class Prefix:
    """Any term beginning with `prefix`; every match scores the same."""

    field: str
    prefix: str


@dataclass(frozen=True)
class OneOf:
    """Documents whose keyword `field` is one of the values; a condition, without a score."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Verified:
    """Those documents of `clause` whose text passes `check` (`lawbase.search.query.closeness.Check`).

    No engine sees texts: `lawbase.search.verified` reads them and puts a `OneOf` in this clause's place before any is asked.
    """

    clause: Clause
    check: Any


@dataclass(frozen=True)
class AllOf:
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least `minimum` of the clauses; each that matches adds its score."""

    clauses: tuple[Clause, ...]
    minimum: int = 1


@dataclass(frozen=True)
class Without:
    """`clause`, but no document that matches `excluded`."""

    clause: Clause
    excluded: Clause


@dataclass(frozen=True)
class Favoured:
    """`clause` decides what matches; `extra` only adds to the score."""

    clause: Clause
    extra: tuple[Clause, ...]


@dataclass(frozen=True)
class Range:
    """A whole-number field between `low` and `high`, both inclusive; None is open."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Everything:
    """Every document, all with the same score."""


@dataclass(frozen=True)
class Nothing:
    """No document."""


Clause = (
    Term
    | Phrase
    | Prefix
    | OneOf
    | Verified
    | AllOf
    | AnyOf
    | Without
    | Favoured
    | Range
    | Everything
    | Nothing
)


def constant(clause: Clause) -> float | None:
    """The score of every document that matches, where it is one number; None where documents differ."""
    match clause:
        case Term(field, _term, boost) if field not in TEXT_FIELDS:
            return boost
        case Prefix() | Everything():
            return 1.0
        case Range() | OneOf() | Nothing():
            return 0.0
        case Without(inner, _excluded):
            return constant(inner)
        case AllOf(parts):
            scores = [constant(part) for part in parts]
            return None if None in scores else sum(score or 0.0 for score in scores)
        case AnyOf((only,), _minimum):
            return constant(only)
    return None


class NotVerified(TypeError):
    """An engine was given a `Verified` clause: ask through `lawbase.search.service`, which reads the texts first."""


def printable(value: Any) -> Any:
    """A clause or plan as plain lists and dictionaries, for printing and JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            type(value).__name__: {f.name: printable(getattr(value, f.name)) for f in fields(value) if f.repr}
        }
    if isinstance(value, (list, tuple, set, frozenset)):
        return [printable(item) for item in value]
    if isinstance(value, dict):
        return {str(key): printable(item) for key, item in value.items()}
    return value if isinstance(value, (int, float, bool, str, type(None))) else str(value)
