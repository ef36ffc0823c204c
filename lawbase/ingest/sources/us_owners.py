"""Which act a section of a code belongs to, where a source holds sections of several.

A title of the US Code holds many acts; a compilation of one act may carry a section of another (18 U.S.C. 2710, the Video
Privacy Protection Act, lies inside the chapter of the Stored Communications Act). The register says which act owns which
section; `part_by_owner` cuts an edition accordingly, so that one section of law never becomes two provisions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from lawbase.ingest.parsed import LawNames, ParsedEdition, ParsedProvision

_CODES = (
    (re.compile(r"^(\d+)\s*U\.\s?S\.\s?C\."), "usc"),
    (re.compile(r"^(\d+)\s*C\.?F\.?R\b"), "cfr"),
)
_CALIFORNIA = {
    "civ": "Civ. Code", "bpc": "Bus. & Prof. Code", "pen": "Penal Code", "hsc": "Health & Safety Code", "gov": "Gov",
    "const": "Const.",
}  # fmt: skip

KEEP_REGISTERED = "registered"
"""Value of `keep` in the sidecar of a fetched title: sections that no registered act owns stay out of the library."""


def code_of(citation: str) -> str:
    """The code a citation names: `usc:18`, `cfr:45`, `cal-civ`; `""` where it names none known here."""
    for pattern, system in _CODES:
        if match := pattern.match(citation.strip()):
            return f"{system}:{match[1]}"
    if citation.startswith("Cal."):
        return next((f"cal-{short}" for short, name in _CALIFORNIA.items() if name in citation), "")
    return ""


def address(code: str, key: str) -> str:
    """`usc:18` and `2710` → `usc:18:2710`: how `owners` is keyed."""
    return f"{code}:{key}"


def part_by_owner(
    edition: ParsedEdition, own_slug: str, owners: Mapping[str, LawNames]
) -> tuple[ParsedEdition, ...]:
    """The edition without the sections that `owners` gives to another law, and those as partial editions of their laws.

    `own_slug` is the law the edition was matched to; `owners` maps `address()` to the names (with slug) of the owning law.
    An edition whose citation names no code, or of which nothing is foreign, comes back unchanged.
    """
    code = code_of(edition.law.citation)
    if not code:
        return (edition,)
    own: list[ParsedProvision] = []
    foreign: dict[str, tuple[LawNames, list[ParsedProvision]]] = {}
    for provision in edition.provisions:
        owner = owners.get(address(code, provision.key))
        if owner is None or owner.slug == own_slug:
            own.append(provision)
        else:
            foreign.setdefault(owner.slug, (owner, []))[1].append(provision)
    if not foreign:
        return (edition,)
    moved = "; ".join(f"§ {p.key} to {slug}" for slug, (_, found) in foreign.items() for p in found)
    parts = []
    if own:
        note = f"Sections of other acts in this source were given to them: {moved}."
        parts.append(replace(edition, provisions=tuple(own), notes=(*edition.notes, note)))
    for names, found in foreign.values():
        parts.append(
            replace(
                edition,
                law=replace(names, file=edition.law.file),
                provisions=tuple(found),
                partial=True,
                notes=(f"Out of {edition.law.title}.", *edition.notes),
            )
        )
    return tuple(parts)
