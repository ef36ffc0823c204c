"""Celery tasks: each loads and delegates, no more. Without a broker the same functions run where they are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from celery import shared_task
from django.db import OperationalError

from lawbase.operations import work
from lawbase.operations.running import run

LONG = {"time_limit": 3600, "soft_time_limit": 3540}
"""Seconds: an ingestion of everything takes two minutes; after an hour something is wrong."""
SHORT = {"time_limit": 300, "soft_time_limit": 270}
AGAIN = {"autoretry_for": (OperationalError,), "retry_backoff": 5, "retry_jitter": True, "max_retries": 5}
"""Only where doing it again is safe: everything that is stored is stored whole, so an ingestion is, like a delivery."""


@shared_task(name="lawbase.ingest", bind=True, **LONG, **AGAIN)
def ingest(self: Any, only: Sequence[str] = (), force: bool = False) -> str:
    return run(
        "ingest", lambda running: work.ingest(running, only, force), task_id=self.request.id or ""
    ).state


@shared_task(name="lawbase.fetch", bind=True, **LONG)
def fetch(self: Any, only: Sequence[str] = ()) -> str:
    return run("fetch", lambda running: work.fetch(running, only), task_id=self.request.id or "").state


@shared_task(name="lawbase.build_index", bind=True, **LONG)
def build_index(self: Any, engine: str = "") -> str:
    return run(
        "index", lambda running: work.build_index(running, engine), key=engine, task_id=self.request.id or ""
    ).state


@shared_task(name="lawbase.deliver", bind=True, **SHORT, **AGAIN)
def deliver(self: Any) -> int:
    """Deliver the outbox. Not written down as a run: it happens every few seconds, and `/readyz` shows what waits."""
    return work.deliver()


@shared_task(name="lawbase.sweep", bind=True, **LONG, **AGAIN)
def sweep(self: Any) -> str:
    return run("sweep", work.sweep, task_id=self.request.id or "").state


@shared_task(name="lawbase.embed", bind=True, **LONG)
def embed(self: Any) -> str:
    return run("embed", work.embed, task_id=self.request.id or "").state


@shared_task(name="lawbase.check_corpus", bind=True, **LONG)
def check_corpus(self: Any) -> str:
    return run("check_corpus", work.check_corpus, task_id=self.request.id or "").state
