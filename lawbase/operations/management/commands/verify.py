"""`manage.py verify`: is every document of the database in every index, as it is now, and nothing else?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lawbase.search.engines.base import IndexUnavailable
from lawbase.search.indices import stores
from lawbase.search.outbox.delivery import waiting

SHOWN = 10


class Command(BaseCommand):
    help = "Compare the database with each search index: counts, keys, versions, content hashes. Ends with 1 on any difference."

    def handle(self, *args: Any, **options: Any) -> None:
        differences = 0
        for store in stores():
            try:
                found = store.verify()
            except IndexUnavailable as error:
                self.stderr.write(f"{store.name}: {error}")
                differences += 1
                continue
            for what in ("missing", "stale", "surplus"):
                idents = getattr(found, what)
                differences += len(idents)
                for ident in idents[:SHOWN]:
                    self.stderr.write(f"{store.name}: {what}: {ident}")
                if len(idents) > SHOWN:
                    self.stderr.write(f"{store.name}: {what}: and {len(idents) - SHOWN} more")
            self.stdout.write(f"{store.name}: {found.compared} documents compared.")
        self.stdout.write(f"{waiting()} changes wait in the outbox.")
        if differences:
            raise CommandError(
                f"{differences} differences between database and index; `python manage.py tasks send sweep`, or "
                "`python manage.py index build`, mends them."
            )
        self.stdout.write("Zero differences between database and index.")
