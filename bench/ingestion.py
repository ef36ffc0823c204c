"""Ingesting and indexing everything into an empty folder, in a process of its own so that its memory can be read."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]


def _run(*arguments: str, data: str) -> tuple[float, float]:
    """Seconds, and peak memory in MB of the largest child so far."""
    environment = {**os.environ, "LAWBASE_DATA": data}
    start = time.perf_counter()
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=PROJECT, env=environment, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as data:
        _run("migrate", "-v0", data=data)
        first, memory = _run("ingest", data=data)
        again, _memory = _run("ingest", data=data)
    return {
        "ingest and index everything": f"{first:.1f} s, peak {memory:.0f} MB",
        "unchanged ingest": f"{again:.1f} s ({again / first:.2f} of the first)",
    }
