"""The indices that this deployment has: always the embedded ones, and Elasticsearch's where `ELASTICSEARCH_URL` is set.

The embedded index is kept in step beside Elasticsearch: it answers when the server does not.
"""

from __future__ import annotations

import os
from functools import cache

from django.conf import settings

from lawbase.search.engines.connection import Connection, Server
from lawbase.search.indices.base import Indices
from lawbase.search.indices.elasticsearch import ElasticsearchIndices
from lawbase.search.indices.embedded import IndexFolder

EMBEDDED, ELASTICSEARCH = "embedded", "elasticsearch"


@cache
def index_folder() -> IndexFolder:
    return IndexFolder(settings.LAWBASE_INDEX)


def server() -> Server | None:
    """Where Elasticsearch is, by the settings; None without one."""
    if not settings.ELASTICSEARCH_URL:
        return None
    return Server(
        url=settings.ELASTICSEARCH_URL,
        api_key=settings.ELASTICSEARCH_API_KEY,
        user=settings.ELASTICSEARCH_USER,
        password=settings.ELASTICSEARCH_PASSWORD,
        ca_file=settings.ELASTICSEARCH_CA_FILE,
        timeout=settings.ELASTICSEARCH_TIMEOUT,
    )


@cache
def _elasticsearch(where: Server, prefix: str, _process: int) -> ElasticsearchIndices:
    return ElasticsearchIndices(Connection(where), prefix)


def elasticsearch() -> ElasticsearchIndices | None:
    """One pool of connections a process: a forked one must not share its parent's."""
    where = server()
    return _elasticsearch(where, settings.ELASTICSEARCH_PREFIX, os.getpid()) if where else None


def all_indices() -> tuple[Indices, ...]:
    """Of every engine that must hold the library's documents."""
    found = elasticsearch()
    return (index_folder(), found) if found is not None else (index_folder(),)


def indices_of(engine: str) -> Indices:
    """Raises `ValueError` with what can be done, where the engine is not set up."""
    for indices in all_indices():
        if indices.name == engine:
            return indices
    raise ValueError(f"The engine {engine} is not set up here; set ELASTICSEARCH_URL.")
