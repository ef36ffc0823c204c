"""The embedded engine: Tantivy on disk. BM25 with k1 = 1.2 and b = 0.75 (Tantivy's constants), tokens split at spaces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import tantivy

from lawbase.search import clauses as c
from lawbase.search.engines.base import (
    KEYWORDS,
    NUMBERS,
    EngineAnswer,
    EngineHit,
    IndexDocument,
    IndexUnavailable,
)
from lawbase.search.plan import Plan

HEAP = 384 * 1024 * 1024
"""Enough for one segment of the whole library, so that documents keep the order they were added in."""
FACET_SIZE = 400
MUST, SHOULD, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
Query = tantivy.Query
Part = tuple[tantivy.Occur, tantivy.Query]


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in c.TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace")
    for name in KEYWORDS:
        builder.add_text_field(
            name, tokenizer_name="raw", fast=True, stored=name in ("id", "kind"), index_option="basic"
        )
    for name in NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True, stored=name == "pk")
    builder.add_float_field("prior", fast=True)
    return builder.build()


class EmbeddedEngine:
    """Reads one index folder. Open it once and share it: searching is thread-safe."""

    name: ClassVar[str] = "embedded"

    def __init__(self, folder: Path) -> None:
        try:
            self._schema = schema()
            index = tantivy.Index(self._schema, path=str(folder), reuse=True)
            self._searcher = index.searcher()
        except (ValueError, OSError) as error:
            raise IndexUnavailable(
                f"The search index in {folder} cannot be read ({error}); run `python manage.py index build`."
            ) from error

    @staticmethod
    def build(documents: Iterable[IndexDocument], folder: Path) -> int:
        """Write the documents, in the order given, as one index. `folder` must exist and be empty."""
        index = tantivy.Index(schema(), path=str(folder))
        writer = index.writer(heap_size=HEAP, num_threads=1)
        count = 0
        for document in documents:
            writer.add_document(_stored(document))
            count += 1
        writer.commit()
        writer.wait_merging_threads()
        return count

    @property
    def size(self) -> int:
        return int(self._searcher.num_docs)

    def run(self, plan: Plan) -> EngineAnswer:
        base = self._base(plan)
        query = self._narrowed(base, plan.filters)
        if plan.sort == "relevance":
            found = self._searcher.search(
                query, plan.limit, count=True, offset=plan.offset, weight_by_field="prior"
            )
        else:
            order = tantivy.Order.Desc if plan.sort == "newest" else tantivy.Order.Asc
            found = self._searcher.search(
                query, plan.limit, count=True, offset=plan.offset, order_by_field="day", order=order
            )
        hits = []
        for score, address in found.hits:
            document = self._searcher.doc(address)
            hits.append(
                EngineHit(
                    id=str(document.get_first("id")),
                    kind=str(document.get_first("kind")),
                    pk=int(document.get_first("pk") or 0),
                    score=float(score) if plan.sort == "relevance" else 0.0,
                )
            )
        return EngineAnswer(tuple(hits), _total(found), self._facets(plan, base, query))

    def count(self, plan: Plan) -> int:
        return _total(self._searcher.search(self._narrowed(self._base(plan), plan.filters), 1, count=True))

    def explain(self, plan: Plan, pk: int) -> str:
        """Tantivy's own account of one document's score, as JSON; empty if the plan does not match it."""
        query = self._narrowed(self._base(plan), plan.filters)
        target = Query.boolean_query([(MUST, query), (MUST, self._range(c.Range("pk", pk, pk)))])
        found = self._searcher.search(target, 1)
        return query.explain(self._searcher, found.hits[0][1]).to_json() if found.hits else ""

    def _facets(self, plan: Plan, base: list[Part], query: tantivy.Query) -> dict[str, dict[str, int]]:
        """Counts by value. A facet's own choice does not narrow its own counts: its other values stay offered."""
        counts: dict[str, dict[str, int]] = {}
        free = [name for name in plan.facets if name not in plan.filters]
        if free:
            counts |= self._aggregate(query, free)
        for name in plan.facets:
            if name in plan.filters:
                others = {other: values for other, values in plan.filters.items() if other != name}
                counts |= self._aggregate(self._narrowed(base, others), [name])
        return {name: counts[name] for name in plan.facets}

    def _aggregate(self, query: tantivy.Query, names: list[str]) -> dict[str, dict[str, int]]:
        wanted = {name: {"terms": {"field": name, "size": FACET_SIZE}} for name in names}
        answer: dict[str, Any] = self._searcher.aggregate(query, wanted)
        return {
            name: {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer[name]["buckets"]}
            for name in names
        }

    def _base(self, plan: Plan) -> list[Part]:
        """The question and its conditions, without filters; compiled once, narrowed as hits and each facet need."""
        always = ((MUST, Query.const_score_query(self._compile(clause), 0.0)) for clause in plan.always)
        return [(MUST, self._compile(plan.text)), *always]

    def _narrowed(self, base: list[Part], filters: Mapping[str, tuple[str, ...]]) -> tantivy.Query:
        parts = list(base)
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
            lower_bound=clause.low if clause.low is not None else 0,
            upper_bound=clause.high if clause.high is not None else 2**62,
        )

    def _compile(self, clause: c.Clause) -> tantivy.Query:
        match clause:
            case c.Term(field, term, boost):
                if field in c.TEXT_FIELDS:
                    query = self._term(field, term)
                    return query if boost == 1.0 else Query.boost_query(query, boost)
                return Query.const_score_query(self._term(field, term), boost)
            case c.Phrase(field, words, slop, boost):
                query = Query.phrase_query(self._schema, field, list(words), slop)
                return query if boost == 1.0 else Query.boost_query(query, boost)
            case c.Prefix(field, prefix):
                found = [term for term, _count in self._searcher.terms_with_prefix(field, prefix, limit=200)]
                return Query.const_score_query(Query.term_set_query(self._schema, field, found), 1.0)
            case c.Range():
                return Query.const_score_query(self._range(clause), 0.0)
            case c.AllOf(parts):
                return Query.boolean_query([(MUST, self._compile(part)) for part in parts])
            case c.AnyOf(parts, minimum):
                return Query.boolean_query([(SHOULD, self._compile(part)) for part in parts], minimum)
            case c.Without(inner, excluded):
                return Query.boolean_query(
                    [(MUST, self._compile(inner)), (MUST_NOT, self._compile(excluded))]
                )
            case c.Favoured(inner, extra):
                return Query.boolean_query(
                    [(MUST, self._compile(inner)), *((SHOULD, self._compile(part)) for part in extra)]
                )
            case c.Everything():
                return Query.const_score_query(Query.all_query(), 1.0)
            case c.Nothing():
                return Query.empty_query()


def _total(found: tantivy.SearchResult) -> int:
    """How many documents matched; the package's type stubs do not know the attribute."""
    return int(getattr(found, "count", 0) or 0)


def _stored(document: IndexDocument) -> tantivy.Document:
    stored = tantivy.Document()
    stored.add_text("id", document.id)
    for name, tokens in zip(c.TEXT_FIELDS, (document.words, document.grams, document.context), strict=True):
        stored.add_text(name, " ".join(tokens))
    for name, values in document.keywords.items():
        for value in values:
            stored.add_text(name, value)
    for name, number in document.numbers.items():
        stored.add_integer(name, number)
    stored.add_float("prior", document.prior)
    return stored
