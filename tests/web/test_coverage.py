"""The coverage page: what is held, what is missing, how far fetching is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import factories as make
from tests.web.conftest import Library


def test_held_and_expected_stand_beside_each_other(page, library: Library) -> None:
    library.law.expected = 9
    library.law.save()
    html = page("/en/coverage/")
    assert "4 / 9" in html
    assert 'class="num short"' in html
    assert "made-up.md" in html


def test_missing_texts_are_named(page, library: Library) -> None:
    make.make_law("us-empty")
    make.make_provision(library.act, "99")
    html = page("/en/coverage/")
    assert html.index('id="missing"') < html.index("us-empty Law")
    assert "us-orchard Law § 99" in html


def test_a_failed_source_says_why(page, library: Library) -> None:
    make.make_source("broken.md", error="Article 3 is empty; mend the file.")
    assert "Article 3 is empty; mend the file." in page("/en/coverage/")


def test_why_a_source_is_left_out_is_said_in_the_readers_language(page, library: Library) -> None:
    make.make_source("state.json", error="It gives no numbers.", error_zh="未标条号。")
    assert "It gives no numbers." in page("/en/coverage/")
    html = page("/zh/coverage/")
    assert "未标条号。" in html
    assert "It gives no numbers." not in html


def test_progress_is_shown_only_where_fetching_ran(page, library: Library, tmp_path: Path) -> None:
    assert "Fetching official texts" not in page("/en/coverage/")
    note = {
        "state": "running",
        "done": 3,
        "total": 10,
        "current": "us-coppa",
        "message": "",
        "updated": "2026-11-24T10:00:00Z",
    }
    (tmp_path / "fetch-progress.json").write_text(json.dumps(note))
    html = page("/en/coverage/")
    assert '<progress max="10" value="3">' in html
    assert "us-coppa" in html


@pytest.mark.parametrize("note", ["", "[]", "{", '{"done": 1}', '{"state": "x", "done": "y"}'])
def test_a_broken_progress_note_is_passed_over(page, library: Library, tmp_path: Path, note: str) -> None:
    (tmp_path / "fetch-progress.json").write_text(note)
    assert "Fetching official texts" not in page("/en/coverage/")
