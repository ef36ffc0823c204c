"""`manage.py fetch`: download official texts into `texts/`, then ingest what is new."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lawbase.ingest.errors import SourceError
from lawbase.ingest.fetch.errors import FetchError
from lawbase.ingest.fetch.hosts import OFFICIAL
from lawbase.ingest.fetch.patience import Patience
from lawbase.ingest.fetch.plan import Wanted, wanted
from lawbase.ingest.fetch.run import OFFLINE, STOPPED, Places, fetch
from lawbase.ingest.fetch.shelf import Shelf
from lawbase.ingest.library import bring_up_to_date
from lawbase.ingest.register import load_sound
from lawbase.search.engines.base import IndexUnavailable

NICE = 10
"""How far the background steps back behind the server that readers wait for."""


class Command(BaseCommand):
    help = (
        "Download the official texts that corpus/statutes.yaml gives an address for into texts/, and ingest what is new. "
        "Resumes, retries, and changes nothing that fails its checks. Ends with 1 if a text could not be had or there is "
        "no network; with --background no network is no failure and ends with 0."
    )
    stealth_options = ("hosts", "patience")
    """Tests fetch from a server of their own, and without long waits."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", nargs="+", default=[], metavar="SLUG", help="fetch only these laws")
        parser.add_argument(
            "--list", action="store_true", help="say what would be fetched, and what is held of it"
        )
        parser.add_argument(
            "--background",
            action="store_true",
            help="at low priority, as `make run` starts it; see also fetch.log",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["background"]:
            os.nice(NICE)
        try:
            files = wanted(load_sound(settings.LAWBASE_CORPUS), options["only"])
            if options["list"]:
                self._list(files)
                return
            with _ended_as_by_ctrl_c():
                outcome = fetch(files, self._places(options), self.stdout.write, self._ingest)
        except (FetchError, SourceError, IndexUnavailable) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt as error:
            raise CommandError(STOPPED) from error
        if outcome.offline:
            if not options["background"]:
                raise CommandError(OFFLINE)
            self.stdout.write(OFFLINE)
            return
        self.stdout.write(f"{len(outcome.new)} new or changed, {len(outcome.unchanged)} unchanged.")
        for failure in outcome.errors:
            self.stderr.write(failure)
        if outcome.errors:
            raise CommandError(f"{len(outcome.errors)} failed, for the reasons above; what was held stays.")

    def _places(self, options: dict[str, Any]) -> Places:
        return Places(
            settings.LAWBASE_FETCHED,
            settings.LAWBASE_DATA,
            options.get("hosts") or OFFICIAL,
            options.get("patience") or Patience(),
        )

    def _ingest(self) -> Sequence[str]:
        report = bring_up_to_date(self.stdout.write).report
        return [f"Not stored: {failure}" for failure in report.errors]

    def _list(self, files: Sequence[Wanted]) -> None:
        shelf = Shelf(settings.LAWBASE_FETCHED)
        for one in files:
            held = shelf.held(shelf.newest(one.name) if one.title else one.name)
            state = f"held, retrieved {held.retrieved}" if held else "not held"
            self.stdout.write(f"{', '.join(one.slugs)}  {one.format}  {one.url}  {state}")


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """Told to end (SIGTERM), the fetch writes its note first, as with Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
