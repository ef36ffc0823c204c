"""The Celery application of workers and beat: `celery -A lawbase.config.celery worker`."""

from __future__ import annotations

import logging.config
import os
from typing import Any

import structlog
from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lawbase.config.settings")

app = Celery("lawbase")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["lawbase.operations"])


@signals.setup_logging.connect
def _log_as_django(**_rest: Any) -> None:
    """Workers log as the site does, not in Celery's own format."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
    logging.getLogger("celery").setLevel(logging.INFO)


@signals.task_prerun.connect
def _name_task(task_id: str, task: Any, **_rest: Any) -> None:
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(task_id=task_id, task=task.name)
