"""One at a time: a lock that the system releases when its holder dies, however it dies.

On PostgreSQL an advisory lock of the session, so that it holds across machines; on SQLite, which serves one machine, a
locked file in the data folder.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections


class Busy(RuntimeError):
    """Somebody else holds the lock. `str()` names what is being done."""


@contextmanager
def exclusively(name: str, wait: bool = True, say: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the lock `name`. Waits for another holder and says so; with `wait=False` raises `Busy` instead."""
    hold = _in_database if connection.vendor == "postgresql" else _in_file
    with hold(name, wait, say or (lambda _sentence: None)):
        yield


@contextmanager
def _in_file(name: str, wait: bool, say: Callable[[str], None]) -> Iterator[None]:
    path: Path = settings.LAWBASE_DATA / f"{name.replace(' ', '-')}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if not wait:
                raise Busy(f"Another process is at it: {name}.") from error
            say(f"Another process is at it: {name}; waiting for it to end.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _in_database(name: str, wait: bool, say: Callable[[str], None]) -> Iterator[None]:
    """On a connection of its own: the lock lives as long as the session, whatever happens to the other's transactions."""
    number = int.from_bytes(
        hashlib.blake2b(f"lawbase {name}".encode(), digest_size=8).digest(), "big", signed=True
    )
    held = connections.create_connection(connection.alias)
    try:
        with held.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
            if not cursor.fetchone()[0]:
                if not wait:
                    raise Busy(f"Another process is at it: {name}.")
                say(f"Another process is at it: {name}; waiting for it to end.")
                cursor.execute("SELECT pg_advisory_lock(%s)", [number])
        yield
    finally:
        held.close()
