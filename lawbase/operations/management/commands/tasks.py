"""`manage.py tasks`: what long work was done, is being done, and how far it is; or give one to the worker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lawbase.operations.models import TaskRun
from lawbase.operations.sending import send

NAMES = ("ingest", "fetch", "build_index", "sweep", "check_corpus", "deliver", "embed")


class Command(BaseCommand):
    help = "Show the latest runs of long work, or send one to the worker: manage.py tasks send ingest"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", nargs="?", choices=["list", "send"], default="list")
        parser.add_argument("name", nargs="?", choices=NAMES)
        parser.add_argument("--last", type=int, default=20, help="how many runs to list")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "send":
            from django.conf import settings

            if not options["name"]:
                raise CommandError(f"Name the task to send: {', '.join(NAMES)}.")
            if not settings.CELERY_BROKER_URL:
                raise CommandError(
                    "There is no worker: CELERY_BROKER_URL is not set. Run the command itself, for example "
                    "`python manage.py ingest`."
                )
            if not send(options["name"]):
                raise CommandError("The broker does not answer; start Redis, or run the command itself.")
            self.stdout.write(f"{options['name']} was given to the worker.")
            return
        for row in TaskRun.objects.all()[: options["last"]]:
            ended = f"ended {row.ended_at:%Y-%m-%d %H:%M:%S}" if row.ended_at else row.progress
            self.stdout.write(
                f"{row.started_at:%Y-%m-%d %H:%M:%S}  {row.name:<13} {row.key} {row.get_state_display():<8} {ended}"
            )
            for line in row.message.splitlines():
                self.stdout.write(f"    {line}")
