"""Whence a file comes is read from the README beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawbase.ingest.sources.provenance import provenance

README = """# texts

- Alpha = `alpha/laws` @ `0123456789abcdef` (2025)

| folder | files | content |
|---|---:|---|
| `rules/` | 2 | rules, from Alpha: made up |

| file | articles | upstream | how, defects |
|---|---:|---|---|
| rules/甲规定(2020-01-02).md | 3 | Alpha `one/甲.txt` | typed, one copy |
| 乙规定 (2021-03-04) | 5 | the ministry's site | machine |
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules" / "deep").mkdir(parents=True)
    (tmp_path / "README.md").write_text(README, "utf-8")
    return tmp_path


def test_a_row_names_the_file_with_its_upstream_and_how_it_was_made(folder: Path) -> None:
    found = provenance(folder / "rules" / "甲规定(2020-01-02).md")
    assert found is not None
    assert found.origin == "alpha/laws @ 0123456789abcdef one/甲.txt"
    assert found.how == "typed, one copy"


def test_a_row_without_folder_and_ending_is_found_too(folder: Path) -> None:
    found = provenance(folder / "rules" / "deep" / "乙规定(2021-03-04).md")
    assert found is not None
    assert found.origin == "the ministry's site"


def test_a_file_without_a_row_has_the_origin_of_its_folder(folder: Path) -> None:
    found = provenance(folder / "rules" / "丙规定(2022-05-06).md")
    assert found is not None
    assert (found.origin, found.how) == ("alpha/laws @ 0123456789abcdef", "")


def test_a_file_of_which_no_readme_speaks_has_no_origin(folder: Path) -> None:
    assert provenance(folder / "丁规定(2022-05-06).md") is None
    (folder / "README.md").unlink()
    assert provenance(folder / "rules" / "甲规定(2020-01-02).md") is None
