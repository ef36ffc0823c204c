"""PostgreSQL, Redis and Elasticsearch of a drill's own: on free loopback ports, in folders of their own, there to be killed.

Those that `deploy/servers` runs are other people's and stay alone.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis

from tests.contract.servers import absent

STARTS = 180.0
"""Seconds that a server is given to answer on a busy machine."""


def wait_until(what: str, holds: Callable[[], Any], seconds: float = STARTS, pause: float = 0.1) -> Any:
    """What `holds` returns once it is true; fails naming `what` if it never is."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := holds():
            return found
        time.sleep(pause)
    pytest.fail(f"Not within {seconds:.0f} s: {what}.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_user(name: str) -> dict[str, Any]:
    """PostgreSQL and Elasticsearch do not run as root; root lends them another user."""
    if os.geteuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        absent(f"there is no user {name} to run a server as, and root must not")
        raise
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def hand_over(folder: Path, user: dict[str, Any]) -> None:
    if user:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user["user"], user["group"])


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children_of(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                    found.append(int(entry.name))
    return found


def family_of(pid: int) -> list[int]:
    """A process and all below it."""
    return [pid, *(below for child in children_of(pid) for below in family_of(child))]


def kill_family(process: subprocess.Popen[Any]) -> None:
    """SIGKILL for a process that a drill started and all that it started, parents first so that none is replaced."""
    pids = family_of(process.pid)
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()
    wait_until("killed processes are gone", lambda: not any(map(alive, pids)))


class _Server(ABC):
    """A server process in a folder. `start` waits until it answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> Sequence[str]:
        """What is run."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether the server answers by now."""

    def popen_values(self) -> dict[str, Any]:
        return {}

    def launch(self) -> None:
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
            start_new_session=True, **self.popen_values(),
        )  # fmt: skip
        log.close()

    def start(self) -> None:
        self.launch()
        self.wait()

    def wait(self) -> None:
        def up() -> bool:
            assert self.process is not None
            if self.process.poll() is not None:
                tail = (self.folder / "log").read_text(errors="replace")[-2000:]
                pytest.fail(f"{type(self).__name__} ended while it started:\n{tail}")
            return self.answers()

        wait_until(f"{type(self).__name__} answers", up)

    def kill(self) -> None:
        if self.process is not None:
            kill_family(self.process)
            self.process = None


class Postgres(_Server):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        found = os.environ.get("LAWBASE_TEST_POSTGRES_BIN") or next(
            (str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), ""
        )
        if not Path(found, "initdb").exists():
            absent("PostgreSQL is not installed (LAWBASE_TEST_POSTGRES_BIN names the folder of its programs)")
        self.bin = Path(found)
        self.user = as_user("postgres")
        self.data = folder / "data"
        hand_over(folder, self.user)
        subprocess.run(
            [str(self.bin / "initdb"), "-D", str(self.data), "-U", "lawbase", "--auth=trust", "--encoding=UTF8", "--locale=C",
             "--no-sync"], check=True, capture_output=True, cwd=folder, **self.user,
        )  # fmt: skip

    def command(self) -> Sequence[str]:
        # fsync guards against a power cut; a killed process loses nothing that it wrote.
        return [str(self.bin / "postgres"), "-D", str(self.data), "-p", str(self.port), "-c", "listen_addresses=127.0.0.1",
                "-c", f"unix_socket_directories={self.folder}", "-c", "fsync=off", "-c", "shared_buffers=32MB",
                "-c", "max_connections=60"]  # fmt: skip

    def popen_values(self) -> dict[str, Any]:
        return self.user

    def url(self, database: str) -> str:
        return f"postgres://lawbase@127.0.0.1:{self.port}/{database}"

    def answers(self) -> bool:
        try:
            self.ask("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def ask(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url(database), autocommit=True, connect_timeout=5) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []


class Redis(_Server):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        if not shutil.which("redis-server"):
            absent("redis-server is not installed")

    def command(self) -> Sequence[str]:
        # As `deploy/servers` and compose.yaml start it: what is queued goes to disk.
        return ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--appendonly",
                "yes", "--save", "", "--maxmemory-policy", "noeviction"]  # fmt: skip

    def url(self, database: int) -> str:
        return f"redis://127.0.0.1:{self.port}/{database}"

    def answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url(0))


class Elasticsearch(_Server):
    """One node; `cluster` makes several that know each other."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        home = os.environ.get("LAWBASE_TEST_ELASTICSEARCH_HOME", "")
        if not Path(home, "bin", "elasticsearch").exists():
            absent("LAWBASE_TEST_ELASTICSEARCH_HOME does not name an unpacked Elasticsearch")
        self.home = Path(home)
        self.transport = free_port()
        self.user = as_user("nobody")
        self.settings = {
            "cluster.name": f"drill-{folder.name.lower()}", "node.name": folder.name, "xpack.security.enabled": "false",
            "network.host": "127.0.0.1", "http.port": str(self.port), "transport.port": str(self.transport),
            "path.data": str(folder / "data"), "path.logs": str(folder / "logs"), "discovery.type": "single-node",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }  # fmt: skip
        shutil.copytree(self.home / "config", folder / "config")
        for name in ("data", "logs", "tmp"):
            (folder / name).mkdir()

    @staticmethod
    def cluster(folder: Path, nodes: int) -> list[Elasticsearch]:
        found = []
        for number in range(1, nodes + 1):
            (folder / f"node{number}").mkdir()
            found.append(Elasticsearch(folder / f"node{number}"))
        folder.chmod(0o755)
        seeds = json.dumps([f"127.0.0.1:{node.transport}" for node in found])
        names = json.dumps([node.folder.name for node in found])
        for node in found:
            del node.settings["discovery.type"]
            node.settings |= {"cluster.name": "drill", "discovery.seed_hosts": seeds,
                              "cluster.initial_master_nodes": names}  # fmt: skip
        return found

    def launch(self) -> None:
        (self.folder / "config" / "elasticsearch.yml").write_text(
            "".join(f"{key}: {value}\n" for key, value in self.settings.items())
        )
        hand_over(self.folder, self.user)
        super().launch()

    def command(self) -> Sequence[str]:
        return [str(self.home / "bin" / "elasticsearch")]

    def popen_values(self) -> dict[str, Any]:
        java = os.environ.get("LAWBASE_TEST_JAVA_HOME") or os.environ.get("ES_JAVA_HOME")
        if not java:
            java = str(Path(shutil.which("java") or absent("no java on the path") or "").resolve().parents[1])
        # Half of the compiler is enough for a few minutes, and starts sooner.
        options = "-Xms256m -Xmx256m -XX:TieredStopAtLevel=1"
        return {
            **self.user,
            "env": {"PATH": os.environ["PATH"], "HOME": str(self.folder), "ES_PATH_CONF": str(self.folder / "config"),
                    "ES_TMPDIR": str(self.folder / "tmp"), "ES_JAVA_HOME": java, "ES_JAVA_OPTS": options},
        }  # fmt: skip

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.url}/{path}", timeout=10) as answer:
            return json.load(answer)

    def put(self, path: str, body: dict[str, Any]) -> None:
        wanted = urllib.request.Request(
            f"{self.url}/{path}",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
            method="PUT",
        )
        with urllib.request.urlopen(wanted, timeout=30) as answer:
            answer.read()

    def answers(self, status: str = "yellow") -> bool:
        try:
            return not self.ask(f"_cluster/health?wait_for_status={status}&timeout=5s")["timed_out"]
        except (OSError, ValueError):
            return False
