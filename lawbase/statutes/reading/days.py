"""A version and a day; what is asked for and not there. Shared by the pages of laws and of provisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lawbase.statutes.models import Law, Provision, ProvisionVersion


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
    """Whether the words were law on `day`; an unknown start counts as before any day."""
    return (version.valid_from is None or version.valid_from <= day) and (
        version.valid_to is None or version.valid_to > day
    )


def ended_by(version: ProvisionVersion, day: date) -> bool:
    return version.valid_to is not None and version.valid_to <= day
