"""`manage.py index`, on one engine and on both (lawbase/ingest/management/commands/index.py)."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lawbase.search.checks import embedded_index_fits
from lawbase.search.indices.configured import index_folder
from lawbase.search.service import search
from lawbase.search.values import SearchRequest
from lawbase.statutes.models import LibraryState
from tests import factories as make
from tests.api.conftest import _nothing_remembered
from tests.contract.servers import URL, need_elasticsearch, own_indices, remove
from tests.web.conftest import Library, _messages, _own_folders, library

__all__ = ["_messages", "_nothing_remembered", "_own_folders", "library"]


def index(*words: str) -> str:
    said = StringIO()
    call_command("index", *words, stdout=said, stderr=said)
    return said.getvalue()


@pytest.fixture
def both(settings) -> Iterator[None]:
    own = own_indices(need_elasticsearch())
    settings.ELASTICSEARCH_URL = URL
    settings.ELASTICSEARCH_PREFIX = own.alias.removesuffix("-library")
    settings.ELASTICSEARCH_TIMEOUT = 10.0
    yield
    remove(own)


def test_before_a_build_the_status_says_what_to_do(library: Library) -> None:
    assert "index build" in index("status")


def test_without_a_server_only_the_embedded_index_is_built(library: Library) -> None:
    said = index("build")
    assert said.count("documents indexed") == 1
    assert said.startswith("embedded: ")
    with pytest.raises(CommandError, match="set ELASTICSEARCH_URL"):
        index("build", "--engine", "elasticsearch")


@pytest.mark.usefixtures("both")
def test_both_engines_are_built_verified_and_said(library: Library) -> None:
    said = index("build")
    assert said.count("7 documents indexed") == 2
    assert index("status").count("in use; fits the library") == 2
    assert index("verify").count("0 missing, 0 stale, 0 surplus") == 2
    answer = search(SearchRequest("红花"))
    assert answer.degraded is None
    assert answer.results[0].id == "cn-garden:2-1"


@pytest.mark.usefixtures("both")
def test_what_changed_in_the_database_is_found_by_verify(library: Library) -> None:
    index("build")
    provision = make.make_provision(library.law, "5")
    make.make_version(provision, "新的一条。", "2024-01-01")
    library.case.delete()
    LibraryState.advance()
    said = StringIO()
    with pytest.raises(CommandError, match="differ"):
        call_command("index", "verify", stdout=said)
    assert said.getvalue().count("missing: cn-garden:5@2024-01-01") == 2
    assert said.getvalue().count("surplus: case:cn-flower") == 2
    assert index("status").count("build it anew") == 2


@pytest.mark.usefixtures("both")
def test_swap_and_rollback_on_one_engine(library: Library) -> None:
    index("build")
    first = index("status", "--engine", "elasticsearch").split()[1].rstrip(":")
    index("build", "--no-swap", "--engine", "elasticsearch")
    newest = index("status", "--engine", "elasticsearch").split()[1].rstrip(":")
    assert newest != first
    assert f"{newest} is in use" in index("swap", newest, "--engine", "elasticsearch")
    assert f"{first} is in use" in index("rollback", "--engine", "elasticsearch")
    assert "Nothing to remove" in index("prune", "--engine", "elasticsearch")
    with pytest.raises(CommandError, match="nothing was changed"):
        index("rollback", "--engine", "embedded")
    with pytest.raises(CommandError, match="--engine"):
        index("swap", newest)


def test_an_embedded_index_of_another_analysis_is_said_by_the_checks(library: Library) -> None:
    assert embedded_index_fits() == []
    index("build")
    assert embedded_index_fits() == []
    current = index_folder().current()
    assert current is not None
    built: Path = index_folder().root / current.name / "built.json"
    built.write_text(built.read_text().replace('"analysis": "', '"analysis": "0'))
    (warning,) = embedded_index_fits()
    assert "was built with analysis 0" in warning.msg
    assert "build it anew" in index("status")
