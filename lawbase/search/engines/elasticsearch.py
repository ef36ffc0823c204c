"""The Elasticsearch engine: the same tokens, BM25 and plans on a server, or a cluster of them.

Only plain server features are used (no plugin, script, language analyzer), so that any Elasticsearch 8.19 or 9 will do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from lawbase.search.engines import order
from lawbase.search.engines.base import EngineAnswer, EngineHit, IndexUnavailable
from lawbase.search.engines.connection import Connection, refusal
from lawbase.search.engines.elasticsearch_query import Json, explained, search_body
from lawbase.search.plan import Plan

FAR = 100_000
"""Hits that can be reached: `index.max_result_window`. The last page of the largest size ends at half of it."""


class ElasticsearchEngine:
    """Asks one alias or index. Share it between threads."""

    name: ClassVar[str] = "elasticsearch"

    def __init__(self, connection: Connection, index: str) -> None:
        self._connection = connection
        self._index = index

    def run(self, plan: Plan) -> EngineAnswer:
        return self.run_all([plan])[0]

    def run_all(self, plans: Sequence[Plan]) -> tuple[EngineAnswer, ...]:
        """One round trip for all, except where equal hits go on for long behind a page's edge."""
        windows = [_window(plan, order.MARGIN) for plan in plans]
        bodies = [search_body(plan, *window) for plan, window in zip(plans, windows, strict=True)]
        found = self._ask(bodies, plans)
        return tuple(
            self._answer(plan, window[0], answer)
            for plan, window, answer in zip(plans, windows, found, strict=True)
        )

    def count(self, plan: Plan) -> int:
        return _total(self._ask([search_body(plan, 0, 0, facets=False)], [plan])[0])

    def explain(self, plan: Plan, pk: int) -> str:
        """Lucene's account of one document's score."""
        body = {
            "query": explained(plan), "post_filter": {"term": {"pk": pk}}, "explain": True, "size": 1, "_source": False,
        }  # fmt: skip
        hits = self._ask([body], [plan])[0]["hits"]["hits"]
        return json.dumps(hits[0]["_explanation"]) if hits else ""

    def ping(self) -> None:
        """Raises `IndexUnavailable` while the index cannot be asked."""
        self._ask([{"size": 0, "query": {"match_none": {}}, "track_total_hits": False}], [None])

    def _ask(self, bodies: Sequence[Json], plans: Sequence[Plan | None]) -> list[Json]:
        """One answer a body, in order."""
        searches: list[Json] = []
        for body, plan in zip(bodies, plans, strict=True):
            # Copies of one shard may weigh replaced documents differently; all pages of one question ask the same copy.
            header = {"preference": _fingerprint(plan)} if plan else {}
            searches += [header, {**body, "timeout": f"{self._connection.milliseconds}ms"}]
        answers = self._connection.search_all(self._index, searches)
        for answer in answers:
            if "error" in answer:
                raise refusal(int(answer["status"]), answer["error"])
            if answer["timed_out"] or answer["_shards"]["failed"]:
                raise IndexUnavailable("Elasticsearch answered from a part of the index only; try again.")
        return answers

    def _answer(self, plan: Plan, offset: int, found: Json) -> EngineAnswer:
        total = _total(found)
        facets = {name: _counts(found["aggregations"][name]) for name in plan.facets}
        if not plan.limit:
            return EngineAnswer((), total, facets)
        margin = order.MARGIN
        hits = found["hits"]["hits"]
        while True:
            page = _page(plan, offset, hits, total, margin)
            if page is not None:
                return EngineAnswer(page, total, facets)
            margin *= 8
            offset, limit = _window(plan, margin)
            hits = self._ask([search_body(plan, offset, limit, facets=False)], [plan])[0]["hits"]["hits"]


def _window(plan: Plan, margin: int) -> tuple[int, int]:
    """(first, how many) hits to read: the page, and on either side what may belong to the groups at its edges."""
    if not plan.limit:
        return 0, 0
    if plan.sort != "relevance":
        return _within(plan.offset, plan.offset + plan.limit)
    return _within(max(0, plan.offset - margin), plan.offset + plan.limit + margin)


def _within(first: int, end: int) -> tuple[int, int]:
    first, end = min(first, FAR), min(end, FAR)
    return first, end - first


def _page(
    plan: Plan, offset: int, found: Sequence[Json], total: int, margin: int
) -> tuple[EngineHit, ...] | None:
    """The page out of the hits read from `offset` on; None where its groups reach beyond what was read."""
    start, end = plan.offset - offset, min(plan.offset + plan.limit, total, FAR) - offset
    if start >= end:
        return ()
    hits = [_hit(row, plan) for row in found]
    if plan.sort != "relevance":
        return tuple(hits)
    scores = [hit.score for hit in hits]
    first, last = order.group_start(scores, start), order.group_end(scores, end - 1)
    # Hits equal to the last bit come in order of id; only a group of nearly equal ones must be read to its end.
    open_left = first == 0 and offset > 0 and not _equal(scores[: start + 1], margin)
    open_right = (
        last == len(hits) and offset + last < min(total, FAR) and not _equal(scores[end - 1 :], margin)
    )
    if open_left or open_right:
        return None
    ordered = list(hits)
    for low, high in order.groups(scores, first, last):
        ordered[low:high] = sorted(hits[low:high], key=lambda hit: hit.id)
    return tuple(ordered[start:end])


def _equal(scores: Sequence[float], margin: int) -> bool:
    return len(scores) > margin and len(set(scores)) == 1


def _hit(row: Mapping[str, Any], plan: Plan) -> EngineHit:
    values = row["fields"]
    return EngineHit(
        id=values["id"][0],
        kind=values["kind"][0],
        pk=int(values["pk"][0]),
        score=float(row["_score"]) if plan.sort == "relevance" else 0.0,
    )


def _total(found: Json) -> int:
    return int(found["hits"]["total"]["value"])


def _counts(answer: Json) -> dict[str, int]:
    buckets = answer.get("values", answer)["buckets"]
    return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}


def _fingerprint(plan: Plan) -> str:
    return hashlib.blake2b(repr((plan.text, plan.always)).encode(), digest_size=8).hexdigest()
