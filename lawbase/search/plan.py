"""How a question is answered, decided before any engine is asked: a value that can be printed and compared.

The order of decisions (DESIGN: "A question comes in"): citation? → syntax → analysis → clauses → filters → plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lawbase.search.analysis.words import HAN, STOP, analyse, query_words, terms
from lawbase.search.clauses import (
    CONTEXT,
    GRAMS,
    WORDS,
    AllOf,
    AnyOf,
    Clause,
    Everything,
    Favoured,
    Nothing,
    Phrase,
    Prefix,
    Range,
    Term,
    Without,
)
from lawbase.search.intent import orders_named, role_of, roles_named
from lawbase.search.query import syntax
from lawbase.search.values import FACETS, Notice, SearchRequest

GRAM_WEIGHT, CONTEXT_WEIGHT = 0.5, 0.5
"""Weights of the bigram and context fields beside words (1.0): best of a small grid on `eval/stard_train.jsonl`."""
LAW_BOOST = 6.0
"""What naming a law adds to each of its provisions: about one strong word."""
TYPE_BOOST = 6.0
"""What a kind of infringement that the question describes adds to the provisions and cases linked to it."""
ROLE_BOOST = 12.0
"""What asking for a role ("crime", 判几年) adds, where a kind of infringement is described, to provisions linked to it in that
role: about two strong words."""
ORDER_BOOST = 12.0
"""What naming a legal order ("China") adds, there too, to its provisions and cases."""
OPEN_END = date(9999, 12, 31).toordinal()


@dataclass(frozen=True)
class Plan:
    """What an engine is asked. `filters` are alternatives within a name and narrow together across names."""

    text: Clause
    filters: Mapping[str, tuple[str, ...]]
    always: tuple[Clause, ...]
    """Conditions that no facet offers: dates, scope."""
    facets: tuple[str, ...] = FACETS
    sort: str = "relevance"
    offset: int = 0
    limit: int = 20
    words: tuple[str, ...] = ()
    """Words of the question, for highlights and reasons."""
    phrases: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    """Laws that the question names."""
    types: tuple[str, ...] = ()
    """Infringement types that it describes."""


@dataclass(frozen=True)
class Vocabulary:
    """What planning asks of the library. Functions, so that planning itself touches no database."""

    laws_named: Callable[[str], tuple[str, ...]]
    """Slugs of the laws whose title or alias stands in a text."""
    types_named: Callable[[Sequence[str]], tuple[str, ...]]
    """Slugs of the infringement types that the words of a question describe."""
    law_of: Callable[[str], str | None]
    """Slug for a `law:` value: slug, title or alias."""
    type_of: Callable[[str], str | None]
    """Slug for a `type:` value: slug or name in either language."""


@dataclass(frozen=True)
class Planned:
    plan: Plan
    notices: tuple[Notice, ...] = ()


def loose(text: str, laws: tuple[str, ...] = (), types: tuple[str, ...] = ()) -> Clause:
    """Free text: any word brings a document in (two, once there are four), all fields score."""
    words = query_words(text)
    if not words:
        return Nothing()
    needed = tuple(AnyOf((Term(WORDS, word), Term(CONTEXT, word, CONTEXT_WEIGHT))) for word in words)
    extra: list[Clause] = [
        Term(GRAMS, gram, GRAM_WEIGHT)
        for gram in dict.fromkeys(terms(analyse(text).grams))
        if HAN.match(gram)
    ]
    extra += [Term("law", law, LAW_BOOST) for law in laws]
    extra += [Term("type", slug, TYPE_BOOST) for slug in types]
    if types:
        extra += [
            Term("role", role_of(slug, role), ROLE_BOOST) for slug in types for role in roles_named(words)
        ]
        extra += [Term("jurisdiction", order, ORDER_BOOST) for order in orders_named(words)]
    clause = AnyOf(needed, 1 if len(needed) < 4 else 2)
    return Favoured(clause, tuple(extra)) if extra else clause


def strict(text: str) -> Clause:
    """Words under an operator: each of them must be there, in the text or in its context."""
    words = query_words(text)
    if not words:
        return Nothing()
    return AllOf(tuple(AnyOf((Term(WORDS, word), Term(CONTEXT, word, CONTEXT_WEIGHT))) for word in words))


def phrase(text: str) -> Clause:
    """Quoted words exactly as written (folded in case, width and script), by their grams."""
    grams = terms(analyse(text).grams)
    if not grams:
        return Nothing()
    if len(grams) == 1:
        only = grams[0]
        # A single Han character has no bigram inside a longer run; any bigram that begins with it is a match.
        return Prefix(GRAMS, only) if len(only) == 1 and HAN.match(only) else Term(GRAMS, only)
    return Phrase(GRAMS, tuple(grams))


class Planner:
    """Plans one request. Collects notices on the way."""

    def __init__(self, request: SearchRequest, vocabulary: Vocabulary, today: date) -> None:
        self.request = request
        self.vocabulary = vocabulary
        self.today = today
        self.notices: list[Notice] = []
        self.words: list[str] = []
        self.phrases: list[str] = []
        self.laws: tuple[str, ...] = ()
        self.types: tuple[str, ...] = ()

    def plan(self) -> Planned:
        request = self.request
        query = request.q.strip()[: syntax.LONGEST]
        self.laws = self.vocabulary.laws_named(query)
        plan = Plan(
            text=self._text(query),
            filters={name: values for name in FACETS if (values := getattr(request, name))},
            always=self._always(),
            sort=request.sort,
            offset=(request.page - 1) * request.page_size,
            limit=request.page_size,
            words=tuple(dict.fromkeys(self.words)),
            phrases=tuple(dict.fromkeys(self.phrases)),
            laws=self.laws,
            types=self.types,
        )
        return Planned(plan, tuple(self.notices))

    def _always(self) -> tuple[Clause, ...]:
        """Dates and scope. Without a day: what is law today or will be; with one: what was law on it."""
        conditions: list[Clause] = []
        if self.request.scope == "core":
            conditions.append(Range("core", 1, 1))
        if self.request.at is None:
            conditions.append(Range("to_day", self.today.toordinal() + 1, None))
        else:
            day = self.request.at.toordinal()
            conditions += [Range("from_day", None, day), Range("to_day", day + 1, None)]
        return tuple(conditions)

    def _text(self, query: str) -> Clause:
        if not query:
            return Everything()
        try:
            node = syntax.parse(query)
        except syntax.QuerySyntaxError as error:
            self.notices.append(_syntax_notice(error, query))
            return self._loose(error.repaired)
        return self._compile(node, alone=True)

    def _loose(self, text: str) -> Clause:
        words = query_words(text)
        self.words += [word for word in words if word not in STOP]
        self.types = tuple(dict.fromkeys((*self.types, *self.vocabulary.types_named(words))))
        return loose(text, self.laws, self.types)

    def _compile(self, node: syntax.Node, alone: bool = False) -> Clause:
        match node:
            case syntax.Words(text) if alone:
                return self._loose(text)
            case syntax.Words(text):
                self.words += query_words(text)
                return strict(text)
            case syntax.Quoted(text):
                self.phrases.append(text)
                return phrase(text)
            case syntax.Field(name, value):
                return self._field(name, value)
            case syntax.Not(inner):
                return Without(Everything(), self._silently(inner))
            case syntax.Or(nodes):
                return AnyOf(tuple(self._compile(n) for n in nodes))
            case syntax.And(nodes):
                return self._all(nodes)

    def _silently(self, node: syntax.Node) -> Clause:
        """Compile what is excluded: its words must not be highlighted."""
        words, phrases = list(self.words), list(self.phrases)
        clause = self._compile(node)
        self.words, self.phrases = words, phrases
        return clause

    def _all(self, nodes: tuple[syntax.Node, ...]) -> Clause:
        wanted = [n for n in nodes if not isinstance(n, syntax.Not)]
        unwanted = [n.node for n in nodes if isinstance(n, syntax.Not)]
        # Words beside quoted or field pieces stay loose when they are the only words: `law:pipl 处理个人信息的条件`.
        single = sum(isinstance(n, syntax.Words) for n in wanted) == 1 and not unwanted
        plain = single and all(isinstance(n, (syntax.Words, syntax.Field, syntax.Quoted)) for n in wanted)
        clauses = tuple(self._compile(n, alone=plain and isinstance(n, syntax.Words)) for n in wanted)
        clause: Clause = AllOf(clauses) if len(clauses) > 1 else (clauses[0] if clauses else Everything())
        for node in unwanted:
            clause = Without(clause, self._silently(node))
        return clause

    def _field(self, name: str, value: str) -> Clause:
        if name == "law":
            return self._known("law", value, self.vocabulary.law_of(value))
        if name == "type":
            return self._known("type", value, self.vocabulary.type_of(value))
        if name == "art":
            return Term("key", value.lower())
        if name == "year":
            low, _, high = value.partition("..")
            # Digits as such: "²" is one to `isdigit` and none to `int`.
            if not low.isdecimal() or (high and not high.isdecimal()):
                self.notices.append(
                    Notice(
                        "bad-year",
                        f"year:{value} 不是年份；请写作 year:2021 或 year:2019..2023。",
                        f"year:{value} is not a year; write year:2021 or year:2019..2023.",
                    )
                )
                return Everything()
            return Range("year_number", int(low[:4]), int((high or low)[:4]))
        if name == "court":
            self.words += query_words(value)
            return (
                AllOf(tuple(Term(CONTEXT, word) for word in query_words(value)))
                if query_words(value)
                else Nothing()
            )
        return Term(name, value.lower())

    def _known(self, field: str, value: str, slug: str | None) -> Clause:
        if slug is None:
            self.notices.append(
                Notice(
                    f"unknown-{field}",
                    f"没有找到“{field}:{value}”；已按普通词语检索。",
                    f"“{field}:{value}” is not known here; it was searched as words.",
                    query=value,
                )
            )
            return self._loose(value)
        return Term(field, slug)


PLACES = {
    "open-quote": ("引号没有成对", "a quotation mark has no partner"),
    "open-bracket": ("括号没有关闭", "a bracket is not closed"),
    "stray-bracket": ("多了一个右括号", "a closing bracket has no partner"),
    "too-deep": ("括号嵌套过深", "brackets stand too deep in brackets"),
    "operand-missing": ("运算符旁边缺少词语", "an operator has no word beside it"),
    "empty-phrase": ("引号内没有文字", "the quotation marks hold no words"),
    "empty": ("没有可检索的文字", "there is nothing to search for"),
}


def _syntax_notice(error: syntax.QuerySyntaxError, query: str) -> Notice:
    zh, en = PLACES[error.code]
    place = error.position + 1
    near = query[max(0, error.position - 6) : error.position + 10]
    return Notice(
        "broken-syntax",
        f"第 {place} 个字符处（“{near}”）{zh}；已按普通词语检索。",
        f"At character {place} (“{near}”) {en}; the words were searched without it.",
        query=error.repaired,
    )
