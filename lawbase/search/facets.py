"""Facet counts with names a reader knows, in a sensible order."""

from __future__ import annotations

from collections.abc import Mapping

from lawbase.search.library import Library
from lawbase.search.values import Facet, FacetValue, SearchRequest

KINDS = {"provision": ("条文", "Provisions"), "case": ("案例", "Cases")}
STATUSES = {
    "in-force": ("现行有效", "In force"),
    "repealed": ("已废止", "Repealed"),
    "not-yet-in-force": ("尚未施行", "Not yet in force"),
    "partly-enjoined": ("部分被禁止执行", "Partly enjoined"),
    "unverified": ("效力待核实", "Status unverified"),
}
SHOWN = 30
"""Values of one facet at most; what the reader chose is always among them."""


def label(name: str, value: str, library: Library) -> tuple[str, str]:
    """Name of a facet value in both languages."""
    match name:
        case "kind":
            return KINDS.get(value, (value, value))
        case "status":
            return STATUSES.get(value, (value, value))
        case "law":
            return library.law_names.get(value, (value, value))
        case "type":
            return library.type_names.get(value, (value, value))
        case "jurisdiction":
            return library.jurisdiction_names.get(value, (value, value))
    return value, value


def facets(
    counts: Mapping[str, Mapping[str, int]], request: SearchRequest, library: Library
) -> tuple[Facet, ...]:
    shown = []
    for name, values in counts.items():
        chosen = set(getattr(request, name))
        entries = [
            FacetValue(value, values.get(value, 0), *label(name, value, library), selected=value in chosen)
            for value in {*values, *chosen}
        ]
        entries.sort(key=lambda entry: _order(name, entry, library))
        cut = [entry for place, entry in enumerate(entries) if place < SHOWN or entry.selected]
        shown.append(Facet(name, tuple(cut)))
    return tuple(shown)


def _order(name: str, entry: FacetValue, library: Library) -> tuple[object, ...]:
    if name == "year":
        return (-int(entry.value) if entry.value.isdigit() else 0,)
    if name == "type":
        return (library.type_order.get(entry.value, 999),)
    if name == "jurisdiction":
        return (library.jurisdiction_order.get(entry.value, 999),)
    return (-entry.count, entry.value)
