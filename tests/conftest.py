"""For every test: search goes by words alone unless a test warms the model itself; no thread reads a test's database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _usual_language() -> Iterator[None]:
    """A request leaves its language to the thread: the next test begins with the usual one."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _by_words(settings: Any) -> None:
    settings.LAWBASE_SEMANTIC = settings.LAWBASE_EMBED = False
