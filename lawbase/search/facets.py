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
        ordered = sorted({*values, *chosen}, key=lambda value: _order(name, value, values, library))
        # Named only once cut: a broad question counts hundreds of laws.
        cut = [value for place, value in enumerate(ordered) if place < SHOWN or value in chosen]
        entries = (
            FacetValue(value, values.get(value, 0), *label(name, value, library), selected=value in chosen)
            for value in cut
        )
        shown.append(Facet(name, tuple(entries)))
    return tuple(shown)


def _order(name: str, value: str, counts: Mapping[str, int], library: Library) -> tuple[object, ...]:
    if name == "year":
        return (-int(value) if value.isdigit() else 0,)
    if name == "type":
        return (library.type_order.get(value, 999), value)
    if name == "jurisdiction":
        return (library.jurisdiction_order.get(value, 999), value)
    return (-counts.get(value, 0), value)
