"""Paragraphs out of the printed lines of a page: hard breaks and hyphens at line ends are undone.

A paragraph begins where a line is indented more than the one before, after a gap wider than the page's usual one, or after
a short line that ends a sentence. Nothing but white space and hyphens at line ends changes.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from lawbase.ingest.sources.case_texts_furniture import Line, Page

INDENT = 3
"""Columns more than the margin that count as an indent."""
CENTRED = 14
"""Columns more than the margin from which on a line is a heading in the middle."""
SHORT = 0.72
"""A line that ends before this share of the page's width is the last of its paragraph, if it ends a sentence."""

HEADING = 0.6
"""A line that ends before this share is a heading or a line of a list even where no sentence ends."""

_ENDS = re.compile(r"[.?!:;][\"'”’)\]]*(?:\s?\d{1,2})?$")
_ITEM = re.compile(
    r"(?:\d{1,3}|[a-z]|[ivx]{1,5}|[A-Z]|[IVX]{1,5})\.\s|\((?:\d{1,2}|[a-z]{1,2}|[ivx]{1,5}|[A-Z])\)\s|[•●▪]|[A-Z]{2,}.*:$"
)
_NOTE = re.compile(r"\d{1,2}(?:\s+[A-Z“\"]|$)")
"""A footnote: its mark alone on a line, or before the first word."""
_HYPHEN = re.compile(r"([A-Za-z]+)-$")


@dataclass(frozen=True)
class _Measure:
    """What is usual on one page: left margin, right end and the gap between lines, in columns and lines."""

    margin: int
    right: int
    gap: int


def paragraphs(pages: list[Page]) -> list[str]:
    """All paragraphs of a document in order; a paragraph may run over pages."""
    words = Counter(
        word.lower()
        for page in pages
        for line in page.lines
        for word in re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*", line.text)
    )
    found: list[str] = []
    for page in pages:
        measure = _measure(page)
        previous: Line | None = None
        for line in page.lines:
            new = _begins(line, previous, measure) if previous else _begins_page(line, found, measure)
            if new or not found:
                found.append(line.text)
            else:
                found[-1] = _join(found[-1], line.text, words)
            previous = line
    return found


def _measure(page: Page) -> _Measure:
    wide = [line for line in page.lines if len(line.text) > 40] or list(page.lines)
    indents = Counter(line.indent for line in wide)
    common = [indent for indent, count in indents.items() if count >= max(1, len(wide) // 8)]
    gaps = Counter(line.gap for line in page.lines[1:])
    return _Measure(
        margin=min(common, default=min(indents, default=0)),
        right=max((line.indent + len(line.text) for line in wide), default=80),
        gap=max(gaps, key=lambda gap: (gaps[gap], -gap), default=0),
    )


def _begins(line: Line, previous: Line, measure: _Measure) -> bool:
    if re.fullmatch(r"\d{1,2}", previous.text):
        return False  # a footnote's mark, printed on a line of its own above its words
    indent, before = line.indent - measure.margin, previous.indent - measure.margin
    if indent >= CENTRED and before >= CENTRED:
        # Two lines in the middle are one heading only where the second goes on in the same breath.
        return line.gap > measure.gap or not re.match(r"[a-z&(]", line.text)
    if indent >= CENTRED or before >= CENTRED:
        return True
    ends = bool(_ENDS.search(previous.text))
    end = previous.indent + len(previous.text)
    short = end < SHORT * measure.right
    if _NOTE.match(line.text) and (ends or short):
        return True
    if _ITEM.match(line.text) and ends and (short or indent >= INDENT - 1 or line.gap > measure.gap):
        return True
    if line.gap > measure.gap + 1 and (ends or short):
        return True
    if indent >= INDENT and indent - before >= INDENT:
        return True
    if short and (ends or (end < HEADING * measure.right and not re.match(r"[a-z]", line.text))):
        return True
    # Leaving a block quotation.
    return ends and before >= INDENT and before - indent >= INDENT and line.gap > measure.gap


def _begins_page(line: Line, found: list[str], measure: _Measure) -> bool:
    """Whether the first line of a page begins a paragraph; the text above a footnote cannot be gone back to."""
    last = found[-1] if found else ""
    if _NOTE.match(last) or (len(found) > 1 and _NOTE.fullmatch(found[-2])):
        return True
    if re.match(r"[a-z]", line.text):
        return False
    return line.indent - measure.margin >= INDENT or bool(_ENDS.search(last)) or last.isupper()


def _join(head: str, tail: str, words: Counter[str]) -> str:
    match = _HYPHEN.search(head)
    follows = re.match(r"[A-Za-z]+", tail)
    if not match or not follows:
        return f"{head}{tail}" if head.endswith(("—", "-", "–", "/")) else f"{head} {tail}"
    left, right = match[1].lower(), follows[0].lower()
    whole, compound = words[left + right], words[f"{left}-{right}"]
    both = words[left] > 0 and words[right] > 0
    keep = compound > whole or (compound == whole and both) or follows[0][0].isupper()
    return f"{head}{tail}" if keep else f"{head[:-1]}{tail}"
