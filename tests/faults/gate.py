"""Holding an ingestion in the middle of a law, on PostgreSQL, for as long as a drill needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg

from tests.faults.place import Place
from tests.faults.servers import Postgres, wait_until


@contextmanager
def held_back(place: Place) -> Iterator[None]:
    """Nobody can store a provision while this lasts; reading goes on. Whoever tries stands in the middle of a law."""
    gate = psycopg.connect(place.variables["DATABASE_URL"])
    try:
        gate.execute("LOCK TABLE statutes_provisionversion IN SHARE MODE")
        yield
    finally:
        # The server may be what was killed.
        with suppress(psycopg.OperationalError):
            gate.rollback()
        gate.close()


def wait_until_one_stands_at_the_gate(postgres: Postgres, place: Place) -> None:
    database = place.variables["DATABASE_URL"].rpartition("/")[2]
    waiting = (
        f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND wait_event_type = 'Lock' "
        "AND query ILIKE '%statutes_provisionversion%'"
    )
    wait_until("an ingestion stands in the middle of a law", lambda: postgres.ask(waiting)[0][0])
