"""Suggestions while a reader types: the provision being cited, then laws, kinds of infringement, terms and cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from lawbase.citations.query import pinpoints
from lawbase.search.analysis.normalise import normalise
from lawbase.search.library import Library
from lawbase.search.results import article
from lawbase.search.suggest.names import Kind, Name, names
from lawbase.statutes.models import Provision

LONGEST = 60
"""Characters of what is typed that are read."""
MOST = 10
PROVISIONS, OF_ONE_KIND = 5, 4
CITING = re.compile(
    r"[\s,，《》]*(?:art(?:icle|\.)?|§+|第)?\s*(?P<number>[0-9零一二三四五六七八九十百千][^\s]*)$"
)


@dataclass(frozen=True)
class Suggestion:
    """`query` is what to put into the search box; `id` the law, type (slugs), provision or case; empty for a term."""

    kind: Kind
    zh: str
    en: str
    query: str
    id: str


def suggest(text: str, known: Library, limit: int = MOST) -> tuple[Suggestion, ...]:
    """At most `limit` suggestions; none for nothing."""
    asked = text.strip()[:LONGEST]
    folded = normalise(asked)
    if not folded:
        return ()
    found: dict[tuple[str, str], Suggestion] = {}
    counts: dict[str, int] = {}
    for one in (*_provisions(asked, known), *(_shown(name) for name in _matching(folded, known))):
        key = (one.kind, one.id or one.query)
        room = PROVISIONS if one.kind == "provision" else OF_ONE_KIND
        if key not in found and counts.get(one.kind, 0) < room:
            found[key] = one
            counts[one.kind] = counts.get(one.kind, 0) + 1
        if len(found) == limit:
            break
    return tuple(found.values())


def _shown(name: Name) -> Suggestion:
    return Suggestion(name.kind, name.zh, name.en, name.query, name.id)


def _matching(folded: str, known: Library) -> Iterator[Name]:
    """Names that begin with what is typed, then those with a word that does, then those that a pinyin keyboard would write."""
    every = names(known)
    yield from (name for name in every.all if name.folded.startswith(folded))
    if folded.isascii():
        yield from (name for name in every.all if f" {folded}" in name.folded)
        letters = folded.replace(" ", "").replace("'", "")
        if len(letters) > 1 and letters.isalpha():
            yield from (
                name for full, first, name in every.by_pinyin if full.startswith(letters) or first == letters
            )
    else:
        yield from (name for name in every.all if folded in name.folded)


def _provisions(asked: str, known: Library) -> list[Suggestion]:
    """What is cited, or may be when the number is finished: `个保法 1` → articles 1, 10, 11 …"""
    found: list[Provision] = []
    if cited := [target for target in pinpoints(known.resolver, asked) if target.key]:
        wanted = Q()
        for target in cited[:PROVISIONS]:
            wanted |= Q(law__slug=target.law, key=target.key)
        found += _rows(wanted)
    match = CITING.search(asked)
    slug = known.law_of(asked[: match.start()].strip()) if match and match.start() else None
    if match and slug:
        number = match["number"].rstrip("条")
        begun = Q(key__startswith=number) if number[0].isdigit() else Q(number__startswith=f"第{number}")
        found += _rows(Q(law__slug=slug) & begun)
    return [_provision(row, known) for row in dict.fromkeys(found)]


def _rows(wanted: Q) -> list[Provision]:
    return list(Provision.objects.filter(wanted).select_related("law").order_by("law", "sort")[:PROVISIONS])


def _provision(row: Provision, known: Library) -> Suggestion:
    law = known.laws[row.law_id]
    english = article(row.key, row.number, law.jurisdiction == "cn")
    query = f"{law.name_zh}{row.number}" if law.jurisdiction == "cn" else f"{law.name_en} {row.number}"
    return Suggestion(
        "provision",
        " ".join(filter(None, (f"{law.name_zh} {row.number}", row.heading_zh))),
        " ".join(filter(None, (f"{law.name_en} {english}", row.heading_en))),
        query,
        f"{law.slug}:{row.key}",
    )
