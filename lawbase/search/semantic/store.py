"""Vectors on disk under the hash of what they mean: int8, made once, shipped in `corpus/vectors/` or kept beside the library.

<folder>/<model>.hashes    16 bytes a vector: `passages.passage_hash`, in ascending order
<folder>/<model>.int8      384 signed bytes a vector, in the same order: the unit vector times 127 / its largest share
<folder>/<model>.json      how many, and the hash of both files
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

WIDTH = 16


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
    """One folder's vectors of one model."""

    def __init__(self, root: Path, model: str, dimensions: int) -> None:
        self.root = root
        self.model = model
        self.dimensions = dimensions

    def _path(self, suffix: str) -> Path:
        return self.root / f"{self.model}.{suffix}"

    @property
    def stamp(self) -> str:
        """Changes with the content; empty where there are no vectors."""
        try:
            return str(json.loads(self._path("json").read_text())["sha256"])
        except (OSError, ValueError, KeyError):
            return ""

    def read(self) -> tuple[list[bytes], Any]:
        """(hashes, int8 rows). Nothing where the folder holds none. Raises `VectorsUnreadable`."""
        import numpy as np

        if not self._path("json").exists():
            return [], np.zeros((0, self.dimensions), dtype=np.int8)
        hashes, rows = self._path("hashes").read_bytes(), self._path("int8").read_bytes()
        if hashlib.sha256(hashes + rows).hexdigest() != self.stamp or len(rows) != (
            len(hashes) // WIDTH * self.dimensions
        ):
            raise VectorsUnreadable(
                f"{self._path('int8')} is not what {self._path('json').name} says it is; restore it, or delete the three "
                "files and run `python manage.py vectors build`."
            )
        names = [hashes[at : at + WIDTH] for at in range(0, len(hashes), WIDTH)]
        return names, np.frombuffer(rows, dtype=np.int8).reshape(-1, self.dimensions)

    def write(self, vectors: Mapping[bytes, Any]) -> None:
        """Replace the folder's vectors of this model: the same vectors give the same bytes."""
        self.root.mkdir(parents=True, exist_ok=True)
        names = sorted(vectors)
        hashes = b"".join(names)
        rows = b"".join(vectors[name].tobytes() for name in names)
        facts = {
            "model": self.model,
            "dimensions": self.dimensions,
            "vectors": len(names),
            "sha256": hashlib.sha256(hashes + rows).hexdigest(),
        }
        # The account of both comes last: a reader in between refuses, it never mixes old and new.
        for suffix, content in (
            ("hashes", hashes),
            ("int8", rows),
            ("json", (json.dumps(facts, indent=1) + "\n").encode()),
        ):
            temporary = self.root / f".{self.model}.{suffix}.{os.getpid()}"
            temporary.write_bytes(content)
            temporary.replace(self._path(suffix))
