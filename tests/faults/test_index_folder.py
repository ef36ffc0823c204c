"""An index directory that is truncated, read-only or on a full disk; a swap interrupted between its steps."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lawbase.search.engines.connection import Connection, Server
from lawbase.search.indices.elasticsearch import ElasticsearchIndices
from tests.contract.servers import URL, need_elasticsearch, remove
from tests.faults.place import NEW, SECTIONS, Place, say
from tests.faults.servers import wait_until


def in_use(place: Place) -> Path:
    root = place.data / "index"
    return root / (root / "current").read_text().strip()


def delivered(place: Place) -> bool:
    place.manage("outbox", "deliver")
    return place.waiting() == 0


def test_a_truncated_index_is_said_and_never_a_failure(on_sqlite: Place) -> None:
    """Files cut in half, as a full disk or a copy broken off leaves them, when the site starts."""
    place = on_sqlite
    said = place.must("shell", "-v0", "-c", CUT_AND_ASK)
    for line in said.strip().splitlines():
        say(line[:200])
    # Each kind of file, then all of them; an answer, if there is one, is the right one.
    assert len(said.strip().splitlines()) == 8
    assert all(
        "run `python manage.py index build`" in line or line.endswith(": 300") for line in said.splitlines()
    )
    assert place.manage("verify").returncode != 0
    place.must("index", "build")
    place.verified()


def test_an_index_truncated_under_a_served_site_is_built_anew(on_sqlite: Place) -> None:
    place = on_sqlite
    with place.read() as readers:
        readers.rounds()
        folder = in_use(place)
        for path in [one for one in folder.iterdir() if one.is_file()]:
            # As a restored or synchronised folder would be: other files in their places.
            half = path.read_bytes()[: path.stat().st_size // 2]
            path.unlink()
            path.write_bytes(half)
        say(f"every file of {folder.name} is cut in half")
        readers.rounds()
        assert place.manage("verify").returncode != 0
        place.must("index", "build")
        wait_until("the new index answers", lambda: not readers.last_degraded)
        place.verified()


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """`folder`, with what it holds, on a file system of its own. Needs root, who may mount one."""
    kept = folder.with_name("kept")
    folder.rename(kept)
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, text=True
    )
    if done.returncode:
        pytest.skip(f"no file system of a drill's own can be mounted here: {done.stderr.strip()}")
    try:
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a read-only or a full file system")
def test_an_index_on_a_read_only_disk_waits_and_is_brought_up_to_date(on_sqlite: Place) -> None:
    place = on_sqlite
    root = place.data / "index"
    with small_disk(root, "64m"), place.read() as readers:
        subprocess.run(["mount", "-o", "remount,ro", str(root)], check=True)
        place.change(NEW)
        assert place.waiting() >= SECTIONS
        built = place.manage("index", "build")
        assert built.returncode != 0
        assert "Traceback" not in built.stderr
        say("read-only; the build says: " + built.stderr.strip().splitlines()[-1][:200])
        readers.rounds()
        subprocess.run(["mount", "-o", "remount,rw", str(root)], check=True)
        wait_until("what waited is delivered", lambda: delivered(place))
        say("writable again; what waited is delivered")
        place.verified()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a read-only or a full file system")
def test_an_index_on_a_full_disk_waits_and_is_brought_up_to_date(on_sqlite: Place) -> None:
    place = on_sqlite
    root = place.data / "index"
    with small_disk(root, "64m"), place.read() as readers:
        filler = root / "filler"
        with filler.open("wb") as file:
            try:
                while True:
                    file.write(bytes(65536))
                    file.flush()
            except OSError:
                say(f"the disk of the index is full: {shutil.disk_usage(root).free} bytes free")
        place.change(NEW)
        assert place.waiting() >= SECTIONS
        built = place.manage("index", "build")
        assert built.returncode != 0
        assert "Traceback" not in built.stderr
        say("full; the build says: " + built.stderr.strip().splitlines()[-1][:200])
        readers.rounds()
        filler.unlink()
        wait_until("what waited is delivered", lambda: delivered(place))
        say("there is room again; what waited is delivered")
        place.verified()
        place.must("index", "build")
        place.verified()


def interrupted(place: Place, engine: str, step: str) -> None:
    process = place.start("-m", "tests.faults.killed_build", engine, step)
    said, complained = process.communicate()
    assert process.returncode == -signal.SIGKILL, said + complained
    say(f"SIGKILL in the swap of {engine}, step “{step}”")
    wait_until("the outbox is delivered", lambda: delivered(place))
    place.verified()


def test_a_swap_of_the_embedded_index_interrupted(on_sqlite: Place) -> None:
    place = on_sqlite
    with place.read() as readers:
        for step in ("complete", "pointing", "swapped"):
            interrupted(place, "embedded", step)
            readers.rounds()
        place.must("index", "build")
        place.verified()
        left = [path.name for path in (place.data / "index").iterdir() if path.is_dir()]
        assert len(left) == 2, "the one in use, and one for a rollback"


def test_a_swap_of_elasticsearch_interrupted(on_sqlite: Place) -> None:
    need_elasticsearch()
    prefix = f"lawbase-drill-{uuid.uuid4().hex[:12]}"
    place = on_sqlite
    place.variables |= {"ELASTICSEARCH_URL": URL, "ELASTICSEARCH_PREFIX": prefix}
    try:
        place.must("index", "build", "--engine", "elasticsearch")
        with place.read() as readers:
            for step in ("complete", "swapped"):
                interrupted(place, "elasticsearch", step)
                readers.rounds()
            place.must("index", "build")
            place.verified()
    finally:
        remove(ElasticsearchIndices(Connection(Server(URL, timeout=10.0)), prefix))


CUT_AND_ASK = """
import os, shutil
from lawbase.search.indices.configured import index_folder
from lawbase.search.service import search
from lawbase.search.values import SearchRequest
root = index_folder().root
folder = root / index_folder().pointer.read_text()
kept = root.parent / "whole"
shutil.copytree(folder, kept)
for kind in ("*.json", "*.term", "*.idx", "*.pos", "*.store", "*.fast", "*.fieldnorm", "*"):
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)
    cut = [path for path in folder.glob(kind) if path.name != "built.json"]
    assert cut, kind
    for path in cut:
        os.truncate(path, path.stat().st_size // 2)
    index_folder.cache_clear()
    answer = search(SearchRequest("meadow", scope="all"))
    print(f"{kind} cut in half: {answer.degraded.en if answer.degraded else answer.count}")
"""
