"""How a question is answered, decided before any engine is asked: a value that can be printed and compared.

The order of decisions (DESIGN: "A question comes in"): citation? → syntax → analysis → clauses → filters → plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lawbase.search.analysis.normalise import normalise
from lawbase.search.analysis.words import HAN, STOP, analyse, query_grams, query_words, terms
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
    Verified,
    Without,
)
from lawbase.search.intent import orders_named, role_of, roles_named
from lawbase.search.query import syntax
from lawbase.search.query.closeness import Check, Part, near_parts, parts_of
from lawbase.search.query.fields import Fields, misspelt
from lawbase.search.query.vocabulary import Expansion, Vocabulary
from lawbase.search.values import FACETS, Notice, Reason, SearchRequest

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
EXPANSION_WEIGHT = 0.5
"""Of a word that the glossary added, beside a word of the question."""
OPEN_END = date(9999, 12, 31).toordinal()
CORE_ONLY = Range("core", 1, 1)
"""The condition that narrows a search to the core library."""


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
    beginnings: tuple[str, ...] = ()
    """Beginnings of words, for highlights."""
    laws: tuple[str, ...] = ()
    """Laws that the question names."""
    types: tuple[str, ...] = ()
    """Infringement types that it describes."""
    question: str = ""
    """The part of the question that is free text: what its meaning is asked of. Empty under operators."""
    free: Clause | None = None
    """The clause of that part, standing in `text`."""
    added: Mapping[str, str] = field(default_factory=dict)
    """Word that the glossary added → the term of the question it stands for."""
    weighted: bool = True
    """Whether a document's static weight multiplies its score; not where the score is final already."""
    meaning: Mapping[str, float] = field(default_factory=dict, repr=False)
    """Similarity of the documents that mean what the question means, by id."""
    near: Mapping[str, Reason] = field(default_factory=dict, repr=False)
    """What the editors wrote that is near to the question, by id of the documents that it names."""


@dataclass(frozen=True)
class Planned:
    plan: Plan
    notices: tuple[Notice, ...] = ()


def loose(
    text: str,
    laws: tuple[str, ...] = (),
    types: tuple[str, ...] = (),
    expansions: tuple[Expansion, ...] = (),
) -> Clause:
    """Free text: any word brings a document in (two, once there are four), all fields score.

    So does what the glossary calls a term of it, all words together, at less weight.
    """
    words = query_words(text)
    if not words:
        return Nothing()
    needed = tuple(AnyOf((Term(WORDS, word), Term(CONTEXT, word, CONTEXT_WEIGHT))) for word in words)
    extra: list[Clause] = [Term(GRAMS, gram, GRAM_WEIGHT) for gram in query_grams(text) if HAN.match(gram)]
    extra += [Term("law", law, LAW_BOOST) for law in laws]
    extra += [Term("type", slug, TYPE_BOOST) for slug in types]
    if types:
        extra += [
            Term("role", role_of(slug, role), ROLE_BOOST) for slug in types for role in roles_named(words)
        ]
        extra += [Term("jurisdiction", order, ORDER_BOOST) for order in orders_named(words)]
    clause: Clause = AnyOf(needed, 1 if len(needed) < 4 else 2)
    if expanded := _expanded(expansions, set(words)):
        clause = AnyOf((clause, *expanded))
    return Favoured(clause, tuple(extra)) if extra else clause


def _expanded(expansions: tuple[Expansion, ...], asked: set[str]) -> list[Clause]:
    """Each other name of a term as one clause: all its words in the text or the context."""
    found: list[Clause] = []
    for other in dict.fromkeys(other for expansion in expansions for other in expansion.others):
        words = [word for word in query_words(other) if word not in asked]
        if words:
            either = tuple(
                AnyOf(
                    (
                        Term(WORDS, word, EXPANSION_WEIGHT),
                        Term(CONTEXT, word, EXPANSION_WEIGHT * CONTEXT_WEIGHT),
                    )
                )
                for word in words
            )
            found.append(AllOf(either) if len(either) > 1 else either[0])
    return found


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


def beginning(text: str) -> Clause:
    """Any word that begins so; in Chinese, which has no spaces, any place where it stands."""
    grams = terms(analyse(text).grams)
    if not grams:
        return Nothing()
    if HAN.match(grams[-1]):
        return phrase(text)
    last = Prefix(GRAMS, grams[-1])
    return AllOf((phrase(text[: normalise(text).rindex(grams[-1])]), last)) if len(grams) > 1 else last


class Planner:
    """Plans one request. Collects notices on the way."""

    def __init__(self, request: SearchRequest, vocabulary: Vocabulary, today: date) -> None:
        self.request = request
        self.vocabulary = vocabulary
        self.today = today
        self.notices: list[Notice] = []
        self.words: list[str] = []
        self.phrases: list[str] = []
        self.beginnings: list[str] = []
        self.laws: tuple[str, ...] = ()
        self.types: tuple[str, ...] = ()
        self.question = ""
        self.free: Clause | None = None
        self.added: dict[str, str] = {}

    def plan(self) -> Planned:
        request = self.request
        query = request.q.strip()[: syntax.LONGEST]
        self.laws = self.vocabulary.laws_named(query)
        self.notices += misspelt(query)
        plan = Plan(
            text=self._text(query),
            filters={name: values for name in FACETS if (values := getattr(request, name))},
            always=self._always(),
            sort=request.sort,
            offset=(request.page - 1) * request.page_size,
            limit=request.page_size,
            words=tuple(dict.fromkeys(self.words)),
            phrases=tuple(dict.fromkeys(self.phrases)),
            beginnings=tuple(dict.fromkeys(self.beginnings)),
            laws=self.laws,
            types=self.types,
            question=self.question,
            free=self.free,
            added=self.added,
        )
        return Planned(plan, tuple(self.notices))

    def _always(self) -> tuple[Clause, ...]:
        """Dates and scope. Without a day: what is law today or will be; with one: what was law on it."""
        conditions: list[Clause] = []
        if self.request.scope == "core":
            conditions.append(CORE_ONLY)
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
        expansions = self.vocabulary.expansions(text)
        for expansion in expansions:
            self.added |= {word: expansion.term for other in expansion.others for word in query_words(other)}
        self.added = {word: term for word, term in self.added.items() if word not in words}
        clause = loose(text, self.laws, self.types, expansions)
        self.question, self.free = text, clause
        return clause

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
            case syntax.Beginning(text):
                self.beginnings.append(text)
                return beginning(text)
            case syntax.Near(text, distance):
                return self._near(text, distance)
            case syntax.Close(unit, nodes, distance):
                return self._close(unit, nodes, distance)
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
        kept = list(self.words), list(self.phrases), list(self.beginnings)
        clause = self._compile(node)
        self.words, self.phrases, self.beginnings = kept
        return clause

    def _near(self, text: str, distance: int) -> Clause:
        parts = near_parts(text)
        if not parts:
            return Nothing()
        for part in parts:
            self._marked(part)
        return Verified(_candidates(parts), Check("words", (((parts),),), distance))

    def _close(self, unit: str, nodes: tuple[syntax.Node, ...], distance: int) -> Clause:
        operands = tuple(parts_of(node) for node in nodes)
        if not all(operands):
            return Nothing()
        check = Check(unit, operands, distance)
        for part in check.parts:
            self._marked(part)
        each = (AnyOf(tuple(_candidates(parts) for parts in ways)) for ways in operands)
        return Verified(AllOf(tuple(each)), check)

    def _marked(self, part: Part) -> None:
        {"word": self.words, "phrase": self.phrases, "beginning": self.beginnings}[part.kind].append(
            part.text
        )

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
        fields = Fields(self.vocabulary, self.request.q.strip())
        clause = fields.compile(name, value)
        self.notices += fields.notices
        self.words += fields.words
        return self._loose(value) if clause is None else clause


def _candidates(parts: tuple[Part, ...]) -> Clause:
    """What holds all of them in its text, wherever."""
    found: list[Clause] = []
    for part in parts:
        if part.kind == "beginning":
            found.append(beginning(part.text))
        elif part.kind == "phrase" or HAN.match(part.text):
            found.append(phrase(part.text))
        else:
            found.append(Term(WORDS, part.text))
    return AllOf(tuple(found)) if len(found) > 1 else found[0]


PLACES = {
    "open-quote": ("引号没有成对", "a quotation mark has no partner"),
    "open-bracket": ("括号没有关闭", "a bracket is not closed"),
    "stray-bracket": ("多了一个右括号", "a closing bracket has no partner"),
    "too-deep": ("括号嵌套过深", "brackets stand too deep in brackets"),
    "operand-missing": ("运算符旁边缺少词语", "an operator has no word beside it"),
    "star-place": ("星号只能放在词尾", "a star stands elsewhere than at the end of a word"),
    "short-beginning": ("星号前至少要有两个字母", "a star needs at least two letters before it"),
    "near-distance": ("“~”之后缺少距离，如 ~5", "“~” needs a number after it, as in ~5"),
    "near-what": ("“~”之前的引号内没有文字", "the quotation marks before “~” hold no words"),
    "mixed-closeness": (
        "不同的邻近运算符不能连用；请用 AND 分成两个条件",
        "two different operators of nearness stand in one chain; make two conditions of it with AND",
    ),
    "closeness-operand": (
        "/s、/p 和 /n 只能连接词语、引语、带星号的词或其 OR 组合",
        "/s, /p and /n join words, phrases, words with a star, or an OR of these",
    ),
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
