"""Rows brought to what `corpus/` says, in place: what is unchanged is not touched, so that a history record and a row of the
outbox each mean a change."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from lawbase.ingest.corpus.documents import KeyPath
from lawbase.ingest.corpus.placed import Placed

Row = TypeVar("Row", bound=Model)
Values = Mapping[str, Any]
REASON = "corpus/"
BATCH = 100
"""Rows a statement: a row of twenty columns, and some databases take a thousand values."""


def bring(
    model: type[Row],
    held: Iterable[Row],
    key: Callable[[Row], Hashable],
    wanted: Mapping[Any, Values],
    unsaid: Collection[str] = (),
) -> dict[Any, Row]:
    """Delete of `held` what nothing wants, create what is new, update what changed; the wanted rows by key.

    `wanted` has the values of all columns that `corpus/` fills. A change of columns in `unsaid` alone is stored and leaves
    no history. Keys of rows that are held are unique.
    """
    rows: dict[Any, Row] = {}
    changed: dict[str, list[Row]] = {}
    for row in held:
        if key(row) not in wanted:
            row._change_reason = REASON  # type: ignore[attr-defined]
            row.delete()
            continue
        rows[key(row)] = row
        differing = differing_in(row, wanted[key(row)])
        for name in differing:
            setattr(row, name, wanted[key(row)][name])
        if set(differing) - set(unsaid):
            changed.setdefault("told", []).append(row)
        elif differing:
            changed.setdefault("untold", []).append(row)
    new = {name: model(**values) for name, values in wanted.items() if name not in rows}
    fields = sorted({model._meta.get_field(name).name for values in wanted.values() for name in values})
    if told := changed.get("told"):
        bulk_update_with_history(told, model, fields, batch_size=BATCH, default_change_reason=REASON)
    if untold := changed.get("untold"):
        model._default_manager.bulk_update(untold, list(unsaid), batch_size=BATCH)
    if new:
        bulk_create_with_history(list(new.values()), model, batch_size=BATCH, default_change_reason=REASON)
    return {name: rows.get(name) or new[name] for name in wanted}


def differing_in(row: Model, values: Values) -> list[str]:
    """Names of the values that the row does not have."""
    return [name for name, value in values.items() if getattr(row, name) != value]


def written(placed: Placed[Any], path: KeyPath = ()) -> str:
    """The item, or the part of it at `path`, as its file has it: one value a line, so that two of them can be compared."""
    data = placed.document.data
    for part in (*placed.path, *path):
        data = data[part]
    return json.dumps(data, ensure_ascii=False, indent=1, default=str)


def numbered(keys: Iterable[Any]) -> list[tuple[Any, int]]:
    """Each key with how often it came before: rows that have the same key are told apart by their order."""
    seen: dict[Any, int] = {}
    found = []
    for name in keys:
        found.append((name, seen.get(name, 0)))
        seen[name] = seen.get(name, 0) + 1
    return found
