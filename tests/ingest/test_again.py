"""The real sources read a second time, all of them, give the same rows with the same ids."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from lawbase.ingest.library import package_database
from lawbase.ingest.pipeline import Report, ingest
from tests.ingest.real_library import CORPUS, SHARED, RealLibrary

TABLES = ("law", "lawversion", "provision", "provisionversion", "librarystate")


def digests(library: RealLibrary) -> dict[str, tuple[int, str]]:
    """Rows and a hash over every column of every row, by table."""
    found = {}
    for table in TABLES:
        rows = library.rows(f"SELECT * FROM statutes_{table} ORDER BY id")
        digest = hashlib.sha256("\n".join(repr(tuple(row)) for row in rows).encode()).hexdigest()
        found[table] = (len(rows), digest)
    return found


def test_reading_every_source_again_adds_nothing_and_changes_no_row(
    real_library: RealLibrary, tmp_path: Path, django_db_blocker: Any
) -> None:
    shutil.copy(real_library.data / "lawbase.sqlite3", tmp_path)
    copy = replace(real_library, data=tmp_path)
    before = digests(copy)
    assert before["provisionversion"][0] > 26_000
    report = Report()
    with copy.opened(django_db_blocker):
        folders = [SHARED] if copy.has_shared else []
        for _step in ingest(folders, package_database(), CORPUS, report, force=True):
            pass
    assert (report.errors, report.added, report.superseded, report.unchanged) == ([], 0, 0, 0)
    assert report.laws > 300
    assert digests(copy) == before


def test_an_unchanged_library_is_not_read_again(
    real_library: RealLibrary, tmp_path: Path, django_db_blocker: Any
) -> None:
    shutil.copy(real_library.data / "lawbase.sqlite3", tmp_path)
    copy = replace(real_library, data=tmp_path)
    report = Report()
    with copy.opened(django_db_blocker):
        for _step in ingest([SHARED] if copy.has_shared else [], package_database(), CORPUS, report):
            pass
    assert report.sources > 0
    assert (report.laws, report.case_files, report.errors) == (0, [], [])
    assert report.unchanged >= report.sources - len(report.failed)
