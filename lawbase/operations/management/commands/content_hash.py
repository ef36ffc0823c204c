"""`manage.py content_hash`: one number for what the library holds, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from lawbase.operations.content import content_hashes


class Command(BaseCommand):
    help = "Print a hash of each table's content and of all of it; equal libraries print equal hashes."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, value in content_hashes().items():
            self.stdout.write(f"{name:<32} {value}")
