"""What searching needs to know of the library by heart: names, aliases, the citation resolver. Cached per library state."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass

from lawbase.citations.resolver import Resolver
from lawbase.citations.resolver_db import resolver_for
from lawbase.search.analysis.normalise import normalise
from lawbase.search.plan import Vocabulary
from lawbase.statutes.models import Jurisdiction, Law, LibraryState
from lawbase.taxonomy.models import InfringementType

Names = dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Library:
    """Names by slug as (Chinese, English), orders, and the resolver, for one library state."""

    state: int
    law_names: Names
    type_names: Names
    type_order: dict[str, int]
    jurisdiction_names: Names
    jurisdiction_order: dict[str, int]
    resolver: Resolver
    aliases: dict[str, str]
    alias_pattern: re.Pattern[str]

    @property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(laws_named=self.laws_named, law_of=self.law_of, type_of=self.type_of)

    def laws_named(self, text: str) -> tuple[str, ...]:
        """Slugs of the laws whose title or alias stands in `text`, longest names first at each place."""
        found = (self.aliases[match[0]] for match in self.alias_pattern.finditer(normalise(text)))
        return tuple(dict.fromkeys(found))

    def law_of(self, value: str) -> str | None:
        folded = normalise(value)
        return folded if folded in self.law_names else self.aliases.get(folded)

    def type_of(self, value: str) -> str | None:
        folded = normalise(value).replace("_", "-")
        if folded in self.type_names:
            return folded
        names = (slug for slug, pair in self.type_names.items() if folded in map(normalise, pair))
        return next(names, None)


_lock = threading.Lock()
_cached: Library | None = None


def library() -> Library:
    """The library as it is now. One cheap query when nothing changed."""
    global _cached
    state = LibraryState.current()
    if _cached is None or _cached.state != state:
        with _lock:
            if _cached is None or _cached.state != state:
                _cached = _read(state)
    return _cached


def _read(state: int) -> Library:
    laws = list(Law.objects.all())
    types = list(InfringementType.objects.all())
    places = list(Jurisdiction.objects.all())
    aliases = _aliases(laws)
    # Names of Latin letters must stand as words; Han names may stand anywhere. Longer names first.
    patterns = [
        rf"(?<![a-z0-9]){re.escape(a)}(?![a-z0-9])" if a.isascii() else re.escape(a)
        for a in sorted(aliases, key=len, reverse=True)
    ]
    return Library(
        state=state,
        law_names={law.slug: (law.short_zh or law.title_zh or law.title_en, law.short_en or law.title_en or law.title_zh)
                   for law in laws},
        type_names={row.slug: (row.name_zh, row.name_en) for row in types},
        type_order={row.slug: row.order for row in types},
        jurisdiction_names={row.code: (row.name_zh, row.name_en) for row in places},
        jurisdiction_order={row.code: row.order for row in places},
        resolver=resolver_for(state),
        aliases=aliases,
        alias_pattern=re.compile("|".join(patterns)) if patterns else re.compile(r"(?!)"),
    )  # fmt: skip


def _aliases(laws: list[Law]) -> dict[str, str]:
    """Folded name → slug. A core law's name wins over a wider one's, a law's over its amendments'."""
    found: dict[str, str] = {}
    for law in sorted(
        laws, key=lambda law: (not law.core, law.kind in Law.AMENDING_KINDS, law.core_order, law.slug)
    ):
        for name in (law.title_zh, law.title_en, law.short_zh, law.short_en, *law.aliases):
            folded = normalise(name).strip()
            if len(folded) >= (2 if not folded.isascii() else 3):
                found.setdefault(folded, law.slug)
    return found
