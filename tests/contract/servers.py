"""The Elasticsearch that the contract runs on, and indices of this run's own on it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from functools import cache

import pytest

from lawbase.search.engines.base import IndexUnavailable
from lawbase.search.engines.connection import Connection, Server
from lawbase.search.indices.elasticsearch import ElasticsearchIndices

URL = os.environ.get("LAWBASE_TEST_ELASTICSEARCH_URL", "http://127.0.0.1:9200")
PREFIX = f"lawbase-test-{uuid.uuid4().hex[:12]}"
"""Of every index of this run: runs beside each other do not meet, and all of them can be found and removed."""


@cache
def _fault() -> str:
    connection = Connection(Server(URL, timeout=5.0))
    try:
        connection.asked(connection.client.cluster.health)
    except IndexUnavailable as error:
        return f"no Elasticsearch at {URL} (LAWBASE_TEST_ELASTICSEARCH_URL): {error}"
    return ""


def absent(reason: str) -> None:
    """Skip, saying why; on CI a missing part is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def need_elasticsearch(timeout: float = 10.0) -> Connection:
    if reason := _fault():
        absent(reason)
    return Connection(Server(URL, timeout=timeout))


def own_indices(connection: Connection) -> ElasticsearchIndices:
    """Indices under a name that nothing else has."""
    return ElasticsearchIndices(connection, f"{PREFIX}-{uuid.uuid4().hex[:8]}")


def remove(indices: ElasticsearchIndices) -> None:
    for info in indices.status():
        indices.remove(info.name)


def elasticsearch_indices() -> Iterator[ElasticsearchIndices]:
    """For a fixture: empty indices, removed afterwards."""
    indices = own_indices(need_elasticsearch())
    yield indices
    remove(indices)
