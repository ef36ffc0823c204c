"""SIGKILL at any moment of an ingestion leaves the previous library whole, and the next run finishes the work."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
OLD, NEW = "旧", "新"


def act(number: int, word: str) -> dict[str, object]:
    """A made-up US act in the interchange format (docs/interchange.md)."""
    return {
        "act": f"Made-up Act {number}",
        "short_name": f"MUA {number}",
        "citation": f"{90 + number} U.S.C. §§ 1-3",
        "slug": f"us-made-up-{number}",
        "source_url": "https://example.org/",
        "as_of": "2020-01-01",
        "sections": [
            {
                "section": str(n),
                "heading": f"Heading {n}",
                "text": f"Text {n} of act {number}, {word}.",
                "edition": "2020-01-01",
            }
            for n in (1, 2, 3)
        ],
    }


class Workplace:
    def __init__(self, folder: Path) -> None:
        self.texts, self.corpus, self.data = folder / "texts", folder / "corpus", folder / "var"
        for path in (self.texts, self.corpus, self.data):
            path.mkdir()
        (self.corpus / "statutes.yaml").write_text("[]\n")
        (self.corpus / "corrections.yaml").write_text("[]\n")

    def write(self, word: str) -> None:
        for number in (1, 2, 3):
            (self.texts / f"act-{number}.json").write_text(json.dumps(act(number, word)))

    def run(self, kill_at: int = -1, index: str = "no-index") -> int:
        environment = {
            **os.environ,
            "LAWBASE_DATA": str(self.data),
            "DJANGO_SETTINGS_MODULE": "lawbase.config.settings",
        }
        environment["PYTHONPATH"] = str(PROJECT)
        command = [
            sys.executable,
            str(Path(__file__).with_name("killed_child.py")),
            str(self.texts),
            str(self.corpus),
        ]
        done = subprocess.run(
            [*command, str(kill_at), index], env=environment, capture_output=True, text=True, cwd=PROJECT
        )
        assert done.returncode in (0, -9), done.stderr
        return done.returncode

    def migrate(self) -> None:
        environment = {**os.environ, "LAWBASE_DATA": str(self.data)}
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0"], env=environment, check=True, cwd=PROJECT
        )

    def texts_by_law(self) -> dict[str, set[str]]:
        """Which edition's words each law shows now."""
        with sqlite3.connect(self.data / "lawbase.sqlite3") as database:
            rows = database.execute(
                "SELECT l.slug, v.text FROM statutes_provisionversion v JOIN statutes_provision p ON p.id = v.provision_id "
                "JOIN statutes_law l ON l.id = p.law_id WHERE v.superseded_at IS NULL"
            ).fetchall()
        laws: dict[str, set[str]] = {}
        for slug, text in rows:
            laws.setdefault(slug, set()).add(OLD if OLD in text else NEW)
        return laws

    def count(self, where: str = "") -> int:
        with sqlite3.connect(self.data / "lawbase.sqlite3") as database:
            return int(
                database.execute(f"SELECT count(*) FROM statutes_provisionversion {where}").fetchone()[0]
            )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    workplace = Workplace(tmp_path_factory.mktemp("killed"))
    workplace.migrate()
    workplace.write(OLD)
    assert workplace.run(index="index") == 0
    return workplace


def test_each_kill_leaves_every_law_whole_and_the_next_run_finishes(place: Workplace):
    place.write(NEW)
    step, kills = 0, 0
    while place.run(kill_at=step) == -9:
        kills += 1
        assert all(len(words) == 1 for words in place.texts_by_law().values()), (
            f"a law is half-written at step {step}"
        )
        assert place.count("WHERE superseded_at IS NULL") == 9
        step += 1
        assert step < 60
    assert kills > 3
    assert set.union(*place.texts_by_law().values()) == {NEW}
    assert place.count() == 18, "the old words are kept, marked superseded, once each"


def test_a_kill_while_indexing_leaves_the_old_index_in_use(place: Workplace):
    pointer = place.data / "index" / "current"
    before = pointer.read_text()
    place.write(OLD)
    assert place.run(index="index-killed") == -9
    assert pointer.read_text() == before
    assert (place.data / "index" / before / "built.json").exists()
    assert place.run(index="index") == 0
    assert pointer.read_text() != before
    left = [
        path.name
        for path in (place.data / "index").iterdir()
        if path.is_dir() and not (path / "built.json").exists()
    ]
    assert left == []
