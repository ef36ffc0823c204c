"""Two earlier texts of the CCPA in Markdown: before Proposition 24 (October 2020), and as Proposition 24 enacted it (2020).

Both were made by others from one redline, so the older one is a reconstruction: plain and struck-through words together.
Links, emphasis, strike-through marks and backslashes of the Markdown are removed, wrapped lines joined; the words stay.
The redline itself (both texts in one) is not accepted: nobody can tell there which words were law when.

Days: section 31 of the initiative, printed in the newer file, makes its sections operative on a day it names, except those
it lists, which became operative when it took effect. A section that the initiative amends under its own instruction takes
the former day, a section listed whole the latter (of 1798.145 only two subdivisions are listed: it takes the former). The
ones it did not touch, and the new sections on the agency that are not listed (there the official history notes and section
31 disagree) get no day from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar

from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import LawNames, ParsedEdition, ParsedProvision
from lawbase.ingest.sources.us_common import DAY, describe_file, head, parse_day, read_bytes, tidy
from lawbase.statutes.units_us import break_lines

_TITLE = b"# The California Privacy Rights Act"
_OLD, _NEW = b"Text removed by CPRA is shown in", b"Text added by CPRA is shown in"
_LINK = re.compile(r"\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_NUMBER = re.compile(r"^(1798(?:\.\d+)+)\.?$")
_HEADED = re.compile(r"^(1798(?:\.\d+)+)\.? (\S.*)$")
_INSTRUCTION = re.compile(r"^(?:SEC\. ?\d+\.|SECTION \d+\.|Section 1798[\d.]* of the Civil Code is )")
_AMENDS = re.compile(r"Section (1798[\d.]*\d) (?:of|is)\b")
_INSIDE = re.compile(r"(?<=\.) (1798(?:\.\d+)+)\. (?=[A-Z])")
_OPERATIVE = re.compile(rf"this Act shall become operative {DAY}")
_PARTS = re.compile(r"Subdivisions? (?:\([a-z]+\)(?:, | and )?)+ of Section 1798[\d.]*\d")
_RANGE = re.compile(r"(1798[\d.]*\d)(?: through (1798[\d.]*\d))?")


BEFORE = "2020-10"
"""Label of the older text: the month that its file name gives."""
INITIATIVE = "2020-12-16"
"""Label of the initiative's text: the day it took effect, as the history notes of its sections print it (“Effective December
16, 2020”). Most of its sections became operative later."""


@dataclass
class _Section:
    number: str
    heading: str = ""
    by_initiative: bool = False
    paragraphs: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Days:
    """What section 31 says: when the initiative's sections became operative, and which did `at_once`."""

    operative: date | None = None
    at_once: date | None = None
    listed: frozenset[str] = frozenset()


class CcpaMarkdown:
    """`ccpa-2018-as-of-2020-10.md` and `cpra-2020-prop24-new.md`, told by what their heads say."""

    name: ClassVar[str] = "ccpa-markdown"
    version: ClassVar[str] = "2"

    def accepts(self, path: Path) -> bool:
        start = head(path)
        return (
            path.suffix.lower() == ".md"
            and start.lstrip().startswith(_TITLE)
            and (_OLD in start or _NEW in start)
        )

    def describe(self, path: Path) -> tuple[str, date | None, tuple[str, ...]]:
        return describe_file(path, "Comparison of the CCPA and Proposition 24 by others (Markdown)")

    def read(self, path: Path) -> Iterator[ParsedEdition]:
        try:
            text = read_bytes(path).decode("utf-8")
        except UnicodeDecodeError as error:
            raise SourceError(f"{path.name} is not UTF-8 (byte {error.start}); save it as UTF-8.") from error
        if not self.accepts(path):
            raise SourceError(
                f"{path.name} is neither the text before Proposition 24 nor the text it enacted; a redline cannot be read."
            )
        initiative = _NEW in head(path)
        paragraphs = _paragraphs(text)
        days = _operative(paragraphs) if initiative else _Days()
        sections = _sections(path, paragraphs)
        provisions = tuple(_provision(path, section, days) for section in sections)
        if not provisions:
            raise SourceError(f"{path.name} holds no section of the Civil Code; fetch it again.")
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
            version=INITIATIVE if initiative else BEFORE,
            provisions=provisions,
            partial=True,
            notes=(
                ("Text as Proposition 24 of 2020 enacted it, from the initiative as filed.",)
                if initiative
                else (
                    "Text before Proposition 24, put together from a redline of the initiative; a single copy.",
                )
            ),
        )


def _paragraphs(text: str) -> list[str]:
    """Paragraphs in one line each, without Markdown."""
    plain = _LINK.sub(r"\1", text)
    plain = re.sub(r"\\(.)", r"\1", plain.replace("~~", "").replace("*", ""))
    found = (" ".join(tidy(block).split()) for block in re.split(r"\n[ \t]*\n", plain))
    return [re.sub(r" (?=[,.;:])", "", block) for block in found if block]


def _sections(path: Path, paragraphs: list[str]) -> list[_Section]:
    found: list[_Section] = []
    seen: set[str] = set()
    heading: tuple[str, str] = ("", "")
    amended = ""
    open_section = False

    def begin(number: str) -> None:
        nonlocal open_section
        if number in seen:
            raise SourceError(f"{path.name}: § {number} occurs twice; keep one of the two.")
        seen.add(number)
        title = heading[1] if heading[0] == number else ""
        found.append(_Section(number, title, by_initiative=number == amended))
        open_section = True

    for paragraph in paragraphs:
        if _INSTRUCTION.match(paragraph):
            match = _AMENDS.search(paragraph)
            amended, open_section = (match[1] if match else ""), False
        elif match := _NUMBER.match(paragraph):
            begin(match[1])
        elif not open_section and (match := _HEADED.match(paragraph)):
            heading = (match[1], match[2])
        elif open_section:
            parts = _INSIDE.split(paragraph)
            found[-1].paragraphs.append(parts[0])
            for number, rest in zip(parts[1::2], parts[2::2], strict=True):
                begin(number)
                found[-1].paragraphs.append(rest)
    return found


def _provision(path: Path, section: _Section, days: _Days) -> ParsedProvision:
    lines: list[str] = []
    for paragraph in section.paragraphs:
        # A label that the redline left alone on its line belongs to the words after it.
        if (
            lines
            and re.fullmatch(r"(?:\([A-Za-z0-9]{1,4}\)\s?)+", lines[-1])
            and not paragraph.startswith("(")
        ):
            lines[-1] = f"{lines[-1]} {paragraph}"
        else:
            lines.append(paragraph)
    text = break_lines("\n".join(lines), inline=False, order="cal")
    if not text:
        raise SourceError(f"{path.name}: § {section.number} has no text; fetch the file again.")
    stated = days.operative if section.by_initiative else None
    return ParsedProvision(
        key=section.number,
        number=f"§ {section.number}",
        text=text,
        heading=section.heading,
        toc=("Title 1.81.5",),
        valid_from=days.at_once if section.number in days.listed else stated,
    )


def _operative(paragraphs: list[str]) -> _Days:
    """What section 31 of the initiative says."""
    at = next((i for i, p in enumerate(paragraphs) if re.match(r"SEC\. ?31\.", p)), None)
    if at is None:
        return _Days()
    rule = " ".join(paragraphs[at : at + 3])
    match = _OPERATIVE.search(rule)
    exception = next((p for p in paragraphs[at : at + 4] if p.startswith("(b)")), "")
    listed: set[str] = set()
    for first, last in _RANGE.findall(_PARTS.sub("", exception)):
        listed.add(first)
        if last:
            stem, low = first.rsplit(".", 1)
            listed |= {f"{stem}.{n}" for n in range(int(low), int(last.rsplit(".", 1)[1]) + 1)}
    return _Days(parse_day(match) if match else None, date.fromisoformat(INITIATIVE), frozenset(listed))
