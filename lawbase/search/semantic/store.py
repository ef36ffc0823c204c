"""Vectors on disk under the hash of what they mean: int8, made once, shipped in `corpus/vectors/` or kept beside the library.

<folder>/<model>.<digit>.vectors   those whose hash begins with that hexadecimal digit, in ascending order, each a record of
                                   16 bytes, `passages.passage_hash`, and 384 signed bytes, the unit vector times
                                   127 / its largest share; at the end of the file the SHA-256 of all before
<folder>/<model>.json              how many there are, and what they are of

Each file is replaced at once and vouches for itself, so a process that dies between two of them leaves nothing unreadable.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

WIDTH, SEAL = 16, 32
DIGITS = "0123456789abcdef"


class VectorsUnreadable(RuntimeError):
    """A folder of vectors that is not what it says; the message names the file and what to do."""


def quantised(vectors: Any) -> Any:
    """Unit vectors as int8. Each is stretched to the whole range: its length is restored on reading."""
    import numpy as np

    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    return np.rint(vectors * (127.0 / largest)).astype(np.int8)


def restored(rows: Any) -> Any:
    """Unit vectors of 32-bit floats out of int8."""
    import numpy as np

    floats = rows.astype(np.float32)
    floats /= np.maximum(np.linalg.norm(floats, axis=1, keepdims=True), 1e-9)
    return floats


class VectorFolder:
    """One folder's vectors of one model, in sixteen files."""

    def __init__(self, root: Path, model: str, dimensions: int) -> None:
        self.root = root
        self.model = model
        self.dimensions = dimensions

    @property
    def _account(self) -> Path:
        return self.root / f"{self.model}.json"

    def _shard(self, digit: str) -> Path:
        return self.root / f"{self.model}.{digit}.vectors"

    @property
    def stamp(self) -> str:
        """Changes with the content; empty where there are no vectors."""
        try:
            return str(json.loads(self._account.read_text())["sha256"])
        except (OSError, ValueError, KeyError):
            return ""

    def read(self) -> tuple[list[bytes], Any]:
        """(hashes, int8 rows). Nothing where the folder holds none. Raises `VectorsUnreadable`."""
        import numpy as np

        if not self._account.exists():
            return [], np.zeros((0, self.dimensions), dtype=np.int8)
        width = WIDTH + self.dimensions
        records = np.frombuffer(b"".join(map(self._records, DIGITS)), dtype=np.uint8).reshape(-1, width)
        hashes = records[:, :WIDTH].tobytes()
        names = [hashes[at : at + WIDTH] for at in range(0, len(hashes), WIDTH)]
        return names, records[:, WIDTH:].view(np.int8)

    def _records(self, digit: str) -> bytes:
        path = self._shard(digit)
        content = path.read_bytes() if path.exists() else b""
        records, seal = content[:-SEAL], content[-SEAL:]
        if hashlib.sha256(records).digest() != seal or len(records) % (WIDTH + self.dimensions):
            raise VectorsUnreadable(
                f"{path} is damaged; restore it, or delete all files of {self.root} and run `python manage.py vectors build`."
            )
        return records

    def write(self, vectors: Mapping[bytes, Any]) -> None:
        """Replace the folder's vectors of this model: the same vectors give the same bytes, file by file."""
        self.root.mkdir(parents=True, exist_ok=True)
        shards: dict[str, list[bytes]] = {digit: [] for digit in DIGITS}
        for name in sorted(vectors):
            shards[name.hex()[0]].append(name + vectors[name].tobytes())
        seals = []
        for digit, parts in shards.items():
            records = b"".join(parts)
            seals.append(hashlib.sha256(records).digest())
            self._replaced(self._shard(digit), records + seals[-1])
        facts = {
            "model": self.model,
            "dimensions": self.dimensions,
            "vectors": len(vectors),
            "sha256": hashlib.sha256(b"".join(seals)).hexdigest(),
        }
        self._replaced(self._account, (json.dumps(facts, indent=1) + "\n").encode())

    def _replaced(self, path: Path, content: bytes) -> None:
        if path.exists() and path.read_bytes() == content:
            return
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        temporary.write_bytes(content)
        temporary.replace(path)
