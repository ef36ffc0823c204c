"""The histories computed afresh from the sources, and what became of each: for `manage.py reconcile`. Stores nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lawbase.ingest import discover, histories
from lawbase.ingest.errors import SourceError
from lawbase.ingest.pipeline import Incoming, read_source
from lawbase.ingest.register import Register, load_sound
from lawbase.statutes.history import Applied, Check, History

CHINESE = ("china-law-package", "flk-docx", "chinese-markdown")
"""Adapters whose laws have amending instruments that the grammar reads."""


@dataclass(frozen=True)
class Reconciled:
    """One law: how its editions stand to its history. `known` says why a check that failed is a defect of its source."""

    slug: str
    title: str
    history: History
    seconds: float
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    """By key and edition name."""

    def of(self, verdict: str) -> list[Check]:
        return [check for check in self.history.checks if check.verdict == verdict]

    @property
    def explained(self) -> list[Check]:
        return [check for check in self.of("failed") if (check.key, check.edition) in self.known]

    @property
    def unexplained(self) -> list[Check]:
        return [check for check in self.of("failed") if (check.key, check.edition) not in self.known]

    @property
    def unapplied(self) -> tuple[Applied, ...]:
        return self.history.unapplied


def reconcile(folders: Sequence[Path], package: Path | None, corpus: Path) -> Iterator[Reconciled]:
    """Every law of which an amending instrument is held, in order of slug. Raises `SourceError` if the register has faults.

    A source that cannot be read is left out: `manage.py ingest` says why.
    """
    register = load_sound(corpus)
    incoming = Incoming(owners=register.owners())
    for found in discover.find(folders, package):
        if found.adapter is None or found.adapter.name not in CHINESE or found.name in register.left_out:
            continue
        try:
            read_source(found, discover.describe(found), register, incoming)
        except SourceError:
            continue
    targets = histories.amended_laws(incoming.names)
    for slug in sorted(incoming.editions):
        sources = histories.gather(slug, incoming.names, incoming.editions, targets)
        if not sources.instruments:
            continue
        started = time.perf_counter()
        laid = histories.lay(sources)
        seconds = time.perf_counter() - started
        if laid.history is not None:
            known = _known_defects(register, slug, sources)
            yield Reconciled(slug, sources.names.title, laid.history, seconds, known)


def _known_defects(register: Register, slug: str, sources: histories.Sources) -> dict[tuple[str, str], str]:
    return {
        (correction.provision, histories.name_of(dated)): f"{correction.why.en} ({correction.evidence})"
        for dated in sources.editions
        for correction in register.corrections_for(slug, dated.edition.version)
        if correction.what == "known-defect" and correction.provision
    }
