"""Giving a task to the worker, or doing it here where there is none."""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.conf import settings
from django.db import connections

log = logging.getLogger(__name__)


def send(name: str, **arguments: Any) -> bool:
    """Have `lawbase.<name>` done. False if the broker does not answer; then nothing was given to anybody.

    Without a broker a thread of this process does it, so that whoever asked is not kept waiting.
    """
    from lawbase.operations import tasks

    task = getattr(tasks, name)
    if not settings.CELERY_BROKER_URL:
        threading.Thread(target=_here, args=(task, arguments), name=f"lawbase.{name}", daemon=True).start()
        return True
    from kombu.exceptions import OperationalError

    try:
        task.apply_async(kwargs=arguments, retry=False)
    except (OperationalError, OSError) as error:
        log.warning(
            "The broker does not answer (%s); %s was not given to a worker.", type(error).__name__, name
        )
        return False
    return True


def _here(task: Any, arguments: dict[str, Any]) -> None:
    try:
        task(**arguments)
    except Exception:
        # The run says so too, where it could be written down; a thread has nobody to raise to.
        log.exception("%s failed.", task.name)
    finally:
        connections.close_all()
