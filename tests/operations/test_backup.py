"""Backup and restore, rehearsed with the scripts that an operator runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.test_env import ROOT, manage
from tests.postgresql import own_database

SCRIPTS = ROOT / "deploy"
MAKE = """
from django.db import transaction
from tests import factories as make
with transaction.atomic():
  law = make.make_law("cn-garden")
  for key in ("1", "2"):
    make.make_version(make.make_provision(law, key), f"园中第{key}处。", "2020-01-01")
  make.make_case("cn-flower")
"""
COUNT = (
    "from lawbase.statutes.models import *; from lawbase.cases.models import *; "
    "print(ProvisionVersion.objects.count(), Case.objects.count())"
)


def script(name: str, *arguments: object, data: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {one: os.environ[one] for one in ("PATH", "HOME", "LANG") if one in os.environ}
    if pg := os.environ.get("LAWBASE_TEST_POSTGRES_BIN"):
        kept["PATH"] = f"{pg}:{kept['PATH']}"
    return subprocess.run(
        [str(SCRIPTS / name), *map(str, arguments)], capture_output=True, text=True, cwd=ROOT,
        env={**kept, "LAWBASE_DATA": str(data), "LAWBASE_PYTHON": sys.executable, **variables},
    )  # fmt: skip


def made(data: Path, **variables: str) -> None:
    assert manage("migrate", "-v0", data=data, **variables).returncode == 0
    done = manage("shell", "-v0", "-c", MAKE, data=data, **variables)
    assert done.returncode == 0, done.stderr


def test_a_backup_of_sqlite_is_restored_whole_with_its_index(tmp_path: Path) -> None:
    made(tmp_path / "old")
    taken = script("backup", tmp_path / "kept", data=tmp_path / "old")
    assert taken.returncode == 0, taken.stderr
    backup = taken.stdout.strip()
    restored = script("restore", backup, data=tmp_path / "new")
    assert restored.returncode == 0, restored.stderr
    assert "Zero differences" in restored.stdout
    assert manage("shell", "-v0", "-c", COUNT, data=tmp_path / "new").stdout.split() == ["2", "1"]
    key = "secret-key"
    assert (tmp_path / "new" / key).read_text() == (tmp_path / "old" / key).read_text()
    again = script("restore", backup, data=tmp_path / "new")
    assert again.returncode != 0
    assert "holds a library already" in again.stderr


def test_a_damaged_backup_changes_nothing(tmp_path: Path) -> None:
    made(tmp_path / "old")
    backup = Path(script("backup", tmp_path / "kept", data=tmp_path / "old").stdout.strip())
    with (backup / "lawbase.sqlite3").open("r+b") as file:
        file.seek(5000)
        file.write(b"damage")
    restored = script("restore", backup, data=tmp_path / "new")
    assert restored.returncode != 0
    assert "the backup is damaged" in restored.stderr
    assert not (tmp_path / "new" / "lawbase.sqlite3").exists()


def test_a_backup_that_is_broken_off_leaves_nothing_that_looks_whole(tmp_path: Path) -> None:
    taken = script("backup", tmp_path / "kept", data=tmp_path / "nowhere")
    assert taken.returncode != 0
    assert list((tmp_path / "kept").iterdir()) == []


@pytest.fixture
def databases() -> Iterator[list[str]]:
    with own_database() as old, own_database() as new:
        yield [old, new]


def test_a_backup_of_postgresql_is_restored_whole_with_its_index(
    tmp_path: Path, databases: list[str]
) -> None:
    old, new = databases
    made(tmp_path / "old", DATABASE_URL=old)
    taken = script("backup", tmp_path / "kept", data=tmp_path / "old", DATABASE_URL=old)
    assert taken.returncode == 0, taken.stderr
    restored = script("restore", taken.stdout.strip(), data=tmp_path / "new", DATABASE_URL=new)
    assert restored.returncode == 0, restored.stderr
    assert "Zero differences" in restored.stdout
    assert manage("shell", "-v0", "-c", COUNT, data=tmp_path / "new", DATABASE_URL=new).stdout.split() == [
        "2",
        "1",
    ]
    again = script("restore", taken.stdout.strip(), data=tmp_path / "new2", DATABASE_URL=old)
    assert "create an empty one" in again.stderr
