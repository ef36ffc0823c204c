"""The plain values of a law's history: what an instrument says, what an article reads, what became of both.

Nothing here knows a database or a source format. Keys are those of `lawbase.statutes.numbers` (`253-1`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Action = Literal[
    "add-article", "replace", "delete", "add-paragraph", "add-item", "move", "substitute", "insert-after",
    "renumber", "merge", "heading", "commence", "conform",
]  # fmt: skip
"""What an instruction does. `heading` changes a heading of the law, `commence` and `conform` change no words of it."""

Paragraph = tuple[str | None, ...]
"""One 款: its own line, then its 项 and 目, a line each. None stands for a line whose words are not known."""
State = tuple[Paragraph | None, ...]
"""What an article reads: its 款 in order; None for one whose words are not known."""


@dataclass(frozen=True)
class Why:
    """A sentence that says why something was not done, in both languages. `str()` is the English one."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en


class Refused(ValueError):
    """Something that the sources say does not fit together. `why` is a sentence in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.why = Why(zh, en)


@dataclass(frozen=True)
class Place:
    """Where an instruction acts: the whole article, some of its 款, one 项 of one 款. Numbers count from 1."""

    key: str
    paragraphs: tuple[int, ...] = ()
    item: int | None = None


@dataclass(frozen=True)
class Instruction:
    """One thing that an item of an amending instrument does.

    `item` is the item's pinpoint (`cn-criminal-law-amendment-9:17`), `raw` its words up to the words it quotes. Numbers
    of articles are those before the instrument, but `to`, which is the number afterwards.
    """

    item: str
    raw: str
    action: Action
    place: Place | None = None
    lines: tuple[str, ...] = ()
    """The words given, one unit a line."""
    old: str = ""
    """`substitute`, `insert-after`: the words in the text that are replaced, or behind which `lines` is inserted."""
    to: str = ""
    """`add-article`, `renumber`, `merge`: the number afterwards."""
    after: str = ""
    """`add-article`: the article behind which it stands, where the item says so and nothing is renumbered."""
    sources: tuple[Place, ...] = ()
    """`merge`: what is merged."""

    @property
    def target(self) -> str:
        """The key it is about: of before, for an added or merged article that of afterwards."""
        return self.place.key if self.place else self.to


@dataclass(frozen=True)
class Unread:
    """An item, or a part of one, that the grammar cannot read. Kept and listed, never dropped."""

    item: str
    raw: str
    why: Why


@dataclass(frozen=True)
class Instrument:
    """An amending instrument: `items` by key in its order, each the text of one item."""

    slug: str
    title: str
    adopted: date
    in_force: date
    items: Mapping[str, str]
    law_names: tuple[str, ...] = ()
    """What the instrument calls the law it amends (刑法, 宪法): cut off before reading."""
    held: bool = True
    """False for an instrument that is known to have changed the law, of which no text is held: it has no items."""


@dataclass(frozen=True)
class Edition:
    """A text of the law as a source gives it, by key. `day` says which instruments it contains: those adopted by then."""

    name: str
    day: date
    articles: Mapping[str, str]
    witness: bool = False
    """A witness is believed less than what the instruments say; the consolidated text is believed more."""


@dataclass(frozen=True)
class Wording:
    """One wording of one article under one number, from `start` (inclusive) to `end` (exclusive).

    `text` is None where no source gives the words. `edition` is the edition that prints them (then `text` is its text),
    empty where they were computed. `made_by` is the item that made them, empty for the first wording.
    """

    key: str
    start: date | None
    end: date | None
    text: str | None
    edition: str = ""
    instrument: str = ""
    """Slug of the instrument that began this wording; empty for the first."""
    made_by: tuple[str, ...] = ()
    confirmed_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Renumbered:
    """An article that was `old` is `new` from `on`. `whole` is False where only a part of it went there (a merger)."""

    old: str
    new: str
    on: date
    item: str
    whole: bool = True


Verdict = Literal["reconciled", "in-part", "failed"]
"""`in-part`: what the instruments word equals the edition; the rest no source gives independently of it."""


@dataclass(frozen=True)
class Check:
    """The comparison of one article as computed with one edition. `why` is a sentence for whatever is not plain equality."""

    key: str
    edition: str
    day: date
    verdict: Verdict
    why: str = ""
    computed: str = ""
    printed: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Applied:
    """An instruction with the day from which it holds and, where it could not be applied, why."""

    instruction: Instruction | Unread
    instrument: str
    on: date
    problem: Why | None = None


@dataclass(frozen=True)
class History:
    """Everything computed about one law."""

    wordings: Mapping[str, tuple[Wording, ...]]
    """By key, oldest first, never overlapping."""
    renumbered: tuple[Renumbered, ...] = ()
    checks: tuple[Check, ...] = ()
    applied: tuple[Applied, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def unapplied(self) -> tuple[Applied, ...]:
        return tuple(entry for entry in self.applied if entry.problem)
