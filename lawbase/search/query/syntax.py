"""The query language: what a reader types, read into a small tree.

    query   := either
    either  := both (OR both)*
    both    := close ((AND)? close)*
    close   := piece ((/s | /p | /5) piece)*
    piece   := (NOT | -) piece | ( either ) | "a phrase" | "near words"~5 | beginn* | field:value | words

Bare words next to each other are one `Words`; operators are upper case. A bracket opens a group only at the start of a
word, so `1798.120(a)` and `（一）` stay words. Chinese quotation marks “ ” and 「 」 quote like `"`.

`/s`: in one sentence; `/p`: in one paragraph; `/5`: with at most five words between. They bind words, phrases, beginnings
and alternatives of these. Two different ones do not stand in one chain: brackets would have to say which is meant first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FIELDS = ("law", "art", "type", "topic", "court", "year", "amount", "jurisdiction", "kind", "status")
LONGEST = 2_000
"""Characters of a query that are read; facts to search by are shorter than this."""
DEEPEST = 20
"""Brackets within brackets; nobody writes more, and each costs the reader of the query a few calls."""


@dataclass(frozen=True)
class Words:
    text: str


@dataclass(frozen=True)
class Quoted:
    text: str


@dataclass(frozen=True)
class Beginning:
    """Any word that begins with `text`: `collect*`. In Chinese, which has no spaces, any place where `text` stands."""

    text: str


@dataclass(frozen=True)
class Near:
    """The words of a quotation in any order, with at most `distance` other words between: `"sell information"~5`."""

    text: str
    distance: int


@dataclass(frozen=True)
class Close:
    """All the nodes in one place: `unit` is `sentence`, `paragraph` or `words`; then `distance` says how many between."""

    unit: str
    nodes: tuple[Node, ...]
    distance: int = 0


@dataclass(frozen=True)
class Field:
    name: str
    value: str


@dataclass(frozen=True)
class Not:
    node: Node


@dataclass(frozen=True)
class And:
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    nodes: tuple[Node, ...]


Node = Words | Quoted | Beginning | Near | Close | Field | Not | And | Or


class QuerySyntaxError(ValueError):
    """The query cannot be read; `position` (characters from the start) says where, `repaired` is what to ask instead."""

    def __init__(self, code: str, position: int, repaired: str) -> None:
        super().__init__(code)
        self.code = code
        self.position = position
        self.repaired = repaired


@dataclass(frozen=True)
class _Lexeme:
    kind: str
    text: str
    at: int


LEXEMES = re.compile(
    r"""(?P<space>\s+)
      | (?:"(?P<quoted>[^"]*)" | “(?P<quoted2>[^”]*)” | 「(?P<quoted3>[^」]*)」)(?P<slop>[~～]\d{0,6}(?!\w))?
      | /(?P<close_by>[sSpP]|\d{1,6})(?=[\s()]|$)
      | (?P<open>\((?=[^\s)])) | (?P<close>\))
      | (?P<minus>-(?=[^\s\-]))
      | (?P<field>[a-zA-Z]+)[:：](?:"(?P<value>[^"]*)"|(?P<value2>[^\s()"]+))
      | (?P<word>[^\s"“”「」]+)
      | (?P<stray>["“”「」])""",
    re.VERBOSE,
)


def plain(query: str) -> str:
    """The query without any syntax: what is searched when it cannot be read."""
    text = re.sub(r'["“”「」()]', " ", query)
    text = re.sub(r"(?:^|(?<=\s))(?:-(?=\S)|/(?:[sSpP]|\d+)(?=\s|$))", " ", text)
    text = re.sub(r"[~～]\d*(?=\s|$)|\*", "", text)
    return re.sub(r"\b(AND|OR|NOT)\b", " ", text).strip()


def _lex(query: str) -> list[_Lexeme]:
    found: list[_Lexeme] = []
    depth, at = 0, 0
    while at < len(query):
        match = LEXEMES.match(query, at)
        assert match is not None  # `word` or `stray` matches any character
        kind, text = match.lastgroup or "", match[0]
        if kind.startswith("quoted") or kind == "slop":
            words = next(match[name] for name in ("quoted", "quoted2", "quoted3") if match[name] is not None)
            found.append(_Lexeme(f"near:{match['slop'][1:]}" if match["slop"] else "quoted", words, at))
        elif kind == "close_by":
            found.append(_Lexeme("close_by", match[kind].lower(), at))
        elif kind.startswith("value") or kind == "field":
            name = match["field"].lower()
            if name in FIELDS:
                value = match["value"] if match["value"] is not None else match["value2"]
                found.append(_Lexeme(f"field:{name}", value, at))
            else:
                found.append(_Lexeme("word", text, at))
        elif kind == "word":
            # Inside a group the closing bracket ends the word, unless the word opened a bracket itself: 1030(a).
            while depth and text.endswith(")") and text.count(")") > text.count("("):
                text = text[:-1]
            if not text:
                kind, text = "close", ")"
                found.append(_Lexeme(kind, text, at))
                depth -= 1
                at += 1
                continue
            found.append(_word(text, at, query))
            at += len(text)
            continue
        elif kind == "stray":
            raise QuerySyntaxError("open-quote", at, plain(query))
        elif kind != "space":
            depth += {"open": 1, "close": -1}.get(kind, 0)
            if depth > DEEPEST:
                raise QuerySyntaxError("too-deep", at, plain(query))
            if depth < 0:
                raise QuerySyntaxError("stray-bracket", at, plain(query))
            found.append(_Lexeme(kind, text, at))
        at = match.end()
    if depth:
        opened = next(lexeme.at for lexeme in found if lexeme.kind == "open")
        raise QuerySyntaxError("open-bracket", opened, plain(query))
    return found


def _word(text: str, at: int, query: str) -> _Lexeme:
    """A word, an operator, or the beginning of a word with its star."""
    if text in ("AND", "OR", "NOT"):
        return _Lexeme(text, text, at)
    if "*" not in text or not text.strip("*"):
        return _Lexeme("word", text, at)
    star = text.index("*")
    unstarred = query[:at] + text.replace("*", "") + query[at + len(text) :]
    if star != len(text) - 1:
        raise QuerySyntaxError("star-place", at + star, unstarred)
    if text[:-1].isascii() and len(text) < 3:
        raise QuerySyntaxError("short-beginning", at, unstarred)
    return _Lexeme("beginning", text[:-1], at)


class _Parser:
    def __init__(self, query: str) -> None:
        self.query = query
        self.lexemes = _lex(query)
        self.place = 0

    def peek(self) -> str:
        return self.lexemes[self.place].kind if self.place < len(self.lexemes) else ""

    def take(self) -> _Lexeme:
        lexeme = self.lexemes[self.place]
        self.place += 1
        return lexeme

    def fail(self, code: str) -> QuerySyntaxError:
        at = self.lexemes[self.place].at if self.place < len(self.lexemes) else len(self.query)
        return QuerySyntaxError(code, at, plain(self.query))

    def either(self) -> Node:
        nodes = [self.both()]
        while self.peek() == "OR":
            self.take()
            nodes.append(self.both())
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))

    def both(self) -> Node:
        nodes = [self.close()]
        while self.peek() not in ("", "OR", "close"):
            if self.peek() == "AND":
                self.take()
            nodes.append(self.close())
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    def close(self) -> Node:
        starts = [self.place]
        nodes = [self.piece()]
        how = ""
        while self.peek() == "close_by":
            if how not in ("", self.lexemes[self.place].text):
                raise self.fail("mixed-closeness")
            how = self.take().text
            starts.append(self.place)
            nodes.append(self.piece())
        if not how:
            return nodes[0]
        for start, node in zip(starts, nodes, strict=True):
            if not _standing(node):
                self.place = start
                raise self.fail("closeness-operand")
        unit = {"s": "sentence", "p": "paragraph"}.get(how, "words")
        return Close(unit, tuple(nodes), int(how) if unit == "words" else 0)

    def piece(self) -> Node:
        kind = self.peek()
        if kind in ("NOT", "minus"):
            self.take()
            return Not(self.piece())
        if kind == "open":
            self.take()
            node = self.either()
            if self.peek() != "close":
                raise self.fail("open-bracket")
            self.take()
            return node
        if kind == "quoted":
            text = self.lexemes[self.place].text.strip()
            if not text:
                raise self.fail("empty-phrase")
            self.take()
            return Quoted(text)
        if kind.startswith("near:"):
            lexeme = self.take()
            if not lexeme.text.strip() or not lexeme.kind[5:]:
                self.place -= 1
                raise self.fail("near-what" if lexeme.kind[5:] else "near-distance")
            return Near(lexeme.text.strip(), int(lexeme.kind[5:]))
        if kind == "beginning":
            return Beginning(self.take().text)
        if kind.startswith("field:"):
            return Field(kind[6:], self.take().text)
        if kind == "word":
            words = [self.take().text]
            while self.peek() == "word":
                words.append(self.take().text)
            return Words(" ".join(words))
        raise self.fail("operand-missing")


def _standing(node: Node) -> bool:
    """Whether a node names words that stand somewhere: what `/s` and its like can bind."""
    match node:
        case Words() | Quoted() | Beginning():
            return True
        case Or(nodes):
            return all(map(_standing, nodes))
    return False


def parse(query: str) -> Node:
    """Read a query that is not empty. Raises `QuerySyntaxError` with the place and a repair."""
    parser = _Parser(query)
    if not parser.lexemes:
        raise QuerySyntaxError("empty", 0, "")
    node = parser.either()
    if parser.place < len(parser.lexemes):
        raise parser.fail("stray-bracket")
    return node
