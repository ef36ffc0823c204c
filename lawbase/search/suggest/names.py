"""Everything in the library that has a name a reader may be typing: laws, terms, kinds of infringement, cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from lawbase.cases.models import Case
from lawbase.search.analysis.normalise import normalise
from lawbase.search.analysis.words import HAN
from lawbase.search.library import Library, library
from lawbase.search.suggest.pinyin import typed
from lawbase.statutes.kept import Kept
from lawbase.statutes.models import Law
from lawbase.taxonomy.models import InfringementType

Kind = Literal["provision", "law", "type", "term", "case"]
LONGEST_TYPED = 12
"""Characters of a name that are also found by their pinyin."""


@dataclass(frozen=True)
class Name:
    """A name and what it is of. `query`: what to ask for it; `id`: of the thing, empty for a term."""

    kind: Kind
    text: str
    zh: str
    en: str
    query: str
    id: str
    core: bool = True

    @cached_property
    def folded(self) -> str:
        return normalise(self.text).strip()


@dataclass(frozen=True)
class Names:
    """The names of one library state, the best known first."""

    all: tuple[Name, ...]
    by_pinyin: tuple[tuple[str, str, Name], ...]
    """(all letters, first letters, name) of the Chinese ones."""


def _read(known: Library) -> Iterator[Name]:
    for law in Law.objects.order_by("-core", "core_order", "slug"):
        facts = known.laws[law.pk]
        for text in dict.fromkeys((law.short_zh, law.short_en, law.title_zh, law.title_en, *law.aliases)):
            if text and law.kind not in Law.AMENDING_KINDS:
                yield Name("law", text, facts.name_zh, facts.name_en, text, law.slug, law.core)
    for row in InfringementType.objects.all():
        for text in dict.fromkeys((row.name_zh, row.name_en, *row.everyday_zh, *row.everyday_en)):
            yield Name("type", text, row.name_zh, row.name_en, text, row.slug)
    for term in known.terms:
        other = next((o for o in term.others if bool(HAN.search(o)) != bool(HAN.search(term.term))), "")
        zh, en = (term.term, other) if HAN.search(term.term) else (other, term.term)
        yield Name("term", term.term, zh or term.term, en or term.term, term.term, "")
    for case in Case.objects.order_by("digest_source", "slug"):
        for text in dict.fromkeys(filter(None, (case.title_zh, case.title_en))):
            zh, en = case.title_zh or case.title_en, case.title_en or case.title_zh
            yield Name("case", text, zh, en, text, f"case:{case.slug}", case.has_digest)


def _names(_state: int) -> Names:
    every = sorted(_read(library()), key=lambda name: not name.core)
    chinese = [name for name in every if HAN.match(name.folded)]
    pinyin = tuple((*typed(name.folded[:LONGEST_TYPED]), name) for name in chinese)
    return Names(tuple(every), pinyin)


_kept = Kept(_names)


def names(known: Library) -> Names:
    """Names of this library state; read once."""
    return _kept.at(known.state)
