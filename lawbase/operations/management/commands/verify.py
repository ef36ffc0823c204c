"""`manage.py verify`: is every document of the database in every index, as it is now, and nothing else?"""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from lawbase.search.outbox.delivery import waiting


class Command(BaseCommand):
    help = "Compare the database with each search index, document by document. Ends with 1 on any difference."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            call_command("index", "verify", stdout=self.stdout, stderr=self.stderr)
        except CommandError as error:
            raise CommandError(f"{error} {waiting()} changes wait in the outbox.") from error
        if count := waiting():
            self.stdout.write(f"{count} changes wait in the outbox; none of them is a difference.")
        self.stdout.write("Zero differences between database and index.")
