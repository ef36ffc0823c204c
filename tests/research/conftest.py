from __future__ import annotations

import pytest

from tests.research import stories


@pytest.fixture
def library(db: None) -> stories.Library:
    return stories.build()
