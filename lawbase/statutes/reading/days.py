"""A version and a day; what is asked for and not there. Shared by the reading of laws and of provisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from lawbase.statutes.models import Law, Provision, ProvisionVersion

FIRST, LAST = date(1780, 1, 1), date(2100, 1, 1)
"""The days the library can be read on: no law here is older, none is made for so late a day."""


def day_of(text: str) -> date | None:
    """The day written as year-month-day, 2021-11-01; None if it is not written so, or not a day to read on."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # ISO has other forms (20211101, 2021-W44-1); an address has one.
    return day if day.isoformat() == text and FIRST <= day <= LAST else None


class NotInLibrary(LookupError):
    """There is no such law, provision, case or type.

    `law` is set if the law is held; `near` are its provisions beside the one asked for by `key`.
    """

    def __init__(
        self, asked: str, law: Law | None = None, key: str = "", near: Sequence[Provision] = ()
    ) -> None:
        super().__init__(f"The library has no {asked}.")
        self.asked, self.law, self.key, self.near = asked, law, key, tuple(near)


def is_law_on(version: ProvisionVersion, day: date) -> bool:
    """Whether the words were law on `day`; an unknown start counts as before any day, but not before `not_before`."""
    return (version.earliest is None or version.earliest <= day) and (
        version.valid_to is None or version.valid_to > day
    )


@dataclass(frozen=True)
class Gap:
    """Days on which a provision was law in words that no source here gives: from `start` on, before `end`.

    None where it is not known since when they were law, and for words that still are."""

    start: date | None
    end: date | None


def gap_between(earlier: ProvisionVersion, later: ProvisionVersion) -> Gap | None:
    """The days between two versions that follow each other, where they do not meet."""
    if earlier.valid_to is None or later.earliest is None or later.earliest <= earlier.valid_to:
        return None
    return Gap(earlier.valid_to, later.earliest)


def gap_on(versions: Sequence[ProvisionVersion], day: date) -> Gap | None:
    """The gap that `day` lies in: in a version whose words are not held, or between two of `versions` (in their order)."""
    for row in versions:
        if not row.text_held and is_law_on(row, day):
            return Gap(row.valid_from, row.valid_to)
    between = (gap for earlier, later in pairwise(versions) if (gap := gap_between(earlier, later)))
    return next((gap for gap in between if gap.start and gap.end and gap.start <= day < gap.end), None)


def ended_by(version: ProvisionVersion, day: date) -> bool:
    return version.valid_to is not None and version.valid_to <= day
