"""Topics, the glossary, and what a provision says of its digest and counterparts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import editors as write
from tests import factories as make
from tests.api.conftest import Get, Library


@pytest.fixture
def editors(library: Library) -> write.Editors:
    return write.write(library)


def test_a_topic_in_the_list_says_how_much_there_is(get: Get, editors: write.Editors) -> None:
    (found,) = get("topics/")["results"]
    assert found["slug"] == "flowers"
    assert found["provision_counts"] == {"cn": 1, "us": 1, "us_ca": 0}
    assert (found["pair_count"], found["title"]) == (1, "Topic flowers")
    assert found["api_url"] == "http://testserver/api/v1/topics/flowers/"


def test_a_topic_tells_both_sides_and_what_the_editors_make_of_them(get: Get, editors: write.Editors) -> None:
    topic = get("topics/flowers/")
    (pair,) = topic["pairs"]
    assert (pair["relation"], pair["a"]["quote"], pair["b"]["quote"]) == ("broader", "红花", "sell apples")
    assert pair["b"]["pinpoint"] == "us-orchard:10(a)(1)"
    assert topic["matters"] == {"zh": "matters flowers zh", "en": "matters flowers en"}
    assert [(row["place"], row["pinpoint"]) for row in topic["provisions"]] == [
        ("cn", "cn-garden:2-1(1)(1)"),
        ("us", "us-orchard:10(a)(1)"),
    ]
    assert topic["provisions"][1]["digest"]["headings"] == {"zh": "苹果", "en": "Apples for sale"}
    assert topic["literature"][0]["work"] == "rose"
    assert topic["types"] == ["trade"]


def test_a_topic_is_read_as_of_a_day(get: Get, editors: write.Editors) -> None:
    (pair,) = get("topics/flowers/?at=2022-01-01")["pairs"]
    assert (pair["a"]["quote"], pair["a"]["quote_to"]) == ("旧花", "2023-07-01")
    early = get("topics/flowers/?at=2020-06-01")
    assert (early["pairs"], early["pairs_of_other_days"]) == ([], 1)


def test_a_topic_that_is_not_held_is_refused(refused, library: Library) -> None:
    error = refused("topics/none/", 404)
    assert error["code"] == "not-in-library"
    assert "/api/v1/topics/" in error["message"]


def test_terms_have_their_definition_their_words_and_their_page(get: Get, editors: write.Editors) -> None:
    (term,) = get("terms/")["results"]
    assert term["terms"] == {"zh": "花", "en": "apple"}
    assert term["false_friends"]["en"] == "Not an apple."
    assert [(row["pinpoint"], row["quote"]) for row in term["defined_by"]] == [
        ("cn-garden:2-1(1)(1)", "红花")
    ]
    assert term["urls"]["zh"] == "http://testserver/zh/glossary/#flower"


def provision(get: Get, address: str) -> dict[str, Any]:
    return get(f"laws/{address}")


def test_a_provision_has_its_digest_its_headings_and_its_counterparts(
    get: Get, editors: write.Editors
) -> None:
    found = provision(get, "cn-garden/provisions/2-1/")
    assert found["digest"]["digests"] == {"zh": "此条说花。", "en": "It speaks of flowers."}
    assert found["headings"] == {"zh": "花事", "en": "Flower matters", "official": ""}
    (counterpart,) = found["counterparts"]
    assert (counterpart["topic"], counterpart["relation"]) == ("flowers", "broader")
    assert (counterpart["own"]["quote"], counterpart["other"]["provision"]) == ("红花", "us-orchard:10")
    assert found["topics"] == ["flowers"]


def test_a_provision_of_an_earlier_day_has_the_heading_of_that_day(get: Get, library: Library) -> None:
    write.make_digest(library.dated, valid_to="2023-07-01", heading_en="Old days")
    write.make_digest(library.dated, valid_from="2023-07-01", heading_en="New days")
    assert provision(get, "cn-garden/provisions/2-1/?at=2021-01-01")["headings"]["en"] == "Old days"
    assert provision(get, "cn-garden/provisions/2-1/")["headings"]["en"] == "New days"


def test_a_provision_without_a_digest_says_null(get: Get, library: Library) -> None:
    found = provision(get, "cn-garden/provisions/1/")
    assert (found["digest"], found["counterparts"], found["topics"]) == (None, [], [])


@pytest.mark.parametrize(("address", "queries"), [("topics/", 3), ("topics/flowers/", 8), ("terms/", 5)])
@pytest.mark.parametrize("count", [1, 20])
def test_queries_do_not_grow(
    client: Client, library: Library, editors: write.Editors, django_assert_num_queries: Any,
    address: str, queries: int, count: int,
) -> None:  # fmt: skip
    for number in range(count):
        section = make.make_provision(library.act, str(200 + number))
        version = make.make_version(section, "No roses.", "2020-01-01")
        quotes = {"a": {library.new: "白花"}, "b": {version: "No roses"}}
        write.make_pair(editors.topic, library.dated, section, quotes)
        write.make_topic(f"t{number}")
        term = write.make_term(f"term-{number}", f"词{number}", f"word {number}")
        write.define(term, library.new, "白花")
        term.see.add(editors.flower)
    with django_assert_num_queries(queries):
        assert client.get(f"/api/v1/{address}").status_code == 200
