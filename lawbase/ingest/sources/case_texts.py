"""Official case texts as JSON Lines: one document a line, three layouts, told apart by their fields.

| layout | fields that show it | module |
|---|---|---|
| guiding cases of the two highest Chinese authorities | `issuer`, `number` | `case_texts_guiding` |
| opinions of the United States Supreme Court | `case_name`, `docket_number` | `case_texts_scotus` |
| Californian opinions and enforcement documents (text layer of PDFs) | `sha256`, `precedential_status` | `case_texts_california` |
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from lawbase.ingest.case_document import ParsedCase
from lawbase.ingest.errors import SourceError
from lawbase.ingest.sources import case_texts_california, case_texts_guiding, case_texts_scotus
from lawbase.ingest.sources.us_common import describe_file

NAME = "case-texts"
VERSION = "1"
"""Rises when the same bytes would be read differently."""

Reader = Callable[[dict[str, Any], str], ParsedCase]
LAYOUTS: tuple[tuple[frozenset[str], Reader], ...] = (
    (frozenset({"id", "issuer", "number", "title", "released", "keywords", "text"}), case_texts_guiding.read_case),
    (frozenset({"id", "case_name", "docket_number", "year", "text"}), case_texts_scotus.read_case),
    (frozenset({"id", "kind", "title", "court", "date", "sha256", "precedential_status", "text"}),
     case_texts_california.read_case),
)  # fmt: skip


def accepts(path: Path) -> bool:
    """Whether the file's first line has one of the three layouts."""
    if path.suffix != ".jsonl":
        return False
    try:
        with path.open("rb") as file:
            record = json.loads(file.readline())
    except (OSError, ValueError):
        return False
    return isinstance(record, dict) and _layout(record) is not None


def describe(path: Path) -> tuple[str, date | None, tuple[str, ...]]:
    """Origin, day of retrieval and notes, from a sidecar where there is one; each case names its own official address."""
    return describe_file(path, "Official documents; each case names its own address.")


def read_cases(path: Path) -> Iterator[ParsedCase]:
    """Yield every case of the file, in its order.

    Raises `SourceError`, naming file and line, for a line that is not UTF-8 or JSON, has no known layout, lacks its text
    or repeats an id.
    """
    seen: dict[str, int] = {}
    try:
        file = path.open("rb")
    except OSError as error:
        raise SourceError(
            f"{path.name} cannot be read ({error.strerror}); check that the file is there."
        ) from error
    with file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            place = f"{path.name} line {number}"
            record = _record(line, place)
            reader = _layout(record)
            if reader is None:
                raise SourceError(
                    f"{place} has the fields {', '.join(sorted(record)[:8])}, which is none of the case layouts; "
                    "see lawbase/ingest/sources/case_texts.py for those, or remove the line."
                )
            case = _read(reader, record, line, place)
            if case.id in seen:
                raise SourceError(
                    f"{place} repeats the id {case.id} of line {seen[case.id]}; keep one of the two."
                )
            seen[case.id] = number
            yield case


def _record(line: bytes, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise SourceError(f"{place} is not UTF-8 (byte {error.start}); save the file as UTF-8.") from error
    except json.JSONDecodeError as error:
        raise SourceError(
            f"{place} is not JSON ({error.msg}, column {error.colno}); write one complete object a line."
        ) from error
    if not isinstance(record, dict):
        raise SourceError(f"{place} is not a JSON object; write one complete object a line.")
    return record


def _layout(record: dict[str, Any]) -> Reader | None:
    return next((reader for fields, reader in LAYOUTS if fields <= record.keys()), None)


def _read(reader: Reader, record: dict[str, Any], line: bytes, place: str) -> ParsedCase:
    for field in ("id", "text"):
        if not isinstance(record[field], str) or not record[field].strip():
            raise SourceError(f"{place} has no {field}; add it, or remove the line.")
    digest = record.get("sha256") or hashlib.sha256(line.rstrip(b"\r\n")).hexdigest()
    try:
        case = reader(record, digest)
    except (AttributeError, TypeError, ValueError) as error:
        raise SourceError(f"{place} ({record['id']}) cannot be read: {error}; correct this line.") from error
    if not case.paragraphs:
        raise SourceError(
            f"{place} ({case.id}) has no paragraph of text once furniture is removed; check its text."
        )
    return case
