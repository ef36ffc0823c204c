"""Elasticsearch at `ELASTICSEARCH_URL`: a full rebuild, and search through it in process against the same query sent bare."""

from __future__ import annotations

import json
import os
import random
import statistics
import time
from datetime import date
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from bench.timing import milliseconds, percentile, stard, summary
from lawbase.search.documents import all_documents, expected_count
from lawbase.search.engines import order
from lawbase.search.engines.connection import Connection
from lawbase.search.engines.elasticsearch_query import search_body
from lawbase.search.indices.building import build
from lawbase.search.indices.configured import server
from lawbase.search.indices.elasticsearch import ElasticsearchIndices
from lawbase.search.library import library
from lawbase.search.plan import Planner
from lawbase.search.service import index_folder, search
from lawbase.search.values import SearchRequest
from lawbase.statutes.models import LibraryState

QUESTIONS, SEED = 200, 7


class Bare:
    """The least that can be done: prepared bytes on an open connection, the answer read and not parsed."""

    def __init__(self, url: str, path: str) -> None:
        parts = urlsplit(url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._open = kind(parts.hostname, parts.port)
        self._path = path

    def send(self, body: bytes) -> None:
        self._open.request("POST", self._path, body, {"Content-Type": "application/x-ndjson"})
        self._open.getresponse().read()


def _body(question: str) -> bytes:
    """What `search()` sends for a question: its hits with facets."""
    plan = Planner(SearchRequest(question, scope="all"), library().vocabulary, date.today()).plan().plan
    lines = ({}, search_body(plan, 0, plan.limit + order.MARGIN))
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def measure() -> dict[str, Any]:
    where = server()
    if where is None:
        return {"skipped": "ELASTICSEARCH_URL is not set"}
    if where.api_key or where.user:
        return {
            "skipped": "the bare query is sent without a password; measure on an open server on the loopback"
        }
    indices = ElasticsearchIndices(Connection(where), f"lawbase-bench-{os.getpid()}")
    figures: dict[str, Any] = {}
    try:
        started = time.perf_counter()
        info = build(indices, all_documents(), LibraryState.current, expected_count)
        figures[f"full rebuild of {info.documents} documents, s (below 60)"] = round(
            time.perf_counter() - started, 1
        )
        return figures | _searching(where.url, indices)
    finally:
        for info in indices.status():
            indices.remove(info.name)


def _searching(url: str, indices: ElasticsearchIndices) -> dict[str, Any]:
    questions = stard()
    if not questions:
        return {"searches skipped": "../shared/corpus/eval is not beside the project"}
    sample = [question["query"] for question in random.Random(SEED).sample(questions, QUESTIONS)]
    engine, embedded = indices.engine(), index_folder().engine()
    bare = Bare(url, f"/{indices.alias}/_msearch")
    bodies = [_body(question) for question in sample]
    for question, body in zip(sample, bodies, strict=True):  # Once for the server's caches, as in daily use.
        search(SearchRequest(question, scope="all"), engine=engine)
        bare.send(body)
    alone = [milliseconds(lambda b=body: bare.send(b)) for body in bodies]
    whole = [milliseconds(lambda q=q: search(SearchRequest(q, scope="all"), engine=engine)) for q in sample]
    ours = [milliseconds(lambda q=q: search(SearchRequest(q, scope="all"), engine=embedded)) for q in sample]
    allowed = 1.5 * statistics.median(alone) + 5
    return {
        "the same query sent bare": summary(alone),
        "search through Elasticsearch, in process": summary(whole),
        "  median allowed, 1.5 x bare + 5 ms": round(allowed, 1),
        "  median kept": statistics.median(whole) < allowed,
        "  p95 below 60 ms": percentile(whole, 0.95) < 60,
        "search through the embedded engine, same questions": summary(ours),
    }
