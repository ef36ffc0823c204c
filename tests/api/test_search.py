"""Search over a small index: the same answer as the page's, and refusals where the page repairs."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

import pytest
from django.test import Client

from lawbase.search.service import search
from lawbase.search.values import FACETS, SearchRequest
from tests import factories as make
from tests.api.conftest import Get, Library, build


def ids(answer: dict) -> list[str]:
    return [row["id"] for row in answer["results"]]


def test_an_answer_has_every_promised_part(get: Get, indexed: Library) -> None:
    answer = get("search/?q=红花")
    assert {
        "count",
        "count_all",
        "next",
        "previous",
        "degraded",
        "degraded_reason",
        "facets",
        "results",
        "notices",
        "jump",
    } <= set(answer)
    assert answer["degraded"] is False
    assert answer["degraded_reason"] is None
    assert list(answer["facets"]) == list(FACETS)
    hit = answer["results"][0]
    assert (hit["kind"], hit["id"], hit["law"], hit["key"]) == (
        "provision",
        "cn-garden:2-1",
        "cn-garden",
        "2-1",
    )
    assert hit["titles"] == {"zh": "cn-garden法 第二条之一", "en": "cn-garden Law art. 2-1"}
    assert hit["url"] == "http://testserver/en/laws/cn-garden/2-1/"
    assert hit["api_url"] == "http://testserver/api/v1/laws/cn-garden/provisions/2-1/"
    assert isinstance(hit["score"], float)


def test_highlights_are_plain_text_and_offsets(get: Get, library: Library) -> None:
    make.make_version(make.make_provision(library.law, "7"), "园中<b>红花</b>与红花。", "2020-01-01")
    build()
    hit = next(row for row in get("search/?q=红花")["results"] if row["key"] == "7")
    (passage,) = hit["highlights"]
    assert passage["text"] == "园中<b>红花</b>与红花。"
    assert [passage["text"][start:end] for start, end in passage["marks"]] == ["红花", "红花"]
    assert (passage["unit"], passage["lang"]) == ("", "zh-Hans")
    assert ("words", "红花") in [(why["kind"], why["text"]) for why in hit["why"]]


def test_a_case_is_found_with_its_court(get: Get, indexed: Library) -> None:
    hit = get("search/?q=facts&kind=case")["results"][0]
    assert (hit["kind"], hit["id"], hit["key"], hit["law"]) == ("case", "case:cn-flower", "cn-flower", None)
    assert hit["courts"] == {"zh": "法院", "en": "Court"}
    assert (hit["decided"], hit["status"], hit["headings"]) == ("2022-05-01", None, None)
    assert hit["urls"]["zh"] == "http://testserver/zh/cases/cn-flower/"


@pytest.mark.parametrize(
    "query", ["花", "园中", "apples", "flowers sold", "园中 NOT 第2处", '"sell apples"', "law:cn-garden"]
)
@pytest.mark.parametrize("filters", ["", "&scope=all", "&kind=provision", "&sort=newest", "&at=2021-01-01"])
def test_the_order_is_the_pages(get: Get, client: Client, indexed: Library, query: str, filters: str) -> None:
    html = client.get(f"/en/search/?q={quote(query)}{filters}").content.decode()
    hits = html[html.index('<ol class="hits"') :]
    shown = re.findall(r'<h[23][^>]*>\s*<a href="/en/(laws/[^/"]+/[^/"]+|cases/[^/"]+)/', hits)
    answer = get(f"search/?q={quote(query)}{filters}")
    addresses = [row["urls"]["en"].split("/en/")[1] for row in answer["results"]]
    assert shown == [re.sub(r"/(\?.*|#.*)?$", "", address) for address in addresses]
    assert answer["count"] == len(shown) > 0


def test_the_answer_is_the_services(get: Get, indexed: Library) -> None:
    answer = search(SearchRequest("花", scope="all", page_size=2), date.today())
    said = get("search/?q=花&scope=all&page_size=2")
    assert (said["count"], ids(said)) == (answer.count, [hit.id for hit in answer.results])


@pytest.mark.parametrize(("filters", "found"), [
    ("kind=case", {"case:cn-flower"}),
    ("kind=case&kind=provision&type=trade", {"case:cn-flower", "cn-garden:2-1", "us-orchard:10"}),
    ("jurisdiction=us", {"us-orchard:10"}),
    ("law=us-orchard&law=cn-garden&type=trade", {"us-orchard:10", "cn-garden:2-1"}),
    ("type=misuse&jurisdiction=us", {"us-orchard:10"}),
    ("year=2021", {"us-orchard:10"}),
    ("status=repealed", set()),
])  # fmt: skip
def test_results_are_filtered(get: Get, indexed: Library, filters: str, found: set[str]) -> None:
    answer = get(f"search/?q=&{filters}")
    assert set(ids(answer)) == found
    assert answer["count"] == len(found)


def test_facets_count_and_say_what_is_chosen(get: Get, indexed: Library) -> None:
    facets = get("search/?jurisdiction=cn")["facets"]
    chosen = [value for value in facets["jurisdiction"] if value["selected"]]
    assert [(value["value"], value["labels"]["en"]) for value in chosen] == [("cn", "China")]
    assert {value["value"]: value["count"] for value in facets["kind"]} == {"provision": 4, "case": 1}


def test_everything_is_wider_than_the_core(get: Get, library: Library) -> None:
    wider = make.make_law("cn-wider", core=False)
    make.make_version(make.make_provision(wider, "1"), "墙外红花。", "2020-01-01")
    build()
    core, everything = get("search/?q=墙外"), get("search/?q=墙外&scope=all")
    assert core["count_all"] == everything["count"] == everything["count_all"] > core["count"]
    assert "cn-wider:1" in ids(everything)
    assert [notice["code"] for notice in core["notices"]] == ([] if core["count"] else ["nothing-in-core"])


def test_a_day_finds_the_words_of_that_day(get: Get, indexed: Library) -> None:
    assert "cn-garden:2-1" in ids(get("search/?q=旧草&at=2021-01-01"))
    (hit,) = [row for row in get("search/?q=旧草&at=2021-01-01")["results"] if row["key"] == "2-1"]
    assert (hit["valid_from"], hit["valid_to"]) == ("2020-01-01", "2023-07-01")
    assert hit["url"].endswith("/laws/cn-garden/2-1/?at=2021-01-01")
    assert hit["api_url"].endswith("/provisions/2-1/?at=2021-01-01")


def test_a_citation_names_its_provision_and_unit(get: Get, indexed: Library) -> None:
    jump = get("search/?q=cn-garden法第二条之一第一款")["jump"]
    assert jump["id"] == "cn-garden:2-1"
    assert jump["url"].endswith("/en/laws/cn-garden/2-1/#1")
    assert get("search/?q=花")["jump"] is None


def test_the_types_a_question_describes_are_named(get: Get, indexed: Library) -> None:
    answer = get("search/?q=flowers sold")
    assert answer["types"] == ["trade"]
    assert ("type", "trade") in [(why["kind"], why["text"]) for why in answer["results"][0]["why"]]


def test_no_question_is_answered_with_a_notice(get: Get, indexed: Library) -> None:
    (notice,) = get("search/")["notices"]
    assert notice["code"] == "empty"
    assert notice["message"] == notice["messages"]["en"]


def test_a_field_value_nobody_knows_is_a_notice_with_a_query_to_ask(get: Get, indexed: Library) -> None:
    (notice,) = get("search/?q=law:nothing")["notices"]
    assert (notice["code"], notice["query"]) == ("unknown-law", "nothing")


@pytest.mark.parametrize(("query", "position", "repaired"), [
    ("(red flower", 0, "red flower"),
    ('red "flower', 4, "red  flower"),
    ("red AND", 7, "red"),
    ("红花 )", 3, "红花"),
    ('""', 0, ""),
    ("(" * 30 + "red" + ")" * 30, 20, "red"),
])  # fmt: skip
def test_a_broken_query_is_refused_with_the_place_and_the_repair(
    refused, indexed: Library, query: str, position: int, repaired: str
) -> None:
    error = refused(f"search/?q={quote(query)}")
    assert (error["code"], error["parameter"], error["position"]) == ("broken-syntax", "q", position)
    assert error["repaired"] == repaired
    assert f"at character {position + 1}," in error["message"]


def test_without_an_index_the_answer_says_so(get: Get, library: Library) -> None:
    answer = get("search/?q=花&page=3")
    assert (answer["count"], answer["results"], answer["next"]) == (0, [], None)
    assert answer["degraded"] is True
    assert answer["degraded_reason"]["code"] == "no-index"
    assert "no search index yet" in answer["degraded_reason"]["messages"]["en"]


HOSTILE = (
    "year:²", "year:①", "year:..", "year:99999999999999999999", "art:²", "law:", 'law:""', "kind:x", "court:()", "(" * 400, ")" * 9,
    "(" * 200 + "a" + ")" * 200, "(a " * 120 + ")" * 120, "NOT " * 120 + "a", "-" * 300, "a OR " * 90 + "b", "AND", "OR OR", '"', "“",
    "' OR 1=1 --", "<script>alert(1)</script>", "%", "*", "[", "\\", "\u202e\u200b", "😀" * 100, "第" * 300, "第一百条" * 100, "1" * 500,
    "§" * 400, "15 USC " * 60, "刑法第²条", "PIPL art. " + "1," * 200, "\x01\x02", "\ufffd", "a\nb", "ﷺ" * 100, "jurisdiction:us-ca",
)  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_query_is_answered_or_refused(client: Client, indexed: Library, query: str) -> None:
    response = client.get("/api/v1/search/", {"q": query})
    assert response.status_code in (200, 400)
    assert response.json()


def test_queries_do_not_grow_with_the_results(get: Get, library: Library, django_assert_num_queries) -> None:
    for number in range(40):
        make.make_version(make.make_provision(library.law, f"{100 + number}"), "满园红花。", "2020-01-01")
    build()
    get("search/?q=红花")  # The names of the library are read once and kept.
    for size in (1, 30):
        with django_assert_num_queries(2):
            assert len(get(f"search/?q=红花&kind=provision&page_size={size}")["results"]) == size
