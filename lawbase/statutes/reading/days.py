"""A version and a day; what is asked for and not there. Shared by the reading of laws and of provisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

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


def is_gap(versions: Sequence[ProvisionVersion], day: date) -> bool:
    """Whether `day` lies between two versions, in neither: it was law then, and no source gives the words."""
    return (
        any(ended_by(row, day) for row in versions)
        and any(row.earliest is not None and row.earliest > day for row in versions)
        and not any(is_law_on(row, day) for row in versions)
    )


def ended_by(version: ProvisionVersion, day: date) -> bool:
    return version.valid_to is not None and version.valid_to <= day
