"""The account of an answer, and what stands first when the question cites, on a small index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from lawbase.search.documents import all_documents, expected_count
from lawbase.search.indices.configured import index_folder
from lawbase.search.service import search
from lawbase.search.values import SearchRequest
from lawbase.statutes.models import LibraryState
from tests import factories as make


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LAWBASE_DATA, settings.LAWBASE_INDEX = tmp_path, tmp_path / "index"
    index_folder.cache_clear()
    yield
    index_folder.cache_clear()


@pytest.fixture
def library(db: None) -> None:
    law = make.make_law("cn-garden")
    for key, text in (
        ("1", "出售红花的，处罚款。"),
        ("2", "出售前应当告知买方。\n不得隐瞒。"),
        ("3", "红花属于园主。"),
    ):
        make.make_version(make.make_provision(law, key), text, "2020-01-01")
    make.make_case("cn-flower", outcome={"fine": 10000, "currency": "CNY"})
    index_folder().rebuild(all_documents(), LibraryState.current(), expected_count)


def ids(question: str, **values: Any) -> list[str]:
    return [hit.id for hit in search(SearchRequest(question, scope="all", **values)).results]


@pytest.mark.usefixtures("library")
def test_an_account_tells_words_plan_and_scores():
    account = search(SearchRequest("出售 红花", explain=True)).account
    assert account.analysis["words"] == ["出售", "红花"]
    assert (account.order, account.why_not) == ("words", "switched-off")
    assert account.hits[0].id.startswith("cn-garden:1")
    assert account.hits[0].words == account.hits[0].score > 0
    json.dumps(account.readable)


@pytest.mark.usefixtures("library")
def test_no_account_is_given_that_was_not_asked_for():
    assert search(SearchRequest("红花")).account is None


@pytest.mark.usefixtures("library")
def test_what_a_question_cites_stands_first_in_its_order():
    assert ids("cn-garden法第三条、第一条")[:2] == ["cn-garden:3", "cn-garden:1"]


@pytest.mark.usefixtures("library")
def test_words_in_one_sentence_or_paragraph_are_found_by_reading_the_text():
    assert ids("出售 /s 罚款") == ["cn-garden:1"]
    assert ids("出售 /p 隐瞒") == []
    assert ids("出售 AND 隐瞒") == ["cn-garden:2"]
    assert ids("红花 NOT (出售 /s 罚款)") == ["cn-garden:3"]
    assert ids("“出售 买方”~5") == ["cn-garden:2"]


@pytest.mark.usefixtures("library")
def test_amounts_are_those_of_cases():
    assert ids("amount:>=1万") == ["case:cn-flower"]
    assert ids("amount:>1万") == []
    assert ids("amount:$10000") == []


@pytest.mark.usefixtures("library")
def test_an_unknown_value_is_named_with_a_repair():
    (notice,) = search(SearchRequest("law:cn-gardn 红花")).notices[:1]
    assert (notice.code, notice.query) == ("unknown-law", "law:cn-garden 红花")


@pytest.mark.usefixtures("library")
def test_a_misspelt_field_is_named_with_its_place():
    (notice,) = search(SearchRequest("红花 cuort:某院")).notices[:1]
    assert (notice.code, notice.query) == ("unknown-field", "红花 court:某院")
    assert "character 4" in notice.en


@pytest.mark.usefixtures("library")
def test_the_command_prints_results_and_plan():
    out = StringIO()
    call_command("search", "红花", "--ranking", "words", "--plan", stdout=out)
    assert "cn-garden:3" in out.getvalue()
    assert '"analysis"' in out.getvalue()


def test_the_command_says_what_to_do_without_an_index(db: None):
    with pytest.raises(CommandError, match="index build"):
        call_command("search", "红花", "--ranking", "words")
