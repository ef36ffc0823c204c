"""What each task does, for a worker and for the command line alike."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from django.conf import settings
from django.core.management import call_command

from lawbase.ingest.library import bring_up_to_date
from lawbase.ingest.progress import bar
from lawbase.operations.running import Running
from lawbase.search.documents import all_documents, expected_count
from lawbase.search.indices.configured import all_indices
from lawbase.search.indices.spool import Spool
from lawbase.search.outbox import delivery
from lawbase.search.outbox.sweep import sweep as sweep_index
from lawbase.search.semantic import background
from lawbase.search.semantic.embedder import installed

EMBEDDED = 6000
"""Passages that one run embeds: within the hour that a task may take, on one slow core."""


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
    """Build a new index beside the one in use and swap it in: of one engine, or of every one in use. Raises `CommandError`."""
    said = StringIO()
    try:
        call_command("index", "build", *(("--engine", engine) if engine else ()), stdout=said, stderr=said)
    finally:
        running.say(said.getvalue())


def deliver() -> int:
    """Deliver what is due; returns the rows delivered."""
    return delivery.deliver_all().delivered


def sweep(running: Running) -> None:
    """Compare database and indices, and mend each difference. Raises `IndexUnavailable`."""
    every = all_indices()
    spool = Spool(lambda: bar(all_documents(), "Comparing", expected_count()), passes=len(every))
    for indices in every:
        if indices.current() is None:
            running.say(f"{indices.name}: there is no index yet.")
            continue
        swept = sweep_index(indices, spool)
        found = swept.found
        running.say(
            f"{indices.name}: {found.compared} documents compared; {len(found.missing)} missing, {len(found.stale)} stale, "
            f"{len(found.surplus)} surplus; {swept.mended} addresses mended."
        )
        for error in swept.errors[:20]:
            running.say(error)


def embed(running: Running) -> None:
    """Embed what has no vector yet, at most `EMBEDDED` passages; the next run goes on. Raises `VectorsUnreadable`, `Busy`."""
    if not settings.LAWBASE_SEMANTIC or not installed():
        running.say("Search by meaning is switched off here, or its model is not installed.")
        return
    built = background.embed(lambda done, total: running.progress("Embedding", done, total), limit=EMBEDDED)
    running.say(f"{built.made} passages embedded; {built.wanted} in all.")


def check_corpus(running: Running) -> None:
    """Check the editors' data against the official texts. Raises `CommandError` naming the faults."""
    said = StringIO()
    try:
        call_command("check_corpus", stdout=said, stderr=said)
    finally:
        running.say(said.getvalue())
