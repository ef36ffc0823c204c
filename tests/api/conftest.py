"""The API over the made-up library that the pages' tests use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from lawbase.search.documents import all_documents, expected_count
from lawbase.search.service import index_folder
from lawbase.statutes.models import LibraryState
from tests.web.conftest import Library, _messages, _own_folders, library

__all__ = ["Library", "_messages", "_own_folders", "library"]

Get = Callable[..., Any]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Throttling counts across tests."""
    cache.clear()


@pytest.fixture
def get(client: Client) -> Get:
    """The answer at an address under the API: `get("laws/?page=2", 400)`; keywords are headers."""

    def read(address: str, status: int = 200, **headers: str) -> Any:
        response = client.get(f"/api/v1/{address}", headers=headers)
        assert response.status_code == status, (address, response.status_code, response.content.decode())
        assert response["Content-Type"] == "application/json"
        return response.json()

    return read


@pytest.fixture
def refused(get: Get) -> Callable[..., dict[str, Any]]:
    """The error at an address: `refused("laws/?x=1")`."""

    def read(address: str, status: int = 400, **headers: str) -> dict[str, Any]:
        answer = get(address, status, **headers)
        assert list(answer) == ["error"]
        error = answer["error"]
        assert error["message"] in error["messages"].values()
        assert all(text.endswith((".", "。")) or "repaired" in error for text in error["messages"].values())
        return error

    return read


@pytest.fixture
def indexed(library: Library) -> Library:
    """The library with a search index of it."""
    build()
    return library


def build() -> None:
    index_folder().rebuild(all_documents(), LibraryState.current(), expected_count)
