from __future__ import annotations

import pytest

from lawbase.research.facts import classifier
from tests.research import stories


@pytest.fixture(autouse=True)
def _learn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests roll back, so the same library number stands for different libraries."""
    monkeypatch.setattr(classifier, "_cached", None)


@pytest.fixture
def library(db: None) -> stories.Library:
    return stories.build()
