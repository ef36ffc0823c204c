"""How long to wait for a site, and how often to ask again."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True)
class Patience:
    """Seconds, but for `tries`."""

    connect: float = 10.0
    read: float = 30.0
    """Longest silence in the middle of an answer."""
    whole: float = 1800.0
    """Longest time for one answer: a site that drips keeps nobody waiting for ever."""
    tries: int = 4
    first_wait: float = 1.0
    longest_wait: float = 60.0
    between: float = 2.0
    """Pause between two files, so that a site meets one quiet reader."""

    def wait(self, failures: int, asked: float | None = None) -> float:
        """Before the next try: doubled with each failure, half of it by chance so that many readers do not return at once;
        or what the site asked for (`Retry-After`), up to `longest_wait`."""
        doubled = min(self.first_wait * 2 ** (failures - 1), self.longest_wait)
        own = doubled * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, keeps no secret
        return own if asked is None else min(max(asked, own), self.longest_wait)


def retry_after(header: str | None, now: datetime | None = None) -> float | None:
    """`Retry-After` in seconds: a number, or the distance to a date (RFC 9110, 10.2.3); None where it says neither."""
    if not header:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
