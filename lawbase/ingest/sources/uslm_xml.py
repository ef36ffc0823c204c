"""The United States Code in USLM XML (1.0 and 2.0), as the Office of the Law Revision Counsel publishes it.

One file is one title (or a slice of one) and gives one edition: `us-usc-<title>`. Sections come with heading, place in the
table of contents and units; the source credit and footnotes stand in the notes; editorial and statutory notes are left
out. A section without text (repealed, omitted, transferred, renumbered) is named in the edition's notes.

A title holds thousands of sections of many acts. `read` may be told which to keep: the others are passed over before
their words are looked at, and the edition is partial. The file is read as a stream, each section freed behind it.

Normalisation: white space; each unit, paragraph, continuation, list item and table row on its own line; footnote marks
taken out of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import ClassVar

from lxml import etree

from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import LawNames, ParsedEdition, ParsedProvision
from lawbase.ingest.sources.us_common import describe_file, head, iso_day, section_key, tidy
from lawbase.ingest.sources.us_history import enacted

_NAMESPACES = (b"http://xml.house.gov/schemas/uslm/1.0", b"http://schemas.gpo.gov/xml/uslm")
_LEVELS = {
    "subsection",
    "paragraph",
    "subparagraph",
    "clause",
    "subclause",
    "item",
    "subitem",
    "subsubitem",
    "level",
}
_ABOVE = {
    "title",
    "subtitle",
    "part",
    "subpart",
    "division",
    "subdivision",
    "chapter",
    "subchapter",
    "article",
    "subarticle",
}
_SKIP = {"notes", "note", "sourceCredit", "toc", "footnote", "meta", "signature"}
_BLOCKS = {"p", "continuation", "chapeau", "content", "listItem", "tr", "quotedContent", "heading", "text"}
Keep = Callable[[str, str], bool]
"""Whether a section is wanted, by the code (`usc:15`) and its key (`6502`)."""
_STRUCTURE_ENDS = re.compile(r"[—–:-]\s*$")


class UslmXml:
    """USLM XML files. Sections that the register gives to an act are parted from the title by the pipeline."""

    name: ClassVar[str] = "uslm-xml"
    version: ClassVar[str] = "2"

    def accepts(self, path: Path) -> bool:
        start = head(path)
        return path.suffix.lower() == ".xml" and b"uscDoc" in start and any(n in start for n in _NAMESPACES)

    def describe(self, path: Path) -> tuple[str, date | None, tuple[str, ...]]:
        return describe_file(path, "Office of the Law Revision Counsel, United States Code (USLM XML)")

    def read(self, path: Path, keep: Keep | None = None) -> Iterator[ParsedEdition]:
        """Yield the title's edition; with `keep` only the sections it wants. Raises `SourceError` naming file and section."""
        yield _Title(path, keep).edition()


class _Title:
    """One pass over one file."""

    def __init__(self, path: Path, keep: Keep | None) -> None:
        self.path = path
        self.keep = keep
        self.keys: set[str] = set()
        self.provisions: list[ParsedProvision] = []
        self.without_text: dict[str, list[str]] = {}
        self.meta: dict[str, str] = {}
        self.title_heading = ""

    def edition(self) -> ParsedEdition:
        if not head(self.path).strip():
            raise SourceError(f"{self.path.name} is empty or cannot be read; fetch it again or remove it.")
        try:
            with self.path.open("rb") as file:
                # No entities, no DTD, no network: a law file needs none of them.
                events = etree.iterparse(
                    file,
                    events=("end",),
                    tag=("{*}meta", "{*}section"),
                    resolve_entities=False,
                    no_network=True,
                    load_dtd=False,
                    huge_tree=True,
                )
                for _, element in events:
                    self._take(element)
        except etree.XMLSyntaxError as error:
            last = f" after § {self.provisions[-1].key}" if self.provisions else ""
            raise SourceError(
                f"{self.path.name} is not well-formed XML (line {error.lineno}){last}; fetch the file again."
            ) from error
        return self._result()

    def _take(self, element: etree._Element) -> None:
        if _local(element) == "meta":
            self.meta = {
                _local(e): tidy("".join(str(piece) for piece in e.itertext()))
                for e in element
                if isinstance(e.tag, str)
            }
        elif self._is_law(element):
            self._section(element)
            element.clear(keep_tail=True)  # type: ignore[call-arg]  # known to lxml, not to its stubs

    @staticmethod
    def _is_law(element: etree._Element) -> bool:
        return not any(
            _local(a) in {"note", "notes", "quotedContent", "section"} for a in element.iterancestors()
        )

    def _section(self, element: etree._Element) -> None:
        num = element.find("{*}num")
        value = (num.get("value") if num is not None else "") or (_plain(num) if num is not None else "")
        key = section_key(value)
        if self.keep and not self.keep(f"usc:{self.meta.get('docNumber', '')}", key):
            return
        if not key:
            place = element.get("identifier") or f"line {element.sourceline}"
            raise SourceError(
                f"{self.path.name}: the section at {place} has no number; correct the file or fetch it again."
            )
        heading_element = element.find("{*}heading")
        heading = _plain(heading_element) if heading_element is not None else ""
        text = _text(element)
        if not text:
            status = element.get("status") or _status(heading)
            if not status:
                raise SourceError(
                    f"{self.path.name}: § {key} has no text and no status; fetch the file again."
                )
            self.without_text.setdefault(status, []).append(value)
            return
        if key in self.keys:
            raise SourceError(f"{self.path.name}: § {key} occurs twice; a title may give each section once.")
        self.keys.add(key)
        self.provisions.append(
            ParsedProvision(
                key=key,
                number=f"§ {value.replace('–', '-')}",
                text=text,
                heading=heading.rstrip(".") if heading.count(".") == 1 else heading,
                toc=self._toc(element),
                notes=_notes(element),
                not_before=enacted(_notes(element)),
            )
        )

    def _toc(self, element: etree._Element) -> tuple[str, ...]:
        above: list[str] = []
        for ancestor in element.iterancestors():
            name = _local(ancestor)
            if name not in _ABOVE:
                continue
            num, heading = ancestor.find("{*}num"), ancestor.find("{*}heading")
            label = _plain(num) if num is not None else ""
            words = _plain(heading) if heading is not None else ""
            if name == "title":
                self.title_heading = words
            joint = "" if not label or _STRUCTURE_ENDS.search(label) else " "
            above.append(f"{label}{joint}{words}".strip())
        return tuple(reversed(above))

    def _result(self) -> ParsedEdition:
        number = self.meta.get("docNumber", "")
        if not number:
            raise SourceError(
                f"{self.path.name}: the file does not say which title it is (docNumber); fetch it again."
            )
        if not self.provisions and self.keep:
            raise SourceError(
                f"{self.path.name}: title {number} holds none of the sections that corpus/statutes.yaml gives to an act; "
                "correct the address or the sections there."
            )
        if not self.provisions:
            raise SourceError(f"{self.path.name}: no section with text; fetch the file again.")
        day = next((d for k in ("created", "processedDate") if (d := iso_day(self.meta.get(k)))), None)
        release = self.meta.get("docPublicationName", "").partition("@")[2]
        return ParsedEdition(
            law=LawNames(
                title=f"United States Code, Title {number}"
                + (f": {self.title_heading}" if self.title_heading else ""),
                jurisdiction="us",
                kind="federal-act",
                short_title=f"Title {number} U.S.C.",
                citation=f"{number} U.S.C.",
                issuer="United States Congress",
                file=self.path.name,
                identifier=f"/us/usc/t{number}",
                slug=f"us-usc-{number.lower()}",
            ),
            version=f"uslm-{day.isoformat()}" if day else f"uslm-{release or 'undated'}",
            provisions=tuple(self.provisions),
            partial=self.keep is not None or "slice" in self.path.name,
            official_url=f"https://uscode.house.gov/browse/prelim@title{number}",
            notes=self._edition_notes(release, day),
        )

    def _edition_notes(self, release: str, day: date | None) -> tuple[str, ...]:
        notes: list[str] = []
        if release:
            notes.append(f"Release point: current through Public Law {release}.")
        if day:
            notes.append(f"File made by the Office of the Law Revision Counsel on {day.isoformat()}.")
        for status, numbers in self.without_text.items():
            notes.append(f"Sections without text, {status}: {'; '.join(numbers)}.")
        return tuple(notes)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _status(heading: str) -> str:
    match = re.match(
        r"\W*(repealed|omitted|transferred|renumbered|reserved|vacant|terminated)", heading, re.IGNORECASE
    )
    return match[1].lower() if match else ""


def _footnote_mark(element: etree._Element) -> bool:
    return _local(element) == "ref" and "footnoteRef" in (element.get("class") or "")


def _plain(element: etree._Element) -> str:
    """The words of an element in one line, without notes and footnote marks."""
    pieces: list[str] = []
    _collect(element, pieces, breaks=False)
    return " ".join(tidy("".join(pieces)).split())


def _collect(element: etree._Element, pieces: list[str], *, breaks: bool) -> None:
    if element.text:
        pieces.append(re.sub(r"\s+", " ", element.text))
    for child in element:
        name = _local(child)
        if name and name not in _SKIP and not _footnote_mark(child):
            own_line = breaks and (name in _BLOCKS or name in _LEVELS)
            if own_line:
                pieces.append("\n")
            _collect(child, pieces, breaks=breaks)
            if own_line:
                pieces.append("\n")
            elif name in {"td", "th", "column"}:
                pieces.append(" ")
        if child.tail:
            pieces.append(re.sub(r"\s+", " ", child.tail))


def _text(section: etree._Element) -> str:
    """The text of a section, one unit a line."""
    lines: list[str] = []
    _unit(section, "", lines)
    return tidy("\n".join(lines))


def _unit(element: etree._Element, lead: str, lines: list[str]) -> None:
    """Add the lines of one level. `lead` is its label and run-in heading, which its first words follow."""
    for child in element:
        name = _local(child)
        if not name or name in _SKIP or name in {"num", "heading"}:
            continue
        if name in _LEVELS:
            if lead:
                lines.append(lead)
                lead = ""
            _unit(child, _lead(child), lines)
            continue
        pieces: list[str] = []
        _collect(child, pieces, breaks=True)
        words = tidy("".join(pieces))
        if not words:
            continue
        if lead and not re.search(r"[—–]$", lead) and " " in lead.strip():
            # A heading printed on a line of its own.
            lines.extend((lead, words))
        else:
            lines.append(_join(lead, words))
        lead = ""
    if lead:
        lines.append(lead)


def _lead(element: etree._Element) -> str:
    num, heading = element.find("{*}num"), element.find("{*}heading")
    label = re.sub(r"\s", "", _plain(num)) if num is not None else ""
    words = _plain(heading) if heading is not None else ""
    return f"{label} {words}".strip()


def _join(lead: str, words: str) -> str:
    if not lead:
        return words
    return f"{lead}{words}" if re.search(r"[—–]$", lead) else f"{lead} {words}"


def _notes(section: etree._Element) -> tuple[str, ...]:
    """Source credit and footnotes."""
    found: list[str] = []
    credit = section.find("{*}sourceCredit")
    if credit is not None:
        found.append(f"Source: {_plain(credit)}")
    for note in section.iter("{*}note", "{*}footnote"):
        if _local(note) == "note" and note.get("type") != "footnote":
            continue
        if any(_local(a) in {"notes", "sourceCredit"} for a in note.iterancestors()):
            continue
        num = note.find("{*}num")
        mark = _plain(num) if num is not None else ""
        body = " ".join(tidy("".join(str(piece) for piece in note.itertext())).split())
        found.append(f"Footnote {mark}: {body.removeprefix(mark).strip()}" if mark else f"Footnote: {body}")
    return tuple(found)
