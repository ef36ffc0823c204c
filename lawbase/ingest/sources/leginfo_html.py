"""California codes as leginfo.legislature.ca.gov serves them: the text view (many sections) and the view of one section.

The official page decides the paragraphs; each is a line. The history note in small type goes to the notes, and gives the
section its days. A section printed in two versions (one operative later) gives a second, partial edition with the later
words. The page of an unknown section answers with an empty block: that is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import ClassVar

from lxml import html

from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import LawNames, ParsedEdition, ParsedProvision
from lawbase.ingest.sources.us_common import (
    describe_file,
    head,
    read_bytes,
    section_key,
    slug_from_citation,
    tidy,
)
from lawbase.ingest.sources.us_history import valid_days
from lawbase.statutes.units_us import break_lines

CODES = {
    "BPC": "Bus. & Prof. Code", "CCP": "Code Civ. Proc.", "CIV": "Civ. Code", "CONS": "Const.", "CORP": "Corp. Code",
    "EDC": "Educ. Code", "EVID": "Evid. Code", "FAM": "Fam. Code", "FIN": "Fin. Code", "GOV": "Gov’t Code",
    "HSC": "Health & Safety Code", "INS": "Ins. Code", "LAB": "Lab. Code", "PCC": "Pub. Cont. Code", "PEN": "Penal Code",
    "PROB": "Prob. Code", "PUC": "Pub. Util. Code", "RTC": "Rev. & Tax. Code", "VEH": "Veh. Code", "WIC": "Welf. & Inst. Code",
}  # fmt: skip
"""The site's abbreviations of the codes and how a citation prints them."""

_LEVEL = re.compile(r"^(DIVISION|PART|TITLE|CHAPTER|ARTICLE)\b", re.IGNORECASE)
_RANGE = re.compile(r"\s*\[[^\[\]]*\]\s*$")


@dataclass(frozen=True)
class _Section:
    number: str
    lines: tuple[str, ...]
    history: tuple[str, ...]
    toc: tuple[str, ...]


class LeginfoHtml:
    """Saved pages of the California legislature's site."""

    name: ClassVar[str] = "leginfo-html"
    version: ClassVar[str] = "1"

    def accepts(self, path: Path) -> bool:
        return path.suffix.lower() in {".html", ".htm", ".xhtml"} and b"leginfo.legislature.ca.gov" in head(
            path
        )

    def describe(self, path: Path) -> tuple[str, date | None, tuple[str, ...]]:
        return describe_file(path, "https://leginfo.legislature.ca.gov/")

    def read(self, path: Path) -> Iterator[ParsedEdition]:
        try:
            text = read_bytes(path).decode("utf-8")
        except UnicodeDecodeError as error:
            raise SourceError(
                f"{path.name} is not UTF-8 (byte {error.start}); fetch the page again."
            ) from error
        block = _law_block(path, text)
        code, sections = _sections(block)
        if not sections:
            raise SourceError(
                f"{path.name} holds no section: the site answers so for an unknown section number. Check the address."
            )
        _, retrieved, _ = self.describe(path)
        yield from _editions(path, code, sections, retrieved)


def _law_block(path: Path, text: str) -> html.HtmlElement:
    """The part of the page that holds the law."""
    # The site writes empty paragraphs as <p …/>, which HTML reads as an opening; and an XML declaration that the
    # parser refuses in a decoded text.
    text = re.sub(r"<p\b[^<>]*/>", "\n", re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    if "</html>" not in text.lower():
        raise SourceError(f"{path.name} breaks off before the end of the page; fetch it again.")
    page = html.document_fromstring(text)
    for name in (
        "manylawsections",
        "codeLawSectionNoHead",
        "single_law_section",
        "display_code_many_law_sections",
    ):
        found = next((e for e in page.iter("div") if e.get("id") == name), None)
        if found is not None:
            return found
    raise SourceError(
        f"{path.name} is no page of statute text (no block of law sections); save the text view of the law."
    )


def _sections(block: html.HtmlElement) -> tuple[tuple[str, str], list[_Section]]:
    """Code name and abbreviation, and the sections in the order of the page."""
    code = ("", "")
    above: list[tuple[str, str]] = []
    found: list[_Section] = []
    for element in block.iter("h3", "h4", "h5", "h6"):
        words = " ".join(element.text_content().split())
        if element.tag == "h6":
            found.append(_section(element, words, tuple(heading for _, heading in above)))
            continue
        match = _LEVEL.match(words)
        if match is None:
            name, _, short = words.rpartition(" - ")
            code = (name or words, short) if not code[0] else code
            continue
        level = match[1].upper()
        names = [kind for kind, _ in above]
        if level in names:
            above = above[: names.index(level)]
        above.append((level, _RANGE.sub("", words)))
    return code, found


def _section(h6: html.HtmlElement, number: str, toc: tuple[str, ...]) -> _Section:
    """One section: everything in its block after the number."""
    container = h6.getparent()
    while container is not None and container.tag not in {"div", "body"}:
        container = container.getparent()
    pieces: list[str] = []
    if container is not None:
        _walk(container, h6, pieces)
    lines = [line for line in tidy("".join(pieces)).split("\n") if line]
    history: list[str] = []
    while lines and re.match(r"^\((?:Added|Amended|Enacted|Repealed|Renumbered|Formerly)\b.*\)$", lines[-1]):
        history.insert(0, lines.pop())
    return _Section(number.strip(), tuple(lines), tuple(history), toc)


def _walk(element: html.HtmlElement, h6: html.HtmlElement, pieces: list[str]) -> None:
    """Collect words; every paragraph, list item, table row and line break begins a line. Stops at a next number."""
    if element is h6:
        pieces.clear()
    elif isinstance(element.tag, str):
        block = element.tag in {"p", "div", "br", "li", "tr", "table"}
        pieces.append("\n" if block else "")
        pieces.append(re.sub(r"\s+", " ", element.text or ""))
        for child in element:
            _walk(child, h6, pieces)
        pieces.append("\n" if block else "")
    pieces.append(re.sub(r"\s+", " ", element.tail or ""))


def _editions(
    path: Path, code: tuple[str, str], sections: list[_Section], retrieved: date | None
) -> Iterator[ParsedEdition]:
    provisions = [_provision(path, section) for section in sections]
    groups: dict[str, list[ParsedProvision]] = {}
    for provision in provisions:
        groups.setdefault(provision.key, []).append(provision)
    today: list[ParsedProvision] = []
    later: list[ParsedProvision] = []
    for key, group in groups.items():
        if len(group) == 1:
            today.append(group[0])
            continue
        dated = sorted((p for p in group if p.valid_from), key=lambda p: p.valid_from or date.min)
        if len(dated) != len(group) or len({p.valid_from for p in dated}) != len(group) or len(group) > 2:
            raise SourceError(
                f"{path.name}: § {key} is printed {len(group)} times and the notes do not say from when each version "
                "holds; keep the version you need and remove the other."
            )
        first, second = dated
        today.append(replace(first, valid_to=first.valid_to or second.valid_from))
        later.append(second)
    newest = max((p.valid_from for p in today if p.valid_from), default=None)
    day = retrieved or newest
    edition = ParsedEdition(
        law=_names(path, code, sections),
        version=f"leginfo-{day.isoformat()}" if day else "leginfo-undated",
        provisions=tuple(today),
        # A page shows one chapter or one section; that a section is not on it says nothing about its being law.
        partial=True,
        notes=()
        if retrieved
        else ("Day of retrieval unknown: the label names the newest day in the history notes.",),
        official_url="",
    )
    yield edition
    if later:
        yield replace(
            edition,
            version=f"{edition.version}-later",
            provisions=tuple(later),
            notes=(*edition.notes, "Versions printed beside those of today, operative on a later day."),
        )


def _provision(path: Path, section: _Section) -> ParsedProvision:
    key = section_key(section.number)
    text = break_lines("\n".join(section.lines), inline=False, order="cal")
    if not text:
        raise SourceError(f"{path.name}: § {key} has no text; fetch the page again.")
    first, end = valid_days(section.history, text)
    return ParsedProvision(
        key=key,
        number=f"§ {key}",
        text=text,
        toc=section.toc,
        notes=section.history,
        valid_from=first,
        valid_to=end,
    )


def _names(path: Path, code: tuple[str, str], sections: list[_Section]) -> LawNames:
    name, short = code
    first, last = section_key(sections[0].number), section_key(sections[-1].number)
    part = next(iter(sections[0].toc[::-1]), "")
    cited = f"Cal. {CODES.get(short, name)}"
    sign = "§" if first == last else "§§"
    sections_cited = first if first == last else f"{first}–{last}"
    return LawNames(
        title=f"California {name}" + (f", {part}" if part else ""),
        jurisdiction="us-ca",
        kind="state-act",
        citation=f"{cited} {sign} {sections_cited}",
        issuer="California State Legislature",
        file=path.name,
        identifier=f"cal-{short.lower()}:{first}-{last}",
        slug=slug_from_citation(f"{cited} {sign} {sections_cited}", "us-ca"),
    )
