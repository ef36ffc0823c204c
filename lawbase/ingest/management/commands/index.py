"""`manage.py index build | status | verify | swap | rollback | prune`: the search indices, of one engine or of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lawbase.ingest.progress import bar
from lawbase.search.documents import all_documents, expected_count
from lawbase.search.engines.base import IndexUnavailable
from lawbase.search.indices.base import IndexInfo, Indices
from lawbase.search.indices.configured import ELASTICSEARCH, EMBEDDED, all_indices, indices_of
from lawbase.search.indices.spool import Spool
from lawbase.search.indices.verify import Differences, verify
from lawbase.search.outbox.rebuild import rebuild
from lawbase.statutes.models import LibraryState

ACTIONS = ("build", "status", "verify", "swap", "rollback", "prune")
SHOWN = 20
"""Differences of one kind that are named."""


class Command(BaseCommand):
    help = (
        "build: a new index beside the one in use, checked, then swapped in. status: what there is, and whether it fits the "
        "library. verify: compare index and database, document by document. swap, rollback: put another index in use. "
        "prune: remove what is not needed any more."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=ACTIONS)
        parser.add_argument(
            "name", nargs="?", default="", help="the index to swap in; the newest if none is named"
        )
        parser.add_argument(
            "--engine",
            choices=[EMBEDDED, ELASTICSEARCH],
            help="only this engine; otherwise every one set up here",
        )
        parser.add_argument("--no-swap", action="store_true", help="build, but leave the old index in use")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            chosen = (indices_of(options["engine"]),) if options["engine"] else all_indices()
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["name"] and (options["action"] != "swap" or len(chosen) > 1):
            raise CommandError("An index is named for one engine's swap: index swap NAME --engine ENGINE.")
        try:
            getattr(self, f"_{options['action']}")(chosen, **options)
        except IndexUnavailable as error:
            raise CommandError(str(error)) from error

    def _build(self, chosen: Sequence[Indices], **options: Any) -> None:
        total = expected_count()
        if not total:
            raise CommandError("There is nothing to index; run `python manage.py ingest` first.")
        spool = Spool(lambda: bar(all_documents(), "Indexing", total), passes=len(chosen))
        for indices, info in zip(chosen, rebuild(chosen, spool, swap=not options["no_swap"]), strict=True):
            self._say(indices, f"{info.documents} documents indexed in {info.name}.")
            if options["no_swap"]:
                self._say(indices, f"Put it in use: index swap {info.name} --engine {indices.name}")

    def _status(self, chosen: Sequence[Indices], **_options: Any) -> None:
        state = LibraryState.current()
        for indices in chosen:
            found = indices.status()
            for info in found:
                self._say(indices, f"{info.name}: {_described(info, state)}")
            if not any(info.current for info in found):
                self._say(indices, "There is no index in use; run `python manage.py index build`.")

    def _verify(self, chosen: Sequence[Indices], **_options: Any) -> None:
        total = expected_count()
        spool = Spool(lambda: bar(all_documents(), "Comparing", total), passes=len(chosen))
        wrong = 0
        for indices in chosen:
            found = verify(indices, spool)
            for line in _listed(found):
                self._say(indices, line)
            wrong += bool(found)
        if wrong:
            raise CommandError("Index and database differ; run `python manage.py index build`.")

    def _swap(self, chosen: Sequence[Indices], **options: Any) -> None:
        for indices in chosen:
            self._in_use(indices, indices.swap(options["name"]))

    def _rollback(self, chosen: Sequence[Indices], **_options: Any) -> None:
        for indices in chosen:
            self._in_use(indices, indices.rollback())

    def _prune(self, chosen: Sequence[Indices], **_options: Any) -> None:
        for indices in chosen:
            gone = indices.prune()
            self._say(indices, f"Removed: {', '.join(gone)}." if gone else "Nothing to remove.")

    def _in_use(self, indices: Indices, info: IndexInfo) -> None:
        self._say(indices, f"{info.name} is in use: {_described(info, LibraryState.current())}")

    def _say(self, indices: Indices, words: str) -> None:
        self.stdout.write(f"{indices.name}: {words}")


def _described(info: IndexInfo, state: int) -> str:
    if not info.complete:
        return f"{info.documents} documents so far; being built, or left by a killed build."
    use = "in use; " if info.current else ""
    if faults := info.faults():
        fit = f"{'; '.join(faults)}: build it anew"
    elif info.fits(state):
        fit = "fits the library"
    else:
        fit = f"of library state {info.state}, the library is at {state}: build it anew"
    return f"{info.documents} documents, analysis {info.analysis}; {use}{fit}."


def _listed(found: Differences) -> Iterator[str]:
    yield (
        f"{found.compared} documents compared: {len(found.missing)} missing, {len(found.stale)} stale, "
        f"{len(found.surplus)} surplus."
    )
    for word, ids in (("missing", found.missing), ("stale", found.stale), ("surplus", found.surplus)):
        for ident in ids[:SHOWN]:
            yield f"  {word}: {ident}"
        if len(ids) > SHOWN:
            yield f"  {word}: and {len(ids) - SHOWN} more"
