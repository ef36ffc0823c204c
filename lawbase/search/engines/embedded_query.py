"""From plans to Tantivy's queries and counts. One `Question` is a plan on one searcher."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import tantivy

from lawbase.search import clauses as c
from lawbase.search.engines.base import FACET_SIZE
from lawbase.search.plan import Plan

COUNTED = 10_000
"""Values of a facet that Tantivy counts before the most frequent are kept: it does not say which of equals it drops."""
EVERY_TERM = 1_000_000
MUST, SHOULD, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
Query = tantivy.Query
Part = tuple[tantivy.Occur, tantivy.Query]


class Question:
    """A plan compiled once: the question and its conditions, narrowed by filters as hits and each facet need."""

    def __init__(self, plan: Plan, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._plan = plan
        self._schema = schema
        self._searcher = searcher
        always = ((MUST, Query.const_score_query(self._compile(clause), 0.0)) for clause in plan.always)
        self._base: list[Part] = [(MUST, self._compile(plan.text)), *always]
        self.query = self._narrowed(plan.filters)

    def about(self, pk: int) -> tantivy.Query:
        """The same, of one document only."""
        return Query.boolean_query([(MUST, self.query), (MUST, self._range(c.Range("pk", pk, pk)))])

    def facets(self) -> dict[str, dict[str, int]]:
        """Counts by value. A facet's own choice does not narrow its own counts: its other values stay offered."""
        plan = self._plan
        counts: dict[str, dict[str, int]] = {}
        free = [name for name in plan.facets if name not in plan.filters]
        if free:
            counts |= self._aggregate(self.query, free)
        for name in plan.facets:
            if name in plan.filters:
                others = {other: values for other, values in plan.filters.items() if other != name}
                counts |= self._aggregate(self._narrowed(others), [name])
        return {name: counts[name] for name in plan.facets}

    def _aggregate(self, query: tantivy.Query, names: list[str]) -> dict[str, dict[str, int]]:
        wanted = {name: {"terms": {"field": name, "size": COUNTED}} for name in names}
        answer: dict[str, Any] = self._searcher.aggregate(query, wanted)
        counts = {
            name: [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in answer[name]["buckets"]]
            for name in names
        }
        return {
            name: dict(sorted(found, key=lambda pair: (-pair[1], pair[0]))[:FACET_SIZE])
            for name, found in counts.items()
        }

    def _narrowed(self, filters: Mapping[str, tuple[str, ...]]) -> tantivy.Query:
        parts = list(self._base)
        for name, values in filters.items():
            any_value = Query.boolean_query([(SHOULD, self._term(name, value)) for value in values])
            parts.append((MUST, Query.const_score_query(any_value, 0.0)))
        return Query.boolean_query(parts)

    def _term(self, field: str, term: str) -> tantivy.Query:
        return Query.term_query(self._schema, field, term)

    def _range(self, clause: c.Range) -> tantivy.Query:
        return Query.range_query(
            self._schema,
            clause.field,
            tantivy.FieldType.Integer,
            lower_bound=clause.low if clause.low is not None else -(2**62),
            upper_bound=clause.high if clause.high is not None else 2**62,
        )

    def _compile(self, clause: c.Clause) -> tantivy.Query:
        def compiled(occur: tantivy.Occur, parts: Iterable[c.Clause]) -> list[Part]:
            return [(occur, self._compile(part)) for part in parts]

        match clause:
            case c.Term(field, term, boost):
                if field in c.TEXT_FIELDS:
                    query = self._term(field, term)
                    return query if boost == 1.0 else Query.boost_query(query, boost)
                return Query.const_score_query(self._term(field, term), boost)
            case c.Phrase(field, words, boost):
                query = Query.phrase_query(self._schema, field, list(words))
                return query if boost == 1.0 else Query.boost_query(query, boost)
            case c.Prefix(field, prefix):
                found = [
                    term for term, _count in self._searcher.terms_with_prefix(field, prefix, limit=EVERY_TERM)
                ]
                return Query.const_score_query(Query.term_set_query(self._schema, field, found), 1.0)
            case c.OneOf(field, values):
                return Query.const_score_query(Query.term_set_query(self._schema, field, list(values)), 0.0)
            case c.Verified():
                raise c.NotVerified
            case c.Range():
                return Query.const_score_query(self._range(clause), 0.0)
            case c.AllOf(parts):
                return Query.boolean_query(compiled(MUST, parts))
            case c.AnyOf(parts, minimum):
                return Query.boolean_query(compiled(SHOULD, parts), minimum)
            case c.Without(inner, excluded):
                return Query.boolean_query([*compiled(MUST, [inner]), *compiled(MUST_NOT, [excluded])])
            case c.Favoured(inner, extra):
                return Query.boolean_query([*compiled(MUST, [inner]), *compiled(SHOULD, extra)])
            case c.Everything():
                return Query.const_score_query(Query.all_query(), 1.0)
            case c.Nothing():
                return Query.empty_query()
