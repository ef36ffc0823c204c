"""What an operator should know about the indices when a process starts: none there, or built under other rules."""

from __future__ import annotations

import logging
import threading

from lawbase.search.engines.base import IndexUnavailable
from lawbase.search.indices.configured import all_indices

log = logging.getLogger(__name__)
_said = False
_lock = threading.Lock()


def faults() -> tuple[str, ...]:
    """Sentences, one for each thing that is wrong with an index in use; empty when all fit this LawBase."""
    found: list[str] = []
    for indices in all_indices():
        try:
            current = indices.current()
        except IndexUnavailable as error:
            found.append(f"{indices.name}: {error}")
            continue
        again = f"run `python manage.py index build --engine {indices.name}`."
        if current is None:
            found.append(f"{indices.name}: there is no index in use; {again}")
        else:
            found += [f"{indices.name}: {fault}; {again}" for fault in current.faults()]
    return tuple(found)


def say() -> None:
    for fault in faults():
        log.warning("%s", fault)


def say_once() -> None:
    """Say it on the first search of a process, without holding that search up. Costs nothing afterwards."""
    global _said
    if _said:
        return
    with _lock:
        if _said:
            return
        _said = True
    threading.Thread(target=say, name="lawbase-startup", daemon=True).start()
