"""One fetch from beginning to end: file after file, then the ingestion, with a note of how far it has come."""

from __future__ import annotations

import fcntl
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from lawbase.ingest.discover import sha256_of
from lawbase.ingest.fetch import flk, ticket
from lawbase.ingest.fetch.download import Downloader, Got, OnBytes
from lawbase.ingest.fetch.errors import FetchError, TurnedAway, Unreachable
from lawbase.ingest.fetch.formats import read, same_law, unpack
from lawbase.ingest.fetch.hosts import OFFICIAL, AllowList
from lawbase.ingest.fetch.note import FileNote, Note
from lawbase.ingest.fetch.patience import Patience
from lawbase.ingest.fetch.plan import Wanted
from lawbase.ingest.fetch.shelf import Shelf, Sidecar
from lawbase.ingest.locks import one_at_a_time

Say = Callable[[str], None]
OFFLINE = "No network: nothing was fetched and nothing changed; connect, then call `python manage.py fetch`."
OFFLINE_ZH = "未能连接网络：没有获取任何文本，馆藏未作任何改动；联网后请运行 `python manage.py fetch`。"
STOPPED = "Stopped before the end; `python manage.py fetch` goes on where it stopped."
STOPPED_ZH = "获取中途停止；运行 `python manage.py fetch` 可从停止处继续。"


@dataclass(frozen=True)
class Places:
    """Where a fetch works."""

    texts: Path
    """Where whole files go."""
    data: Path
    """Unfinished files (`fetch/`), the note, the locks."""
    hosts: AllowList = OFFICIAL
    patience: Patience = field(default_factory=Patience)
    sleep: Callable[[float], None] = time.sleep


@dataclass
class Outcome:
    """What came of it: slugs by what became of their file, and each failure as a sentence."""

    new: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    offline: bool = False


def fetch(files: Sequence[Wanted], places: Places, say: Say, ingest: Callable[[], Sequence[str]]) -> Outcome:
    """Fetch `files` one after another; if anything new came, call `ingest`, which returns its failures as sentences.

    Raises `FetchError` if another fetch is at work. A file that fails stops no other, and what was held of it stays.
    """
    with _alone(places.data / "fetch.lock"):
        note = Note(places.data, [FileNote(", ".join(one.slugs), one.name) for one in files])
        note.write()
        outcome = Outcome()
        try:
            _fetch_all(files, places, say, note, outcome)
            pending = _pending(places)
            if pending.exists() and not outcome.offline:
                note.current = "manage.py ingest"
                note.write()
                outcome.errors += ingest()
                pending.unlink()
        except BaseException as error:
            # Ctrl-C and SIGTERM too: the page must not say "running" for ever.
            said = str(error) or type(error).__name__
            stopped = not isinstance(error, Exception)
            note.end("failed", STOPPED if stopped else said, STOPPED_ZH if stopped else said)
            raise
        _tell_end(note, outcome)
        return outcome


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock, which the system takes back when this process ends, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FetchError("Another fetch is at work; the coverage page shows how far it is.") from error
        yield


def _fetch_all(files: Sequence[Wanted], places: Places, say: Say, note: Note, outcome: Outcome) -> None:
    down: dict[str, str] = {}
    turned_away = 0
    met = False
    with Downloader(places.hosts, places.patience, places.sleep) as downloader:
        for place, (one, told) in enumerate(zip(files, note.files, strict=True)):
            label = ", ".join(one.slugs)
            try:
                host = places.hosts.check(one.url)
                if host in down:
                    # Asked in vain a moment ago: the other files of a dead site are not waited for.
                    raise Unreachable(host, down[host])
                if one.title and turned_away >= flk.ENOUGH:
                    raise flk.not_asked(one.title)
                if place:
                    places.sleep(places.patience.between)
                note.current, told.state = label, "running"
                note.write()
                told.state = _fetch_one(one, places, downloader, note, told, say)
                met = True
                (outcome.new if told.state == "new" else outcome.unchanged).append(label)
                say(f"{label}: {told.state}.")
            except Unreachable as error:
                down[error.host] = str(error)
                told.state, told.error = "unreachable", str(error)
            except (FetchError, OSError) as error:
                met = True
                turned_away += isinstance(error, TurnedAway)
                told.state, told.error = "failed", str(error)
                say(f"{label}: {error}")
            note.write()
    outcome.offline = bool(files) and not met
    outcome.errors += [f"{told.slug}: {told.error}" for told in note.files if told.error]


def _fetch_one(
    one: Wanted, places: Places, downloader: Downloader, note: Note, told: FileNote, say: Say
) -> str:
    """Find, bring, check and shelve one file. Returns `new` or `unchanged`."""
    work = places.data / "fetch" / one.slugs[0]
    on_bytes = partial(note.bytes_of, told)
    if not one.title:
        return _shelve(one, work, places, downloader, on_bytes, say)
    try:
        one = _found(one, work, places, downloader)
        told.name = one.name
        return _shelve(one, work, places, downloader, on_bytes, say)
    except FetchError as error:
        raise flk.sent_by_hand(error, one.title) from error


def _found(one: Wanted, work: Path, places: Places, downloader: Downloader) -> Wanted:
    """The file that the search has for a title: its address and name."""
    target, question = work / "search.json", flk.question(one.title)
    try:
        downloader.bring(one.url, target, flk.LIMIT, headers=flk.HEADERS, question=question)
    except Unreachable:
        raise
    except FetchError as error:
        raise error if isinstance(error.__cause__, OSError) else TurnedAway(str(error)) from error
    row = flk.newest(target, one.title)
    places.sleep(places.patience.between)
    return replace(one, url=flk.address(one.url, row), name=flk.file_name(one.title, row))


def _shelve(
    one: Wanted, work: Path, places: Places, downloader: Downloader, on_bytes: OnBytes, say: Say
) -> str:
    shelf = Shelf(places.texts)
    held = shelf.held(one.name)
    got = _bring(one, work, held if held and held.origin == one.url else None, downloader, on_bytes)
    if got.path is None:
        return "unchanged"
    checked = work / "checked" / one.name
    checked.parent.mkdir(exist_ok=True)
    try:
        if one.kind.unpacked:
            unpack(one.kind, got.path, checked)
        else:
            got.path.replace(checked)
        checksum = sha256_of(checked)
        if held and held.sha256 == checksum:
            return "unchanged"
        editions = read(one.kind, checked, one.sections, one.code, one.title)
        sidecar = Sidecar(
            origin=one.url,
            retrieved=datetime.now(UTC).date().isoformat(),
            sha256=checksum,
            format=one.format,
            bytes=checked.stat().st_size,
            etag=got.etag,
            last_modified=got.last_modified,
            keep=one.kind.keep,
        )
        if held and one.kind.dressed and same_law(editions, read(one.kind, shelf.path(one.name))):
            return "unchanged"
        with one_at_a_time(places.data / "ingest.lock", say):
            _pending(places).touch()
            shelf.put(checked, one.name, sidecar, keep_earlier=one.kind.undated)
        return "new"
    finally:
        # Refused or shelved, what came is not kept here; an unfinished `.part` never reaches this place.
        shutil.rmtree(work, ignore_errors=True)


def _pending(places: Places) -> Path:
    """There while `texts/` holds something fetched that no ingestion has read yet: one that was killed is made up for."""
    return places.data / "fetch" / "not-ingested"


def _bring(one: Wanted, work: Path, held: Sidecar | None, downloader: Downloader, on_bytes: OnBytes) -> Got:
    url = one.url
    if one.kind.by_ticket:
        answer = downloader.bring(url, work / "ticket.json", ticket.LIMIT, headers=flk.HEADERS).path
        assert answer is not None  # no condition was sent
        url = ticket.address_in(answer, one.url)
    conditions = {}
    if held and held.etag:
        conditions["If-None-Match"] = held.etag
    elif held and held.last_modified:
        conditions["If-Modified-Since"] = held.last_modified
    return downloader.bring(url, work / "download", one.kind.limit, conditions, on_bytes)


def _tell_end(note: Note, outcome: Outcome) -> None:
    if outcome.offline:
        note.end("offline", OFFLINE, OFFLINE_ZH)
        return
    new, same, bad = len(outcome.new), len(outcome.unchanged), len(outcome.errors)
    said = f"{new} new or changed, {same} unchanged"
    said_zh = f"新增或更新 {new} 份，未变 {same} 份"
    if bad:
        first = outcome.errors[0]
        note.end("failed", f"{said}, {bad} failed. {first}", f"{said_zh}，失败 {bad} 份。{first}")
    else:
        note.end("done", f"{said}.", f"{said_zh}。")
