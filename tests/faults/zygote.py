"""Runs `manage.py` commands in children of a process that has its libraries loaded: `python -m tests.faults.zygote SOCKET`.

A drill runs dozens of commands, and loading Django, the engines and the tokeniser takes three quarters of each. Nothing that
reads a setting is loaded here: a child takes its environment first, and is in all else the process that the shell would start.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from lawbase.search.analysis.words import tokenizer

LOADED = (
    "django.core.management", "django.db.models", "django.forms", "django.http", "django.template", "django.test.client",
    "elasticsearch", "elasticsearch.dsl", "jieba", "numpy", "prometheus_client", "psycopg", "pydantic", "redis", "snowballstemmer",
    "structlog", "tantivy", "yaml",
)  # fmt: skip


class Zygote:
    """The client's side. `close` ends the process."""

    def __init__(self, folder: Path, project: Path) -> None:
        self._address = str(folder / "zygote")
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(self._address)
        listening.listen()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.zygote", str(listening.fileno())],
            cwd=project,
            pass_fds=[listening.fileno()],
        )
        listening.close()

    def manage(
        self, arguments: Sequence[str], environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run `manage.py` to its end in just this environment."""
        with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
            with socket.socket(socket.AF_UNIX) as asking:
                asking.connect(self._address)
                order = json.dumps({"arguments": [*arguments], "environment": {**environment}}).encode()
                socket.send_fds(asking, [len(order).to_bytes(4)], [said.fileno(), complained.fileno()])
                asking.sendall(order)
                code = int(asking.recv(16).decode())
            texts = []
            for output in (said, complained):
                output.seek(0)
                texts.append(output.read().decode())
        return subprocess.CompletedProcess(["manage.py", *arguments], code, *texts)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def main(descriptor: int) -> NoReturn:
    for name in LOADED:
        __import__(name)
    tokenizer()
    listening = socket.socket(fileno=descriptor)
    while True:
        asked, _address = listening.accept()
        with asked:
            size, outputs, _flags, _who = socket.recv_fds(asked, 4, 2)
            order = b""
            while len(order) < int.from_bytes(size):
                order += asked.recv(65536)
            child = os.fork()
            if not child:
                _run(json.loads(order), outputs)
            for output in outputs:
                os.close(output)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            # The client may have been killed meanwhile.
            with contextlib.suppress(BrokenPipeError):
                asked.sendall(str(code).encode())


def _run(order: dict[str, object], outputs: Sequence[int]) -> NoReturn:
    code = 1
    try:
        for standard, output in zip((1, 2), outputs, strict=True):
            os.dup2(output, standard)
        os.environ.clear()
        os.environ.update(order["environment"])  # type: ignore[call-overload]
        sys.argv = ["manage.py", *order["arguments"]]  # type: ignore[misc]
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main(int(sys.argv[1]))
