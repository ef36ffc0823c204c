"""Long work: one at a time, how far it is, how it ended."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from lawbase.ingest.progress import bar
from lawbase.operations.models import TaskRun
from lawbase.operations.running import Running, run
from lawbase.statutes.locks import Busy, exclusively

ROOT = Path(__file__).parents[2]


@pytest.mark.django_db(transaction=True)
def test_a_run_says_how_far_it_is_and_what_it_did(settings: Any, tmp_path: Path) -> None:
    settings.LAWBASE_DATA = tmp_path
    seen = []

    def work(running: Running) -> None:
        for _item in bar(range(3), "Counting", 3):
            running._last = 0.0
        seen.append(TaskRun.objects.get().progress)
        running.say("Three were counted.")

    row = run("count", work, key="sheep")
    assert seen == ["Counting 2/3"] or seen == ["Counting 3/3"]
    row.refresh_from_db()
    assert (row.state, row.message, row.key) == ("done", "Three were counted.", "sheep")
    assert row.ended_at


@pytest.mark.django_db(transaction=True)
def test_a_run_that_fails_keeps_the_sentence_and_raises(settings: Any, tmp_path: Path) -> None:
    settings.LAWBASE_DATA = tmp_path

    def work(running: Running) -> None:
        raise CommandError("The well is dry.")

    with pytest.raises(CommandError):
        run("count", work)
    row = TaskRun.objects.get()
    assert (row.state, row.message) == ("failed", "The well is dry.")


@pytest.mark.django_db(transaction=True)
def test_a_second_run_of_the_same_is_skipped_and_says_so(settings: Any, tmp_path: Path) -> None:
    settings.LAWBASE_DATA = tmp_path
    with exclusively("count sheep"):
        row = run("count", lambda _running: pytest.fail("It must not be done twice."), key="sheep")
    assert row.state == "skipped"
    assert "Another process is at it: count sheep." in row.message
    assert run("count", lambda _running: None, key="goats").state == "done"


@pytest.mark.django_db(transaction=True)
def test_a_run_whose_process_died_is_called_lost_by_the_next(settings: Any, tmp_path: Path) -> None:
    settings.LAWBASE_DATA = tmp_path
    dead = TaskRun.objects.create(name="count")
    run("count", lambda _running: None)
    dead.refresh_from_db()
    assert dead.state == "lost"


@pytest.mark.django_db(transaction=True)
def test_a_lock_is_released_when_its_holder_is_killed(settings: Any, tmp_path: Path) -> None:
    """On SQLite by the file, on PostgreSQL by the session."""
    settings.LAWBASE_DATA = tmp_path
    from django.db import connection

    name = connection.settings_dict["NAME"]
    program = (
        "import os, sys, time, django; django.setup()\n"
        "from django.conf import settings; from django.db import connections\n"
        f"from pathlib import Path; settings.LAWBASE_DATA = Path({str(tmp_path)!r})\n"
        f"connections['default'].settings_dict['NAME'] = {str(name)!r}\n"
        "from lawbase.statutes.locks import exclusively\n"
        "with exclusively('shear'):\n    print('held', flush=True); time.sleep(60)\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lawbase.config.settings"},
    )  # fmt: skip
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "held"
        with pytest.raises(Busy), exclusively("shear", wait=False):
            pytest.fail("Two held one lock.")
    finally:
        holder.kill()
        holder.wait()
    with exclusively("shear"):
        pass


@pytest.mark.django_db(transaction=True)
def test_runs_are_listed_on_the_command_line_and_in_the_api(
    client: Any, settings: Any, tmp_path: Path
) -> None:
    settings.LAWBASE_DATA = tmp_path
    run("count", lambda running: running.say("Done well."))
    said = StringIO()
    call_command("tasks", stdout=said)
    assert "count" in said.getvalue()
    assert "Done well." in said.getvalue()
    answer = client.get("/api/v1/tasks/?state=done").json()
    assert [row["name"] for row in answer["results"]] == ["count"]
    assert client.get("/api/v1/tasks/?state=asleep").status_code == 400


def test_without_a_broker_sending_says_what_to_do_instead(db: None) -> None:
    with pytest.raises(CommandError, match=r"manage\.py ingest"):
        call_command("tasks", "send", "ingest", stdout=StringIO())
    with pytest.raises(CommandError, match="Name the task"):
        call_command("tasks", "send", stdout=StringIO())
