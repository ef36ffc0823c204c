"""The same data ingested into SQLite and into PostgreSQL: seconds, and the hash of what each then holds."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]


def measure() -> dict[str, Any]:
    url = os.environ.get("LAWBASE_TEST_DATABASE_URL")
    if not url:
        return {"skipped": 'no PostgreSQL to measure on; eval "$(deploy/servers test-env)"'}
    base, name = url.rpartition("/")[0], f"lawbase_bench_{os.getpid()}"
    psql = [str(Path(os.environ["LAWBASE_TEST_POSTGRES_BIN"]) / "psql"), "-q", f"{base}/postgres", "-c"]
    subprocess.run([*psql, f"CREATE DATABASE {name}"], check=True)
    figures: dict[str, Any] = {}
    hashes = {}
    try:
        for database, address in (("SQLite", ""), ("PostgreSQL", f"{base}/{name}")):
            with tempfile.TemporaryDirectory() as data:
                environment = {
                    **os.environ,
                    "LAWBASE_DATA": data,
                    "DATABASE_URL": address,
                    "ELASTICSEARCH_URL": "",
                }

                def manage(*arguments: str, environment: dict[str, str] = environment) -> str:
                    return subprocess.run([sys.executable, "manage.py", *arguments], cwd=PROJECT, env=environment, check=True,
                                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout  # fmt: skip

                manage("migrate", "-v0")
                started = time.perf_counter()
                manage("ingest")
                figures[f"ingest and index into {database}"] = f"{time.perf_counter() - started:.0f} s"
                hashes[database] = manage("content_hash").split()[-1]
                figures[f"  content hash, {database}"] = hashes[database]
    finally:
        subprocess.run([*psql, f"DROP DATABASE {name} WITH (FORCE)"], check=True)
    figures["the two hold the same"] = len(set(hashes.values())) == 1
    return figures
