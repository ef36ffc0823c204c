"""Cases, infringement types and the links between them."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories as make
from tests.api.conftest import Get, Library


@pytest.fixture
def more(library: Library) -> Library:
    """A settlement of 2020 under the root type, an official text without a digest."""
    settled = make.make_case("us-pear", kind="settlement", decided=None, released="2020-03-01")
    make.make_case_link(settled, library.root)
    make.make_case("spc-text", digest_source="", decided="2019-01-01")
    return library


@pytest.mark.parametrize(("query", "found"), [
    ("", ["cn-flower", "us-pear"]),
    ("scope=all", ["cn-flower", "us-pear", "spc-text"]),
    ("jurisdiction=us", ["us-pear"]),
    ("kind=settlement", ["us-pear"]),
    ("year=2022", ["cn-flower"]),
    ("type=trade", ["cn-flower"]),
    ("type=misuse", ["cn-flower", "us-pear"]),
    ("type=trade&year=2020", []),
])  # fmt: skip
def test_cases_are_filtered(get: Get, more: Library, query: str, found: list[str]) -> None:
    answer = get(f"cases/?{query}")
    assert [row["id"] for row in answer["results"]] == found
    assert answer["count"] == len(found)


def test_the_list_says_how_many_there_are_in_everything(get: Get, more: Library) -> None:
    assert get("cases/")["count_all"] == 3


def test_a_case_has_its_digest_its_law_and_its_types(get: Get, library: Library) -> None:
    make.make_section(library.case, 1, "查明如下。")
    make.cite(None, library.case)
    case = get("cases/cn-flower/")
    assert (case["id"], case["decided"], case["verified"]) == ("cn-flower", "2022-05-01", "single-source")
    assert case["facts"] == {"zh": "事实。", "en": "Facts were these."}
    assert (case["outcome"]["fine"], case["outcome"]["damages"], case["outcome"]["currency"]) == (
        10000,
        None,
        "CNY",
    )
    assert case["checked_fields"] == ["title"]
    assert [(row["id"], row["basis"], row["as_of"]) for row in case["applied"]] == [
        ("cn-garden:2-1", "as-cited", "2022-05-01")
    ]
    assert case["applied"][0]["valid_from"] == "2020-01-01"
    assert [row["raw"] for row in case["unresolved"]] == ["Unknown Act § 1"]
    assert case["types"] == ["trade"]
    assert case["links"][0]["type"]["names"] == {"zh": "trade类", "en": "trade kind"}
    assert case["links"][0]["evidence"] == {"zh": "", "en": ""}
    assert case["sections"] == [
        {"role": "facts", "headings": {"zh": "基本案情", "en": "Facts"}, "text": "查明如下。"}
    ]


def test_the_text_of_a_digested_matter_is_found_under_the_matter(client: Client, library: Library) -> None:
    make.make_case("cn-matter", full_text_id="spc-guiding-1")
    response = client.get("/api/v1/cases/spc-guiding-1/")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/cases/cn-matter/")


def test_types_are_the_tree_depth_first(get: Get, library: Library) -> None:
    rows = get("types/")["results"]
    assert [(row["slug"], row["parent"], row["children"], row["depth"]) for row in rows] == [
        ("misuse", None, ["trade"], 0),
        ("trade", "misuse", [], 1),
    ]
    assert rows[0]["provision_counts"] == {"cn": 1, "us": 1}
    assert rows[0]["case_counts"] == {"cn": 1, "us": 0}


def test_a_type_takes_in_what_is_beneath_it(get: Get, library: Library) -> None:
    kind = get("types/misuse/")
    assert [(link["provision"], link["quote"]) for link in kind["links"]] == [
        ("cn-garden:2-1", "红花"),
        ("us-orchard:10", "No person shall sell apples."),
    ]
    assert [case["id"] for case in kind["cases"]] == ["cn-flower"]
    trade = get("types/trade/")
    assert (trade["ancestors"], trade["everyday_en"]) == (["misuse"], ["flowers sold"])


def test_a_type_is_read_as_of_a_day(get: Get, library: Library) -> None:
    assert [link["role"] for link in get("types/trade/?at=2022-01-01")["links"]] == ["prohibits", "punishes"]


@pytest.mark.parametrize(("query", "found"), [
    ("", ["cn-garden:2-1", "us-orchard:10"]),
    ("law=us-orchard", ["us-orchard:10"]),
    ("provision=cn-garden:2-1", ["cn-garden:2-1"]),
    ("provision=cn-garden:2-1&law=us-orchard", []),
    ("provision=cn-garden:1", []),
    ("type=misuse&role=prohibits", ["cn-garden:2-1", "us-orchard:10"]),
    ("role=punishes", []),
    ("role=punishes&at=2021-01-01", ["cn-garden:2-1"]),
    ("at=2010-01-01", []),
])  # fmt: skip
def test_links_are_filtered(get: Get, library: Library, query: str, found: list[str]) -> None:
    assert [row["provision"] for row in get(f"links/?{query}")["results"]] == found


def test_a_link_says_who_made_it_and_from_which_words(get: Get, library: Library) -> None:
    link = get("links/?law=us-orchard")["results"][0]
    assert link["quote"] == "No person shall sell apples."
    assert (link["origin"], link["by"], link["quote_from"]) == ("editor", "LawBase editors", "2021-01-01")
    assert link["pinpoint"] == "us-orchard:10(a)(1)"
    assert link["type"]["slug"] == "trade"


@pytest.mark.parametrize("count", [1, 40])
@pytest.mark.parametrize(("address", "queries"), [
    ("cases/?page_size=100", 3), ("cases/cn-flower/", 4), ("types/?page_size=100", 4), ("types/misuse/", 12),
    ("links/?page_size=100", 2), ("links/?law=cn-garden&page_size=100", 3),
])  # fmt: skip
def test_queries_do_not_grow(
    get: Get, library: Library, django_assert_num_queries, address: str, queries: int, count: int
) -> None:
    for number in range(count):
        kind = make.make_type(f"t{number}", library.root)
        make.make_link(library.dated, kind, {library.new: "红花"})
        make.make_case_link(make.make_case(f"cn-{number}"), kind)
        make.cite(library.dated, make.make_case(f"cn-x-{number}"))
        other = make.make_provision(library.law, f"{100 + number}")
        make.make_version(other, "某处。", "2020-01-01")
        make.cite(other, library.case)
    get(address)  # The names of the library are read once and kept.
    with django_assert_num_queries(queries):
        get(address)
