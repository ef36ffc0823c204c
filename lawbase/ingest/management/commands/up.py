"""`manage.py up`: everything between a fresh checkout and a served page. `make run` calls it."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from waitress import create_server

from lawbase.ingest.errors import SourceError
from lawbase.ingest.fetch.note import was_fetched
from lawbase.ingest.library import bring_up_to_date, is_up_to_date
from lawbase.search.engines.base import IndexUnavailable

THREADS = 8


class Command(BaseCommand):
    help = "Migrate, ingest, index, then serve. What is done already is not done again."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="do everything but serve")
        parser.add_argument(
            "--no-fetch", action="store_true", help="do not fetch official texts in the background"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        settings.LAWBASE_DATA.mkdir(parents=True, exist_ok=True)
        call_command("compile_messages", verbosity=0)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        if not is_up_to_date():
            self._bring_up_to_date()
        if options["prepare_only"]:
            return
        try:
            server = create_server(
                _application(),
                host=options["host"],
                port=options["port"],
                threads=THREADS,
                ident="LawBase",
            )
        except OSError as error:
            raise CommandError(
                f"Port {options['port']} on {options['host']} is taken ({error.strerror}); "
                "stop what uses it, or choose another: make run PORT=8001"
            ) from error
        if not options["no_fetch"]:
            self._fetch_in_background()
        seconds = time.perf_counter() - started
        self.stdout.write(
            f"LawBase serves http://{options['host']}:{options['port']}/ (ready in {seconds:.1f} s; Ctrl-C ends it)"
        )
        self.stdout.flush()
        server.run()

    def _bring_up_to_date(self) -> None:
        try:
            outcome = bring_up_to_date(self.stdout.write)
        except SourceError as error:
            raise CommandError(str(error)) from error
        except IndexUnavailable as error:
            # Texts can be read without any index, and the embedded one, built first, answers meanwhile.
            self.stderr.write(f"Not indexed: {error}")
            return
        self.stdout.write("; ".join(f"{name} {seconds:.1f} s" for name, seconds in outcome.seconds.items()))
        for failure in outcome.report.errors:
            self.stderr.write(f"Not stored: {failure}")

    def _fetch_in_background(self) -> None:
        """On the first start only: until a fetch has come to its end with a network there. `LAWBASE_FETCH=0` turns it off.

        The child has a session of its own, so Ctrl-C here does not reach it: it ends by itself, within minutes, and tells
        the coverage page. Until then it may ingest; a server started meanwhile waits for it where it must (`locks.py`), and
        a second fetch gives way. Killed at any moment, it leaves whole files and whole laws, and the next start goes on.
        """
        if not settings.LAWBASE_FETCH or was_fetched(settings.LAWBASE_DATA):
            return
        with (settings.LAWBASE_DATA / "fetch.log").open("a") as log:
            subprocess.Popen(  # noqa: S603 - our own interpreter and script, no outside words
                [sys.executable, str(settings.BASE_DIR / "manage.py"), "fetch", "--background"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def _application() -> Any:
    from lawbase.config.wsgi import application

    return application
