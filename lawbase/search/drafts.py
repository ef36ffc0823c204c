"""From a draft, whose texts are as people write them, to an index document, whose texts are analysed: here or on every core.

Analysis is most of the work of an index, and each document's own affair. The processes that do it know neither Django nor
the database: a draft carries everything.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import current_process, get_context, parent_process
from threading import Thread

from lawbase.search.analysis.words import index_terms, tokenizer
from lawbase.search.engines.base import IndexDocument, IndexUnavailable, spaced

CHUNK = 100
"""Drafts sent at a time: a tenth of a second of work, or so."""
AHEAD = 4
"""Chunks under way for each process: enough that none waits, few enough that memory stays flat."""
MOST_PROCESSES = 8
FEW = 1000
"""Fewer drafts are analysed here, in about a second: a process takes as long to begin, with the dictionary to load."""


@dataclass(frozen=True)
class Draft:
    """An `IndexDocument` before its analysis. `text` is searched as a text; `about` holds names and everyday words, and
    `names` those that were analysed before, which go before them."""

    id: str
    text: str
    about: str
    names: tuple[str, ...]
    keywords: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]
    prior: float

    def analysed(self) -> IndexDocument:
        words, grams = index_terms(self.text)
        return IndexDocument(
            id=self.id,
            words=spaced(words),
            grams=spaced(grams),
            context=spaced(dict.fromkeys((*self.names, *unique_words(self.about)))),
            keywords=self.keywords,
            numbers=self.numbers,
            prior=self.prior,
        )


def unique_words(text: str) -> tuple[str, ...]:
    """Context words once each: names and everyday words say what a document is about, not how often."""
    return tuple(dict.fromkeys(index_terms(text)[0]))


def analysed_on_every_core(drafts: Iterable[Draft]) -> Iterator[IndexDocument]:
    """The documents in the order of their drafts. Raises `IndexUnavailable` if an analysing process dies."""
    drafts = iter(drafts)
    first = list(islice(drafts, FEW))
    processes = _processes()
    if len(first) < FEW or processes < 2:
        for draft in chain(first, drafts):
            yield draft.analysed()
        return
    # Fresh processes, not forks: this one may hold threads and connections.
    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin)
    under_way: deque[Future[list[IndexDocument]]] = deque()
    rest = chain(first, drafts)
    try:
        while True:
            while len(under_way) < AHEAD * processes and (chunk := list(islice(rest, CHUNK))):
                under_way.append(pool.submit(_analysed, chunk))
            if not under_way:
                return
            yield from under_way.popleft().result()
    except BrokenProcessPool as error:
        raise IndexUnavailable(
            "A process that analyses texts for the index was ended from outside, perhaps for want of memory; the old index "
            "stays in use. Run `python manage.py index build` again."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Load the dictionary, and end with the process that asked: one that is killed cannot say so."""
    asking = parent_process()
    assert asking is not None

    def watch() -> None:
        asking.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()
    tokenizer()


def _analysed(drafts: list[Draft]) -> list[IndexDocument]:
    documents = [draft.analysed() for draft in drafts]
    for document in documents:
        # Worked out here, it travels with the document.
        _ = document.content_hash
    return documents


def _processes() -> int:
    """One for each core; none where this process may have no children (a Celery worker's)."""
    if current_process().daemon:
        return 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_PROCESSES)
