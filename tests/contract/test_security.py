"""A server with security on: it refuses the anonymous and serves the password, over TLS with a CA file of one's own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from lawbase.search import clauses as c
from lawbase.search.engines.base import IndexUnavailable
from lawbase.search.engines.connection import Connection, Server
from lawbase.search.indices.building import build
from lawbase.search.plan import Plan
from tests.contract.documents import LIBRARY
from tests.contract.servers import absent, own_indices, remove

HOME = os.environ.get("LAWBASE_TEST_ELASTICSEARCH_HOME", "")
PASSWORD = "made-up-for-this-run"
STARTS = 120
"""Seconds that the server is given to answer."""


def _unprivileged() -> dict[str, object]:
    """Elasticsearch does not run as root; a test that does lends it the user nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _java_home() -> str:
    if home := os.environ.get("ES_JAVA_HOME") or os.environ.get("JAVA_HOME"):
        return home
    java = shutil.which("java") or absent(
        "no java on the path, and neither ES_JAVA_HOME nor JAVA_HOME is set"
    )
    return str(Path(str(java)).resolve().parents[1])


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The unpacked distribution, started with security, and a server that may enter it."""
    if not HOME or not Path(HOME, "bin", "elasticsearch").exists():
        absent("LAWBASE_TEST_ELASTICSEARCH_HOME does not name an unpacked Elasticsearch")
    if not shutil.which("openssl"):
        absent("openssl, which makes the certificate of this test, is not installed")
    # Not below pytest's own folder, which only its owner may enter.
    folder = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    process: subprocess.Popen[bytes] | None = None
    try:
        process, server = _start(folder)
        yield server
    finally:
        if process is not None:
            process.terminate()
            process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path) -> tuple[subprocess.Popen[bytes], Server]:
    config, port = folder / "config", _free_port()
    shutil.copytree(Path(HOME, "config"), config)
    (config / "elasticsearch.keystore").unlink(missing_ok=True)
    for name in ("data", "logs", "tmp"):
        (folder / name).mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=lawbase-test",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", config / "http.key", "-out", config / "http.crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    settings = {
        "cluster.name": folder.name.lower(),
        "discovery.type": "single-node",
        "xpack.security.enabled": "true",
        "xpack.security.http.ssl.enabled": "true",
        "xpack.security.http.ssl.key": "http.key",
        "xpack.security.http.ssl.certificate": "http.crt",
        "network.host": "127.0.0.1",
        "http.port": str(port),
        "transport.port": str(_free_port()),
        "path.data": str(folder / "data"),
        "path.logs": str(folder / "logs"),
    }
    (config / "elasticsearch.yml").write_text("".join(f"{key}: {value}\n" for key, value in settings.items()))
    as_user = _unprivileged()
    if as_user:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, as_user["user"], as_user["group"])  # type: ignore[arg-type]
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "ES_PATH_CONF": str(config), "ES_TMPDIR": str(folder / "tmp"),
        "ES_JAVA_HOME": _java_home(), "ES_JAVA_OPTS": "-Xms512m -Xmx512m",
    }  # fmt: skip
    common = {"env": environment, "cwd": folder, "stdout": subprocess.DEVNULL, **as_user}
    keystore = str(Path(HOME, "bin", "elasticsearch-keystore"))
    subprocess.run([keystore, "create"], check=True, **common)
    subprocess.run(
        [keystore, "add", "-x", "bootstrap.password"], input=PASSWORD.encode(), check=True, **common
    )
    process = subprocess.Popen([str(Path(HOME, "bin", "elasticsearch"))], stderr=subprocess.DEVNULL, **common)
    server = Server(f"https://127.0.0.1:{port}", user="elastic", password=PASSWORD, ca_file=config / "http.crt",
                    timeout=10.0)  # fmt: skip
    connection = Connection(server)
    until = time.monotonic() + STARTS
    while process.poll() is None and time.monotonic() < until:
        try:
            connection.asked(connection.client.cluster.health, wait_for_status="yellow")
        except IndexUnavailable:
            time.sleep(1)
        else:
            return process, server
    process.kill()
    logs = "\n".join(path.read_text()[-2000:] for path in (folder / "logs").glob("*.log"))
    pytest.fail(f"The secured Elasticsearch did not come up in {STARTS} s:\n{logs}")


def test_with_the_password_the_library_is_built_and_asked(secured: Server):
    indices = own_indices(Connection(secured))
    build(indices, LIBRARY, lambda: 1, lambda: len(LIBRARY))
    assert indices.engine().count(Plan(text=c.Everything(), filters={}, always=())) == len(LIBRARY)
    remove(indices)


@pytest.mark.parametrize(("user", "password"), [("", ""), ("elastic", "wrong")])
def test_the_anonymous_and_a_wrong_password_are_refused_and_told_what_to_set(
    secured: Server, user: str, password: str
):
    indices = own_indices(Connection(replace(secured, user=user, password=password)))
    for call in (indices.status, indices.engine().ping, lambda: indices.draft(1)):
        with pytest.raises(IndexUnavailable, match="ELASTICSEARCH_PASSWORD") as refused:
            call()
        assert "wrong" not in str(refused.value)


def test_without_its_ca_file_the_server_is_not_trusted(secured: Server):
    indices = own_indices(Connection(replace(secured, ca_file=None)))
    with pytest.raises(IndexUnavailable, match="TlsError"):
        indices.engine().ping()


def test_an_api_key_goes_with_every_request():
    seen: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(self.headers["Authorization"])
            self.send_response(401)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{listening.server_port}"
        with pytest.raises(IndexUnavailable, match="ELASTICSEARCH_API_KEY"):
            own_indices(Connection(Server(url, api_key="a2V5"))).engine().ping()
        listening.shutdown()
    assert seen == ["ApiKey a2V5"]
