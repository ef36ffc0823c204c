"""A circuit breaker: after a failure a server is left alone for a while, and asked again by one thread, not by readers."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from lawbase.search.engines.base import IndexUnavailable

log = logging.getLogger(__name__)
PAUSE = 3.0
"""Seconds from a failure to the next attempt."""


class Breaker:
    """Closed while all is well. Open after a failure: `allows()` is False, so nobody waits for what does not answer.

    Once `pause` seconds have passed, the next caller sets off `probe` in a thread of its own; when it succeeds the breaker
    closes, and when it raises `IndexUnavailable` the pause begins anew. Thread-safe.
    """

    def __init__(
        self,
        probe: Callable[[], object],
        pause: float = PAUSE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._probe = probe
        self._pause = pause
        self._clock = clock
        self._lock = threading.Lock()
        self._failed_at: float | None = None
        self._probing = False
        self.reason = ""
        """Why it is open; for the log and the operator."""

    @property
    def is_open(self) -> bool:
        return self._failed_at is not None

    def allows(self) -> bool:
        """Whether to ask now. While open, sets off the probe when it is time."""
        if self._failed_at is None:
            return True
        with self._lock:
            if self._failed_at is None:
                return True
            due = self._clock() - self._failed_at >= self._pause
            if due and not self._probing:
                self._probing = True
                threading.Thread(target=self._try, name="lawbase-probe", daemon=True).start()
        return False

    def failed(self, reason: str) -> None:
        with self._lock:
            if self._failed_at is None:
                log.warning("Search leaves Elasticsearch alone for a while: %s", reason)
            self._failed_at = self._clock()
            self.reason = reason

    def succeeded(self) -> None:
        if self._failed_at is None:
            return
        with self._lock:
            self._failed_at = None
            self.reason = ""
        log.warning("Elasticsearch answers again; search asks it.")

    def _try(self) -> None:
        try:
            self._probe()
        except IndexUnavailable as error:
            self.failed(str(error))
        else:
            self.succeeded()
        finally:
            with self._lock:
                self._probing = False
