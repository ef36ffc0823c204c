"""For every test: search goes by words alone unless a test warms the model itself; no thread reads a test's database."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _by_words(settings: Any) -> None:
    settings.LAWBASE_SEMANTIC = settings.LAWBASE_EMBED = False
