"""For every test: search goes by words alone unless a test warms the model itself; no thread reads a test's database; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from lawbase.citations.resolver_db import resolver_for
from lawbase.statutes.kept import Kept


@pytest.fixture(autouse=True)
def _usual_language() -> Iterator[None]:
    """A request leaves its language to the thread: the next test begins with the usual one."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _nothing_kept(request: pytest.FixtureRequest) -> None:
    """What a test stores is rolled back, and the number of the library with it: nothing made of it may stay."""
    if {"db", "transactional_db"} & {*request.fixturenames}:
        Kept.forget_all()
        resolver_for.cache_clear()


@pytest.fixture(autouse=True)
def _by_words(settings: Any) -> None:
    settings.LAWBASE_SEMANTIC = settings.LAWBASE_EMBED = False
