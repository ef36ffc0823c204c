"""What a reader of citations finds, before anyone asks whether the library holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["full", "back", "self", "amended", "bare", "act-section", "part"]
"""How a citation names its law: `full` names it; `back` takes it from what was said before (同法, 该条, a section without
its title); `self` is the citing law (本法, this section); `amended` is the law that the citing instrument amends; `bare`
gives only a section number (§ 1798.120); `act-section` counts by the act's own sections (FCRA § 604), not the code's;
`part` names a part of a regulation (16 C.F.R. part 312)."""


class Code(NamedTuple):
    """A code and its title: `("usc", "15")`, `("cal-civ", "")`, `("ilcs", "740/14")`. See `lawbase.statutes.codes`."""

    system: str
    title: str = ""


@dataclass(frozen=True)
class Home:
    """The provision whose own text is read: what 本法, 前款 and "this section" mean.

    `amending`: it belongs to an instrument that amends another law, so articles without a law's name are that law's.
    """

    law: str
    key: str | None = None
    code: Code | None = None
    amending: bool = False


@dataclass(frozen=True)
class FoundCitation:
    """One target of one citation. A list ("第一款、第三款") gives one for each; a range of articles gives one with `through`.

    `start`/`end` are offsets in the text given to the reader, and `raw` the words between them. `law_name` is the name as
    written, or what the text said it stands for (以下简称); empty where a `code` or nothing at all is named.
    """

    raw: str
    start: int
    end: int
    law_name: str
    code: Code | None
    key: str | None
    unit: tuple[str, ...]
    kind: Kind
    through: str | None = None
    """Last article or section of a range (`key` is the first); which lie between, only the law knows."""
