"""A question moved to where its answers lie.

The model that makes the vectors knows what is said alike; a layman's question and the article that answers it are said unlike. A
matrix learned from judged questions (`adapting`) turns the one towards the other. Only the question's vector is moved: those of
the passages, which are many, stay what they are.

<folder>/adapter.npy   the matrix D, 16-bit floats: q becomes q + qD, of unit length again
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lawbase.search.ranking.trees import ModelUnreadable

FILE = "adapter.npy"


@dataclass(frozen=True)
class Adapter:
    matrix: Any

    def moved(self, vectors: Any) -> Any:
        """Unit vectors of the same shape: one question, or one a row."""
        import numpy as np

        found = vectors + vectors @ self.matrix
        return found / np.linalg.norm(found, axis=-1, keepdims=True)

    @classmethod
    def still(cls, dimensions: int) -> Adapter:
        """One that moves nothing."""
        import numpy as np

        return cls(np.zeros((dimensions, dimensions), dtype=np.float32))

    @classmethod
    def read(cls, folder: Path, dimensions: int) -> Adapter:
        """Raises `ModelUnreadable`."""
        import numpy as np

        path = folder / FILE
        try:
            matrix = np.load(path, allow_pickle=False).astype(np.float32)
        except (OSError, ValueError, EOFError) as error:
            raise ModelUnreadable(
                f"{path} cannot be read ({type(error).__name__}: {error}); restore it or run `python manage.py ranking train`."
            ) from error
        if matrix.shape != (dimensions, dimensions):
            raise ModelUnreadable(
                f"{path} is of vectors of another model; run `python manage.py ranking train`."
            )
        return cls(matrix)

    def write(self, folder: Path) -> None:
        import numpy as np

        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / FILE, self.matrix.astype(np.float16), allow_pickle=False)
