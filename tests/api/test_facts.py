"""Facts to precedent over the API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tests.research import stories
from tests.research.test_answer import GATE, SALE


@pytest.fixture
def told(db: None) -> stories.Library:
    return stories.build()


def post(client: Client, body: object, status: int = 200) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    response = client.post("/api/v1/facts/", text, content_type="application/json")
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_an_answer_has_every_promised_part(client: Client, told: stories.Library) -> None:
    answer = post(client, {"story": GATE["en"]})
    assert (answer["language"], answer["enough"], answer["lack"]) == ("en", True, "")
    assert "not legal advice" in answer["advice"]["en"]
    first = answer["types"][0]
    assert first["type"]["slug"] == "faces"
    assert 0.5 < first["probability"] < 1
    (claim,) = first["claims"]
    assert [row["standing"] for row in claim["elements"]] == ["shown", "contradicted", "not-shown"]
    assert [row["sentence"] for row in claim["elements"]] == [1, 2, None]
    assert claim["elements"][1]["burden"] == "defendant"
    assert [part["kind"] for part in claim["parts"]] == ["remedy", "limitation"]
    assert claim["parts"][0]["provisions"] == ["cn-garden:6"]
    assert "cn-garden:6" in [row["id"] for row in answer["provisions"]]
    near = answer["cases"][0]
    assert near["shared"] == ["faces"]
    assert near["bridges"][0]["provision"] == "cn-garden:6"
    assert {row["outcome"] for row in answer["spread"]["outcomes"]} == {"fine", "prison_months_max"}


def test_the_day_and_the_law_asked_for_are_kept_to(client: Client, told: stories.Library) -> None:
    answer = post(client, {"story": SALE["zh"], "at": "2021-05-01", "jurisdiction": ["cn"]})
    assert answer["at"] == "2021-05-01"
    quotes = {row["id"]: row["links"][0]["quote"] for row in answer["provisions"]}
    assert quotes["cn-garden:5"] == "不得出售"
    assert all(row["jurisdiction"] == "cn" for row in answer["provisions"])


def test_what_is_not_enough_is_said_to_be_so(client: Client, told: stories.Library) -> None:
    answer = post(client, {"story": "My neighbour's dog bit my son in the park."})
    assert (answer["enough"], answer["lack"], answer["provisions"], answer["spread"]) == (
        False,
        "subject",
        [],
        None,
    )


@pytest.mark.parametrize(("body", "parameter"), [
    ({}, "story"),
    ({"story": " "}, "story"),
    ({"story": 5}, "story"),
    ({"story": "长" * 5001}, "story"),
    ([], "story"),
    ({"story": "x", "at": "soon"}, "at"),
    ({"story": "x", "at": 5}, "at"),
    ({"story": "x", "jurisdiction": "cn"}, "jurisdiction"),
    ({"story": "x", "jurisdiction": ["mars"]}, "jurisdiction"),
    ({"story": "x", "colour": "red"}, "colour"),
])  # fmt: skip
def test_what_cannot_be_read_names_the_field(
    client: Client, told: stories.Library, body: object, parameter: str
) -> None:
    error = post(client, body, 400)["error"]
    assert error["parameter"] == parameter
    assert error["messages"]["zh"].endswith(("。", "："))
    assert error["messages"]["en"].endswith(".")


def test_a_body_that_is_no_json_and_a_get_are_refused_with_what_to_do(client: Client, db: None) -> None:
    assert post(client, "{", 400)["error"]["code"] == "unreadable"
    response = client.get("/api/v1/facts/")
    assert response.status_code == 405
    assert "POST" in response.json()["error"]["message"]


def test_too_few_cases_are_said_to_be_too_few(client: Client, db: None) -> None:
    assert post(client, {"story": SALE["en"]}, 503)["error"]["code"] == "too-few-cases"
