"""Documents read several times and analysed once: for filling the indices of two engines."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from lawbase.search.engines.base import IndexDocument


class Spool:
    """Iterate it `passes` times or more: the first whole pass writes a temporary file, later ones read it; for one pass no
    file is written.

    Memory stays flat. The file is this process's own, and goes with it. A pass that breaks off leaves nothing behind.
    """

    def __init__(self, make: Callable[[], Iterable[IndexDocument]], passes: int) -> None:
        self._make = make
        self._passes = passes
        self._file: IO[bytes] | None = None

    def __iter__(self) -> Iterator[IndexDocument]:
        if self._passes == 1:
            return iter(self._make())
        return self._written() if self._file is None else self._read(self._file)

    def _written(self) -> Iterator[IndexDocument]:
        file = tempfile.TemporaryFile(prefix="lawbase-documents-")  # noqa: SIM115 - kept for the next pass
        try:
            for document in self._make():
                pickle.dump(document, file, pickle.HIGHEST_PROTOCOL)
                yield document
        except BaseException:
            file.close()
            raise
        self._file = file

    @staticmethod
    def _read(file: IO[bytes]) -> Iterator[IndexDocument]:
        file.seek(0)
        while True:
            try:
                yield pickle.load(file)  # noqa: S301 - written by this process, into a file without a name
            except EOFError:
                return
