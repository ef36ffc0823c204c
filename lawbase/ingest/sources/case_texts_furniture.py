"""Page furniture in the text layer of court PDFs: what is printed on every page and is no part of the document.

Removed: form feeds; stamps of the courts' filing systems; heads and feet that recur; page numbers; the line numbers 1–28 in
the left margin of pleading paper, with the rules (`|`) that character recognition makes of its frame; the court's name
printed sideways beside them. Each removed piece is kept in `Page.removed`, so that a test can account for every letter.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from statistics import median

EDGE = 4
"""Lines at the head and at the foot of a page in which recurring text counts as furniture."""
MIN_NUMBERED = 8
"""Pleading paper is recognised by at least so many line numbers in rising order in one column."""
LAST_NUMBER = 28
COLUMN_TOLERANCE = 4
MIN_PAGES = 3
"""On how many pages a line must recur to be a running head or foot."""

STAMP = re.compile(r"\s*Case:? \d:\d\d-\w\w-\d+\S*.*(?:Document|Filed|Page)\b.*|\s*Page \d+ of \d+\s*")
APPEAL_STAMP = re.compile(r"\s*Case: \d\d-\d+,.*(?:DktEntry|Page).*")
PAGE_NUMBER = re.compile(r"\s*(?:Page\s+)?[-–—]?\s*(\d{1,3}|[ivxl]{1,6})\s*[-–—]?\s*(?:of \d+)?\s*")
SIDEWAYS = re.compile(
    r"\s*(?:United States District Court|(?:Northern|Southern|Central|Eastern) District of California)\s*"
)
FILLER = re.compile(r"\s*/{2,}\s*")
"""Solidi that fill the foot of a page of pleading paper."""
_NUMBERED = re.compile(r"(?P<left>\s*)(?P<number>\d{1,2})(?P<frame>[ \t]*[|Il!]{0,2}\|[|!]?)?(?=\s|$)")


@dataclass(frozen=True)
class Line:
    """One printed line: its text, the column at which it begins, and the empty lines before it on the page."""

    text: str
    indent: int
    gap: int


@dataclass(frozen=True)
class Page:
    lines: tuple[Line, ...]
    removed: tuple[str, ...]


def pages(text: str) -> list[Page]:
    """The pages of a PDF's text layer, without furniture. Empty pages are kept, so that numbers stay aligned."""
    raw = [page.expandtabs().split("\n") for page in text.replace("\r\n", "\n").split("\f")]
    recurring = _recurring(raw)
    return [_page(lines, recurring) for lines in raw]


def _shape(line: str) -> str:
    """A line with its numbers made equal, to compare heads and feet of several pages."""
    return re.sub(r"\d+", "#", " ".join(_unnumbered(line).split()))


def _unnumbered(line: str) -> str:
    """The line without a pleading line number, for comparing only."""
    return re.sub(r"^\s*\d{1,2}\s{2,}", "", line)


def _edges(lines: list[str]) -> tuple[set[int], set[int]]:
    """Places of the first and of the last few lines that are not empty."""
    filled = [place for place, line in enumerate(lines) if line.strip()]
    return set(filled[:EDGE]), set(filled[-EDGE:])


def _recurring(raw: list[list[str]]) -> set[str]:
    counts: Counter[str] = Counter()
    for lines in raw:
        head, foot = _edges(lines)
        counts.update({_shape(lines[place]) for place in head | foot})
    needed = max(MIN_PAGES, len(raw) // 4)
    return {shape for shape, count in counts.items() if count >= needed and re.search(r"[A-Za-z]", shape)}


def _page(lines: list[str], recurring: set[str]) -> Page:
    numbered = _numbered(lines)
    bare = [_blank(line, numbered.get(place, 0)) for place, line in enumerate(lines)]
    furniture = _furniture(bare, recurring, bool(numbered))
    kept: list[Line] = []
    removed: list[str] = []
    gap = 0
    for place, line in enumerate(bare):
        if place in numbered:
            removed.append(lines[place][: numbered[place]])
        text = line.strip()
        if not text:
            gap += place not in numbered
        elif place in furniture:
            removed.append(text)
        else:
            text = re.sub(r"^[|]{1,2}\s+|\s+[|]{1,2}$", "", text) if numbered else text
            kept.append(Line(" ".join(text.split()), len(line) - len(line.lstrip(" |")), gap))
            gap = 0
    return Page(tuple(kept), tuple(removed))


def _blank(line: str, end: int) -> str:
    """The line with its first `end` columns blank, so that the rest keeps its column."""
    return " " * end + line[end:]


def _furniture(lines: list[str], recurring: set[str], pleading: bool) -> set[int]:
    """Places of furniture: stamps and sideways print wherever they stand; heads, feet and page numbers from the edges inward.

    A bare number further in is a footnote's mark, not the page's number.
    """
    found = {
        place
        for place, line in enumerate(lines)
        if any(mark.fullmatch(line) for mark in (STAMP, APPEAL_STAMP, FILLER))
        or (pleading and _is_sideways(line))
    }
    filled = [place for place, line in enumerate(lines) if line.strip() and place not in found]
    for inward in (filled[:EDGE], filled[::-1][:EDGE]):
        numbers = 0
        for place in inward:
            is_number = bool(PAGE_NUMBER.fullmatch(lines[place]))
            numbers += is_number
            if numbers > 1 or not (is_number or _shape(lines[place]) in recurring):
                break
            found.add(place)
    return found


def _is_sideways(line: str) -> bool:
    """The court's name printed up the left edge; the title page prints the same words as its head, in the middle."""
    return bool(SIDEWAYS.fullmatch(line)) and len(line) - len(line.lstrip()) < COLUMN_TOLERANCE * 2


def _numbered(lines: list[str]) -> dict[int, int]:
    """Places of lines that carry a pleading line number, each with the column where the number ends.

    The longest rising run of numbers 1–28 that stand in one column; a number in the text itself stands elsewhere or breaks
    the order.
    """
    found = [
        (place, int(match["number"]), len(match["left"]), match.end())
        for place, line in enumerate(lines)
        if (match := _NUMBERED.match(line)) and 1 <= int(match["number"]) <= LAST_NUMBER
    ]
    if len(found) < MIN_NUMBERED:
        return {}
    column = median(left + len(str(number)) for _, number, left, _ in found)
    found = [one for one in found if abs(one[2] + len(str(one[1])) - column) <= COLUMN_TOLERANCE]
    best: list[list[int]] = []
    for i, (_, number, _, _) in enumerate(found):
        before = [best[j] for j in range(i) if found[j][1] < number]
        best.append([*max(before, key=len, default=[]), i])
    run = max(best, key=len, default=[])
    return {found[i][0]: found[i][3] for i in run} if len(run) >= MIN_NUMBERED else {}
