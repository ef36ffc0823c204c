"""What is looked at when LawBase starts: a wrong deployment is a sentence, not a strange result later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections


def register_all() -> None:
    register(sorts_by_bytes, Tags.database)


def sorts_by_bytes(databases: Sequence[str] | None = None, **_rest: Any) -> list[CheckMessage]:
    """PostgreSQL must sort as SQLite and the engines do, or ties would fall otherwise there."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor != "postgresql":
            continue
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 'a' < 'B', current_setting('server_encoding')")
                small_first, encoding = cursor.fetchone()
        except DatabaseError as error:
            found.append(
                Warning(
                    f"PostgreSQL was not asked how it sorts: {error}",
                    hint="Start it and run `python manage.py check --database default`.",
                    id="lawbase.W001",
                )
            )
            continue
        if small_first:
            found.append(
                Error(
                    "The PostgreSQL database does not sort by bytes, so lists and ties would differ from one database to another.",
                    hint="Create it with: createdb --template=template0 --encoding=UTF8 --locale=C lawbase",
                    id="lawbase.E001",
                )
            )
        if encoding != "UTF8":
            found.append(
                Error(
                    f"The PostgreSQL database is in {encoding}; Chinese text needs UTF8.",
                    hint="Create it with: createdb --template=template0 --encoding=UTF8 --locale=C lawbase",
                    id="lawbase.E002",
                )
            )
    return found
