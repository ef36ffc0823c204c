"""Both engines under one suite: `indices` are empty ones of a test's own, `engine` answers from the made-up library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lawbase.search.engines.base import Engine
from lawbase.search.indices.base import Indices
from lawbase.search.indices.building import build
from lawbase.search.indices.embedded import IndexFolder
from tests.contract.documents import LIBRARY
from tests.contract.servers import elasticsearch_indices

ENGINES = ("embedded", "elasticsearch")


def _empty(name: str, folder: Path) -> Iterator[Indices]:
    if name == "embedded":
        yield IndexFolder(folder / "index")
    else:
        yield from elasticsearch_indices()


@pytest.fixture(params=ENGINES)
def indices(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Indices]:
    yield from _empty(request.param, tmp_path)


@pytest.fixture(scope="module", params=ENGINES)
def _library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Indices]:
    for filled in _empty(request.param, tmp_path_factory.mktemp("contract")):
        # Not in order of id: the order of hits must not come from the order of writing.
        build(filled, reversed(LIBRARY), lambda: 1, lambda: len(LIBRARY))
        yield filled


@pytest.fixture(scope="module")
def engine(_library: Indices) -> Engine:
    return _library.engine()
