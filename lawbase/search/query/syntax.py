"""The query language: what a reader types, read into a small tree.

    query   := either
    either  := both (OR both)*
    both    := piece ((AND)? piece)*
    piece   := (NOT | -) piece | ( either ) | "a phrase" | field:value | words

Bare words next to each other are one `Words`; operators are upper case. A bracket opens a group only at the start of a
word, so `1798.120(a)` and `（一）` stay words. Chinese quotation marks “ ” and 「 」 quote like `"`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FIELDS = ("law", "art", "type", "court", "year", "jurisdiction", "kind", "status")
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


Node = Words | Quoted | Field | Not | And | Or


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
      | "(?P<quoted>[^"]*)" | “(?P<quoted2>[^”]*)” | 「(?P<quoted3>[^」]*)」
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
    text = re.sub(r"(?:^|\s)-(?=\S)", " ", text)
    return re.sub(r"\b(AND|OR|NOT)\b", " ", text).strip()


def _lex(query: str) -> list[_Lexeme]:
    found: list[_Lexeme] = []
    depth, at = 0, 0
    while at < len(query):
        match = LEXEMES.match(query, at)
        assert match is not None  # `word` or `stray` matches any character
        kind, text = match.lastgroup or "", match[0]
        if kind.startswith("quoted"):
            found.append(_Lexeme("quoted", match[kind], at))
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
            found.append(_Lexeme(text if text in ("AND", "OR", "NOT") else "word", text, at))
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
        nodes = [self.piece()]
        while self.peek() not in ("", "OR", "close"):
            if self.peek() == "AND":
                self.take()
            nodes.append(self.piece())
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

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
        if kind.startswith("field:"):
            return Field(kind[6:], self.take().text)
        if kind == "word":
            words = [self.take().text]
            while self.peek() == "word":
                words.append(self.take().text)
            return Words(" ".join(words))
        raise self.fail("operand-missing")


def parse(query: str) -> Node:
    """Read a query that is not empty. Raises `QuerySyntaxError` with the place and a repair."""
    parser = _Parser(query)
    if not parser.lexemes:
        raise QuerySyntaxError("empty", 0, "")
    node = parser.either()
    if parser.place < len(parser.lexemes):
        raise parser.fail("stray-bracket")
    return node
