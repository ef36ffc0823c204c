"""The one place that talks to Elasticsearch: client, time limits, and its errors as sentences.

The client is imported when a connection is made: a library on the embedded engine never pays for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lawbase.search.engines.base import IndexUnavailable, QuestionRefused

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

Json = dict[str, Any]
PATIENCE = 120.0
"""Seconds that an operator's or a worker's request (bulk, create, refresh) may take."""
BRISK = 10.0
"""Seconds that looking at what indices there are may take."""
PER_NODE = 32
"""Open connections a process keeps to one node: more than a web server has threads."""


@dataclass(frozen=True)
class Server:
    """Where Elasticsearch is and how it is entered: by API key, by password, or freely on a closed network."""

    url: str
    """Several nodes are separated by commas."""
    api_key: str = ""
    user: str = ""
    password: str = ""
    ca_file: Path | None = None
    timeout: float = 2.0
    """Seconds that a reader's search may take."""


class Connection:
    """A pool of connections to a server. Share it between threads; a forked process makes its own."""

    def __init__(self, server: Server) -> None:
        self.server = server

    @property
    def milliseconds(self) -> int:
        return round(self.server.timeout * 1000)

    @cached_property
    def client(self) -> Elasticsearch:
        """The client with a reader's patience: one attempt, `Server.timeout` seconds."""
        from elasticsearch import Elasticsearch

        # One line a request would fill the log; what goes wrong is said by whoever asked.
        logging.getLogger("elastic_transport").setLevel(logging.ERROR)
        entry: Json = {}
        if self.server.api_key:
            entry["api_key"] = self.server.api_key
        elif self.server.user:
            entry["basic_auth"] = (self.server.user, self.server.password)
        if self.server.ca_file is not None:
            entry["ca_certs"] = str(self.server.ca_file)
        return Elasticsearch(
            [url.strip() for url in self.server.url.split(",")],
            request_timeout=self.server.timeout,
            # A node that is down is passed over where there is another; a slow answer is not waited for twice.
            max_retries=min(1, self.server.url.count(",")),
            retry_on_timeout=False,
            connections_per_node=PER_NODE,
            **entry,
        )

    @property
    def patient(self) -> Elasticsearch:
        """The client for work that no reader waits for; another node is tried when one does not answer."""
        return self.client.options(request_timeout=PATIENCE, max_retries=2)

    @property
    def brisk(self) -> Elasticsearch:
        """The client for small questions of an operator, a start or a health check."""
        return self.client.options(request_timeout=BRISK)

    def search_all(self, index: str, searches: Sequence[Json]) -> list[Json]:
        """Headers and bodies in turn, asked at once. Raises `IndexUnavailable`."""
        answer = self.asked(self.client.msearch, index=index, searches=list(searches))
        return list(answer["responses"])

    def asked(self, operation: Callable[..., Any], **arguments: Any) -> Any:
        """What an operation of the client answers, its errors as `IndexUnavailable`."""
        from elasticsearch import ApiError, TransportError

        try:
            return operation(**arguments)
        except ApiError as error:
            raise refusal(error.status_code, error.body) from error
        except TransportError as error:
            raise IndexUnavailable(
                f"Elasticsearch does not answer ({type(error).__name__}: {_short(error.message)}); "
                "see whether it runs and ELASTICSEARCH_URL names it."
            ) from error


def refusal(status: int, body: Any) -> IndexUnavailable:
    """What Elasticsearch's refusal means, as a sentence."""
    found = body.get("error", body) if isinstance(body, Mapping) else body
    kind = found.get("type", "") if isinstance(found, Mapping) else ""
    reason = _short(found.get("reason", "") if isinstance(found, Mapping) else found)
    if status in (401, 403):
        return IndexUnavailable(
            f"Elasticsearch refuses to let LawBase in ({status}); set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USER and "
            "ELASTICSEARCH_PASSWORD, to ones that may read and write the indices lawbase-*."
        )
    if status == 404:
        return IndexUnavailable(
            f"Elasticsearch holds no index of the library ({reason}); run `python manage.py index build`."
        )
    if status == 400:
        return QuestionRefused(f"Elasticsearch cannot read this question ({kind}: {reason}).")
    return IndexUnavailable(f"Elasticsearch answered {status} ({kind}: {reason}).")


def _short(text: object) -> str:
    return str(text)[:300]
