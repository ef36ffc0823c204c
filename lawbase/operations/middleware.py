"""Each request has an id, in every line logged for it and in its answer, and is counted."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from lawbase.operations.metrics import REQUEST_SECONDS, REQUESTS

SOUND = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
log = structlog.get_logger("lawbase.requests")
RETRY_AFTER = 5
"""Seconds after which a reader who met no database may ask again: it starts in less."""
QUIET = {"healthz", "readyz", "metrics"}
"""Views that are asked every few seconds by machines and not logged."""


class RequestLog:
    """Binds the request's id to the log, times it, and logs one line. The query is never logged: it is what readers think."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        ident = given if SOUND.match(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=ident)
        started = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - started
        response["X-Request-Id"] = ident
        view = (request.resolver_match and request.resolver_match.view_name) or "none"
        REQUESTS.labels(view, request.method if request.method in {"GET", "HEAD", "POST", "OPTIONS"} else "other",
                        response.status_code).inc()  # fmt: skip
        REQUEST_SECONDS.labels(view).observe(seconds)
        if view not in QUIET:
            log.info("request", view=view, status=response.status_code, milliseconds=round(seconds * 1000, 1))
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A database that is away is no fault of the page: say so, and when to come back. The rest is Django's to answer."""
        if not isinstance(error, OperationalError | InterfaceError):
            return None
        log.error("The database does not answer", error=type(error).__name__, exc_info=error)
        return HttpResponse(
            render_to_string("503.html"),
            status=503,
            headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"},
        )
