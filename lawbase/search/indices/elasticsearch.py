"""Indices on Elasticsearch: `lawbase-library-<mapping hash>-<time>` behind the alias `lawbase-library`."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from lawbase.search.analysis.words import VERSION
from lawbase.search.engines.base import (
    Change,
    Entry,
    IndexDocument,
    IndexUnavailable,
    ItemError,
    QuestionRefused,
)
from lawbase.search.engines.connection import Connection
from lawbase.search.engines.elasticsearch import FAR, ElasticsearchEngine
from lawbase.search.engines.mapping import HASH, KIND, MAPPING, SETTINGS, source
from lawbase.search.indices.base import IndexInfo, batched, newest_before, spared

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

Json = dict[str, Any]
BATCH = 1000
"""Documents of one bulk request: a few megabytes."""
READ = 5000
IDENTS = 1000
BUILD_LASTS = 3600.0
"""Seconds. An index that is not complete and older than this is what a killed build left."""
RETRY = frozenset({403, 404, 408, 429, 502, 503, 504})
"""Statuses of one item that time or an operator can mend: 403 is a full disk or a right that is missing, 404 an index."""


class ElasticsearchIndices:
    """The library's indices on one server. `prefix` keeps several libraries on one cluster apart."""

    name: ClassVar[str] = "elasticsearch"

    def __init__(self, connection: Connection, prefix: str = "lawbase") -> None:
        self.connection = connection
        self.alias = f"{prefix}-{KIND}"
        self._engine = ElasticsearchEngine(connection, self.alias)

    def engine(self) -> ElasticsearchEngine:
        return self._engine

    def current(self) -> IndexInfo | None:
        return next((info for info in self.status() if info.current), None)

    def status(self) -> tuple[IndexInfo, ...]:
        found = self._asked(
            self.connection.brisk.indices.get, index=f"{self.alias}-*", expand_wildcards="open"
        )
        infos = [self._info(name, facts) for name, facts in found.items()]
        return tuple(sorted(infos, key=lambda info: info.name.rpartition("-")[2], reverse=True))

    @contextmanager
    def building(self) -> Iterator[None]:
        """Nothing is held: builds do not disturb each other, and the last one to end is in use."""
        yield

    def draft(self, state: int) -> ElasticsearchDraft:
        name = f"{self.alias}-{HASH}-{datetime.now(UTC):%Y%m%d%H%M%S%f}"
        self._asked(
            self._es.indices.create,
            index=name,
            settings={**SETTINGS, "refresh_interval": "-1"},
            mappings={**MAPPING, "_meta": _meta(state, complete=False)},
        )
        return ElasticsearchDraft(self, name)

    def swap(self, name: str = "") -> IndexInfo:
        found = next((info for info in self.status() if info.complete and name in ("", info.name)), None)
        if found is None:
            raise IndexUnavailable(
                f"There is no complete index{f' called {name}' if name else ''}; see `python manage.py index status`."
            )
        moves: list[Json] = [
            {"remove": {"index": f"{self.alias}-*", "alias": self.alias, "must_exist": False}},
            {"add": {"index": found.name, "alias": self.alias, "is_write_index": True}},
        ]
        # One change of the cluster's state: every search sees the old index or the new one.
        self._asked(self._es.indices.update_aliases, actions=moves)
        return self.named(found.name)

    def rollback(self) -> IndexInfo:
        previous = newest_before(self.status(), self.current())
        if previous is None:
            raise IndexUnavailable("There is no index from before the one in use; nothing was changed.")
        return self.swap(previous.name)

    def prune(self) -> tuple[str, ...]:
        found = self.status()
        if not any(info.current for info in found):
            return ()
        kept = spared(found)
        gone = tuple(
            info.name
            for info in found
            if info.name not in kept and (info.complete or _age(info.name) > BUILD_LASTS)
        )
        for name in gone:
            self.remove(name)
        return gone

    def apply(self, changes: Sequence[Change], state: int | None = None) -> tuple[ItemError, ...]:
        errors = self.write(self.alias, changes)
        if state is not None and not errors and (current := self.current()) is not None:
            self.mark(current.name, state)
        return errors

    def entries(self) -> Iterator[Entry]:
        return self.entries_of(self.alias)

    def ids_under(self, idents: Collection[str]) -> frozenset[str]:
        return self.ids_in(self.alias, idents)

    def refresh(self) -> None:
        self._asked(self._es.indices.refresh, index=self.alias)

    def named(self, name: str) -> IndexInfo:
        found = self._asked(self._es.indices.get, index=name)
        return self._info(name, found[name])

    def mark(self, name: str, state: int) -> None:
        """Write down which library state an index has."""
        self._asked(self._es.indices.put_mapping, index=name, meta=_meta(state, complete=True))

    def write(self, index: str, changes: Sequence[Change]) -> tuple[ItemError, ...]:
        """Bulk requests of changes; a document that is there in a newer version is left as it is."""
        errors: list[ItemError] = []
        for batch in batched(changes, BATCH):
            operations: list[Json] = []
            for change in batch:
                head = {"_id": change.id, "version": change.version, "version_type": "external_gte"}
                if change.document is None:
                    operations.append({"delete": head})
                else:
                    operations += [{"index": head}, source(change.document)]
            try:
                # An alias that is missing must not be made into an index by writing to it.
                answer = self._asked(
                    self._es.bulk,
                    index=index,
                    operations=operations,
                    require_alias=index == self.alias,
                    filter_path=BULK,
                )
            except IndexUnavailable as error:
                may_help = not isinstance(error, QuestionRefused)
                errors += [ItemError(change.id, str(error), may_help) for change in batch]
                continue
            errors += _errors(answer)
        return tuple(errors)

    def entries_of(self, index: str) -> Iterator[Entry]:
        """Every document of an index as of now, a page at a time."""
        self._asked(self._es.indices.refresh, index=index)
        point = self._asked(self._es.open_point_in_time, index=index, keep_alive="2m")["id"]
        after: list[Any] | None = None
        try:
            while True:
                page = self._asked(
                    self._es.search,
                    pit={"id": point, "keep_alive": "2m"},
                    size=READ,
                    sort=["_shard_doc"],
                    search_after=after,
                    source=False,
                    docvalue_fields=["hash"],
                    version=True,
                    track_total_hits=False,
                )
                hits = page["hits"]["hits"]
                for hit in hits:
                    yield Entry(hit["_id"], hit["fields"]["hash"][0], int(hit["_version"]))
                if len(hits) < READ:
                    return
                after, point = hits[-1]["sort"], page["pit_id"]
        finally:
            self._asked(self._es.close_point_in_time, id=point)

    def ids_in(self, index: str, idents: Collection[str]) -> frozenset[str]:
        found: set[str] = set()
        if idents:
            # What was written a moment ago counts: it is what may have to go.
            self._asked(self._es.indices.refresh, index=index)
        for batch in batched(idents, IDENTS):
            answer = self._asked(
                self._es.search,
                index=index,
                query={"bool": {"filter": {"terms": {"ident": list(batch)}}}},
                size=FAR,
                source=False,
                sort=["_doc"],
                filter_path="hits.hits._id",
            )
            found |= {hit["_id"] for hit in answer.get("hits", {}).get("hits", ())}
        return frozenset(found)

    def count(self, index: str) -> int:
        self._asked(self._es.indices.refresh, index=index)
        return int(self._asked(self._es.count, index=index)["count"])

    def _info(self, name: str, facts: Json) -> IndexInfo:
        meta = facts["mappings"].get("_meta", {})
        return IndexInfo(
            name=name,
            analysis=str(meta.get("analysis", "")),
            schema=str(meta.get("schema", "")),
            state=int(meta.get("state", 0)),
            documents=int(self._asked(self.connection.brisk.count, index=name)["count"]),
            current=self.alias in facts["aliases"],
            complete=bool(meta.get("complete")),
            wanted_schema=HASH,
        )

    @property
    def _es(self) -> Elasticsearch:
        return self.connection.patient

    def _asked(self, operation: Callable[..., Any], **arguments: Any) -> Any:
        return self.connection.asked(operation, **arguments)

    def remove(self, name: str) -> None:
        self._asked(self._es.indices.delete, index=name, ignore_unavailable=True)

    def opened(self, name: str) -> None:
        """Let what is written be found by itself: null is the server's own interval, about a second."""
        self._asked(self._es.indices.put_settings, index=name, settings={"refresh_interval": None})


class ElasticsearchDraft:
    """One index being filled."""

    def __init__(self, indices: ElasticsearchIndices, name: str) -> None:
        self.name = name
        self._indices = indices

    def write(self, documents: Iterable[IndexDocument], version: int) -> None:
        """The server takes in one batch while the next is analysed here; never more than two are in memory."""
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="lawbase-bulk") as sender:
            sent: Future[tuple[ItemError, ...]] | None = None
            for batch in batched(documents, BATCH):
                _written(sent)
                changes = [Change(document.id, document, version) for document in batch]
                sent = sender.submit(self._indices.write, self.name, changes)
            _written(sent)

    def apply(self, changes: Sequence[Change]) -> tuple[ItemError, ...]:
        return self._indices.write(self.name, changes)

    def entries(self) -> Iterator[Entry]:
        return self._indices.entries_of(self.name)

    def ids_under(self, idents: Collection[str]) -> frozenset[str]:
        return self._indices.ids_in(self.name, idents)

    def count(self) -> int:
        return self._indices.count(self.name)

    def finish(self, state: int) -> IndexInfo:
        self._indices.opened(self.name)
        self._indices.mark(self.name, state)
        return self._indices.named(self.name)

    def discard(self) -> None:
        try:
            self._indices.remove(self.name)
        except IndexUnavailable:
            # The server is gone; `prune` removes what it still has of this index once it is old enough.
            return


def _written(sent: Future[tuple[ItemError, ...]] | None) -> None:
    errors = sent.result() if sent is not None else ()
    if errors:
        raise IndexUnavailable(
            f"{len(errors)} documents could not be written to Elasticsearch, the first ({errors[0].id}) because: "
            f"{errors[0].error}"
        )


BULK = "errors,items.*._id,items.*.status,items.*.error.type,items.*.error.reason"


def _meta(state: int, complete: bool) -> Json:
    return {"analysis": VERSION, "schema": HASH, "state": state, "complete": complete}


def _errors(answer: Json) -> list[ItemError]:
    found: list[ItemError] = []
    for item in answer["items"] if answer["errors"] else ():
        ((_action, result),) = item.items()
        # 409: a newer version is there. 404 without an error: what should go is not there.
        if "error" in result and result["status"] != 409:
            error = result["error"]
            found.append(
                ItemError(
                    result["_id"],
                    f"{error['type']}: {error.get('reason', '')[:300]}",
                    retryable=result["status"] in RETRY,
                )
            )
    return found


def _age(name: str) -> float:
    """Seconds since an index was begun, by its name."""
    begun = datetime.strptime(name.rpartition("-")[2], "%Y%m%d%H%M%S%f").replace(tzinfo=UTC)
    return time.time() - begun.timestamp()
