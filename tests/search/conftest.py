"""The real library, opened for searching."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest import real_library as real


@pytest.fixture(scope="session")
def real_library(tmp_path_factory: pytest.TempPathFactory) -> real.RealLibrary:
    """The same library as in `tests/ingest`: made by whichever test asks first."""
    return real.build(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def shared() -> Path:
    """For tests on texts that only `../shared/corpus` holds."""
    return real.need_shared()
