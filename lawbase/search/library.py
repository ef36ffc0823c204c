"""What searching needs to know of the library by heart: names, aliases, the citation resolver. Cached per library state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lawbase.cases.models import Case
from lawbase.citations.resolver import Resolver
from lawbase.citations.resolver_db import resolver_for
from lawbase.search.analysis.normalise import normalise
from lawbase.search.analysis.words import query_words
from lawbase.search.editorial import Topic, expander, glossary, topics
from lawbase.search.query.ranges import Interval
from lawbase.search.query.vocabulary import Expansion, Vocabulary
from lawbase.statutes.kept import Kept
from lawbase.statutes.models import Jurisdiction, Law
from lawbase.taxonomy.models import CaseLink, InfringementType, LinkQuote, Review

Names = dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Aliases:
    """Names of laws, found in a text by their first two characters: a thousand names cost no more than a few."""

    slugs: dict[str, str]
    """Folded name → slug."""
    heads: dict[str, tuple[str, ...]]
    """First two characters → names, longest first."""

    @classmethod
    def of(cls, slugs: dict[str, str]) -> Aliases:
        heads: dict[str, list[str]] = defaultdict(list)
        for name in sorted(slugs, key=lambda name: (-len(name), name)):
            heads[name[:2]].append(name)
        return cls(slugs, {head: tuple(names) for head, names in heads.items()})

    def in_text(self, folded: str) -> Iterator[str]:
        """Slugs of the names in a folded text, in order, the longest at each place; found names do not overlap.

        Names of Latin letters must stand as words; Han names may stand anywhere.
        """
        at = 0
        while at < len(folded):
            name = next((n for n in self.heads.get(folded[at : at + 2], ()) if _stands(n, folded, at)), None)
            if name is not None:
                yield self.slugs[name]
            at += len(name) if name else 1


def _stands(name: str, text: str, at: int) -> bool:
    if not text.startswith(name, at):
        return False
    end = at + len(name)
    return not (name.isascii() and (_latin(text[at - 1 : at]) or _latin(text[end : end + 1])))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


@dataclass(frozen=True)
class TypeFinder:
    """Recognises the kinds of infringement that a question describes, by their names and everyday words.

    An everyday phrase is met when all its words stand in the question, in any order: "sold my phone number" meets
    "selling phone numbers".
    """

    phrases: tuple[tuple[frozenset[str], str], ...]
    """(words, slug) of each phrase, most words first."""
    line: dict[str, tuple[str, ...]]
    """Slug → it and its ancestors."""

    def named_by(self, words: Iterable[str]) -> tuple[str, ...]:
        """At most `NAMED` slugs, those with the longest phrases; none that is above another of them."""
        asked = frozenset(words)
        met: dict[str, int] = {}
        for phrase, slug in self.phrases:
            if phrase <= asked:
                met.setdefault(slug, len(phrase))
        longest = max(met.values(), default=0)
        best = [slug for slug, size in met.items() if size == longest]
        above = {upper for slug in best for upper in self.line[slug][1:]}
        return tuple(slug for slug in best if slug not in above)[:NAMED]


NAMED = 3


@dataclass(frozen=True)
class LawFacts:
    """What every result line says of a law."""

    slug: str
    name_zh: str
    name_en: str
    jurisdiction: str
    status: str
    kind: str


@dataclass(frozen=True)
class Library:
    """Names by slug as (Chinese, English), orders, and the resolver, for one library state."""

    state: int
    laws: dict[int, LawFacts]
    """By primary key."""
    law_names: Names
    type_names: Names
    type_order: dict[str, int]
    type_finder: TypeFinder
    types_of: dict[tuple[str, int], frozenset[str]]
    """Types, with those above them, of (`provision`, version) and (`case`, case), by primary key."""
    jurisdiction_names: Names
    jurisdiction_order: dict[str, int]
    resolver: Resolver
    aliases: Aliases
    topics: dict[str, Topic]
    """By slug."""
    terms: tuple[Expansion, ...]
    """The glossary, each term with its other names."""
    amounts: tuple[tuple[str, str, tuple[int, ...]], ...]
    """(address, currency, figures) of the cases whose outcome has a sum of money."""

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(
            self.laws_named,
            self.type_finder.named_by,
            self.law_of,
            self.type_of,
            self.topic_of,
            lambda slug: self.topics[slug].members,
            self.jurisdiction_of,
            self.with_amount,
            self.names,
            expander(self.terms),
        )

    def laws_named(self, text: str) -> tuple[str, ...]:
        """Slugs of the laws whose title or alias stands in `text`, longest names first at each place."""
        return tuple(dict.fromkeys(self.aliases.in_text(normalise(text))))

    def law_of(self, value: str) -> str | None:
        folded = normalise(value)
        return folded if folded in self.law_names else self.aliases.slugs.get(folded)

    def type_of(self, value: str) -> str | None:
        folded = normalise(value).replace("_", "-")
        if folded in self.type_names:
            return folded
        return _called(folded, self.type_names)

    def topic_of(self, value: str) -> str | None:
        folded = normalise(value).replace("_", "-")
        if folded in self.topics:
            return folded
        return _called(
            folded, {slug: (topic.title_zh, topic.title_en) for slug, topic in self.topics.items()}
        )

    def jurisdiction_of(self, value: str) -> str | None:
        folded = normalise(value)
        return folded if folded in self.jurisdiction_names else _called(folded, self.jurisdiction_names)

    def with_amount(self, wanted: Interval) -> tuple[str, ...]:
        """Addresses of the cases with a fine, damages, a penalty or a confiscation in the interval."""
        return tuple(
            ident
            for ident, currency, figures in self.amounts
            if wanted.currency in ("", currency)
            and any((wanted.low or 0) <= figure and figure <= (wanted.high or figure) for figure in figures)
        )

    def names(self, field: str) -> tuple[str, ...]:
        """What the values of a field are called: its slugs, and its names in both languages."""
        known: Names = {
            "law": self.law_names, "type": self.type_names, "jurisdiction": self.jurisdiction_names,
            "topic": {slug: (topic.title_zh, topic.title_en) for slug, topic in self.topics.items()},
        }.get(field, {})  # fmt: skip
        others = tuple(self.aliases.slugs) if field == "law" else ()
        return (*known, *(name.lower() for pair in known.values() for name in pair if name), *others)


def _called(folded: str, names: Names) -> str | None:
    """The slug whose name in either language is `folded`."""
    return next((slug for slug, pair in names.items() if folded in map(normalise, pair)), None)


def _read(state: int) -> Library:
    laws = list(Law.objects.all())
    types = list(InfringementType.objects.all())
    finder = _finder(types)
    places = list(Jurisdiction.objects.all())
    facts = {law.pk: LawFacts(
        law.slug, law.short_zh or law.title_zh or law.short_en or law.title_en,
        law.short_en or law.title_en or law.short_zh or law.title_zh, law.jurisdiction_id, law.status, law.kind,
    ) for law in laws}  # fmt: skip
    return Library(
        state=state,
        laws=facts,
        law_names={law.slug: (law.name_zh, law.name_en) for law in facts.values()},
        type_names={row.slug: (row.name_zh, row.name_en) for row in types},
        type_finder=finder,
        types_of=_types_of(types, finder),
        type_order={row.slug: row.order for row in types},
        jurisdiction_names={row.code: (row.name_zh, row.name_en) for row in places},
        jurisdiction_order={row.code: row.order for row in places},
        resolver=resolver_for(state),
        aliases=Aliases.of(_aliases(laws)),
        topics=topics(),
        terms=glossary(),
        amounts=_amounts(),
    )  # fmt: skip


FIGURES = ("fine", "damages", "penalty", "confiscated")


def _amounts() -> tuple[tuple[str, str, tuple[int, ...]], ...]:
    found = []
    for slug, outcome in Case.objects.exclude(outcome={}).values_list("slug", "outcome"):
        figures = tuple(int(outcome[name]) for name in FIGURES if outcome.get(name) is not None)
        if figures:
            found.append((f"case:{slug}", str(outcome.get("currency") or ""), figures))
    return tuple(found)


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


def _finder(types: list[InfringementType]) -> TypeFinder:
    by_pk = {row.pk: row for row in types}

    def line(row: InfringementType) -> tuple[str, ...]:
        return (row.slug, *(line(by_pk[row.parent_id]) if row.parent_id else ()))

    phrases = {
        (frozenset(query_words(phrase)), row.slug)
        for row in types
        for phrase in (row.name_zh, row.name_en, *row.everyday_zh, *row.everyday_en)
    }
    ordered = sorted((p for p in phrases if p[0]), key=lambda p: (-len(p[0]), p[1], sorted(p[0])))
    return TypeFinder(tuple(ordered), {row.slug: line(row) for row in types})


def _types_of(types: list[InfringementType], finder: TypeFinder) -> dict[tuple[str, int], frozenset[str]]:
    slugs = {row.pk: row.slug for row in types}
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    accepted = LinkQuote.objects.filter(link__review=Review.ACCEPTED)
    for version, kind in accepted.values_list("version_id", "link__type_id"):
        found["provision", version] |= set(finder.line[slugs[kind]])
    for case, kind in CaseLink.objects.values_list("case_id", "type_id"):
        found["case", case] |= set(finder.line[slugs[kind]])
    return {key: frozenset(value) for key, value in found.items()}


_kept = Kept(_read)


def library() -> Library:
    """The library as it is now. One cheap query when nothing changed."""
    return _kept()
