"""Running one long piece of work: one at a time, its progress written down for whoever asks."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone

from lawbase.ingest.progress import heard
from lawbase.operations.models import TaskRun
from lawbase.statutes.locks import Busy, exclusively

SECONDS_BETWEEN_SIGNS = 1.0
KEPT_RUNS = 500
"""Runs remembered of each task."""


class Running:
    """The run at work. `message` is what it tells about its end."""

    def __init__(self, row: TaskRun) -> None:
        self.row = row
        self.message = ""
        self._last = 0.0

    def progress(self, label: str, done: int, total: int | None) -> None:
        """Write down how far it is, at most once a second; never inside a transaction, which would hide or undo it."""
        now = time.monotonic()
        if now - self._last < SECONDS_BETWEEN_SIGNS or connection.in_atomic_block:
            return
        self._last = now
        self.row.label, self.row.done, self.row.total = label[:80], done, total
        self.row.save(update_fields=["label", "done", "total", "changed_at"])

    def say(self, sentence: str) -> None:
        self.message = f"{self.message}\n{sentence}".strip()[-4000:]


def run(name: str, work: Callable[[Running], None], key: str = "", task_id: str = "") -> TaskRun:
    """Do `work`, unless the same is being done elsewhere; then the run is written down as skipped.

    What `work` raises is written down and raised again. A run whose process died still counts as running until the next
    one takes its lock, and is then marked lost.
    """
    row = TaskRun(name=name, key=key, task_id=task_id, worker=f"{socket.gethostname()}:{os.getpid()}")
    try:
        with exclusively(f"{name} {key}".strip(), wait=False):
            TaskRun.objects.filter(name=name, key=key, state=TaskRun.State.RUNNING).update(
                state=TaskRun.State.LOST, ended_at=timezone.now()
            )
            row.save()
            with _written_down(row) as running:
                work(running)
    except Busy as error:
        row.state, row.message, row.ended_at = TaskRun.State.SKIPPED, str(error), timezone.now()
        row.save()
    _forget_old(name)
    return row


@contextmanager
def _written_down(row: TaskRun) -> Iterator[Running]:
    running = Running(row)
    token = heard.set(running.progress)
    try:
        yield running
        row.state = TaskRun.State.DONE
    except BaseException as error:
        row.state = TaskRun.State.FAILED
        running.say(str(error) or type(error).__name__)
        raise
    finally:
        heard.reset(token)
        row.message, row.ended_at = running.message, timezone.now()
        # Where the database itself is what failed, the run stays "running" and is marked lost by the next one.
        if connection.is_usable():
            row.save()


def _forget_old(name: str) -> None:
    oldest = TaskRun.objects.filter(name=name).values_list("pk", flat=True)[KEPT_RUNS : KEPT_RUNS + 1]
    if last := next(iter(oldest), None):
        TaskRun.objects.filter(name=name, pk__lte=last).delete()
