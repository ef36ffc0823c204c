"""What an editor sees of each item, and what becomes of a proposed link."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("admin")
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    own = {"LAWBASE_ADMIN": "1", "LAWBASE_DATA": str(folder / "data"), "PYTHONPATH": str(settings.BASE_DIR)}
    run = subprocess.run(
        [sys.executable, "-m", "tests.operations.admin_child", str(folder / "corpus")],
        capture_output=True, text=True, check=False, cwd=settings.BASE_DIR, env={**known, **own},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


def test_an_item_shows_its_file_and_that_its_quotation_stands_in_each_version(seen: dict[str, Any]) -> None:
    assert "corpus/links/cn-garden.yaml:1" in seen["detail"]
    assert "✓ sound" in seen["detail"]
    assert "✓ version of 2020-01-01: “不得卖花”" in seen["detail"]


def test_the_same_page_is_in_chinese(seen: dict[str, Any]) -> None:
    assert "✓ 无误" in seen["chinese"]
    assert "所涉条文" in seen["chinese"]


def test_an_item_that_left_its_file_says_so(seen: dict[str, Any]) -> None:
    assert "✗ has faults" in seen["left"]
    assert "no longer has this item" in seen["left"]


def test_what_is_proposed_waits_in_a_list(seen: dict[str, Any]) -> None:
    assert seen["waiting"].count("a model") >= 2
    assert "not in corpus/" in seen["proposal"]
    assert "✓ sound" in seen["proposal"]


def test_an_accepted_link_keeps_its_origin_and_is_signed_by_its_editor(seen: dict[str, Any]) -> None:
    assert seen["accepted"] == {
        "review": "accepted", "origin": "model", "by": "Lin Hua", "records": 2, "quotes": 1, "user": "lin",
    }  # fmt: skip
    assert "lin" in seen["history"]


def test_a_declined_link_stays_with_the_answer_in_its_history(seen: dict[str, Any]) -> None:
    declined = seen["declined"]
    assert (declined["review"], declined["by"], declined["user"]) == ("declined", "a model", "lin")


def test_a_link_of_the_corpus_cannot_be_answered(seen: dict[str, Any]) -> None:
    assert (seen["ours"]["review"], seen["ours"]["records"]) == ("accepted", 1)


def test_every_list_opens(seen: dict[str, Any]) -> None:
    assert set(seen["answers"].values()) == {200}


def test_links_are_not_shown_to_those_without_the_right(seen: dict[str, Any]) -> None:
    assert seen["stranger"] == 403
