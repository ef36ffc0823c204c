"""Errors of fetching. Each message is a sentence that tells the reader what to do."""

from __future__ import annotations


class FetchError(Exception):
    """This file could not be fetched, or what came is not let in; what was held before stays."""


class Unreachable(FetchError):
    """No connection to the host came about: the machine has no network, or the site is down."""

    def __init__(self, host: str, sentence: str) -> None:
        super().__init__(sentence)
        self.host = host


class TurnedAway(FetchError):
    """A site's search did not answer as it is described: it will hardly answer for the next text either."""
