"""The real library, made once in a test run: the data package, `corpus/`, and `../shared/corpus` where it stands.

`build` makes it in a process of its own (`library_child.py`); `RealLibrary.rows` reads its SQLite file without Django;
`RealLibrary.opened` lends it to code that asks Django for the database and the settings for the index.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test.utils import override_settings

from lawbase.search.service import index_folder

PROJECT = Path(__file__).resolve().parents[2]
CORPUS = PROJECT / "corpus"
SHARED = PROJECT.parent / "shared" / "corpus"
REASON = "the folder ../shared/corpus, which holds these texts, does not stand beside the project"


def need_shared() -> Path:
    """`../shared/corpus`; where it is absent the test is skipped, on CI it fails."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(REASON)
        pytest.skip(REASON)
    return SHARED


def sqlite_rows(data: Path, question: str, *values: object) -> list[sqlite3.Row]:
    """What the database of a data folder answers."""
    with sqlite3.connect(f"file:{data / 'lawbase.sqlite3'}?mode=ro", uri=True) as database:
        database.row_factory = sqlite3.Row
        return database.execute(question, values).fetchall()


@dataclass(frozen=True)
class RealLibrary:
    data: Path
    report: dict[str, Any]
    """`said`: what `manage.py up` said; `errors`: what it complained of; `indexed`: how many documents its index holds."""

    @property
    def has_shared(self) -> bool:
        return SHARED.is_dir()

    def rows(self, question: str, *values: object) -> list[sqlite3.Row]:
        return sqlite_rows(self.data, question, *values)

    @contextmanager
    def opened(self, blocker: Any) -> Iterator[None]:
        """Django's database and the search index are this library's while the block lasts."""
        usual = connections["default"]
        ours = usual.copy()
        ours.settings_dict["NAME"] = str(self.data / "lawbase.sqlite3")
        connections["default"] = ours
        folders = {
            "LAWBASE_DATA": self.data,
            "LAWBASE_INDEX": self.data / "index",
            "LAWBASE_CORPUS": CORPUS,
            "LAWBASE_TEXTS": [SHARED] if self.has_shared else [],
        }
        index_folder.cache_clear()
        try:
            with override_settings(**folders), blocker.unblock():
                yield
        finally:
            ours.close()
            connections["default"] = usual
            index_folder.cache_clear()


@cache
def build(root: Path) -> RealLibrary:
    """Make the library under `root`. Whatever asks for it with the same folder gets the same one."""
    data = root / "real-library"
    assert not data.exists(), "The library could not be made; the first test that asked for it says why."
    data.mkdir()
    command = [sys.executable, str(Path(__file__).with_name("library_child.py")), str(data), str(CORPUS)]
    done = subprocess.run(
        [*command, *([str(SHARED)] if SHARED.is_dir() else [])],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lawbase.config.settings", "PYTHONPATH": str(PROJECT)},
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"The library could not be made:\n{done.stderr[-3000:]}"
    return RealLibrary(data, json.loads(done.stdout.splitlines()[-1]))
