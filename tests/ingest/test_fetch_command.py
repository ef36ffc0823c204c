"""`manage.py fetch` over a made-up register, and the first start that calls it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from django.core.management import call_command
from django.core.management.base import CommandError

from lawbase.config import env
from lawbase.ingest import library
from lawbase.ingest.corpus.schema import Fetch
from lawbase.ingest.errors import SourceError
from lawbase.ingest.fetch.errors import FetchError
from lawbase.ingest.fetch.formats import FORMATS
from lawbase.ingest.fetch.hosts import OFFICIAL
from lawbase.ingest.fetch.note import was_fetched
from lawbase.ingest.fetch.plan import Wanted, wanted
from lawbase.ingest.fetch.run import OFFLINE
from lawbase.ingest.management.commands import up
from lawbase.ingest.register import Register, load_sound
from lawbase.statutes.models import ProvisionVersion, SourceDocument
from tests.ingest import fetch_site as made
from tests.ingest.fetch_site import LOOPBACK, QUICK, Answer, Site

PROJECT = Path(__file__).resolve().parents[2]
ONE = made.page(("9901", "Words of one."), ("9902", "Words of two."))


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "*")
    with made.serve() as site:
        yield site


def register(folder: Path, *entries: dict[str, Any]) -> Register:
    """A register on disk, from the first Californian entry's shape."""
    folder.mkdir(exist_ok=True)
    real = yaml.safe_load((PROJECT / "corpus" / "statutes.yaml").read_text("utf-8"))
    shape = next(entry for entry in real if entry["slug"] == "us-ca-caloppa")
    empty = {
        "aliases": [],
        "match": {"titles": [], "acts": [], "files": [], "documents": []},
        "expected": None,
    }
    texts = yaml.safe_dump(
        [{**shape, **empty, **entry} for entry in entries], allow_unicode=True, sort_keys=False
    )
    (folder / "statutes.yaml").write_text(texts, "utf-8")
    for name in ("corrections", "taxonomy", "literature"):
        (folder / f"{name}.yaml").write_text("[]\n")
    return load_sound(folder)


def entry(slug: str, fetch: Any, sections: list[str] | None = None) -> dict[str, Any]:
    return {
        "slug": slug,
        "fetch": fetch,
        "code": {"system": "cal-civ", "title": None, "sections": sections or ["9901"]},
    }


def test_laws_of_one_file_are_fetched_once(tmp_path: Path) -> None:
    fetch = {"url": "https://uscode.house.gov/download/xml_usc15@119-1.zip", "format": "uslm"}
    laws = register(
        tmp_path / "corpus", entry("us-a", fetch, ["1"]), entry("us-b", fetch, ["2"]), entry("us-c", None)
    )
    assert wanted(laws) == [
        Wanted(("us-a", "us-b"), fetch["url"], "uslm", "usc15.xml", frozenset({"1", "2"}), "cal-civ")
    ]
    assert wanted(laws, ["us-b"])[0].slugs == ("us-b",)


@pytest.mark.parametrize(
    ("slug", "why"), [("us-x", "no law “us-x”"), ("us-c", "no address to fetch us-c from")]
)
def test_a_law_that_cannot_be_fetched_says_why(tmp_path: Path, slug: str, why: str) -> None:
    with pytest.raises(FetchError, match=why):
        wanted(register(tmp_path / "corpus", entry("us-c", None)), [slug])


CODE = "https://uscode.house.gov/download/xml_usc15@119-1.zip"


@pytest.mark.parametrize(
    ("fetch", "why"),
    [
        ({}, "0.fetch.url: is missing"),
        ({"url": CODE}, "0.fetch.format: is missing"),
        ({"url": CODE, "format": "docx"}, "0.fetch.format: Input should be 'leginfo', 'cppa-pdf', 'uslm' or 'flk-docx'"),
        ({"url": CODE, "format": "uslm", "title": "15"}, "0.fetch.title: is not a key of this file"),
        ({"url": "uscode.house.gov", "format": "uslm"}, "0.fetch.url: String should match pattern"),
        ("https://uscode.house.gov/", "0.fetch: Input should be a valid dictionary"),
        ({"url": "https://example.org/xml_usc15.zip", "format": "uslm"}, "0.fetch.url: .*example.org is not among the hosts"),
        ({"url": "http://uscode.house.gov/x.zip", "format": "uslm"}, "0.fetch.url: .*only https addresses are"),
    ],
)  # fmt: skip
def test_check_corpus_names_a_faulty_entry(
    tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str], fetch: Any, why: str
) -> None:
    settings.LAWBASE_CORPUS = tmp_path / "corpus"
    with suppress(SourceError):  # a faulty shape is refused on reading too
        register(tmp_path / "corpus", entry("us-a", fetch))
    with pytest.raises(CommandError, match="faults in corpus/"):
        call_command("check_corpus", "--no-texts")
    assert re.search(rf"^statutes.yaml:\d+: {why}", capsys.readouterr().err, re.MULTILINE)


def test_the_register_s_formats_are_those_that_can_be_fetched() -> None:
    assert set(get_args(Fetch.model_fields["format"].annotation)) == set(FORMATS)


def test_the_register_fetches_from_allowed_hosts_under_names_of_their_own() -> None:
    files = wanted(load_sound(PROJECT / "corpus"))
    assert files
    assert all(OFFICIAL.check(one.url) for one in files)
    assert len({one.name for one in files}) == len(files)
    assert all("/" not in one.name and not one.name.startswith(".") for one in files)


@pytest.fixture
def installation(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own, without the data package."""
    settings.LAWBASE_FETCHED, settings.LAWBASE_TEXTS = tmp_path / "texts", (tmp_path / "texts",)
    settings.LAWBASE_DATA, settings.LAWBASE_INDEX = tmp_path / "var", tmp_path / "var" / "index"
    settings.LAWBASE_CORPUS = tmp_path / "corpus"
    monkeypatch.setattr(library, "package_database", lambda: None)
    monkeypatch.setattr(library, "build_index", lambda force=False: None)
    return tmp_path


def command(*words: str) -> None:
    call_command("fetch", *words, hosts=LOOPBACK, patience=QUICK)


@pytest.mark.django_db
def test_the_command_fetches_and_ingests(
    installation: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    register(
        installation / "corpus",
        entry("us-ca-made-up", {"url": site.url("/one"), "format": "leginfo"}, ["9901", "9902"]),
    )
    site.answers["/one"] = Answer(ONE)
    command()
    texts = ProvisionVersion.objects.filter(provision__law__slug="us-ca-made-up").order_by("provision__key")
    assert [version.text for version in texts] == ["Words of one.", "Words of two."]
    assert SourceDocument.objects.get(name="us-ca-made-up.html").origin == site.url("/one")
    assert was_fetched(installation / "var")
    assert "1 new or changed" in capsys.readouterr().out
    call_command("fetch", "--list")
    assert "held, retrieved" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_text_that_fails_changes_nothing_in_the_library(installation: Path, site: Site) -> None:
    register(
        installation / "corpus",
        entry("us-ca-made-up", {"url": site.url("/one"), "format": "leginfo"}, ["9901", "9902"]),
    )
    site.answers["/one"] = [Answer(ONE), Answer(b"<html>We are down.</html>")]
    command()
    with pytest.raises(CommandError, match="1 failed"):
        command()
    assert ProvisionVersion.objects.filter(superseded_at=None).count() == 2


def test_no_network_is_a_failure_but_not_in_the_background(
    installation: Path, site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = site.url("/one")
    register(installation / "corpus", entry("us-ca-made-up", {"url": gone, "format": "leginfo"}))
    site.server.shutdown()
    site.server.server_close()
    with pytest.raises(CommandError) as failure:
        command()
    assert str(failure.value) == OFFLINE
    nice: list[int] = []
    monkeypatch.setattr(os, "nice", nice.append)
    command("--background")
    assert capsys.readouterr().out.strip() == OFFLINE
    assert nice == [10]
    assert not (installation / "texts").exists()


class Started:
    """Stands for the child process that `make run` leaves behind."""

    def __init__(self, command: list[str], **options: Any) -> None:
        self.command, self.options = command, options


@pytest.mark.parametrize(
    ("recorded", "switch", "starts"),
    [
        (None, True, True),
        ("done", True, False),
        ("failed", True, False),
        ("offline", True, True),
        ("running", True, True),
        (None, False, False),
    ],
)
def test_the_first_start_fetches_until_a_fetch_was_recorded(
    installation: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    recorded: str | None,
    switch: bool,
    starts: bool,
) -> None:
    settings.LAWBASE_FETCH = switch
    (installation / "var").mkdir()
    if recorded:
        (installation / "var" / "fetch-progress.json").write_text(json.dumps({"state": recorded}))
    children: list[Started] = []
    monkeypatch.setattr(
        subprocess, "Popen", lambda *words, **options: children.append(Started(*words, **options))
    )
    up.Command()._fetch_in_background()
    assert len(children) == starts
    if starts:
        assert children[0].command == [sys.executable, str(PROJECT / "manage.py"), "fetch", "--background"]
        assert children[0].options["start_new_session"] is True
        assert (installation / "var" / "fetch.log").exists()


@pytest.mark.parametrize(("value", "on"), [(None, True), ("1", True), ("0", False), ("off", False)])
def test_the_environment_turns_the_background_fetch_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str | None, on: bool
) -> None:
    monkeypatch.setenv("LAWBASE_DATA", str(tmp_path))
    monkeypatch.delenv("LAWBASE_FETCH", raising=False)
    if value is not None:
        monkeypatch.setenv("LAWBASE_FETCH", value)
    assert env.read().lawbase_fetch is on
    assert env.read().texts[0] == PROJECT / "texts", "what is fetched is ingested, though the folder is new"
