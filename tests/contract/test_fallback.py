"""When Elasticsearch does not answer, the embedded index does, visibly and quickly, and all is well again by itself."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.test import Client

from lawbase.search import startup
from lawbase.search.documents import all_documents, expected_count
from lawbase.search.indices.building import build
from lawbase.search.indices.configured import elasticsearch, index_folder
from lawbase.search.service import search
from lawbase.search.values import SearchRequest
from lawbase.statutes.models import LibraryState
from tests.api.conftest import _nothing_remembered
from tests.contract.servers import URL, need_elasticsearch, own_indices, remove
from tests.web.conftest import Library, _messages, _own_folders, library

__all__ = ["_messages", "_nothing_remembered", "_own_folders", "library"]

BUDGET = 4.0
"""Seconds that searches here wait for Elasticsearch: more than it takes to answer on a machine that does other things too."""


@dataclass
class Road:
    """A port that leads to the test's Elasticsearch, or swallows everything, or is closed: real sockets all the way."""

    listening: socket.socket
    way: str = "open"
    sockets: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            try:
                client, _address = self.listening.accept()
            except OSError:
                return
            self.sockets.append(client)
            if self.way == "open":
                target = urlsplit(URL)
                server = socket.create_connection((target.hostname, target.port))
                self.sockets.append(server)
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=self.carry, args=(one, other), daemon=True).start()
            elif self.way == "refusing":
                client.close()

    def carry(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                if self.way == "open":
                    other.sendall(data)
        except OSError:
            return

    def turn(self, way: str) -> None:
        self.way = way
        if way == "refusing":
            self.hang_up()

    def hang_up(self) -> None:
        for one in self.sockets:
            # Closed for both directions at once, so that whoever waits on it sees the end.
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


@pytest.fixture
def road() -> Iterator[Road]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made = Road(listening)
        threading.Thread(target=made.serve, daemon=True).start()
        yield made
        made.hang_up()


@pytest.fixture
def served(library: Library, road: Road, settings) -> Iterator[Library]:
    """The made-up library in both engines; Elasticsearch is reached by the road."""
    own = own_indices(need_elasticsearch())
    settings.ELASTICSEARCH_PREFIX = own.alias.removesuffix("-library")
    settings.ELASTICSEARCH_URL = road.url
    settings.ELASTICSEARCH_TIMEOUT = BUDGET
    for indices in (index_folder(), own):
        build(indices, all_documents(), LibraryState.current, expected_count)
    yield library
    remove(own)


def ask(question: str = "红花"):
    started = time.perf_counter()
    answer = search(SearchRequest(question))
    return answer, time.perf_counter() - started


def test_while_it_answers_nothing_is_degraded(served: Library) -> None:
    answer, _seconds = ask()
    assert answer.degraded is None
    assert answer.results[0].id == "cn-garden:2-1"


@pytest.mark.parametrize("way", ["silent", "refusing"])
def test_the_embedded_index_gives_the_same_answer_within_the_budget(
    served: Library, road: Road, way: str
) -> None:
    before, _seconds = ask()
    road.turn(way)
    after, seconds = ask()
    assert seconds < 2 * BUDGET
    assert after.degraded is not None
    assert after.degraded.code == "server-down"
    assert [hit.id for hit in after.results] == [hit.id for hit in before.results]
    assert (after.count, after.count_all, after.facets) == (before.count, before.count_all, before.facets)


def test_later_searches_do_not_wait_for_it(served: Library, road: Road) -> None:
    road.turn("silent")
    ask()
    for _again in range(5):
        answer, seconds = ask()
        assert answer.degraded is not None
        assert seconds < BUDGET / 2


def test_it_is_asked_again_by_itself_once_it_answers(served: Library, road: Road) -> None:
    road.turn("refusing")
    assert ask()[0].degraded is not None
    road.turn("open")
    until = time.monotonic() + 15
    while (answer := ask()[0]).degraded is not None and time.monotonic() < until:
        time.sleep(0.1)
    assert answer.degraded is None


def test_page_and_api_say_it_in_both_languages(served: Library, road: Road, client: Client) -> None:
    road.turn("refusing")
    english = client.get("/en/search/", {"q": "红花"}).content.decode()
    chinese = client.get("/zh/search/", {"q": "红花"}).content.decode()
    assert "The search server does not answer at the moment" in english
    assert "检索服务器暂时没有应答" in chinese
    assert "/en/laws/cn-garden/2-1/" in english
    answer = client.get("/api/v1/search/", {"q": "红花"}).json()
    assert answer["degraded"] is True
    assert answer["degraded_reason"]["code"] == "server-down"
    assert set(answer["degraded_reason"]["messages"]) == {"zh", "en"}
    assert answer["results"][0]["id"] == "cn-garden:2-1"


def test_a_citation_is_still_found(served: Library, road: Road) -> None:
    for way in ("open", "refusing"):
        road.turn(way)
        jump = ask("cn-garden法第二条之一")[0].jump
        assert jump is not None
        assert jump.id == "cn-garden:2-1"


def test_reading_pages_never_ask_it(served: Library, road: Road, client: Client) -> None:
    road.turn("silent")
    started = time.perf_counter()
    for address in (
        "/en/laws/cn-garden/",
        "/en/laws/cn-garden/2-1/",
        "/zh/cases/cn-flower/",
        "/en/types/trade/",
    ):
        assert client.get(address).status_code == 200
    assert time.perf_counter() - started < 5
    assert not road.sockets


def test_without_either_index_the_page_still_stands(
    library: Library, road: Road, client: Client, settings
) -> None:
    settings.ELASTICSEARCH_URL = road.url
    settings.ELASTICSEARCH_TIMEOUT = BUDGET
    road.turn("refusing")
    response = client.get("/zh/search/", {"q": "红花"})
    assert response.status_code == 200
    assert "检索索引目前不可用" in response.content.decode()


def test_an_index_of_another_mapping_is_said_at_the_start(
    served: Library, road: Road, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert startup.faults() == ()
    indices = elasticsearch()
    assert indices is not None
    meta = {"analysis": "0", "schema": "other", "state": 0, "complete": True}
    own = indices.current()
    assert own is not None
    indices.connection.asked(indices.connection.patient.indices.put_mapping, index=own.name, meta=meta)
    monkeypatch.setattr(logging.getLogger("lawbase"), "propagate", True)
    startup.say()
    said = [record.getMessage() for record in caplog.records]
    assert any("analysis 0" in line and "index build --engine elasticsearch" in line for line in said)
    assert any("fields of other" in line for line in said)


def test_a_server_that_is_down_is_said_at_the_start(served: Library, road: Road) -> None:
    road.turn("refusing")
    (fault,) = startup.faults()
    assert "does not answer" in fault
