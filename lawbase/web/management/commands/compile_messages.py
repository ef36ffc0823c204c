"""`manage.py compile_messages`: make the catalogues that Chinese pages need, without gettext's tools."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from lawbase.web.messages import catalogues, compile_messages


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/django.po where it changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{len(compile_messages())} of {len(catalogues())} catalogues compiled.")
