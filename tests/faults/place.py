"""One deployment of a drill: a made-up library in a folder, its processes, and readers who must never see a failure."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any

import psycopg

from tests.faults.servers import free_port, kill_family, wait_until
from tests.faults.zygote import Zygote

PROJECT = Path(__file__).resolve().parents[2]
ACTS, SECTIONS = 6, 50
OLD, NEW = "kestrel", "heron"
READ = (
    "/en/",
    "/en/laws/us-made-up-1/",
    "/zh/laws/us-made-up-2/7/",
    "/en/search/?q=meadow&scope=all",
    "/api/v1/search/?q=meadow&scope=all",
    "/api/v1/laws/us-made-up-3/",
)
"""What readers ask for, again and again."""


def act(number: int, word: str) -> dict[str, object]:
    """A made-up US act in the interchange format (docs/interchange.md)."""
    return {
        "act": f"Made-up Act {number}", "short_name": f"MUA {number}", "citation": f"{90 + number} U.S.C. §§ 1-{SECTIONS}",
        "slug": f"us-made-up-{number}", "source_url": "https://example.org/", "as_of": "2020-01-01",
        "sections": [
            {"section": str(n), "heading": f"Heading {n}", "text": f"No {word} shall nest in meadow {n} of act {number}.",
             "edition": "2020-01-01"}
            for n in range(1, SECTIONS + 1)
        ],
    }  # fmt: skip


@cache
def _zygote() -> Zygote:
    folder = tempfile.TemporaryDirectory(prefix="lawbase-zygote-")
    zygote = Zygote(Path(folder.name), PROJECT)
    atexit.register(folder.cleanup)
    atexit.register(zygote.close)
    return zygote


def say(words: str) -> None:
    """What a drill did; pytest shows it with -s."""
    print(f"  drill: {words}", flush=True)


class Place:
    """A deployment. `variables` are its environment beside the data folder: DATABASE_URL and its like."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.folder, self.data = folder, folder / "var"
        self.variables = variables
        for path in (folder / "texts", folder / "corpus", self.data):
            path.mkdir(parents=True, exist_ok=True)
        for name in ("statutes", "corrections", "taxonomy", "literature"):
            (folder / "corpus" / f"{name}.yaml").write_text("[]\n")

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {
            **kept,
            "LAWBASE_DATA": str(self.data), "LAWBASE_DRILL": str(self.folder), "LAWBASE_ANONYMOUS_RATE": "100000/min",
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings", "PYTHONPATH": str(PROJECT), "PYTHONUNBUFFERED": "1",
            **self.variables,
        }  # fmt: skip

    def copy(self, folder: Path, **variables: str) -> Place:
        shutil.copytree(self.folder, folder)
        return Place(folder, **variables)

    # -- what changes ------------------------------------------------------------------------------------------------

    def write(self, word: str, acts: int = ACTS) -> None:
        """The sources now say `word`; they are read by the next ingestion."""
        for number in range(1, acts + 1):
            (self.folder / "texts" / f"act-{number}.json").write_text(json.dumps(act(number, word)))

    def change(self, word: str, slug: str = "us-made-up-1") -> None:
        """Change the words of a law in the database, and announce it as whatever changes documents does."""
        done = self.manage("shell", "-v0", "-c", CHANGE.format(word=word, slug=slug))
        assert done.returncode == 0, done.stderr

    # -- processes ---------------------------------------------------------------------------------------------------

    def start(self, *command: str, log: str = "", **variables: str) -> subprocess.Popen[str]:
        output: IO[str] | int = (self.folder / log).open("a") if log else subprocess.PIPE
        return subprocess.Popen(
            [sys.executable, *command], cwd=PROJECT, env={**self.environment, **variables}, text=True,
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT if log else subprocess.PIPE,
        )  # fmt: skip

    def manage(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        # A drill runs dozens of commands; looking at every address and setting anew before each takes half their time.
        unchecked = () if arguments[0] == "shell" else ("--skip-checks",)
        return _zygote().manage([*arguments, *unchecked], {**self.environment, **variables})

    def must(self, *arguments: str, **variables: str) -> str:
        done = self.manage(*arguments, **variables)
        assert done.returncode == 0, f"manage.py {' '.join(arguments)}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def ingest(self) -> str:
        # By name, so that the data package of Chinese laws is left out.
        return self.must("ingest", "act-")

    def verified(self) -> None:
        said = self.must("verify")
        assert "Zero differences" in said
        say(
            "verify: " + "; ".join(line for line in said.splitlines() if "compared" in line or "Zero" in line)
        )

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the database, read without LawBase."""
        if url := self.variables.get("DATABASE_URL"):
            with psycopg.connect(url) as connection:
                return connection.execute(sql).fetchall()
        with closing(sqlite3.connect(self.data / "lawbase.sqlite3", timeout=30)) as database:
            return database.execute(sql).fetchall()

    def waiting(self) -> int:
        """Changes that are not in every index yet."""
        return int(self.ask("SELECT count(*) FROM search_outboxrow WHERE delivered_at IS NULL")[0][0])

    def runs(self, name: str) -> list[tuple[str, str, str]]:
        """State, step and outcome of each run of a task, oldest first."""
        return self.ask(
            f"SELECT state, label, message FROM operations_taskrun WHERE name = '{name}' ORDER BY id"
        )  # type: ignore[return-value]

    def words(self, word: str) -> int:
        """How many provisions in force say `word`."""
        rows = self.ask(
            "SELECT count(*) FROM statutes_provisionversion "
            f"WHERE superseded_at IS NULL AND text LIKE 'No {word} shall%'"
        )
        return int(rows[0][0])

    @contextmanager
    def worker(self, *options: str) -> Iterator[subprocess.Popen[str]]:
        """A Celery worker of one process, ready to take tasks."""
        process = self.start(
            "-m", "celery", "-A", "lawbase.config.celery", "worker", "--concurrency=1", "--without-gossip", "--without-mingle",
            *options, log="worker.log",
        )  # fmt: skip
        log, before = self.folder / "worker.log", _said(self.folder / "worker.log").count(" ready.")
        try:
            wait_until(
                "the worker is ready",
                lambda: process.poll() is not None or _said(log).count(" ready.") > before,
            )
            assert process.poll() is None, _said(log)[-3000:]
            yield process
        finally:
            if process.poll() is None:
                kill_family(process)

    @contextmanager
    def served(self) -> Iterator[str]:
        """gunicorn as deployed, with one process; the address."""
        port = free_port()
        process = self.start(
            "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "lawbase.config.wsgi", log="web.log",
            LAWBASE_BIND=f"127.0.0.1:{port}", LAWBASE_WEB_WORKERS="1",
        )  # fmt: skip
        url = f"http://127.0.0.1:{port}"
        try:
            wait_until("the site answers", lambda: fetch(f"{url}/healthz")[0] == 200)
            # The first search loads dictionaries.
            for path in READ:
                status, body = fetch(url + path)
                assert status == 200, (path, status, body[-2000:], _said(self.folder / "web.log")[-3000:])
            yield url
        finally:
            kill_family(process)

    @contextmanager
    def read(self, allowed: tuple[int, ...] = (200,)) -> Iterator[Readers]:
        """The site served, and read by readers while the block lasts; they saw nothing but what is `allowed`."""
        with self.served() as url:
            readers = Readers(url)
            readers.begin()
            try:
                yield readers
            finally:
                readers.end()
            say(
                f"readers saw {dict(readers.seen)}, {readers.degraded} searches of {readers.searches} degraded"
            )
            log = _said(self.folder / "web.log")
            assert set(readers.seen) <= set(allowed), (readers.seen, readers.worst, log[-4000:])
            assert readers.seen[200] >= len(READ)


class Readers:
    """A thread that reads pages and searches, and remembers each status."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.seen: Counter[int] = Counter()
        self.searches = self.degraded = 0
        self.last_degraded = False
        self.worst = ""
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def rounds(self, number: int = 1) -> None:
        """Wait until they have read everything so many times more."""
        wanted = sum(self.seen.values()) + number * len(READ)
        wait_until("readers go on", lambda: sum(self.seen.values()) >= wanted)

    def search(self) -> dict[str, Any]:
        status, body = fetch(f"{self.url}/api/v1/search/?q=meadow&scope=all")
        assert status == 200, body
        return dict(json.loads(body))

    def _read(self) -> None:
        while not self._ended.is_set():
            for path in READ:
                # Servers that start beside them need the processors too.
                self._ended.wait(0.1)
                status, body = fetch(self.url + path)
                self.seen[status] += 1
                if status != 200:
                    self.worst = f"{path}: {status} {body[-1500:]}"
                elif path.startswith("/api/v1/search"):
                    self.searches += 1
                    self.last_degraded = bool(json.loads(body)["degraded"])
                    self.degraded += self.last_degraded


def fetch(url: str, seconds: float = 60.0) -> tuple[int, str]:
    """Status and body; 0 where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=seconds) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except OSError as error:
        return 0, str(error)


def _said(path: Path) -> str:
    return path.read_text(errors="replace") if path.exists() else ""


CHANGE = """
from django.db import transaction
from lawbase.search.outbox.notice import notify
from lawbase.statutes.models import LibraryState, ProvisionVersion
with transaction.atomic():
    for version in ProvisionVersion.objects.filter(provision__law__slug="{slug}", superseded_at=None):
        version.text = "No {word} shall nest in meadow " + version.provision.key + "."
        version.save()
    LibraryState.advance()
    notify()
"""
