"""What a user has: the project alone. Everything in `corpus/` that rests on texts that only `../shared` holds waits for them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.ingest.real_library import CORPUS, PROJECT, sqlite_rows


def test_the_project_alone_makes_a_library_without_a_fault(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("library_child.py")), "--no-index", str(tmp_path), str(CORPUS)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lawbase.config.settings", "PYTHONPATH": str(PROJECT)},
        cwd=PROJECT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert '"errors": []' in done.stdout.splitlines()[-1]
    links = sqlite_rows(tmp_path, "SELECT count(*) FROM taxonomy_provisionlink")
    assert links[0][0] > 300
