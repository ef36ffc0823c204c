"""The real library, served as a user serves it (`manage.py up`), and a browser to read it with."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.ingest import real_library as real

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "corpus"
PATIENCE = 600
"""Seconds that a first start may take on a slow machine before the test gives up."""
NOT_FOUND = "status of 404"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """One LawBase on a folder of its own; started and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[str] | None = None
        self.first_words = ""
        """What its start said."""

    def start(self) -> str:
        """Start, wait until it answers, and return what it said on the way."""
        said = self.folder / "said.txt"
        with said.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--port", str(self.port), "--no-fetch"],
                cwd=ROOT,
                env=os.environ | {"LAWBASE_DATA": str(self.folder), "LAWBASE_ANONYMOUS_RATE": "100000/min"},
                stdout=out,
                stderr=subprocess.STDOUT,
                text=True,
            )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"`manage.py up` ended early:\n{said.read_text()[-3000:]}")
            try:
                urllib.request.urlopen(f"{self.url}/en/", timeout=10).close()
                return said.read_text()
            except (urllib.error.URLError, OSError):
                time.sleep(0.3)
        raise AssertionError(f"no answer after {PATIENCE} s:\n{said.read_text()[-3000:]}")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real library, in a folder of its own."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(real.build(tmp_path_factory.getbasetemp()).data, folder, dirs_exist_ok=True)
    library = Served(folder)
    try:
        library.first_words = library.start()
        yield library
    finally:
        library.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Ended with this folder's tests: Playwright keeps an event loop running, in which Django refuses its database."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        reason = (
            "no Chromium on this machine; install it (Debian: apt-get install chromium) to run these tests"
        )
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        # Containers run as root without user namespaces; the pages are our own.
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


Reader = Callable[..., AbstractContextManager[Page]]


@pytest.fixture
def reader(browser: Browser, served: Served) -> Reader:
    """`with reader(width=390, color_scheme="dark") as page`: a fresh reader; an error on the console fails the test."""

    @contextmanager
    def open_page(width: int = 1280, **options: Any) -> Iterator[Page]:
        context = browser.new_context(
            base_url=served.url, viewport={"width": width, "height": 900}, **options
        )
        page = context.new_page()
        faults: list[str] = []
        page.on("console", lambda said: faults.append(said.text) if _is_fault(said) else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: _only_ours(request.url, served.url, faults))
        yield page
        context.close()
        assert not faults, faults

    return open_page


def _is_fault(said: ConsoleMessage) -> bool:
    """An error, but for a page that is not there, of which its test speaks: the browser writes that among the errors."""
    return said.type == "error" and (NOT_FOUND not in said.text or "/static/" in said.location["url"])


def _only_ours(url: str, ours: str, faults: list[str]) -> None:
    if not url.startswith((ours, "data:")):
        faults.append(f"a page asked {url}: nothing may be fetched from elsewhere")


@pytest.fixture(scope="session")
def shared() -> None:
    """For tests on texts that only ../shared holds."""
    if not SHARED.is_dir():
        reason = "the folder ../shared/corpus, which holds these texts, does not stand beside the project"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
