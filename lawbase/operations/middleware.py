"""Each request has an id, in every line logged for it and in its answer, and is counted."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from lawbase.operations.metrics import REQUEST_SECONDS, REQUESTS

SOUND = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
log = structlog.get_logger("lawbase.requests")
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
