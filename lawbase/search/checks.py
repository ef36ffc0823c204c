"""What `manage.py` says of the indices before it does anything: only what needs no network."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from lawbase.search.indices.configured import index_folder


@register("search")
def embedded_index_fits(**_kwargs: Any) -> list[CheckMessage]:
    """An embedded index that other rules built: fewer or other things are found in it."""
    current = index_folder().current()
    return [
        Warning(f"Search: {fault}.", hint="Run `python manage.py index build`.", id="lawbase.search.W001")
        for fault in (current.faults() if current else ())
    ]
