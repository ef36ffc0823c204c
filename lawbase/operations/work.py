"""What each task does, for a worker and for the command line alike."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from io import StringIO

from django.core.management import call_command

from lawbase.ingest.library import bring_up_to_date
from lawbase.operations.running import Running
from lawbase.search.indices import store_named, stores
from lawbase.search.outbox import delivery
from lawbase.search.outbox.sweep import sweep as sweep_store

log = logging.getLogger(__name__)


def ingest(running: Running, only: Sequence[str] = (), force: bool = False) -> None:
    """Read what changed, store it, link it, and bring the index after it. Raises `SourceError`."""
    outcome = bring_up_to_date(running.say, only, force)
    report = outcome.report
    running.say(
        f"{report.sources} sources, {report.unchanged} unchanged; {report.laws} laws read, {report.added} versions added, "
        f"{report.superseded} superseded."
    )
    for failure in report.errors:
        running.say(f"Not stored: {failure}")


def fetch(running: Running, only: Sequence[str] = ()) -> None:
    """Download official texts and ingest what is new. Raises `CommandError`."""
    said = StringIO()
    try:
        call_command("fetch", *(("--only", *only) if only else ()), stdout=said, stderr=said)
    finally:
        running.say(said.getvalue())


def build_index(running: Running, engine: str = "") -> None:
    """Build a new index beside the one in use and swap it in: of one engine, or of every engine in use."""
    said = StringIO()
    for store in [store_named(engine)] if engine else stores():
        call_command("index", "build", "--engine", store.name, stdout=said, stderr=said)
    running.say(said.getvalue())


def deliver() -> int:
    """Deliver what is due; returns the rows delivered."""
    return delivery.deliver_all().delivered


def sweep(running: Running) -> None:
    """Compare database and index, and mend each difference."""
    for store in stores():
        if store.current() is None:
            running.say(f"{store.name}: there is no index yet.")
            continue
        found = sweep_store(store)
        running.say(
            f"{store.name}: {found.compared} documents compared; {found.missing} missing, {found.stale} stale, "
            f"{found.surplus} surplus; {found.mended} mended."
        )


def check_corpus(running: Running) -> None:
    """Check the editors' data against the official texts. Raises `CommandError` naming the faults."""
    said = StringIO()
    try:
        call_command("check_corpus", stdout=said, stderr=said)
    finally:
        running.say(said.getvalue())
