"""Which engine answers: Elasticsearch where it is set up and answers in time, the embedded index otherwise, and said."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from lawbase.search.breaker import Breaker
from lawbase.search.engines.base import EngineAnswer, IndexUnavailable, QuestionRefused
from lawbase.search.indices.configured import elasticsearch, index_folder
from lawbase.search.indices.elasticsearch import ElasticsearchIndices
from lawbase.search.plan import Plan
from lawbase.search.startup import say_once
from lawbase.search.values import Notice

log = logging.getLogger(__name__)

SERVER_DOWN = Notice(
    "server-down",
    "检索服务器暂时没有应答；以下结果来自本机自带的索引，可能缺少最新的改动。",
    "The search server does not answer at the moment; these results come from the library's own index on this machine "
    "and may lack the latest changes.",
)
REFUSED = Notice(
    "question-refused",
    "检索服务器无法处理这个问题；以下结果来自本机自带的索引。",
    "The search server cannot take this question; these results come from the library's own index on this machine.",
)


@dataclass(frozen=True)
class Asked:
    answers: tuple[EngineAnswer, ...]
    engine: str
    """Name of the engine that answered."""
    degraded: Notice | None = None
    """Why it was not the one that should have."""


def ask(plans: Sequence[Plan]) -> Asked:
    """Answers to the plans. Raises `IndexUnavailable` if neither engine can give them."""
    say_once()
    server = elasticsearch()
    if server is None:
        return _embedded(plans, None)
    guard = breaker(server)
    if not guard.allows():
        return _embedded(plans, SERVER_DOWN)
    try:
        return Asked(server.engine().run_all(plans), server.name)
    except QuestionRefused as error:
        log.warning("%s", error)
        return _embedded(plans, REFUSED)
    except IndexUnavailable as error:
        guard.failed(str(error))
        return _embedded(plans, SERVER_DOWN)


def _embedded(plans: Sequence[Plan], why: Notice | None) -> Asked:
    folder = index_folder()
    return Asked(folder.engine().run_all(plans), folder.name, why)


@cache
def _breaker(server: ElasticsearchIndices) -> Breaker:
    return Breaker(server.engine().ping)


_making = threading.Lock()


def breaker(server: ElasticsearchIndices) -> Breaker:
    """The one breaker of a server in this process."""
    with _making:
        return _breaker(server)
