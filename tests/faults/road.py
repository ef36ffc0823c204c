"""A port that leads to an Elasticsearch and tells when a bulk request is on its way: the moment to kill in."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


class Road:
    """Bytes go through as they are. `on_bulk` is called once, when the server has a bulk request and nobody an answer."""

    def __init__(self, listening: socket.socket, port: int, on_bulk: Callable[[], None]) -> None:
        self._listening, self._port, self._on_bulk = listening, port, on_bulk
        self._once = threading.Lock()
        self._sockets: list[socket.socket] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            try:
                client, _address = self._listening.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._port))
            except OSError:
                client.close()
                continue
            self._sockets += [client, server]
            for one, other in ((client, server), (server, client)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
                if b"/_bulk" in data[:200] and self._once.acquire(blocking=False):
                    self._on_bulk()
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listening.close()
        for end in self._sockets:
            end.close()


@contextmanager
def road_to(port: int, on_bulk: Callable[[], None]) -> Iterator[Road]:
    listening = socket.create_server(("127.0.0.1", 0))
    road = Road(listening, port, on_bulk)
    threading.Thread(target=road.serve, daemon=True).start()
    try:
        yield road
    finally:
        road.close()
