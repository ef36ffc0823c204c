"""Servers to be killed, and a made-up library to be copied, made once in a run."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from lawbase.web.messages import compile_messages
from tests.faults.place import OLD, Place
from tests.faults.servers import Elasticsearch, Postgres, Redis


@cache
def _ground() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="lawbase-drills-"))
    folder.chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def ground() -> Iterator[Path]:
    """A folder that servers under other users may enter; pytest's own may not be."""
    yield _ground()
    shutil.rmtree(_ground(), ignore_errors=True)


def _prepare(place: Place) -> Place:
    place.must("migrate", "-v0")
    place.write(OLD)
    place.ingest()
    return place


@cache
def _sqlite_library(folder: Path) -> Place:
    compile_messages()
    place = _prepare(Place(folder))
    place.must("collectstatic", "-v0", "--no-input")
    return place


@pytest.fixture(scope="session")
def sqlite_library(ground: Path) -> Place:
    """Three hundred provisions on SQLite with an embedded index, and the collected static files. Copy it.

    Made once in the whole run, also for `tests/operations`.
    """
    return _sqlite_library(ground / "sqlite")


@pytest.fixture(scope="session")
def postgres(ground: Path) -> Iterator[Postgres]:
    (ground / "postgres").mkdir()
    server = Postgres(ground / "postgres")
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def postgres_library(ground: Path, postgres: Postgres, sqlite_library: Place) -> Place:
    """The same on PostgreSQL, in the database `made`."""
    postgres.ask("CREATE DATABASE made")
    place = sqlite_library.copy(ground / "on-postgres", DATABASE_URL=postgres.url("made"))
    (place.data / "lawbase.sqlite3").unlink()
    shutil.rmtree(place.data / "index")
    return _prepare(place)


@pytest.fixture
def on_sqlite(sqlite_library: Place, tmp_path: Path) -> Place:
    return sqlite_library.copy(tmp_path / "place")


@pytest.fixture
def on_postgres(
    postgres: Postgres, postgres_library: Place, tmp_path: Path
) -> Iterator[Callable[..., Place]]:
    """Makes copies of the library on PostgreSQL: a database and a data folder for each."""
    made: list[str] = []

    def copy(**variables: str) -> Place:
        name = f"drill_{tmp_path.name.lower().replace('-', '_')}_{len(made)}"
        postgres.ask(f'CREATE DATABASE "{name}" TEMPLATE made')
        made.append(name)
        return postgres_library.copy(tmp_path / name, DATABASE_URL=postgres.url(name), **variables)

    yield copy
    if not postgres.answers():  # a drill that failed while it was down
        postgres.start()
    for name in made:
        postgres.ask(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[Redis]:
    folder = tmp_path / "redis"
    folder.mkdir()
    server = Redis(folder)
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def elasticsearch(ground: Path) -> Iterator[Elasticsearch]:
    (ground / "elasticsearch").mkdir()
    server = Elasticsearch(ground / "elasticsearch")
    server.start()
    yield server
    server.kill()
