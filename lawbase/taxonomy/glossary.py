"""Reading the glossary, and recognising its terms in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from lawbase.statutes.models import Law
from lawbase.taxonomy.models import Term, TermDefinition, TermQuote
from lawbase.taxonomy.quotes import EDITION_UNREAD, Quoted, quoted


@dataclass(frozen=True)
class Definition:
    """A provision that defines a term, with its words on the day."""

    row: TermDefinition
    quoted: Quoted

    @property
    def quote(self) -> str:
        return self.quoted.text


@dataclass(frozen=True)
class Entry:
    """A term as of a day."""

    term: Term
    definitions: tuple[Definition, ...]
    see: tuple[Term, ...]

    def defined_in(self, law: Law) -> bool:
        """Whether one of the definitions stands in this law."""
        return any(found.row.provision.law_id == law.pk for found in self.definitions)


@dataclass(frozen=True)
class Found:
    """A term that stands in a text: `line` counts the texts searched, `start` and `end` the characters of that one."""

    term: int
    line: int
    start: int
    end: int


def _entries(rows: QuerySet[Term], at: date, related: bool) -> list[Entry]:
    """Terms as of a day; with the terms they lead to only where a page shows those."""
    quotes = (
        TermQuote.objects.filter(version__superseded_at=None)
        .select_related("version__law_version")
        .defer("version__text", "version__toc", "version__notes", "version__corrections", *EDITION_UNREAD)
    )
    definitions = TermDefinition.objects.select_related("provision__law__jurisdiction").prefetch_related(
        Prefetch("quotes", quotes.order_by("version__valid_from"))
    )
    return [
        Entry(
            term,
            tuple(
                Definition(row, words)
                for row in term.defined_by.all()
                if (words := quoted(list(row.quotes.all()), None, None, at))
            ),
            tuple(term.see.all()) if related else (),
        )
        for term in rows.prefetch_related(Prefetch("defined_by", definitions), *(["see"] if related else []))
    ]


def glossary(at: date, chinese: bool) -> list[Entry]:
    """Every term as of `at`, in the alphabet of the reader's language. Four queries."""

    def place(entry: Entry) -> tuple[object, ...]:
        # The national standard for Chinese characters orders the common ones by their sound.
        return (entry.term.term_zh.encode("gb18030"),) if chinese else (entry.term.term_en.casefold(),)

    return sorted(_entries(Term.objects.all(), at, related=True), key=place)


def entries(terms: Iterable[int], at: date) -> dict[int, Entry]:
    """These terms (primary keys) as of `at`, without what they lead to. Three queries."""
    found = _entries(Term.objects.filter(pk__in=set(terms)), at, related=False)
    return {entry.term.pk: entry for entry in found}


def find_terms(texts: Sequence[str], lang: str) -> list[Found]:
    """The first place at which each term of the glossary stands in `texts`, in their order. One query.

    The longest form wins at each place: 个人信息处理者 is not also 个人信息. English words are met whole, in either case, and in
    the plural.
    """
    chinese = lang.startswith("zh")
    columns = ("pk", "term_zh", "also_zh") if chinese else ("pk", "term_en", "also_en")
    forms: dict[str, int] = {}
    for pk, term, also in Term.objects.values_list(*columns):
        for form in (term, *also):
            forms.setdefault(form if chinese else form.casefold(), pk)
    if not forms:
        return []
    pattern = _pattern(sorted(forms, key=lambda form: (-len(form), form)), chinese)
    found: dict[int, Found] = {}
    for line, text in enumerate(texts):
        for match in pattern.finditer(text):
            term_pk = forms[match[1] if chinese else match[1].casefold()]
            found.setdefault(term_pk, Found(term_pk, line, match.start(), match.end()))
    return sorted(found.values(), key=lambda one: (one.line, one.start))


def _pattern(forms: Sequence[str], chinese: bool) -> re.Pattern[str]:
    """Python keeps what it compiled, so the same glossary is compiled once."""
    either = "|".join(map(re.escape, forms))
    return re.compile(f"({either})") if chinese else re.compile(rf"\b({either})(?:e?s)?\b", re.IGNORECASE)
