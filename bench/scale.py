"""The library multiplied: 250,000 and 1,000,000 provision versions, made from the real documents with altered words.

Not part of `make bench` as such: `python -m bench scale` takes half an hour. Each copy of a document is another document: every
fifth word is exchanged for a made-up one of the copy's own, so vocabulary and lists of documents grow as with real law.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bench.timing import milliseconds, percentile, stard
from lawbase.search.documents import provision_drafts
from lawbase.search.drafts import analysed_on_every_core
from lawbase.search.engines.base import IndexDocument
from lawbase.search.engines.connection import Connection
from lawbase.search.indices.base import Indices
from lawbase.search.indices.building import build
from lawbase.search.indices.configured import server
from lawbase.search.indices.elasticsearch import ElasticsearchIndices
from lawbase.search.indices.embedded import IndexFolder
from lawbase.search.indices.spool import Spool
from lawbase.search.library import library
from lawbase.search.plan import Planner
from lawbase.search.values import SearchRequest

SIZES = (28_000, 250_000, 1_000_000)
QUESTIONS, SEED, EVERY = 100, 11, 5
PLOT = Path(__file__).resolve().parents[1] / "docs" / "scale.svg"


def multiplied(documents: Iterable[IndexDocument], size: int) -> Iterator[IndexDocument]:
    """`size` documents: the real ones, then altered copies of them, over and over."""
    made, copy = 0, 0
    while made < size:
        for document in documents:
            if made == size:
                return
            yield document if not copy else _altered(document, copy)
            made += 1
        copy += 1


def _altered(document: IndexDocument, copy: int) -> IndexDocument:
    def words(tokens: str) -> str:
        return " ".join(
            f"{token}{copy}" if place % EVERY == copy % EVERY else token
            for place, token in enumerate(tokens.split(" "))
        )

    ident = f"{document.id}~{copy}"
    return replace(
        document,
        id=ident,
        words=words(document.words),
        grams=words(document.grams),
        keywords={**document.keywords, "id": (ident,)},
    )


def measure() -> dict[str, Any]:
    spool = Spool(lambda: analysed_on_every_core(provision_drafts()), passes=len(SIZES) * 2)
    figures: dict[str, Any] = {}
    points: dict[str, list[tuple[int, float, float]]] = {}
    with tempfile.TemporaryDirectory(dir=os.environ.get("LAWBASE_BENCH_DIR")) as folder:
        for size in SIZES:
            for name, indices in _engines(Path(folder), size):
                started = time.perf_counter()
                build(indices, multiplied(spool, size), lambda: 1, lambda size=size: size)
                seconds = time.perf_counter() - started
                p50, p95 = _times(indices)
                points.setdefault(name, []).append((size, p50, p95))
                figures[f"{name}, {size:,} versions"] = (
                    f"built in {seconds:.0f} s, {_bytes(indices, Path(folder)) / 1e6:.0f} MB, p50 {p50:.1f} ms, p95 {p95:.1f} ms, "
                    f"peak memory so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
                )
                print(f"  {name}, {size:,}: {figures[f'{name}, {size:,} versions']}", flush=True)
                _remove(indices, Path(folder))
    PLOT.write_text(plot(points), "utf-8")
    return figures


def _engines(folder: Path, size: int) -> Iterator[tuple[str, Indices]]:
    yield "embedded", IndexFolder(folder / f"index-{size}")
    if (where := server()) is not None:
        where = replace(where, timeout=60.0)
        yield "elasticsearch", ElasticsearchIndices(Connection(where), f"lawbase-scale-{os.getpid()}-{size}")


def _times(indices: Indices) -> tuple[float, float]:
    """Milliseconds at the median and the 95th percentile of the engine alone, facets and all, over real questions."""
    engine = indices.engine()
    questions = random.Random(SEED).sample(stard(), QUESTIONS)
    vocabulary = library().vocabulary
    plans = [
        Planner(SearchRequest(question["query"], scope="all"), vocabulary, date.today()).plan().plan
        for question in questions
    ]
    for plan in plans:
        engine.run(plan)
    times = [milliseconds(lambda p=p: engine.run(p)) for p in plans]
    return percentile(times, 0.5), percentile(times, 0.95)


def _bytes(indices: Indices, folder: Path) -> int:
    if isinstance(indices, ElasticsearchIndices):
        stats = indices.connection.asked(indices.connection.client.indices.stats, index=indices.alias)
        return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _remove(indices: Indices, folder: Path) -> None:
    if isinstance(indices, ElasticsearchIndices):
        for info in indices.status():
            indices.remove(info.name)
    else:
        for path in folder.iterdir():
            shutil.rmtree(path, ignore_errors=True)


def plot(points: dict[str, list[tuple[int, float, float]]]) -> str:
    """How the times grow with the library, as an SVG: one line an engine for the median, one for the 95th percentile."""
    width, height, left, right, bottom = 640, 360, 60, 40, 40
    most = max(p95 for rows in points.values() for _size, _p50, p95 in rows) * 1.1
    largest = max(size for rows in points.values() for size, *_rest in rows)

    def x(size: int) -> float:
        return left + (width - left - right) * size / largest

    def y(value: float) -> float:
        return height - bottom - (height - bottom - 20) * value / most

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
        f'<title>Search time by size of the library</title><rect width="{width}" height="{height}" fill="#fff"/>',
        f'<path d="M{left} 20V{height - bottom}H{width - right}" fill="none" stroke="#444"/>',
    ]
    for share in (0.25, 0.5, 0.75, 1.0):
        value = most * share
        parts.append(f'<text x="{left - 6}" y="{y(value) + 4:.0f}" text-anchor="end">{value:.0f} ms</text>')
    for size in sorted({size for rows in points.values() for size, *_rest in rows}):
        parts.append(
            f'<text x="{x(size):.0f}" y="{height - bottom + 18}" text-anchor="middle">{size:,}</text>'
        )
    for (name, rows), colour in zip(points.items(), ("#a33327", "#1f4e8c"), strict=False):
        for place, dash in ((1, ""), (2, ' stroke-dasharray="5 4"')):
            line = " ".join(f"{x(row[0]):.1f},{y(row[place]):.1f}" for row in rows)
            parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        last = rows[-1]
        end = f'<text x="{x(last[0]) - 4:.0f}" text-anchor="end" fill="{colour}"'
        for place, what in ((1, "median"), (2, "95th percentile")):
            parts.append(f'{end} y="{y(last[place]) - 6:.0f}">{name}, {what}</text>')
    return "\n".join([*parts, "</svg>\n"])
