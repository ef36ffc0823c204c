"""Reading the glossary, and recognising its terms in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from lawbase.statutes.kept import Kept
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

    term: Term
    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Held:
    """The whole glossary: its terms, and which of them each form is, in Chinese texts and in English ones."""

    terms: list[Term]
    chinese: dict[str, Term]
    english: dict[str, Term]


def _read(_state: int) -> Held:
    """Six queries. Every page that shows official text needs some hundred forms and a few terms of it."""
    quotes = (
        TermQuote.objects.filter(version__superseded_at=None)
        .select_related("version__law_version")
        .defer("version__text", "version__toc", "version__notes", "version__corrections", *EDITION_UNREAD)
    )
    definitions = TermDefinition.objects.select_related("provision__law__jurisdiction").prefetch_related(
        Prefetch("quotes", quotes.order_by("version__valid_from"))
    )
    held = Held([], {}, {})
    for term in Term.objects.prefetch_related(Prefetch("defined_by", definitions), "see"):
        held.terms.append(term)
        for form in (term.term_zh, *term.also_zh):
            held.chinese.setdefault(form, term)
        for form in (term.term_en, *term.also_en):
            held.english.setdefault(form.casefold(), term)
    return held


_glossary = Kept(_read)


def entry_on(term: Term, at: date) -> Entry:
    """A term that `find_terms` found, as of a day. No query."""
    return Entry(
        term,
        tuple(
            Definition(row, words)
            for row in term.defined_by.all()
            if (words := quoted(list(row.quotes.all()), None, None, at))
        ),
        tuple(term.see.all()),
    )


def glossary(at: date, chinese: bool) -> list[Entry]:
    """Every term as of `at`, in the alphabet of the reader's language."""

    def place(entry: Entry) -> tuple[object, ...]:
        # The national standard for Chinese characters orders the common ones by their sound.
        return (entry.term.term_zh.encode("gb18030"),) if chinese else (entry.term.term_en.casefold(),)

    return sorted((entry_on(term, at) for term in _glossary().terms), key=place)


def find_terms(texts: Sequence[str], lang: str) -> list[Found]:
    """The first place at which each term of the glossary stands in `texts`, in their order.

    The longest form wins at each place: 个人信息处理者 is not also 个人信息. English words are met whole, in either case, and in
    the plural.
    """
    chinese = lang.startswith("zh")
    forms = _glossary().chinese if chinese else _glossary().english
    # Of hundreds of forms a text has a few: trying only those at each word is much quicker.
    whole = "\n".join(texts) if chinese else "\n".join(texts).casefold()
    present = [form for form in forms if form in whole]
    if not present:
        return []
    pattern = _pattern(sorted(present, key=lambda form: (-len(form), form)), chinese)
    found: dict[int, Found] = {}
    for line, text in enumerate(texts):
        for match in pattern.finditer(text):
            term = forms[match[1] if chinese else match[1].casefold()]
            found.setdefault(term.pk, Found(term, line, match.start(), match.end()))
    return sorted(found.values(), key=lambda one: (one.line, one.start))


def _pattern(forms: Sequence[str], chinese: bool) -> re.Pattern[str]:
    either = "|".join(map(re.escape, forms))
    return re.compile(f"({either})") if chinese else re.compile(rf"\b({either})(?:e?s)?\b", re.IGNORECASE)
