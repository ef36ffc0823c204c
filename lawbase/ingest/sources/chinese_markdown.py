"""Chinese norms in Markdown: judicial interpretations, regulations, rules, earlier texts of laws.

    # title
    2021年6月8日 … 通过          promulgation lines, one a line
    2021年8月1日 施行
    <!-- INFO END -->
    ## 第一章 …                  headings; all on one Markdown level, told apart by 编/分编/章/节
    第一条 …                     articles; one unit a line

The edition is the day in brackets at the end of the file name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import ClassVar

from lawbase.ingest import normalise
from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import LawNames, ParsedEdition
from lawbase.ingest.sources.chinese_layout import Parsed, day_in, read_articles, stated_begun, stated_effect
from lawbase.ingest.sources.provenance import provenance
from lawbase.ingest.sources.us_common import describe_file

EDITION = re.compile(r"[(（](\d{4}(?:-\d{2}){0,2})[)）]\.md$")
END = "<!-- INFO END -->"
UNNUMBERED = re.compile(r"^[\u4e00-\u9fff ]{3,12}$")


class ChineseMarkdown:
    name: ClassVar[str] = "chinese-markdown"
    version: ClassVar[str] = "3"

    def accepts(self, path: Path) -> bool:
        if path.suffix != ".md" or not EDITION.search(path.name):
            return False
        with path.open("rb") as file:
            return END.encode() in file.read(8192) or (file.seek(0) == 0 and file.read(2) == b"# ")

    def describe(self, path: Path) -> tuple[str, date | None, tuple[str, ...]]:
        known = provenance(path)
        origin = known.origin if known else "A Markdown file; nothing beside it records where it comes from."
        return describe_file(path, origin, (known.how,) if known and known.how else ())

    def read(self, path: Path) -> Iterator[ParsedEdition]:
        """Yield the one edition in the file. Raises `SourceError` naming the file."""
        try:
            raw = path.read_text("utf-8-sig")
        except UnicodeDecodeError as error:
            raise SourceError(f"{path.name} is not UTF-8 (byte {error.start}); save it as UTF-8.") from error
        head, mark, body = raw.partition(END)
        if not mark:
            raise SourceError(
                f"{path.name}: the line {END} is missing; put it between the promulgation lines and the text."
            )
        lines = [normalise.line(line) for line in head.splitlines() if normalise.line(line)]
        if not lines or not lines[0].startswith("# "):
            raise SourceError(f"{path.name}: the first line must be the title, '# …'.")
        title = lines[0].removeprefix("# ").replace(" ", "")
        edition = EDITION.search(path.name)
        assert edition is not None  # `accepts` saw it
        parsed = read_articles(_mark_unnumbered(body.splitlines()), path.name)
        published = _last_day(lines[1:], "公布|发布|通过|修订|修正|印发|批准")
        yield ParsedEdition(
            law=LawNames(title=title, jurisdiction="cn", kind=kind_of(title, path), file=path.name,
                         slug=slug_for(title), issuer=_issuer(title)),
            version=edition[1],
            provisions=tuple(parsed.provisions),
            adopted=published or _day(edition[1]),
            published=published,
            in_force_from=_effect(lines[1:], parsed, edition[1], published),
            begun=stated_begun(parsed.provisions),
            preamble=parsed.preamble,
        )  # fmt: skip


def _mark_unnumbered(lines: list[str]) -> Iterator[str]:
    """Chapter headings that lost their number stand alone after a line of a zero-width character: mark them."""
    before = ""
    for line in lines:
        if not line.strip():
            continue
        shown = normalise.line(line)
        if before and not normalise.line(before) and UNNUMBERED.match(shown):
            yield f"## {shown}"
        else:
            yield line
        before = line


def kind_of(title: str, path: Path) -> str:
    """Kind of the norm: by what its title says where that is certain, else by its folder."""
    if title.startswith(("最高人民法院", "最高人民检察院")):
        return "judicial-interpretation"
    if title.endswith("决定"):
        return "decision"
    if "算法推荐管理规定" in title:
        # Filed under 行政法规 upstream, but a rule of four ministries.
        return "departmental-rule"
    folders = {"司法解释": "judicial-interpretation", "行政法规": "administrative-regulation",
               "部门规章": "departmental-rule", "规范性文件": "normative-document", "法律": "law"}  # fmt: skip
    return next((kind for name, kind in folders.items() if name in path.parts), "normative-document")


def _issuer(title: str) -> str:
    return "；".join(
        name for name in ("最高人民法院", "最高人民检察院") if title.startswith(name) or f"、{name}" in title
    )


def slug_for(title: str) -> str:
    """A lasting slug for a norm that the register does not know: from its title."""
    return f"cn-{hashlib.sha256(title.encode()).hexdigest()[:12]}"


def _last_day(lines: list[str], words: str) -> date | None:
    days = [day for line in lines if re.search(words, line) and (day := day_in(line))]
    return days[-1] if days else None


def _day(label: str) -> date | None:
    return date.fromisoformat(label) if len(label) == 10 else None


def _effect(lines: list[str], parsed: Parsed, edition: str, published: date | None) -> date | None:
    """The day of effect: from a promulgation line, else from the text, if it is not before the edition's own day."""
    revised = any(re.search("修订|修正", line) for line in lines)
    stated = next(
        (
            day_in(part)
            for line in reversed(lines)
            for part in re.findall(r"\d{4}年\d+月\d+日[^\d]{0,4}施行", line)
        ),
        None,
    )
    day = stated or stated_effect(parsed.provisions, published, revised)
    own = _day(edition)
    return day if day and (own is None or day >= own) else None
