"""The embedded engine: Tantivy on disk. BM25 with k1 = 1.2 and b = 0.75 (Tantivy's constants), tokens split at spaces."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import tantivy

from lawbase.search import clauses as c
from lawbase.search.engines import order
from lawbase.search.engines.base import (
    FACET_SIZE,
    KEYWORDS,
    NUMBERS,
    Change,
    EngineAnswer,
    EngineHit,
    Entry,
    IndexDocument,
    IndexUnavailable,
    ItemError,
)
from lawbase.search.plan import Plan

HEAP = 384 * 1024 * 1024
"""Enough for one segment of the whole library."""
COUNTED = 10_000
"""Values of a facet that Tantivy counts before the most frequent are kept: it does not say which of equals it drops."""
EVERY_TERM = 1_000_000
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
    builder.add_text_field("hash", tokenizer_name="raw", stored=True, index_option="basic")
    builder.add_integer_field("version", stored=True, fast=True)
    return builder.build()


class EmbeddedEngine:
    """Reads one index folder. Open it once and share it: searching is thread-safe."""

    name: ClassVar[str] = "embedded"

    def __init__(self, folder: Path) -> None:
        try:
            self._schema = schema()
            self._index = tantivy.Index(self._schema, path=str(folder), reuse=True)
            self._searcher = self._index.searcher()
        except (ValueError, OSError) as error:
            raise IndexUnavailable(
                f"The search index in {folder} cannot be read ({error}); run `python manage.py index build`."
            ) from error
        self._meta = folder / "meta.json"
        self._seen = self._stamp()
        self._lock = threading.Lock()

    @staticmethod
    def build(documents: Iterable[IndexDocument], folder: Path, version: int = 0) -> int:
        """Write the documents as one index, sorted by id. `folder` must exist and be empty."""
        # Within a segment documents lie in order of id, through merges too: equal hits then come in that order.
        index = tantivy.Index(schema(), path=str(folder), sort_by_field="id")
        writer = index.writer(heap_size=HEAP, num_threads=1)
        count = 0
        for document in documents:
            writer.add_document(_stored(document, version))
            count += 1
        writer.commit()
        writer.wait_merging_threads()
        return count

    def apply(self, changes: Sequence[Change]) -> tuple[ItemError, ...]:
        """Write changes in one commit; one whose document is held in a newer version is passed over.

        Searches in every process see them once this returns. One writer at a time: the caller holds the lock.
        """
        held = self.versions(change.id for change in changes)
        newest: dict[str, Change] = {}
        for change in changes:
            if change.version >= max(held.get(change.id, 0), getattr(newest.get(change.id), "version", 0)):
                newest[change.id] = change
        try:
            writer = self._index.writer(heap_size=HEAP, num_threads=1)
            for change in newest.values():
                writer.delete_documents_by_term("id", change.id)
                if change.document is not None:
                    writer.add_document(_stored(change.document, change.version))
            writer.commit()
            writer.wait_merging_threads()
        except (ValueError, OSError) as error:
            # Tantivy writes all or nothing: what is not committed is not there.
            return tuple(ItemError(change.id, str(error), retryable=True) for change in newest.values())
        self._reload()
        return ()

    @property
    def size(self) -> int:
        return int(self._current().num_docs)

    def entries(self) -> Iterator[Entry]:
        """What the index holds: id, content hash and version of every document, in no order."""
        searcher = self._current()
        for _score, address in searcher.search(Query.all_query(), max(1, searcher.num_docs)).hits:
            yield _entry(searcher.doc(address))

    def versions(self, ids: Iterable[str]) -> dict[str, int]:
        """Versions of those of the documents that are held."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return {}
        searcher = self._current()
        found = searcher.search(Query.term_set_query(self._schema, "id", wanted), len(wanted))
        entries = (_entry(searcher.doc(address)) for _score, address in found.hits)
        return {entry.id: entry.version for entry in entries}

    def ids_under(self, idents: Collection[str]) -> frozenset[str]:
        """Ids of the documents held whose `ident` (a provision's or a case's address) is among these."""
        if not idents:
            return frozenset()
        searcher = self._current()
        query = Query.term_set_query(self._schema, "ident", list(idents))
        found = searcher.search(query, max(1, searcher.num_docs))
        return frozenset(str(searcher.doc(address).get_first("id")) for _score, address in found.hits)

    def run_all(self, plans: Sequence[Plan]) -> tuple[EngineAnswer, ...]:
        return tuple(self.run(plan) for plan in plans)

    def run(self, plan: Plan) -> EngineAnswer:
        searcher = self._current()
        base = self._base(plan, searcher)
        query = self._narrowed(base, plan.filters)
        if not plan.limit:
            return EngineAnswer(
                (), _total(searcher.search(query, 1)), self._facets(plan, base, query, searcher)
            )
        hits, total = self._page(plan, query, searcher)
        return EngineAnswer(hits, total, self._facets(plan, base, query, searcher))

    def count(self, plan: Plan) -> int:
        searcher = self._current()
        return _total(searcher.search(self._narrowed(self._base(plan, searcher), plan.filters), 1))

    def explain(self, plan: Plan, pk: int) -> str:
        searcher = self._current()
        query = self._narrowed(self._base(plan, searcher), plan.filters)
        target = Query.boolean_query([(MUST, query), (MUST, self._range(c.Range("pk", pk, pk)))])
        found = searcher.search(target, 1)
        return query.explain(searcher, found.hits[0][1]).to_json() if found.hits else ""

    def _current(self) -> tantivy.Searcher:
        """The searcher on the last commit, whichever process made it."""
        if self._stamp() != self._seen:
            self._reload()
        return self._searcher

    def _reload(self) -> None:
        with self._lock:
            self._seen = self._stamp()
            try:
                self._index.reload()
            except (ValueError, OSError) as error:
                raise IndexUnavailable(
                    f"The search index in {self._meta.parent} cannot be read any more ({error}); "
                    "run `python manage.py index build`."
                ) from error
            self._searcher = self._index.searcher()

    def _stamp(self) -> tuple[int, int]:
        try:
            stat = self._meta.stat()
        except OSError:
            # The folder was pruned under an open index; what is open can still be read.
            return getattr(self, "_seen", (0, 0))
        return stat.st_mtime_ns, stat.st_ino

    def _page(
        self, plan: Plan, query: tantivy.Query, searcher: tantivy.Searcher
    ) -> tuple[tuple[EngineHit, ...], int]:
        """The hits of one page in the order of `engines.order`, and how many match."""
        start, end = plan.offset, plan.offset + plan.limit
        margin = order.MARGIN
        while True:
            found = self._ranked(plan, query, searcher, end + margin)
            total = _total(found)
            keys = [float(key) for key, _address in found.hits]
            end = min(end, total)
            if start >= end:
                return (), total
            last = order.group_end(keys, end - 1)
            if last < len(keys) or len(keys) == total or self._lies_in_order(keys, start, searcher):
                break
            margin *= 8
        first = order.group_start(keys, start)
        hits: list[EngineHit] = []
        for low, high in order.groups(keys, first, last):
            if searcher.num_segments == 1 and keys[low] == keys[high - 1]:
                # Equal to the last bit, in one segment: they lie in order of id already.
                low, high = max(low, start), min(high, end)
                hits += [self._hit(searcher, plan, *found.hits[place]) for place in range(low, high)]
                continue
            group = sorted(
                (self._hit(searcher, plan, *hit) for hit in found.hits[low:high]), key=lambda hit: hit.id
            )
            hits += group[max(0, start - low) : max(0, end - low)]
        return tuple(hits), total

    @staticmethod
    def _lies_in_order(keys: Sequence[float], start: int, searcher: tantivy.Searcher) -> bool:
        """Whether the unfinished last group may be cut: all of it so far is equal to the last bit, in one segment."""
        first = order.group_start(keys, len(keys) - 1)
        return searcher.num_segments == 1 and keys[first] == keys[-1] and len(keys) - first > order.MARGIN

    @staticmethod
    def _ranked(
        plan: Plan, query: tantivy.Query, searcher: tantivy.Searcher, limit: int
    ) -> tantivy.SearchResult:
        if plan.sort == "relevance":
            weight = "prior" if plan.weighted else None
            return searcher.search(query, limit, count=True, weight_by_field=weight)
        direction = tantivy.Order.Desc if plan.sort == "newest" else tantivy.Order.Asc
        return searcher.search(query, limit, count=True, order_by_field="day", order=direction)

    @staticmethod
    def _hit(searcher: tantivy.Searcher, plan: Plan, key: float, address: tantivy.DocAddress) -> EngineHit:
        document = searcher.doc(address)
        return EngineHit(
            id=str(document.get_first("id")),
            kind=str(document.get_first("kind")),
            pk=int(document.get_first("pk") or 0),
            score=float(key) if plan.sort == "relevance" else 0.0,
        )

    def _facets(
        self, plan: Plan, base: list[Part], query: tantivy.Query, searcher: tantivy.Searcher
    ) -> dict[str, dict[str, int]]:
        """Counts by value. A facet's own choice does not narrow its own counts: its other values stay offered."""
        counts: dict[str, dict[str, int]] = {}
        free = [name for name in plan.facets if name not in plan.filters]
        if free:
            counts |= _aggregate(searcher, query, free)
        for name in plan.facets:
            if name in plan.filters:
                others = {other: values for other, values in plan.filters.items() if other != name}
                counts |= _aggregate(searcher, self._narrowed(base, others), [name])
        return {name: counts[name] for name in plan.facets}

    def _base(self, plan: Plan, searcher: tantivy.Searcher) -> list[Part]:
        """The question and its conditions, without filters; compiled once, narrowed as hits and each facet need."""
        always = (
            (MUST, Query.const_score_query(self._compile(clause, searcher), 0.0)) for clause in plan.always
        )
        return [(MUST, self._compile(plan.text, searcher)), *always]

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
            lower_bound=clause.low if clause.low is not None else -(2**62),
            upper_bound=clause.high if clause.high is not None else 2**62,
        )

    def _compile(self, clause: c.Clause, searcher: tantivy.Searcher) -> tantivy.Query:
        def compiled(occur: tantivy.Occur, parts: Iterable[c.Clause]) -> list[Part]:
            return [(occur, self._compile(part, searcher)) for part in parts]

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
                found = [term for term, _count in searcher.terms_with_prefix(field, prefix, limit=EVERY_TERM)]
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


def _aggregate(
    searcher: tantivy.Searcher, query: tantivy.Query, names: list[str]
) -> dict[str, dict[str, int]]:
    wanted = {name: {"terms": {"field": name, "size": COUNTED}} for name in names}
    answer: dict[str, Any] = searcher.aggregate(query, wanted)
    counts = {
        name: [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in answer[name]["buckets"]]
        for name in names
    }
    return {
        name: dict(sorted(found, key=lambda pair: (-pair[1], pair[0]))[:FACET_SIZE])
        for name, found in counts.items()
    }


def _total(found: tantivy.SearchResult) -> int:
    """How many documents matched; the package's type stubs do not know the attribute."""
    return int(getattr(found, "count", 0) or 0)


def _entry(document: tantivy.Document) -> Entry:
    return Entry(
        str(document.get_first("id")),
        str(document.get_first("hash") or ""),
        int(document.get_first("version") or 0),
    )


def _stored(document: IndexDocument, version: int) -> tantivy.Document:
    stored = tantivy.Document()
    for name, tokens in document.tokens.items():
        stored.add_text(name, tokens)
    for name, values in document.keywords.items():
        for value in values:
            stored.add_text(name, value)
    for name, number in document.numbers.items():
        stored.add_integer(name, number)
    stored.add_float("prior", document.prior)
    stored.add_text("hash", document.content_hash)
    stored.add_integer("version", version)
    return stored
