"""Logging: lines for a person, or JSON for a log server, with the ids of request and task and without what readers asked."""

from __future__ import annotations

from typing import Any

import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure(as_json: bool) -> dict[str, Any]:
    """Configure structlog and return Django's LOGGING. Requests are logged line by line only as JSON."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    before: list[Any] = [*SHARED, structlog.stdlib.ExtraAdder(allow=())]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": before,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *([structlog.processors.format_exc_info] if as_json else []),
                    renderer,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "lawbase": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
            "lawbase.requests": {"level": "INFO" if as_json else "WARNING"},
            # Django itself would only mail an error; an operator reads stderr. Its record holds the address with its query,
            # so the address is left out of what is formatted (`RequestLog` logs the view).
            "django.request": {
                "handlers": ["stderr"],
                "level": "ERROR",
                "propagate": False,
                "filters": ["no_query"],
            },
        },
        "filters": {"no_query": {"()": "lawbase.config.logs.WithoutQuery"}},
    }


class WithoutQuery:
    """Cuts the arguments of Django's "Internal Server Error: /path" to the path before any `?`, and drops the request."""

    def filter(self, record: Any) -> bool:
        if record.args:
            record.args = tuple(str(part).partition("?")[0] for part in record.args)
        record.__dict__.pop("request", None)
        return True
