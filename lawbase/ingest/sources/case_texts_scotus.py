"""Opinions of the Supreme Court of the United States, as text with one paragraph or one fragment a line.

Older documents break the line at every change of type (italic case names), newer ones only at paragraphs; the first are
recognised by the share of lines that begin with a punctuation mark. A document falls into the syllabus and the opinions;
each opinion begins with its caption, which ends with the day of decision in square brackets. Nothing is removed.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any

from lawbase.ingest.case_document import CaseSection, ParsedCase
from lawbase.ingest.sources.us_common import DAY, parse_day

COURT_ZH, COURT_EN = "美国联邦最高法院", "Supreme Court of the United States"
FRAGMENTED = 0.05
"""Share of lines beginning with a mark from which on a document counts as broken at every change of type."""

_DATE_LINE = re.compile(rf"\[{DAY}\]")
_ENDS = re.compile(r"[.?!:][\"'”’)\]*]*$")
_CONTINUES = re.compile(r"[a-z,.;:)\]]|(?:Ibid|Id)\b|\d{1,3} (?:U\. ?S\.|F\. ?\dd|S\. ?Ct\.)")
# Words that end with a stop without ending a sentence; an italic fragment often is just one of them.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'\[])(?:v|vs|Id|id|Ibid|ibid|See|see|e\.g|E\.g|i\.e|cf|Cf|No|Nos|U\. S|U\.S|Inc|Co|Corp|supra|ante|post|Ante"
    r"|Post|al|Art|Amdt|Const|C\. J|J|JJ|Mr|Dr|[A-Z])\.,?$"
)
_FREE = re.compile(
    r"[IVX]{1,5}|[A-H]|\d{1,2}|Held:|FOOTNOTES?|Footnote \S{1,3}|\*[\s*]*|It is so ordered\.|Per Curiam\."
)
_CAPTION = re.compile(
    r"\d{3} U\. ?S\. _|NOTICE:|Nos?\. |on (?:writ|petition|appeal)|Opinion of|U\.S\. Supreme Court|\w+, (?:C\. )?JJ?\."
)


def read_case(record: dict[str, Any], sha256: str) -> ParsedCase:
    """One record as a `ParsedCase`. The day is the one in the caption when all captions agree and the year fits."""
    paragraphs = join_lines([line for raw in record["text"].split("\n") if (line := " ".join(raw.split()))])
    days = {day for p in paragraphs if (match := _DATE_LINE.fullmatch(p)) and (day := parse_day(match))}
    decided = _stated_day(record.get("date_decided")) or (days.pop() if len(days) == 1 else None)
    notes = []
    if decided and decided.year != record["year"]:
        notes.append(f"The caption says {decided.isoformat()}, the source's index says {record['year']}.")
        decided = None
    return ParsedCase(
        id=record["id"],
        jurisdiction="us",
        kind="judgment",
        title_zh="",
        title_en=" ".join(record["case_name"].split()),
        court_zh=COURT_ZH,
        court_en=record.get("court") or COURT_EN,
        docket=record["docket_number"] or "",
        citation=record.get("citation") or "",
        decided=decided,
        released=None,
        number=None,
        keywords=tuple(record.get("topics") or ()),
        sections=tuple(_sections(paragraphs)),
        source_url=record.get("source_url") or "",
        sha256=sha256,
        statutes_raw="\n".join(record.get("statutes") or ()),
        language="en",
        notes=tuple(notes),
    )


def _stated_day(text: str | None) -> date | None:
    match = re.fullmatch(DAY, text or "")
    return parse_day(match) if match else None


def join_lines(lines: list[str]) -> list[str]:
    """Paragraphs out of lines; characters are kept in order, a joint becomes one space or none before a mark."""
    broken = sum(1 for line in lines if re.match(r"[,.;:)\]]", line)) > FRAGMENTED * len(lines)
    paragraphs: list[str] = []
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if paragraphs and _belongs(paragraphs[-1], lines[place - 1], line, following, broken):
            glue = "" if re.match(r"[,.;:)\]](?!\s?\.)", line) else " "
            paragraphs[-1] += glue + line
        else:
            paragraphs.append(line)
    return paragraphs


def _belongs(paragraph: str, previous: str, line: str, following: str, broken: bool) -> bool:
    """Whether `line` goes on with the paragraph before it."""
    if _DATE_LINE.fullmatch(line) or _DATE_LINE.fullmatch(previous):
        return False
    if _FREE.fullmatch(line) or (_FREE.fullmatch(previous) and not (previous == "Held:" and broken)):
        return False
    if not broken:
        return bool(re.match(r"[a-z,.;:)\]]", line)) and not _ENDS.search(previous)
    if _CONTINUES.match(line) or not _ENDS.search(paragraph) or _ABBREVIATION.search(paragraph):
        return True
    # A sentence ended, and an italic fragment follows that the next line goes on with.
    return len(line) < 40 and not _ENDS.search(line) and bool(_CONTINUES.match(following))


def _sections(paragraphs: list[str]) -> list[CaseSection]:
    starts = sorted(
        {_caption_start(paragraphs, i) for i, p in enumerate(paragraphs) if _DATE_LINE.fullmatch(p)}
    )
    if not starts:
        return [CaseSection("opinion", "法院意见", "Opinion", tuple(paragraphs))]
    sections = []
    if starts[0] > 0:
        sections.append(CaseSection("syllabus", "判决提要", "Syllabus", tuple(paragraphs[: starts[0]])))
    for start, end in pairwise([*starts, len(paragraphs)]):
        part = paragraphs[start:end]
        sections.append(CaseSection("opinion", *_opinion_heading(part), tuple(part)))
    return sections


def _caption_start(paragraphs: list[str], day: int) -> int:
    """Where the caption that ends at `day` begins: back over its short lines, which do not end as sentences do."""
    start = day
    while start > 0:
        line = paragraphs[start - 1]
        if _DATE_LINE.fullmatch(line) or _FREE.fullmatch(line):
            break
        if not _CAPTION.match(line) and (len(line) > 250 or _ENDS.search(line)):
            break
        start -= 1
    return start


def _opinion_heading(part: list[str]) -> tuple[str, str]:
    """Heading of an opinion in both languages, read off the line after the caption."""
    after = next((i + 1 for i, p in enumerate(part) if _DATE_LINE.fullmatch(p)), 0)
    line = re.sub(r"[.*\d\s]+$", "", part[after]) if after < len(part) else ""
    if len(line) > 200 or not re.search(r"Justice|Curiam|opinion", line, re.IGNORECASE):
        return "意见", "Opinion"
    concurs, dissents = "concurring" in line, "dissenting" in line
    if "opinion of the Court" in line or "announced the judgment" in line or "Curiam" in line:
        return "法院意见", line
    if concurs and dissents:
        return "部分协同、部分异议意见", line
    return ("协同意见" if concurs else "异议意见" if dissents else "意见"), line
