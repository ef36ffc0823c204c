"""The environment: a wrong variable is a sentence that names it, and what might be secret is not repeated."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def manage(*arguments: str, data: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, capture_output=True, text=True,
        env={**kept, "LAWBASE_DATA": str(data), **variables},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://me:hunter2hunter2@host/db"),
        ("DATABASE_URL", "postgres://me:hunter2hunter2@"),
        ("DATABASE_URL", "postgres://me:hunter2hunter2@host:5432/"),
        ("CACHE_URL", "host:6379"),
        ("CELERY_BROKER_URL", "amqp://me:hunter2hunter2@host"),
        ("ELASTICSEARCH_URL", "host:9200"),
        ("ELASTICSEARCH_TIMEOUT", "soon"),
        ("LAWBASE_METRICS_TOKEN", "hunter2hunter2"),
        ("LAWBASE_LOG", "xml"),
        ("LAWBASE_HTTPS", "perhaps"),
        ("LAWBASE_ADMIN", "2"),
    ],
)
def test_a_wrong_variable_is_named(tmp_path: Path, name: str, value: str) -> None:
    done = manage("check", data=tmp_path, **{name: value})
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert name in last
    assert last.endswith(".")
    assert "hunter2" not in done.stderr


def test_a_deployment_passes_djangos_own_check_without_a_warning(tmp_path: Path) -> None:
    done = manage(
        "check", "--deploy", "--fail-level", "WARNING", data=tmp_path, LAWBASE_HTTPS="1", LAWBASE_HOSTS="law.example",
        LAWBASE_ADMIN="1", LAWBASE_LOG="json",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


def test_debug_is_off_unless_it_is_turned_on(tmp_path: Path) -> None:
    show = "from django.conf import settings; print(settings.DEBUG)"
    assert manage("shell", "-v0", "-c", show, data=tmp_path).stdout.strip() == "False"
    assert manage("shell", "-v0", "-c", show, data=tmp_path, LAWBASE_DEBUG="1").stdout.strip() == "True"
