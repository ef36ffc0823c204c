"""Rows that factories make once in a run, put back in a statement a table by each later test that wants them."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Generic, TypeVar

from django.apps import apps
from django.db.models import Model

from lawbase.search.models import OutboxRow
from lawbase.statutes.models import LibraryState

T = TypeVar("T")
Rows = dict[type[Model], list[Model]]


class Replayed(Generic[T]):
    """What `make` returns, in a database that has the rows it made; call it inside a test's transaction.

    Primary keys are those of the first time. That is safe on PostgreSQL, whose sequences do not go back with a transaction.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: tuple[T, Rows] | None = None

    def __call__(self) -> T:
        if self._made is None:
            before = _rows()
            value = self._make()
            known = {model: {row.pk for row in rows} for model, rows in before.items()}
            fresh = {
                model: [row for row in rows if row.pk not in known.get(model, ())]
                for model, rows in _rows().items()
            }
            self._made = (deepcopy(value), fresh)
            return value
        value, rows = self._made
        for model, held in rows.items():
            model._base_manager.bulk_create(deepcopy(held))
        LibraryState.advance()
        return deepcopy(value)


def _rows() -> Rows:
    """All rows, but for what triggers write by themselves and the number of the library."""
    found = {
        model: list(model._base_manager.all())
        for model in apps.get_models(include_auto_created=True)
        if model not in (OutboxRow, LibraryState) and model._meta.managed
    }
    return {model: rows for model, rows in found.items() if rows}
