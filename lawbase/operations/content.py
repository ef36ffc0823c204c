"""One number for what a library holds, whatever database holds it: to compare SQLite with PostgreSQL, or before with after."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models

ROOMS = ("statutes", "cases", "citations", "taxonomy")
IGNORED = ("recorded_at", "changed_at", "ingested_at", "superseded_at")
"""When a row was written says nothing about what it holds. Of versions, those since corrected are left out."""
CHUNK = 2000
Hashes = dict[Any, bytes]


def content_hashes() -> dict[str, str]:
    """A hash for each table, by its name, and `whole` over all of them.

    A row is hashed by its values, with the row that it refers to standing in for a number that each database gives its own
    way; a table by the sum of its rows, so that their order does not matter.
    """
    known: dict[type[models.Model], Hashes] = {}
    found: dict[str, str] = {}
    for model in _in_order():
        known[model] = hashes = _rows(model, known)
        total = sum(int.from_bytes(row, "big") for row in hashes.values()) % (1 << 128)
        found[model._meta.db_table] = f"{len(hashes)}:{total:032x}"
    whole = "\n".join(f"{name} {value}" for name, value in sorted(found.items()))
    return {**found, "whole": hashlib.blake2b(whole.encode(), digest_size=16).hexdigest()}


def _in_order() -> list[type[models.Model]]:
    """The models of the rooms, each after those that it refers to."""
    wanted = [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        # How the editors' items came about is not what they say.
        if model._meta.model_name != "librarystate" and not hasattr(model, "history_id")
    ]
    ordered: list[type[models.Model]] = []
    while wanted:
        ready = [
            model
            for model in wanted
            if all(other in ordered for other in _referred(model) if other is not model)
        ]
        if not ready:
            raise RuntimeError(
                f"Models refer to each other in a circle: {[model._meta.label for model in wanted]}"
            )
        ordered += ready
        wanted = [model for model in wanted if model not in ready]
    return ordered


def _referred(model: type[models.Model]) -> Iterator[type[models.Model]]:
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model._meta.app_label in ROOMS:  # type: ignore[union-attr]
            yield field.related_model  # type: ignore[misc]


def _rows(model: type[models.Model], known: dict[type[models.Model], Hashes]) -> Hashes:
    own_key = model._meta.pk is not None and not isinstance(model._meta.pk, models.AutoField)
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.name not in IGNORED and (own_key or not field.primary_key)
    ]
    rows = model._default_manager.all()
    if model._meta.model_name == "provisionversion":
        rows = rows.filter(superseded_at=None)
    hashes: Hashes = {}
    later: list[tuple[Any, ...]] = []
    names = [field.attname for field in fields]
    for row in rows.order_by("pk").values_list("pk", *names).iterator(chunk_size=CHUNK):
        if not _add(row, fields, model, hashes, known):
            later.append(row)
    # Rows that refer to rows of the same table which come behind them.
    while later:
        rest = [row for row in later if not _add(row, fields, model, hashes, known)]
        if len(rest) == len(later):
            raise RuntimeError(f"Rows of {model._meta.label} refer to each other in a circle.")
        later = rest
    return hashes


def _add(
    row: tuple[Any, ...],
    fields: list[Any],
    model: type[models.Model],
    hashes: Hashes,
    known: dict[type[models.Model], Hashes],
) -> bool:
    digest = hashlib.blake2b(model._meta.label.encode(), digest_size=16)
    for field, value in zip(fields, row[1:], strict=True):
        if value is not None and field.is_relation:
            others = hashes if field.related_model is model else known.get(field.related_model)
            if others is not None:
                if value not in others:
                    if field.related_model is model:
                        return False
                    # A version since corrected is not hashed; what quotes it is left out of nothing.
                    value = "corrected"
                else:
                    value = others[value].hex()
        digest.update(b"\x1f" + _text(value).encode())
    hashes[row[0]] = digest.digest()
    return True


def _text(value: Any) -> str:
    """The same for the same value from either database: keys of objects in order, whole numbers without a point."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{_text(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()
    return repr(value) if isinstance(value, (str, bool)) or value is None else str(value)
