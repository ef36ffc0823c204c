"""Which folders texts are read from: `texts/`, the shared corpus, and those that an operator names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from lawbase.config import env


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAWBASE_DATA", str(tmp_path))


def test_folders_of_lawbase_texts_are_read_after_the_projects_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, more = tmp_path / "mine", tmp_path / "more"
    mine.mkdir()
    more.mkdir()
    monkeypatch.setenv("LAWBASE_TEXTS", os.pathsep.join([str(more), "", str(mine)]))
    assert env.read().texts[0] == env.PROJECT / "texts"
    assert env.read().texts[-2:] == (more, mine)


def test_without_the_variable_only_the_projects_own_folders_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAWBASE_TEXTS", raising=False)
    beside = env.PROJECT.parent / "shared" / "corpus"
    assert env.read().texts == (env.PROJECT / "texts", *([beside] if beside.is_dir() else []))


def test_a_folder_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAWBASE_TEXTS", str(tmp_path / "nowhere"))
    with pytest.raises(ImproperlyConfigured, match=r"LAWBASE_TEXTS names .*nowhere, which is not a folder"):
        env.read()
