"""What machines ask, and what is said to whom."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from lawbase.operations import health
from tests import factories as make
from tests.operations.conftest import Library


def test_healthz_asks_nothing_but_the_process(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_readyz_names_each_part_with_its_state_and_lag(client: Client, indexed: Library) -> None:
    make.make_case("cn-tree")
    answer = client.get("/readyz")
    found = answer.json()
    assert answer.status_code == 200
    assert found["ready"] is True
    assert found["degraded"] == []
    assert found["parts"]["database"]["state"] == "up"
    assert found["parts"]["search"] | {"milliseconds": 0} == {
        "state": "up", "milliseconds": 0, "engine": "embedded", "documents": 7, "behind": 1, "fits": True,
    }  # fmt: skip
    assert found["parts"]["outbox"]["waiting"] == 1
    assert found["parts"]["outbox"]["lag_seconds"] >= 0
    assert {found["parts"][name]["state"] for name in ("cache", "broker", "fallback")} == {"off"}


def test_without_an_index_readers_are_still_served(client: Client, library: Library) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["degraded"] == ["search"]


def test_without_a_database_nobody_is_served(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> dict[str, Any]:
        raise DatabaseError("secret-host refused")

    monkeypatch.setattr(health, "_database", fails)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert b"secret-host" not in answer.content


def test_metrics_are_for_those_who_know_the_token(client: Client, indexed: Library, settings: Any) -> None:
    assert client.get("/metrics").status_code == 404
    settings.LAWBASE_METRICS_TOKEN = "a-token-of-some-length"
    for given in ("", "Bearer", "Bearer wrong", "a-token", "Bearer a-token-of-some-lengt", "Bearer é"):
        assert client.get("/metrics", headers={"authorization": given}).status_code == 404
    client.get("/en/search/?q=flowers")
    text = client.get("/metrics", headers={"authorization": "Bearer a-token-of-some-length"}).content.decode()
    for name in (
        'lawbase_requests_total{method="GET",status="200",view="search"}',
        'lawbase_search_seconds_bucket{degraded="no",engine="embedded",',
        "lawbase_outbox_waiting 0.0",
        "lawbase_library_state",
        'lawbase_part_up{part="database"} 1.0',
    ):
        assert name in text
    assert "flowers" not in text


def test_an_answer_carries_the_id_that_its_log_lines_carry(client: Client, db: None) -> None:
    made = client.get("/healthz")["X-Request-Id"]
    assert len(made) == 32
    assert (
        client.get("/healthz", headers={"x-request-id": "from-the-proxy-1"})["X-Request-Id"]
        == "from-the-proxy-1"
    )
    assert client.get("/healthz", headers={"x-request-id": "<b>"})["X-Request-Id"] != "<b>"


def test_what_a_reader_asked_is_not_logged(
    client: Client, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("lawbase", "lawbase.requests", "django.request"):
        logger = logging.getLogger(name)
        logger.addHandler(caplog.handler)
        logger.setLevel(logging.DEBUG)
    try:
        client.get("/en/search/?q=my-secret-illness")
        client.get("/en/laws/none/?q=my-secret-illness")
    finally:
        for name in ("lawbase", "lawbase.requests", "django.request"):
            logging.getLogger(name).removeHandler(caplog.handler)
    lines = [str(record.msg) + str(record.args) for record in caplog.records]
    assert any("search" in line for line in lines)
    assert not any("my-secret-illness" in line for line in lines)


def test_pages_say_what_may_run_in_them(client: Client, library: Library) -> None:
    policy = client.get("/en/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "style-src 'self' 'unsafe-inline'" in client.get("/api/v1/docs/")["Content-Security-Policy"]


def test_without_the_admin_there_is_none_and_no_cookie(client: Client, library: Library) -> None:
    assert client.get("/admin/").status_code == 404
    assert not client.get("/en/").cookies


def test_pages_of_a_library_need_only_the_database(
    client: Client, library: Library, settings: Any, django_assert_num_queries: Any
) -> None:
    """A search server that is not there is not asked for a page."""
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    for address in (
        "/en/",
        "/en/laws/cn-garden/2-1/",
        "/zh/cases/cn-flower/",
        "/en/types/trade/",
        "/en/coverage/",
    ):
        assert client.get(address).status_code == 200
    assert connection.vendor in ("sqlite", "postgresql")
