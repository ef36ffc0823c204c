"""Is it alive, and is it ready: each part, its state, its lag. Reading needs the database only; the rest may be degraded."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone

from lawbase.search.engines.base import IndexUnavailable
from lawbase.search.indices.configured import elasticsearch, index_folder
from lawbase.search.models import OutboxRow
from lawbase.statutes.models import LibraryState

PATIENCE = 1.0
"""Seconds that a broker may take to answer."""


@dataclass(frozen=True)
class Part:
    """`up`, `down`, or `off` where it is not used here. `needed`: without it readers are not served."""

    name: str
    state: str
    needed: bool = False
    milliseconds: float = 0.0
    detail: str = ""
    facts: dict[str, Any] | None = None

    def public(self) -> dict[str, Any]:
        """What anybody may see: no addresses, no messages of servers."""
        return {"state": self.state, "milliseconds": round(self.milliseconds, 1), **(self.facts or {})}


def parts() -> list[Part]:
    """Ask every part. Each answers or fails within its own patience."""
    return [
        _asked("database", _database, needed=True, failures=(DatabaseError,)),
        _asked("search", _search, failures=(IndexUnavailable, DatabaseError)),
        _asked("fallback", _embedded, failures=(IndexUnavailable, DatabaseError))
        if settings.ELASTICSEARCH_URL
        else Part("fallback", "off"),
        _asked("outbox", outbox, failures=(DatabaseError,)),
        _asked("cache", _cache) if settings.CACHE_URL else Part("cache", "off"),
        _asked("broker", _broker) if settings.CELERY_BROKER_URL else Part("broker", "off"),
    ]


def _asked(
    name: str,
    ask: Callable[[], dict[str, Any]],
    needed: bool = False,
    failures: tuple[type[Exception], ...] = (OSError,),
) -> Part:
    started = time.perf_counter()
    try:
        facts, state, detail = ask(), "up", ""
    except failures as error:
        facts, state, detail = {}, "down", str(error)
    return Part(name, state, needed, (time.perf_counter() - started) * 1000, detail, facts)


def _database() -> dict[str, Any]:
    return {"engine": connection.vendor, "library": LibraryState.current()}


def _search() -> dict[str, Any]:
    """The engine that should answer. That another one does, because it does not, is what the state "down" says."""
    server = elasticsearch()
    indices = server or index_folder()
    if server is not None:
        server.engine().ping()
    current = indices.current()
    if current is None:
        raise IndexUnavailable("There is no index in use; run `python manage.py index build`.")
    lag = LibraryState.current() - current.state
    return {
        "engine": indices.name,
        "documents": current.documents,
        "behind": lag,
        "fits": not current.faults(),
    }


def _embedded() -> dict[str, Any]:
    """What answers when Elasticsearch does not."""
    current = index_folder().current()
    if current is None:
        raise IndexUnavailable(
            "There is no embedded index on this machine; run `python manage.py index build`."
        )
    return {"documents": current.documents, "behind": LibraryState.current() - current.state}


def outbox() -> dict[str, Any]:
    waiting = OutboxRow.objects.filter(delivered_at=None, set_aside=False)
    oldest = waiting.values_list("created_at", flat=True).first()
    return {
        "waiting": waiting.count(),
        "lag_seconds": round((timezone.now() - oldest).total_seconds(), 1) if oldest else 0.0,
        "set_aside": OutboxRow.objects.filter(set_aside=True).count(),
    }


def _cache() -> dict[str, Any]:
    from redis.exceptions import RedisError

    try:
        cache.ping()  # type: ignore[attr-defined]
    except RedisError as error:
        raise ConnectionError(str(error)) from error
    return {}


def _broker() -> dict[str, Any]:
    import redis
    from redis.exceptions import RedisError

    try:
        with redis.Redis.from_url(
            settings.CELERY_BROKER_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
        ) as client:
            return {"queued": int(client.llen("celery"))}
    except RedisError as error:
        raise ConnectionError(str(error)) from error
