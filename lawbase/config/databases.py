"""PostgreSQL from its address."""

from __future__ import annotations

from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

KEPT_OPEN = 600
"""Seconds that a connection serves request after request."""


def postgresql(url: str) -> dict[str, Any]:
    """Django's settings for `DATABASE_URL`. Raises `ImproperlyConfigured`, without repeating what may hold a password."""
    try:
        # Health checks: after a restart of the server the next request opens a new connection instead of failing.
        found = dj_database_url.parse(url, conn_max_age=KEPT_OPEN, conn_health_checks=True)
    except (dj_database_url.UnknownSchemeError, dj_database_url.ParseError) as error:
        raise ImproperlyConfigured(
            "DATABASE_URL is not an address of PostgreSQL; write it like postgres://user:password@host:5432/lawbase."
        ) from error
    if not found.get("NAME"):
        raise ImproperlyConfigured(
            "DATABASE_URL names no database; end it with one, as in postgres://user:password@host:5432/lawbase."
        )
    options = {"connect_timeout": 5, **found.get("OPTIONS", {})}
    return {**found, "OPTIONS": options}
