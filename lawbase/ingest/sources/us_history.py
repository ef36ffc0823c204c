"""History notes of state codes: taken out of the text, and read for the days they prove.

A California section ends with a note such as "(Amended by Stats. … Effective January 1, 2024. Operative …)", an Illinois one
with "(Source: P.A. …, eff. 8-2-24.)". The note says since when the section reads as it does. A sentence about subdivisions
only ("Subdivisions (m) and (n) inoperative …") proves nothing for the section and is not read.
"""

from __future__ import annotations

import re
from datetime import date

from lawbase.ingest.sources.us_common import DAY, parse_day

_HISTORY_LINE = re.compile(
    r"^(?:\((?:Added|Amended|Enacted|Repealed|Renumbered|Formerly)\b.*\)|\(Source: .*\)"
    r"|\[\d+ (?:FR|Fed\. Reg\.) .*\]|Note: Authority cited:.*)$"
)
_CREDIT = re.compile(
    r"\s\((?:(?:Added|Amended|Renumbered|Formerly)\s+)?(?:Pub\. L\. \d|(?:Mar|Sept|June|July|Aug|Oct|Nov|Dec|Jan|Feb|Apr|May)"
    r"[a-z]*\.? \d{1,2}, \d{4}, ch\. ).*\)$",
    re.DOTALL,
)
_ILLINOIS_DAY = re.compile(r"(?P<repealed>Repealed[^.]*?,\s+)?\beff\.\s+(\d{1,2})-(\d{1,2})-(\d\d)\b")
_STARTS = re.compile(rf"\b(?:Effective|Operative|Section operative)\s+(?:on\s+)?{DAY}")
_ENDS = re.compile(
    rf"\b(?:Repealed as of|Section inoperative(?: on)?|Inoperative(?: on)?|operative until)\s+{DAY}"
)
_TEXT_STARTS = re.compile(rf"\bThis section (?:shall become|becomes|shall be|is) operative (?:on )?{DAY}")
_TEXT_ENDS = re.compile(
    rf"\bThis section shall (?:remain in effect (?:only )?until|become inoperative on|be repealed on|cease to be operative on) {DAY}"
)
_PART_ONLY = re.compile(
    r"(?:^|(?<=[.(] ))(?:Subdivisions?|Subsections?|Paragraphs?|Subparagraphs?)\b[^.]*(?:\.|$)"
)


_ENACTED = re.compile(
    r"(?P<month>Jan|Feb|Mar|Apr|May|June|July|Aug|Sept|Oct|Nov|Dec)\w*\.? (?P<day>\d{1,2}), (?P<year>1[789]\d\d|20\d\d)\b"
)
_FEDERAL_REGISTER = re.compile(r"\[\d+ (?:FR|Fed\. Reg\.) \d")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def enacted(notes: tuple[str, ...]) -> date | None:
    """The day of enactment in a US Code source credit: of the act that added the section, else of the first act named. Of a
    section of the CFR the day of the Federal Register that it was first published in.

    It bounds the section's beginning: no words of it were law before. None without a credit.
    """
    for note in notes:
        credit = note.removeprefix("Source: ")
        if not (_CREDIT.match(f" {credit}") or _FEDERAL_REGISTER.match(credit)):
            continue
        added = re.search(r"\b(?:as added|Added)\b", credit)
        found = _ENACTED.search(credit, added.end() if added else 0)
        try:
            return (
                date(int(found["year"]), _MONTHS.index(found["month"]) + 1, int(found["day"]))
                if found
                else None
            )
        except ValueError:
            return None
    return None


def part_history(text: str) -> tuple[str, tuple[str, ...]]:
    """Text and notes: the lines at the end that are history notes, the last first in the source's order."""
    lines = text.split("\n")
    notes: list[str] = []
    while len(lines) > 1 and _HISTORY_LINE.match(lines[-1].strip()):
        notes.insert(0, lines.pop().strip())
    return "\n".join(lines), tuple(notes)


def part_credit(text: str) -> tuple[str, tuple[str, ...]]:
    """Text and notes: the source credit that ends a US Code section in one line, "(Pub. L. 105–277, … )"."""
    opened = [m.start() for m in re.finditer(r"\s\(", text)]
    for start in reversed(opened):
        match = _CREDIT.match(text, start)
        if match and _balanced(match.group(0)):
            return text[:start].rstrip(), (text[start:].strip(),)
    return text, ()


def _balanced(text: str) -> bool:
    """Whether the first parenthesis closes at the very end."""
    depth = 0
    for place, char in enumerate(text.strip()):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return place == len(text.strip()) - 1
    return False


def valid_days(notes: tuple[str, ...], text: str) -> tuple[date | None, date | None]:
    """First day and end (exclusive) of these words, as far as the history note or the section itself states them.

    The latest of the note's "Effective" and "Operative" and of the section's own "This section shall become operative on
    …" is the first day; the earliest of "Repealed as of", "Inoperative", "shall remain in effect until" is the end. None
    where nothing is stated, or where the two contradict each other.
    """
    starts: list[date] = []
    ends: list[date] = []
    for note in notes:
        stated = _PART_ONLY.sub("", note)
        starts += _days(_STARTS, stated)
        ends += _days(_ENDS, stated)
        starts += _illinois(stated, repealed=False)
        ends += _illinois(stated, repealed=True)
    starts += _days(_TEXT_STARTS, text)
    ends += _days(_TEXT_ENDS, text)
    first, end = max(starts, default=None), min(ends, default=None)
    if first and end and end <= first:
        return None, None
    return first, end


def _days(pattern: re.Pattern[str], text: str) -> list[date]:
    return [day for match in pattern.finditer(text) if (day := parse_day(match))]


def _illinois(note: str, *, repealed: bool) -> list[date]:
    """`eff. 8-2-24`: month, day, year of two digits (60 and above are of the last century); those of a repeal or the others."""
    found: list[date] = []
    for ending, month, day, year in _ILLINOIS_DAY.findall(note):
        if bool(ending) != repealed:
            continue
        full = int(year) + (1900 if int(year) >= 60 else 2000)
        try:
            found.append(date(full, int(month), int(day)))
        except ValueError:
            continue
    return found
