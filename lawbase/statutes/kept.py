"""What is made of the whole library and kept in this process until something stored changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from lawbase.statutes.models import LibraryState

T = TypeVar("T")


class Kept(Generic[T]):
    """Calling it gives what `make(state)` makes of the library as it is now; made on first use after a change, by one thread.

    One cheap query when nothing changed. What is kept is shared by every request: nobody may change it.
    """

    _all: ClassVar[list[Kept[object]]] = []

    def __init__(self, make: Callable[[int], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._held: tuple[int, T] | None = None
        Kept._all.append(self)  # type: ignore[arg-type]

    def __call__(self) -> T:
        return self.at(LibraryState.current())

    def at(self, state: int) -> T:
        """The same for who has just asked for the state of the library. No query when nothing changed."""
        held = self._held
        if held is None or held[0] != state:
            with self._lock:
                held = self._held
                if held is None or held[0] != state:
                    held = self._held = (state, self._make(state))
        return held[1]

    def is_wanting(self) -> bool:
        """Whether it has to be made, and no thread is making it."""
        held = self._held
        return not self._lock.locked() and (held is None or held[0] != LibraryState.current())

    @classmethod
    def forget_all(cls) -> None:
        """For tests: a change that is rolled back leaves the number of the library as it was."""
        for kept in cls._all:
            kept._held = None
