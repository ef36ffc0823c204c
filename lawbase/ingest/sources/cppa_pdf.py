"""The California Privacy Protection Agency's PDF of the CCPA (Civ. Code, Title 1.81.5).

The table of contents at the start gives the numbers and headings in order; the text is cut at those headings. Page numbers
and the agency's footnotes on adjusted amounts are taken out (the footnotes go to the section's notes; the asterisk stays in
the text as the agency prints it). Lines of the page are joined; a unit begins where a line of the page begins with its
label. Read with pypdf: measured on both samples, 1.3 s for 66 pages and the words in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import ClassVar

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import LawNames, ParsedEdition, ParsedProvision
from lawbase.ingest.sources.us_common import describe_file, head, read_bytes, tidy
from lawbase.ingest.sources.us_history import valid_days
from lawbase.statutes.units_us import break_lines

_FURNITURE = re.compile(r"Page \d+ of \d+\s*")
_EFFECTIVE = re.compile(r"effective\s+(\d{1,2})/(\d{1,2})/(\d{4})\s*[–-]?\s*([^\n]*)", re.IGNORECASE)
_CONTENTS_ENTRY = re.compile(r"^(1798\.\d[\d.]*\d)\.\s*(.*?)\s*\.{3,}\s*\d+$", re.DOTALL)
_FOOTNOTE = re.compile(r"^\*\s")
_ENDS_SENTENCE = re.compile(r"(?:[.;:”)]|\.\s*”)\s*$")


class CppaPdf:
    """`…ccpa_statute….pdf` of the agency; other PDFs are not accepted."""

    name: ClassVar[str] = "cppa-pdf"
    version: ClassVar[str] = "1"

    def accepts(self, path: Path) -> bool:
        named = "ccpa" in path.name.lower() and "statute" in path.name.lower()
        return path.suffix.lower() == ".pdf" and named and head(path, 5) == b"%PDF-"

    def describe(self, path: Path) -> tuple[str, date | None, tuple[str, ...]]:
        return describe_file(path, "California Privacy Protection Agency, https://cppa.ca.gov/regulations/")

    def read(self, path: Path) -> Iterator[ParsedEdition]:
        pages = _pages(path)
        match = _EFFECTIVE.search(pages[0])
        if match is None:
            raise SourceError(
                f"{path.name}: the first page does not say from when the text is effective; is it the CCPA?"
            )
        try:
            day = date(int(match[3]), int(match[1]), int(match[2]))
        except ValueError as error:
            raise SourceError(
                f"{path.name}: the effective date on the first page is no date ({match[0]})."
            ) from error
        lines, footnotes = _lines(pages)
        contents, start = _contents(path, lines)
        provisions = tuple(_provisions(path, contents, lines, start, footnotes))
        updates = match[4].strip()
        yield ParsedEdition(
            law=LawNames(
                title="California Consumer Privacy Act of 2018",
                jurisdiction="us-ca",
                kind="state-act",
                short_title="CCPA",
                citation=f"Cal. Civ. Code §§ {provisions[0].key}–{provisions[-1].key}",
                issuer="California State Legislature",
                file=path.name,
                identifier="cal-civ:title-1.81.5",
                slug="us-ca-ccpa",
            ),
            version=day.isoformat(),
            provisions=provisions,
            in_force_from=day,
            official_url="https://cppa.ca.gov/regulations/",
            notes=(f"As the agency's edition says: {updates}.",) if updates else (),
        )


def _pages(path: Path) -> list[str]:
    data = read_bytes(path)
    try:
        pages = [page.extract_text() for page in PdfReader(BytesIO(data)).pages]
    # pypdf reports broken files through its own errors and, deep inside, through plain Python ones.
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        RecursionError,
        OSError,
    ) as error:
        raise SourceError(f"{path.name} is a broken or cut-off PDF ({error}); fetch it again.") from error
    if not pages or not "".join(pages).strip():
        raise SourceError(f"{path.name} has no text layer; use the agency's own file, not a scan.")
    return pages


@dataclass(frozen=True)
class _Footnote:
    """A note at the foot of a page whose lines are `first` to `end` (exclusive)."""

    first: int
    end: int
    text: str


def _lines(pages: list[str]) -> tuple[list[str], list[_Footnote]]:
    """All lines of all pages without furniture, and the footnotes apart."""
    lines: list[str] = []
    footnotes: list[_Footnote] = []
    for page in pages:
        first, note = len(lines), ""
        in_footnote = False
        for raw in _FURNITURE.sub("\n", page).split("\n"):
            line = tidy(raw)
            if not line:
                continue
            in_footnote = in_footnote or bool(_FOOTNOTE.match(line))
            if in_footnote:
                note = f"{note} {line}".strip()
                # The text layer can put lines of the page after the note, which ends with this word.
                in_footnote = not line.endswith("amount.")
            else:
                lines.append(line)
        if note:
            footnotes.append(_Footnote(first, len(lines), note))
    return lines, footnotes


def _contents(path: Path, lines: list[str]) -> tuple[list[tuple[str, str]], int]:
    """Numbers and headings of the table of contents, and the index of the first line after it."""
    try:
        start = next(i for i, line in enumerate(lines) if line.strip().lower() == "contents") + 1
    except StopIteration:
        raise SourceError(
            f"{path.name}: no table of contents on the first pages; is it the agency's CCPA?"
        ) from None
    found: list[tuple[str, str]] = []
    pending = ""
    index = start
    for index in range(start, len(lines)):
        line = lines[index]
        if not pending and not re.match(r"1798\.", line):
            break
        if not pending and not _CONTENTS_ENTRY.match(line) and found and line.startswith(f"{found[0][0]}."):
            break
        pending = f"{pending} {line}".strip()
        match = _CONTENTS_ENTRY.match(pending) or re.match(r"^(1798\.\d[\d.]*\d)\.\s*(.*?)[ .]+\d+$", pending)
        if match:
            found.append((match[1], match[2].strip()))
            pending = ""
    if not found or len({number for number, _ in found}) != len(found):
        raise SourceError(f"{path.name}: the table of contents is unreadable or names a section twice.")
    return found, index


def _provisions(
    path: Path, contents: list[tuple[str, str]], lines: list[str], start: int, footnotes: list[_Footnote]
) -> Iterator[ParsedProvision]:
    """Cut the lines at the headings, which come in the order of the contents."""
    places: list[tuple[int, int, str]] = []
    at = start
    for number, heading in contents:
        place = next(
            ((i, *found) for i in range(at, len(lines)) if (found := _opens(lines, i, number, heading))), None
        )
        if place is None:
            raise SourceError(
                f"{path.name}: § {number} is in the table of contents and not in the text; fetch it again."
            )
        places.append(place)
        at = place[0] + 1
    ends = [place[0] for place in places[1:]] + [len(lines)]
    for (number, heading), (first, used, rest), end in zip(contents, places, ends, strict=True):
        text = _text([rest, *lines[first + used : end]])
        if not text:
            raise SourceError(f"{path.name}: § {number} has no text; fetch the file again.")
        valid_from, valid_to = valid_days((), text)
        notes = dict.fromkeys(
            note.text
            for note in footnotes
            if any("*" in line for line in lines[max(first, note.first) : min(end, note.end)])
        )
        yield ParsedProvision(
            key=number, number=f"§ {number}", text=text, heading=heading, toc=("Title 1.81.5",),
            notes=tuple(f"Footnote: {note}" for note in notes), valid_from=valid_from, valid_to=valid_to,
        )  # fmt: skip


def _opens(lines: list[str], index: int, number: str, heading: str) -> tuple[int, str] | None:
    """Whether the section begins at this line: lines used by the heading, and what follows it on the last of them.

    A wrapped reference can also put "1798.185." at the start of a line: a section must carry its heading, or, where it has
    none, follow a line that ends a sentence.
    """
    if not re.match(rf"{re.escape(number)}\.(?!\d)", lines[index]):
        return None
    rest = lines[index][len(number) + 1 :].strip()
    if not heading:
        return (1, rest) if index == 0 or _ENDS_SENTENCE.search(lines[index - 1]) else None
    wanted = _letters(heading)
    for used in range(1, 5):
        printed = _letters(rest)
        if printed.startswith(wanted):
            return used, _after(rest, len(wanted))
        if not wanted.startswith(printed) or index + used >= len(lines):
            return None
        rest = f"{rest} {lines[index + used]}"
    return None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()


def _after(text: str, count: int) -> str:
    """What follows the first `count` letters and digits and the punctuation behind them."""
    for place, char in enumerate(text):
        if count == 0:
            return text[place:].lstrip(" .")
        count -= char.isalnum()
    return ""


def _text(lines: list[str]) -> str:
    """Join the lines of the page, then begin a new line at each unit."""
    joined = ""
    starts: set[int] = set()
    for line in filter(None, lines):
        if re.search(r"\([A-Za-z0-9]{1,3}$", joined) and line.startswith(")"):
            joined += line  # a label that the text layer breaks in two: "(A" ") As of"
            continue
        if joined and not (joined.endswith("-") and line[:1].islower()):
            joined += " "
        starts.add(len(joined))
        joined += line
    return break_lines(joined, order="cal", starts=starts)
