"""A shared cache that readers never wait for: without Redis the site goes on, each process remembering for itself."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
AGAIN_AFTER = 5.0
"""Seconds after a failure in which Redis is not asked."""
PATIENCE = 0.5
"""Seconds that Redis may take to answer."""


class PatientRedisCache(RedisCache):
    """Redis; while it does not answer, this process's own memory. Counters of the throttle are then per process."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, {**params, "OPTIONS": options})
        self._meanwhile = LocMemCache("lawbase-without-redis", params)
        self._down_until = 0.0

    def _ask(self, method: str, *args: Any, **values: Any) -> Any:
        if time.monotonic() >= self._down_until:
            try:
                return getattr(super(), method)(*args, **values)
            except RedisError as error:
                self._down_until = time.monotonic() + AGAIN_AFTER
                log.warning(
                    "The cache does not answer (%s); each process remembers for itself.", type(error).__name__
                )
        return getattr(self._meanwhile, method)(*args, **values)

    def ping(self) -> None:
        """Ask Redis itself. Raises `RedisError`."""
        self._cache.get_client().ping()

    def add(self, *args: Any, **values: Any) -> Any:
        return self._ask("add", *args, **values)

    def get(self, *args: Any, **values: Any) -> Any:
        return self._ask("get", *args, **values)

    def set(self, *args: Any, **values: Any) -> Any:
        return self._ask("set", *args, **values)

    def touch(self, *args: Any, **values: Any) -> Any:
        return self._ask("touch", *args, **values)

    def delete(self, *args: Any, **values: Any) -> Any:
        return self._ask("delete", *args, **values)

    def get_many(self, *args: Any, **values: Any) -> Any:
        return self._ask("get_many", *args, **values)

    def set_many(self, *args: Any, **values: Any) -> Any:
        return self._ask("set_many", *args, **values)

    def delete_many(self, *args: Any, **values: Any) -> Any:
        return self._ask("delete_many", *args, **values)

    def has_key(self, *args: Any, **values: Any) -> Any:
        return self._ask("has_key", *args, **values)

    def incr(self, *args: Any, **values: Any) -> Any:
        return self._ask("incr", *args, **values)

    def clear(self) -> Any:
        return self._ask("clear")
