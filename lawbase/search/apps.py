from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class SearchConfig(AppConfig):
    name = "lawbase.search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lawbase.search import checks  # noqa: F401 - registers them

        pre_migrate.connect(_remove_triggers, dispatch_uid="lawbase.search.outbox")
        post_migrate.connect(_install_triggers, dispatch_uid="lawbase.search.outbox")


def _remove_triggers(sender: Any, using: str, **_rest: Any) -> None:
    """SQLite changes a table by making it anew under another name, and a trigger that reads it then names no table."""
    if sender.name == "lawbase.search":
        from lawbase.search.outbox.triggers import remove

        remove(connections[using])


def _install_triggers(sender: Any, using: str, **_rest: Any) -> None:
    """Once a `migrate`: when the room that is migrated last has been."""
    if sender.name == "lawbase.search":
        from lawbase.search.outbox.triggers import install

        install(connections[using])
