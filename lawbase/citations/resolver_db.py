"""The resolver of the stored library."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from lawbase.citations.resolver import LawEntry, Resolver
from lawbase.statutes.models import Law, Provision


@lru_cache(maxsize=2)
def resolver_for(state: int) -> Resolver:
    """The resolver for the library at `state` (`LibraryState.current()`), built once for each.

    Two queries: one for the laws, one for the keys of their provisions. Call it outside a transaction that changes laws,
    or after `LibraryState.advance()`, so that what is kept is what others see.
    """
    keys: dict[int, set[str]] = defaultdict(set)
    for law_id, key in Provision.objects.order_by().values_list("law_id", "key").iterator(chunk_size=5000):
        keys[law_id].add(key)
    laws = Law.objects.order_by("core_order", "slug").values_list(
        "pk",
        "slug",
        "title_zh",
        "title_en",
        "short_zh",
        "short_en",
        "aliases",
        "jurisdiction_id",
        "code",
        "kind",
    )
    return Resolver(
        LawEntry(
            slug=slug,
            titles=tuple(name for name in (title_zh, title_en, short_zh, short_en) if name),
            aliases=tuple(aliases or ()),
            jurisdiction=jurisdiction,
            code=code or None,
            keys=frozenset(keys[pk]),
            kind=kind,
        )
        for pk, slug, title_zh, title_en, short_zh, short_en, aliases, jurisdiction, code, kind in laws
    )
