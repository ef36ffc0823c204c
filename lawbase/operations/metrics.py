"""Prometheus metrics: requests, search by engine, outbox, tasks, ingestion.

What happens in a web process is counted there (over several processes in the folder `PROMETHEUS_MULTIPROC_DIR`); what
workers do is read from the database when the metrics are asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError
from django.db.models import Count, Max
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from lawbase.operations import health
from lawbase.operations.models import TaskRun
from lawbase.search.signals import answered
from lawbase.statutes.models import Law, LibraryState, ProvisionVersion

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
OURS = CollectorRegistry()
REQUESTS = Counter(
    "lawbase_requests_total", "Requests answered.", ["view", "method", "status"], registry=OURS
)
REQUEST_SECONDS = Histogram(
    "lawbase_request_seconds", "Seconds until an answer was ready.", ["view"], buckets=BUCKETS, registry=OURS
)
SEARCH_SECONDS = Histogram(
    "lawbase_search_seconds",
    "Seconds a search took, by the engine that answered.",
    ["engine", "degraded"],
    buckets=BUCKETS,
    registry=OURS,
)


def listen() -> None:
    """Count every search, whoever asked it."""
    answered.connect(_on_search, dispatch_uid="lawbase.operations.metrics")


def _on_search(sender: Any, engine: str, degraded: bool, seconds: float, **_rest: Any) -> None:
    SEARCH_SECONDS.labels(engine or "none", "yes" if degraded else "no").observe(seconds)


class _FromDatabase(Collector):
    """Gauges of what all processes share."""

    def collect(self) -> Iterator[Metric]:
        try:
            yield from self._outbox()
            yield from self._tasks()
            yield from self._library()
        except DatabaseError:
            # Without a database there is nothing to count; that it is down is said by lawbase_part_up.
            pass
        up = GaugeMetricFamily("lawbase_part_up", "1 where a part answers.", labels=["part"])
        for part in health.parts():
            if part.state != "off":
                up.add_metric([part.name], float(part.state == "up"))
        yield up

    def _outbox(self) -> Iterator[Metric]:
        facts = health.outbox()
        for name, text in (
            ("waiting", "Changes not yet in the index."),
            ("lag_seconds", "Age of the oldest of them."),
            ("set_aside", "Changes that the engine refused for good."),
        ):
            yield GaugeMetricFamily(f"lawbase_outbox_{name}", text, value=facts[name])

    def _tasks(self) -> Iterator[Metric]:
        runs = GaugeMetricFamily(
            "lawbase_task_runs", "Runs remembered, by task and state.", labels=["task", "state"]
        )
        ended = GaugeMetricFamily(
            "lawbase_task_last_end_seconds", "Unix time at which a task last ended well.", labels=["task"]
        )
        for name, state, count, last in (
            TaskRun.objects.values_list("name", "state")
            .annotate(Count("pk"), Max("ended_at"))
            .order_by("name", "state")
        ):
            runs.add_metric([name, state], count)
            if state == TaskRun.State.DONE and last:
                ended.add_metric([name], last.timestamp())
        yield runs
        yield ended

    def _library(self) -> Iterator[Metric]:
        yield GaugeMetricFamily(
            "lawbase_library_state", "Rises with every stored change.", value=LibraryState.current()
        )
        yield GaugeMetricFamily("lawbase_laws", "Laws stored.", value=Law.objects.count())
        yield GaugeMetricFamily(
            "lawbase_versions", "Dated versions stored.", value=ProvisionVersion.objects.current().count()
        )


def exposition() -> tuple[bytes, str]:
    """The metrics as text, and its content type."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)
    else:
        registry = OURS
    shared = CollectorRegistry()
    shared.register(_FromDatabase())
    return generate_latest(registry) + generate_latest(shared), CONTENT_TYPE_LATEST
