"""Load on gunicorn: `wrk` with 64 connections against provision pages and searches (`python -m bench load`)."""

from __future__ import annotations

import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from bench.timing import stard
from lawbase.statutes.models import Provision

SECONDS = int(os.environ.get("LAWBASE_LOAD_SECONDS", "60"))
CONNECTIONS, THREADS = 64, 2
PROJECT = Path(__file__).resolve().parents[1]
SCRIPT = """
local paths = {%s}
local next = 0
request = function() next = next %% #paths + 1; return wrk.format("GET", paths[next]) end
done = function(summary, latency)
  io.write(string.format("FIGURES %%d %%d %%d %%.1f %%.1f\\n", summary.requests, summary.duration / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
"""


def measure() -> dict[str, Any]:
    if shutil.which("wrk") is None:
        return {"skipped": "wrk is not installed (Debian: apt-get install wrk)"}
    rows = list(Provision.objects.filter(law__core=True).values_list("law__slug", "key"))
    pages = [f"/zh/laws/{slug}/{key}/" for slug, key in random.Random(5).sample(rows, 300)]
    questions = [question["query"] for question in random.Random(6).sample(stard(), 200)]
    searches = [f"/api/v1/search/?q={urllib.parse.quote(question)}" for question in questions]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "lawbase.config.wsgi"],
        cwd=PROJECT,
        env={**os.environ, "LAWBASE_BIND": f"127.0.0.1:{port}", "LAWBASE_ANONYMOUS_RATE": "100000000/min"},
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        figures: dict[str, Any] = {}
        for name, paths in (
            ("provision pages", pages),
            ("searches", searches),
            ("both, 4 to 1", pages * 2 + searches[:150]),
        ):
            figures[f"{name}, {CONNECTIONS} connections for {SECONDS} s"] = _run(port, paths)
        return figures
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/zh/search/?q=x", timeout=10).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise AssertionError("gunicorn did not start within a minute.")


def _run(port: int, paths: list[str]) -> str:
    random.Random(7).shuffle(paths)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % ", ".join(f'"{path}"' for path in paths))
        script.flush()
        done = subprocess.run(
            ["wrk", "-t", str(THREADS), "-c", str(CONNECTIONS), "-d", f"{SECONDS}s", "--timeout", "30s", "-s", script.name,
             f"http://127.0.0.1:{port}"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    found = re.search(r"FIGURES (\d+) (\d+) (\d+) ([\d.]+) ([\d.]+)", done.stdout)
    assert found, done.stdout + done.stderr
    requests, milliseconds, errors = (int(found[place]) for place in (1, 2, 3))
    return f"{requests / milliseconds * 1000:.0f} requests/s, p50 {found[4]} ms, p99 {found[5]} ms, {errors} errors"
