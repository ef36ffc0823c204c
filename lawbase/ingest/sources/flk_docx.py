"""Laws as the national database of laws and regulations (flk.npc.gov.cn) serves them: .docx, `title_YYYYMMDD.docx`.

The document has the title, the note of adoption and amendments in brackets, a table of contents (skipped), and the text:
headings, articles and their paragraphs as paragraphs of the document. Read with python-docx.

The title is that of the file's name where the first paragraphs have the same letters: a long one (judicial interpretations)
may stand over several paragraphs, and behind an announcement.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import ClassVar

import docx
from docx.opc.exceptions import PackageNotFoundError

from lawbase.ingest import normalise
from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import LawNames, ParsedEdition
from lawbase.ingest.sources.chinese_layout import (
    ARTICLE,
    day_in,
    heading_of,
    read_articles,
    stated_begun,
    stated_effect,
)
from lawbase.ingest.sources.chinese_markdown import kind_of, slug_for
from lawbase.ingest.sources.us_common import describe_file
from lawbase.ingest.timeline import letters

NAME = re.compile(r"^(.+)_(\d{4})(\d{2})(\d{2})\.docx$")
PRC = "中华人民共和国"
TITLE_WITHIN = 15
"""Paragraphs among which the title is looked for."""


class FlkDocx:
    name: ClassVar[str] = "flk-docx"
    version: ClassVar[str] = "3"

    def accepts(self, path: Path) -> bool:
        return bool(NAME.match(path.name))

    def describe(self, path: Path) -> tuple[str, date | None, tuple[str, ...]]:
        return describe_file(
            path, "https://flk.npc.gov.cn/ (national database of laws and regulations), .docx"
        )

    def read(self, path: Path) -> Iterator[ParsedEdition]:
        """Yield the edition in the file. Raises `SourceError` naming the file."""
        found = NAME.match(path.name)
        assert found is not None  # `accepts` saw it
        try:
            paragraphs = [part for p in docx.Document(str(path)).paragraphs for part in _lines(p.text)]
        except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
            raise SourceError(f"{path.name} is no whole .docx file ({error}); download it again.") from error
        if not paragraphs:
            raise SourceError(f"{path.name} holds no text; download it again.")
        title, after = _title(paragraphs, found[1])
        note = (
            paragraphs[after] if after < len(paragraphs) and paragraphs[after].startswith(("（", "(")) else ""
        )
        version = f"{found[2]}-{found[3]}-{found[4]}"
        parsed = read_articles(_body(paragraphs[after + bool(note) :]), path.name)
        published = date.fromisoformat(version)
        revised = bool(re.search("修订|修正", note))
        effect = stated_effect(parsed.provisions, published, revised)
        yield ParsedEdition(
            law=LawNames(title=title, jurisdiction="cn", kind=kind_of(title, Path("法律")), file=path.name,
                         slug=slug_for(title)),
            version=version,
            provisions=tuple(parsed.provisions),
            adopted=published,
            published=published,
            in_force_from=effect,
            begun=stated_begun(parsed.provisions),
            amended=revised and effect is None,
            preamble="\n".join(filter(None, [note, parsed.preamble])),
        )  # fmt: skip


def same_title(one: str, other: str) -> bool:
    """Whether two titles name the same norm: the same letters, with or without 中华人民共和国 in front."""
    return bool(one) and letters(one).removeprefix(PRC) == letters(other).removeprefix(PRC)


def _title(paragraphs: list[str], named: str) -> tuple[str, int]:
    """The title, and the place behind it."""
    for first in range(min(TITLE_WITHIN, len(paragraphs))):
        for after in range(first + 1, min(first + 4, len(paragraphs)) + 1):
            if same_title("".join(paragraphs[first:after]), named):
                return (
                    "".join(paragraphs[first:after]).replace(" ", "") if after == first + 1 else named
                ), after
    return paragraphs[0].replace(" ", ""), 1


def _lines(paragraph: str) -> list[str]:
    """The lines of a paragraph; a heading broken over two lines is one."""
    whole = normalise.line(paragraph.replace("\n", ""))
    parts = [whole] if heading_of(whole) else [normalise.line(part) for part in paragraph.split("\n")]
    return [part for part in parts if part]


def _body(paragraphs: list[str]) -> list[str]:
    """The text behind the table of contents, without date lines.

    The contents repeat the headings: the text begins with the headings that directly precede article 1.
    """
    first = next((i for i, paragraph in enumerate(paragraphs) if ARTICLE.match(paragraph)), None)
    if first is None:
        return paragraphs
    start = first
    seen: set[int] = set()
    while start > 0 and (heading := heading_of(paragraphs[start - 1])) is not None and heading[0] not in seen:
        # The contents end with the last chapter, the text begins with the first part: levels rise, each at most once.
        if seen and heading[0] > min(seen):
            break
        seen.add(heading[0])
        start -= 1
    return [line for line in paragraphs[start:] if not day_only(line)]


def day_only(line: str) -> bool:
    """A date line of a signature, which belongs to no article."""
    return bool(day_in(line)) and len(re.sub(r"[\d年月日\s]", "", line)) == 0
