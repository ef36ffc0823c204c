"""The made-up library with an index of its own, for what delivers, compares and reports."""

from __future__ import annotations

import pytest

from lawbase.search.documents import all_documents
from lawbase.search.indices.configured import index_folder
from lawbase.search.outbox.delivery import deliver_all
from lawbase.search.outbox.rebuild import rebuild
from tests.web.conftest import Library, _messages, _own_folders, library

__all__ = ["Library", "_messages", "_own_folders", "library"]


@pytest.fixture
def indexed(library: Library) -> Library:
    """The library with an embedded index that holds it, and nothing waiting."""
    rebuild([index_folder()], all_documents())
    assert deliver_all().waiting == 0
    return library
