"""`manage.py outbox`: what has changed and is not in the index yet, and what the engine refused."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lawbase.search.models import OutboxRow
from lawbase.search.outbox.delivery import deliver_all


class Command(BaseCommand):
    help = "Show what waits for the search index and what was set aside; deliver it, or try what was set aside again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", nargs="?", choices=["status", "deliver", "retry"], default="status")
        parser.add_argument("idents", nargs="*", help="with retry: only these, as status prints them")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "retry":
            self._retry(options["idents"])
        if options["action"] != "status":
            done = deliver_all()
            self.stdout.write(
                f"{done.delivered} rows delivered, {done.refused} refused, {done.set_aside} of them set aside."
            )
            if done.unavailable:
                raise CommandError(f"{done.unavailable} What waits is kept and delivered later.")
        self._status()

    def _retry(self, idents: list[str]) -> None:
        rows = OutboxRow.objects.filter(set_aside=True)
        if idents:
            rows = rows.filter(ident__in=idents)
        count = rows.update(set_aside=False, attempts=0, due_at=timezone.now())
        self.stdout.write(f"{count} rows are tried again.")

    def _status(self) -> None:
        waiting = OutboxRow.objects.filter(delivered_at=None, set_aside=False)
        aside = OutboxRow.objects.filter(set_aside=True)
        self.stdout.write(f"{waiting.count()} rows wait, {aside.count()} are set aside.")
        for row in aside[:50]:
            self.stdout.write(f"  {row.ident}: refused {row.attempts} times; {row.error}")
