"""Fields of the query language (`law:`, `court:`, `year:` …): what each value means as a clause, and what is said if nothing.

A value that the library does not know is never passed over: the reader is told what there is.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from lawbase.search.analysis.words import query_words
from lawbase.search.clauses import CONTEXT, AllOf, Clause, Everything, Nothing, OneOf, Range, Term
from lawbase.search.query.ranges import interval
from lawbase.search.query.syntax import FIELDS
from lawbase.search.query.vocabulary import Vocabulary
from lawbase.search.values import Notice
from lawbase.statutes.numbers import key_of

ARTICLES = 200
"""Articles that a range may name."""
KINDS = ("provision", "case")
STATUSES = ("in-force", "repealed", "not-yet-in-force", "partly-enjoined", "unverified")
NAMED = re.compile(r"(?<!\S)(?P<name>[a-zA-Z]{3,12})[:：](?=[^\s/])")


class Fields:
    """Compiles fields; collects notices, and the words to mark."""

    def __init__(self, vocabulary: Vocabulary, query: str) -> None:
        self.vocabulary = vocabulary
        self.query = query
        self.notices: list[Notice] = []
        self.words: list[str] = []

    def compile(self, name: str, value: str) -> Clause | None:
        """None: the value names nothing known, which a notice says; search for it as words."""
        match name:
            case "law" | "type" | "topic" | "jurisdiction":
                return self._named(name, value)
            case "kind":
                return self._listed(name, value, KINDS)
            case "status":
                return self._listed(name, value, STATUSES)
            case "art":
                return self._article(value)
            case "year":
                return self._year(value)
            case "amount":
                return self._amount(value)
        return self._court(value)

    def _named(self, name: str, value: str) -> Clause | None:
        known = {
            "law": self.vocabulary.law_of, "type": self.vocabulary.type_of, "topic": self.vocabulary.topic_of,
            "jurisdiction": self.vocabulary.jurisdiction_of,
        }[name]  # fmt: skip
        slug = known(value)
        if slug is None:
            self._unknown(name, value, self.vocabulary.names(name))
            return None
        if name == "topic":
            return OneOf("ident", self.vocabulary.in_topic(slug))
        return Term(name, slug)

    def _listed(self, name: str, value: str, values: Iterable[str]) -> Clause | None:
        folded = value.lower().replace("_", "-").removesuffix("s" if name == "kind" else "")
        if folded in values:
            return Term(name, folded)
        self._unknown(name, value, values)
        return None

    def _article(self, value: str) -> Clause:
        both = re.fullmatch(r"(\d{1,4})(?:\.\.|-|–)(\d{1,4})", value)
        # `1798-120` may be a number too; a range rises.
        if both and int(both[1]) < int(both[2]) <= int(both[1]) + ARTICLES:
            return OneOf("key", tuple(str(number) for number in range(int(both[1]), int(both[2]) + 1)))
        try:
            key = key_of(value) if re.search(r"[\u3400-\u9fff]", value) else value
        except ValueError:
            key = value
        return Term("key", key.lower())

    def _year(self, value: str) -> Clause:
        found = interval(value)
        years = [year for year in (found.low, found.high) if year is not None] if found else []
        if found is None or found.currency or any(not 0 < year < 10_000 for year in years):
            self.notices.append(
                Notice(
                    "bad-year",
                    f"year:{value} 不是年份；请写作 year:2021、year:2019..2023 或 year:>=2019。",
                    f"year:{value} is not a year; write year:2021, year:2019..2023 or year:>=2019.",
                )
            )
            return Everything()
        # 0 stands for a year that is not known.
        return Range("year_number", found.low or 1, found.high)

    def _amount(self, value: str) -> Clause:
        found = interval(value)
        if found is None:
            self.notices.append(
                Notice(
                    "bad-amount",
                    f"amount:{value} 不是金额；请写作 amount:>10000、amount:1万..50万 或 amount:>=$1m。",
                    f"amount:{value} is not an amount; write amount:>10000, amount:10k..500k or amount:>=$1m.",
                )
            )
            return Everything()
        idents = self.vocabulary.with_amount(found)
        return OneOf("ident", idents) if idents else Nothing()

    def _court(self, value: str) -> Clause:
        words = query_words(value)
        self.words += words
        case = Term("kind", "case", 0.0)
        return AllOf((case, *(Term(CONTEXT, word) for word in words))) if words else Nothing()

    def _unknown(self, name: str, value: str, known: Iterable[str]) -> None:
        near = difflib.get_close_matches(value.lower(), list(known), n=1, cutoff=0.6)
        written = f'{name}:"{near[0]}"' if near and " " in near[0] else f"{name}:{near[0]}" if near else ""
        repaired = re.sub(
            rf"{name}[:：](?:\"{re.escape(value)}\"|{re.escape(value)})", written, self.query, count=1, flags=re.IGNORECASE
        )  # fmt: skip
        self.notices.append(
            Notice(
                f"unknown-{name}",
                f"没有找到“{name}:{value}”；已按普通词语检索。"
                + (f"您要找的是 {written} 吗？" if near else ""),
                f"“{name}:{value}” is not known here; it was searched as words."
                + (f" Did you mean {written}?" if near else ""),
                query=repaired if near else value,
            )
        )


def misspelt(query: str) -> tuple[Notice, ...]:
    """A notice for each word with a colon that is nearly the name of a field: `cuort:最高人民法院`."""
    found = []
    for match in NAMED.finditer(query):
        name = match["name"].lower()
        near = difflib.get_close_matches(name, FIELDS, n=1, cutoff=0.6) if name not in FIELDS else []
        if near:
            repaired = query[: match.start("name")] + near[0] + query[match.end("name") :]
            found.append(
                Notice(
                    "unknown-field",
                    f"第 {match.start() + 1} 个字符处：没有“{name}:”这个字段，您要写的是“{near[0]}:”吗？",
                    f"At character {match.start() + 1}: there is no field “{name}:”. Did you mean “{near[0]}:”?",
                    query=repaired,
                )
            )
    return tuple(found)
