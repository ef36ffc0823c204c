"""The embedded engine: Tantivy on disk. BM25 with k1 = 1.2 and b = 0.75 (Tantivy's constants), tokens split at spaces."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import tantivy

from lawbase.search import clauses as c
from lawbase.search.engines import order
from lawbase.search.engines.base import (
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
from lawbase.search.engines.embedded_query import Question
from lawbase.search.plan import Plan

HEAP = 384 * 1024 * 1024
"""Enough for one segment of the whole library."""
Query = tantivy.Query


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
        self._meta = folder / "meta.json"
        self._links: tempfile.TemporaryDirectory[str] | None = None
        with self._reading():
            if not self._meta.exists():
                # Tantivy would begin a new, empty index here, and every search would find nothing.
                raise FileNotFoundError("meta.json is missing")
            self._schema = schema()
            self._index = self._opened()
            self._searcher = self._index.searcher()
        self._seen = self._stamp()
        self._lock = threading.Lock()

    @staticmethod
    def build(documents: Iterable[IndexDocument], folder: Path, version: int = 0) -> int:
        """Write the documents as one index, sorted by id. `folder` must exist and be empty."""
        # Within a segment documents lie in order of id, through merges too: equal hits then come in that order.
        with _writing(folder):
            index = tantivy.Index(schema(), path=str(folder), sort_by_field="id")
            writer = index.writer(heap_size=HEAP, num_threads=1)
        count = 0
        try:
            for document in documents:
                stored = _stored(document, version)
                with _writing(folder):
                    writer.add_document(stored)
                count += 1
            with _writing(folder):
                writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            # Until its threads have ended, the writer may still make files in a folder that is being removed.
            writer.wait_merging_threads()
        return count

    def apply(self, changes: Sequence[Change]) -> tuple[ItemError, ...]:
        """Write changes in one commit; one whose document is held in a newer version is passed over.

        Searches in every process see them once this returns. One writer at a time: the caller holds the lock.
        """
        rows: dict[str, tuple[int, tantivy.Document | None]] = {}
        errors: list[ItemError] = []
        held = self.versions(change.id for change in changes)
        for change in changes:
            if change.version < max(held.get(change.id, 0), rows.get(change.id, (0, None))[0]):
                continue
            try:
                stored = None if change.document is None else _stored(change.document, change.version)
            except (ValueError, TypeError, OverflowError) as error:
                errors.append(ItemError(change.id, f"{type(error).__name__}: {error}", retryable=False))
                continue
            rows[change.id] = (change.version, stored)
        if rows:
            try:
                self._commit({ident: document for ident, (_version, document) in rows.items()})
            except (ValueError, OSError) as error:
                # Tantivy writes all or nothing: what is not committed is not there.
                errors += [ItemError(ident, str(error), retryable=True) for ident in rows]
        return tuple(errors)

    def _commit(self, rows: Mapping[str, tantivy.Document | None]) -> None:
        if self._links is not None:
            raise PermissionError(
                f"The folder {self._meta.parent} cannot be written; give LawBase the right to."
            )
        writer = self._index.writer(heap_size=HEAP, num_threads=1)
        try:
            for ident, document in rows.items():
                writer.delete_documents_by_term("id", ident)
                if document is not None:
                    writer.add_document(document)
            writer.commit()
        finally:
            writer.wait_merging_threads()
        self._reload()

    @property
    def size(self) -> int:
        return int(self._current().num_docs)

    def entries(self) -> Iterator[Entry]:
        """What the index holds: id, content hash and version of every document, in no order."""
        searcher = self._current()
        with self._reading():
            for _score, address in searcher.search(Query.all_query(), max(1, searcher.num_docs)).hits:
                yield _entry(searcher.doc(address))

    def versions(self, ids: Iterable[str]) -> dict[str, int]:
        """Versions of those of the documents that are held."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return {}
        searcher = self._current()
        with self._reading():
            found = searcher.search(Query.term_set_query(self._schema, "id", wanted), len(wanted))
            entries = [_entry(searcher.doc(address)) for _score, address in found.hits]
        return {entry.id: entry.version for entry in entries}

    def ids_under(self, idents: Collection[str]) -> frozenset[str]:
        """Ids of the documents held whose `ident` (a provision's or a case's address) is among these."""
        if not idents:
            return frozenset()
        searcher = self._current()
        query = Query.term_set_query(self._schema, "ident", list(idents))
        with self._reading():
            found = searcher.search(query, max(1, searcher.num_docs))
            return frozenset(str(searcher.doc(address).get_first("id")) for _score, address in found.hits)

    def run_all(self, plans: Sequence[Plan]) -> tuple[EngineAnswer, ...]:
        return tuple(self.run(plan) for plan in plans)

    def run(self, plan: Plan) -> EngineAnswer:
        searcher = self._current()
        with self._reading():
            question = Question(plan, self._schema, searcher)
            hits, total = self._page(plan, question.query, searcher)
            return EngineAnswer(hits, total, question.facets())

    def count(self, plan: Plan) -> int:
        searcher = self._current()
        with self._reading():
            return _total(searcher.search(Question(plan, self._schema, searcher).query, 1))

    def explain(self, plan: Plan, pk: int) -> str:
        searcher = self._current()
        with self._reading():
            question = Question(plan, self._schema, searcher)
            found = searcher.search(question.about(pk), 1)
            return question.query.explain(searcher, found.hits[0][1]).to_json() if found.hits else ""

    def _current(self) -> tantivy.Searcher:
        """The searcher on the last commit, whichever process made it."""
        if self._stamp() != self._seen:
            self._reload()
        return self._searcher

    def _reload(self) -> None:
        with self._lock:
            self._seen = self._stamp()
            with self._reading():
                if self._links is not None:
                    self._index = self._opened()
                self._index.reload()
                self._searcher = self._index.searcher()

    def _opened(self) -> tantivy.Index:
        """The index. Tantivy takes a lock beside the files even to read them: in a folder that cannot be written they are
        opened through links in a folder of this process's own."""
        folder, self._links = self._meta.parent, None
        if os.access(folder, os.W_OK):
            return tantivy.Index(self._schema, path=str(folder), reuse=True)
        self._links = tempfile.TemporaryDirectory(
            # Tantivy may still be closing a file there when the process ends.
            prefix="lawbase-index-",
            ignore_cleanup_errors=True,
        )
        for path in folder.iterdir():
            if path.suffix != ".lock":
                Path(self._links.name, path.name).symlink_to(path.resolve())
        return tantivy.Index(self._schema, path=self._links.name, reuse=True)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """A file that is missing or broken shows in Tantivy as one of these, when opened or only when searched."""
        try:
            yield
        except (ValueError, OSError) as error:
            raise IndexUnavailable(
                f"The search index in {self._meta.parent} cannot be read ({error}); run `python manage.py index build`."
            ) from error

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
        if not plan.limit:
            return (), _total(searcher.search(query, 1))
        start, end = plan.offset, plan.offset + plan.limit
        margin, share = order.MARGIN, order.SAME if plan.sort == "relevance" else 0.0
        while True:
            found = self._ranked(plan, query, searcher, end + margin)
            total = _total(found)
            keys = [float(key) for key, _address in found.hits]
            end = min(end, total)
            if start >= end:
                return (), total
            last = order.group_end(keys, end - 1, share)
            if last < len(keys) or len(keys) == total or self._lies_in_order(keys, share, searcher):
                break
            margin *= 8
        first = order.group_start(keys, start, share)
        hits: list[EngineHit] = []
        for low, high in order.groups(keys, first, last, share):
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
    def _lies_in_order(keys: Sequence[float], share: float, searcher: tantivy.Searcher) -> bool:
        """Whether the unfinished last group may be cut: all of it so far is equal to the last bit, in one segment."""
        first = order.group_start(keys, len(keys) - 1, share)
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


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Tantivy's errors only: what reading the documents raises is somebody else's."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexUnavailable(
            f"The search index could not be written to {folder} ({error}); make room or rights there, and run "
            "`python manage.py index build`."
        ) from error


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
