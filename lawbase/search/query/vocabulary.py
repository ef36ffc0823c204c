"""What planning asks of the library. Functions, so that planning itself touches no database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lawbase.search.query.ranges import Interval


@dataclass(frozen=True)
class Expansion:
    """A term that stands in a question, and what it is called in the other language and beside: as pieces of text."""

    term: str
    others: tuple[str, ...]


def _none(_value: str) -> str | None:
    return None


def _nothing(_value: object) -> tuple[str, ...]:
    return ()


def _unexpanded(_text: str) -> tuple[Expansion, ...]:
    return ()


@dataclass(frozen=True)
class Vocabulary:
    laws_named: Callable[[str], tuple[str, ...]]
    """Slugs of the laws whose title or alias stands in a text."""
    types_named: Callable[[Sequence[str]], tuple[str, ...]]
    """Slugs of the infringement types that the words of a question describe."""
    law_of: Callable[[str], str | None]
    """Slug for a `law:` value: slug, title or alias."""
    type_of: Callable[[str], str | None]
    """Slug for a `type:` value: slug or name in either language."""
    topic_of: Callable[[str], str | None] = _none
    """Slug for a `topic:` value: slug or title in either language."""
    in_topic: Callable[[str], tuple[str, ...]] = _nothing
    """Addresses of the provisions and cases of a topic."""
    jurisdiction_of: Callable[[str], str | None] = _none
    """Code for a `jurisdiction:` value: code or name in either language."""
    with_amount: Callable[[Interval], tuple[str, ...]] = _nothing
    """Addresses of the cases with a figure in an interval."""
    names: Callable[[str], tuple[str, ...]] = _nothing
    """What a field's values are called: for "did you mean"."""
    expansions: Callable[[str], tuple[Expansion, ...]] = _unexpanded
    """Terms of the glossary that stand in a question."""
