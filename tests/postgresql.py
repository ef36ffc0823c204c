"""Databases of a test's own on the PostgreSQL of `deploy/servers test-env`."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg import sql

from lawbase.config.databases import postgresql

PROJECT = Path(__file__).resolve().parents[1]
ABSENT = 'no PostgreSQL to test with; `make servers`, then eval "$(deploy/servers test-env)"'


def _psql() -> tuple[str, str]:
    """The program and the server's address; where either is missing the test is skipped, on CI it fails."""
    url = os.environ.get("LAWBASE_TEST_DATABASE_URL")
    path = f"{os.environ.get('LAWBASE_TEST_POSTGRES_BIN', '')}:{os.environ['PATH']}"
    psql = shutil.which("psql", path=path)
    if not url or not psql:
        if os.environ.get("CI") == "true":
            pytest.fail(ABSENT)
        pytest.skip(ABSENT)
    return psql, url.rpartition("/")[0]


@contextmanager
def own_database() -> Iterator[str]:
    """The address of a new, empty database, which goes with the block."""
    psql, base = _psql()
    name = f"lawbase_{uuid.uuid4().hex[:12]}"

    def ask(words: str) -> None:
        subprocess.run([psql, "-q", f"{base}/postgres", "-c", words], check=True)

    ask(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
    try:
        yield f"{base}/{name}"
    finally:
        ask(f"DROP DATABASE {name} WITH (FORCE)")


def copy_library(data: Path, url: str) -> None:
    """The library of a data folder, row by row with every key, into an empty database."""
    environment = {**os.environ, "LAWBASE_DATA": str(data), "DATABASE_URL": url}
    migrate = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(migrate, cwd=PROJECT, env=environment, check=True)
    with (
        sqlite3.connect(f"file:{data / 'lawbase.sqlite3'}?mode=ro", uri=True) as source,
        psycopg.connect(url) as target,
    ):
        # Neither triggers nor foreign keys: what is copied was checked where it comes from.
        target.execute("SET session_replication_role = replica")
        tables = target.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
        )
        for (table,) in tables.fetchall():
            rows = source.execute(f'SELECT * FROM "{table}"')
            columns = sql.SQL(", ").join(sql.Identifier(column[0]) for column in rows.description)
            name = sql.Identifier(table)
            target.execute(sql.SQL("DELETE FROM {}").format(name))
            with target.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(name, columns)) as copying:
                for row in rows:
                    copying.write_row(row)


@contextmanager
def opened(url: str) -> Iterator[None]:
    """Django's database is this one while the block lasts."""
    usual = connections["default"]
    ours = DatabaseWrapper({**usual.settings_dict, **postgresql(url)}, DEFAULT_DB_ALIAS)
    connections["default"] = ours
    try:
        yield
    finally:
        ours.close()
        connections["default"] = usual
