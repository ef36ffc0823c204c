"""What every endpoint has in common: parameters, pages, refusals, throttling."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.test import Client
from rest_framework.throttling import AnonRateThrottle

from lawbase.api.views import laws
from tests import factories as make
from tests.api.conftest import Get, Library, build

LISTS = ("laws/", "laws/cn-garden/provisions/", "cases/", "types/", "links/", "search/")
RESOURCES = (
    *LISTS,
    "",
    "laws/cn-garden/",
    "laws/cn-garden/provisions/2-1/",
    "cases/cn-flower/",
    "types/trade/",
)


@pytest.mark.parametrize("address", RESOURCES)
def test_an_unknown_parameter_is_named(refused, library: Library, address: str) -> None:
    error = refused(f"{address}?colour=red")
    assert (error["code"], error["parameter"]) == ("unknown-parameter", "colour")
    assert "“colour”" in error["message"]
    assert all(name in error["message"] for name in error["allowed"])


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(("parameter", "value", "says"), [
    ("page", "0", "whole number from 1"), ("page", "x", "whole number"), ("page", "-1", "whole number"),
    ("page", "²", "whole number"), ("page", "9999999999", "whole number"), ("page", "77", "the last is 1"),
    ("page_size", "101", "from 1 to 100"), ("page_size", "0", "from 1 to 100"),
])  # fmt: skip
def test_a_wrong_page_says_what_to_write(
    refused, indexed: Library, address: str, parameter: str, value: str, says: str
) -> None:
    error = refused(f"{address}?{parameter}={value}")
    assert (error["code"], error["parameter"]) == ("bad-value", parameter)
    assert says in error["message"]


@pytest.mark.parametrize(
    "at", ["2021", "2021-02-30", "yesterday", "0001-01-01", "9999-99-99", "20210101", "2021-W01-1", "<b>"]
)
@pytest.mark.parametrize("address", [
    "laws/cn-garden/", "laws/cn-garden/provisions/", "laws/cn-garden/provisions/2-1/", "types/", "types/trade/", "links/", "search/",
])  # fmt: skip
def test_a_wrong_day_says_how_to_write_one(refused, library: Library, address: str, at: str) -> None:
    error = refused(f"{address}?at={at}")
    assert error["parameter"] == "at"
    assert "year-month-day" in error["message"]


@pytest.mark.parametrize(("address", "says"), [
    ("laws/?kind=act", "federal-act"), ("laws/?status=old", "repealed"), ("laws/?scope=some", "core, all"),
    ("laws/?jurisdiction=fr", "cn, us"), ("cases/?kind=poem", "judgment"), ("cases/?year=21", "four digits"),
    ("cases/?type=none", "/api/v1/types/"), ("links/?role=likes", "prohibits"), ("links/?law=none", "/api/v1/laws/"),
    ("links/?provision=none", "cn-criminal-law:253-1"), ("links/?provision=cn-garden:2-1(1)", "law:key"),
    ("links/?provision=cn-garden:99", "/provisions/"), ("search/?kind=law", "provision, case"), ("search/?sort=best", "newest"),
    ("search/?law=none", "/api/v1/laws/"), ("search/?status=old", "repealed"), ("search/?year=20²1", "four digits"),
    ("search/?q=" + "x" * 501, "at most 500"), ("search/?q=a%00b", "null character"), ("laws/?page=1&page=2", "one value"),
    ("search/?" + "&".join(["kind=case"] * 21), "at most 20"),
])  # fmt: skip
def test_a_value_it_cannot_take_says_what_to_write(
    refused, library: Library, address: str, says: str
) -> None:
    error = refused(address)
    assert error["code"] == "bad-value"
    assert says in error["message"]


@pytest.mark.parametrize("address", [
    "laws/none/", "laws/none/provisions/", "laws/none/provisions/1/", "cases/none/", "types/none/",
])  # fmt: skip
def test_what_is_not_held_is_a_404_that_says_where_to_look(refused, library: Library, address: str) -> None:
    error = refused(address, 404)
    assert error["code"] == "not-in-library"
    assert "“none”" in error["message"]
    assert "/api/v1/" in error["message"]


def test_an_unknown_provision_names_its_neighbours(refused, library: Library) -> None:
    error = refused("laws/cn-garden/provisions/4/", 404)
    assert error["near"][:1] == ["cn-garden:2"]
    assert "cn-garden:3" in error["near"]


@pytest.mark.parametrize("address", [
    "nowhere/", "laws/cn-garden/chapters/", "laws/%00/", "laws/a%0Ab/", "cases/%E4%B8%AD/", "laws/cn-garden/provisions/%00/",
])  # fmt: skip
def test_any_other_address_is_a_sentence_in_json(refused, library: Library, address: str) -> None:
    assert refused(address, 404)["code"] == "no-such-address"


def test_an_address_without_its_slash_is_sent_on(client: Client, library: Library) -> None:
    response = client.get("/api/v1/laws?scope=all")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/laws/?scope=all")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_only_reads(client: Client, library: Library, method: str) -> None:
    response = getattr(client, method)("/api/v1/laws/")
    assert response.status_code == 405
    assert response.json()["error"]["message"] == "This API only reads; use GET."


def test_another_format_is_refused_in_json(refused, library: Library) -> None:
    assert refused("laws/", 406, accept="text/html")["code"] == "not-acceptable"
    assert refused("laws/?format=xml")["parameter"] == "format"


def test_refusals_are_in_the_callers_language(refused, library: Library) -> None:
    assert refused("laws/none/", 404, accept_language="zh")["message"].startswith("库中没有")
    assert refused("laws/none/", 404)["message"].startswith("The library has no law")


def test_hostile_words_in_a_refusal_are_cut_and_plain(refused, library: Library) -> None:
    error = refused("laws/?kind=" + "<script>" * 40)
    assert len(error["message"]) < 500


def test_too_many_parameters_are_refused(refused, library: Library) -> None:
    assert refused("laws/?" + "&".join(f"a{n}=1" for n in range(2000)))["code"] == "unreadable"


def test_what_nobody_foresaw_is_a_sentence_and_a_line_in_the_log(
    client: Client, library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(core_only: bool) -> None:
        raise RuntimeError("inner workings")

    monkeypatch.setattr(laws, "law_groups", broken)
    monkeypatch.setattr(logging.getLogger("lawbase"), "propagate", True)
    response = client.get("/api/v1/laws/")
    assert response.status_code == 500
    assert response.json()["error"]["code"] == "failed"
    assert "inner workings" not in response.content.decode()
    assert "The API failed at /api/v1/laws/" in caplog.text


@pytest.fixture
def many(library: Library) -> Library:
    for number in range(10, 15):
        make.make_version(make.make_provision(library.law, f"{number}"), f"园中第{number}处。", "2020-01-01")
    return library


def _walk(get: Get, address: str, step: str = "next") -> Iterator[dict]:
    answer = get(address)
    yield answer
    while answer[step]:
        answer = get(answer[step].removeprefix("http://testserver/api/v1/"))
        yield answer


def test_pages_are_turned_to_the_end_and_back(get: Get, many: Library) -> None:
    address = "laws/cn-garden/provisions/?at=2024-01-01&page_size=4"
    pages = list(_walk(get, address))
    assert [len(page["results"]) for page in pages] == [4, 4, 1]
    assert [row["key"] for page in pages for row in page["results"]] == [
        "1",
        "2",
        "2-1",
        "3",
        *map(str, range(10, 15)),
    ]
    assert {page["count"] for page in pages} == {9}
    assert pages[0]["previous"] is None
    back = list(_walk(get, address + "&page=3", "previous"))
    assert [page["results"] for page in reversed(back)] == [page["results"] for page in pages]


def test_search_is_turned_too_and_keeps_its_question(get: Get, many: Library) -> None:
    build()
    pages = list(_walk(get, "search/?q=园中&kind=provision&page_size=3"))
    found = [row["id"] for page in pages for row in page["results"]]
    assert len(found) == len(set(found)) == pages[0]["count"] == 8


def test_an_anonymous_caller_is_throttled_with_a_sentence(
    client: Client, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "3/min"})
    codes = [
        client.get("/api/v1/types/", headers={"x-forwarded-for": f"10.0.0.{n}"}).status_code for n in range(5)
    ]
    assert codes == [200, 200, 200, 429, 429]
    response = client.get("/api/v1/laws/")
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (429, "too-many-requests")
    assert 1 <= int(response["Retry-After"]) <= 60
    assert f"wait {response['Retry-After']} seconds" in error["message"]


def test_the_rate_is_the_deployments(settings) -> None:
    assert settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]["anon"] == settings.ENV.lawbase_anonymous_rate
