"""The JSON shape {documents[], provisions[]}: several acts of one State in one file, collected by others.

Its defects, and what is done about each:

- a passage without a section number (neither in `section_number` nor printed at its head) cannot be cited: left out, and
  counted in the edition's notes; a file with nothing else fails;
- a section of another chapter than the document's is left out and named;
- a section into whose words the collecting site's glossary was printed ("… See Montana Code 30-14-2802") is left out and named:
  where the glossary ends and the law goes on cannot be told;
- the section that the document is named after may be missing: noted;
- `title` may hold the rule itself (the text is then only the history note) or the lead-in of a list (it ends in a colon):
  both go back to the text; a title that repeats the beginning of the text is no heading and is dropped;
- in California sections the collector wrote "§" where the code prints "Section" or "Sec." (compared with the agency's PDF and
  with leginfo, section by section): put back, with a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import LawNames, ParsedEdition, ParsedProvision
from lawbase.ingest.sources.us_common import (
    DAY,
    jurisdiction_of,
    kind_of,
    parse_day,
    section_key,
    slug_from_citation,
    tidy,
)
from lawbase.ingest.sources.us_history import valid_days
from lawbase.ingest.sources.us_text import normalise, runs_on

_PRINTED_NUMBER = re.compile(r"^(?P<number>\d+[A-Z]?(?:[-.:]\d+[A-Z]?)+)\.\s+(?P<rest>\S.*)$", re.DOTALL)
_GLOSSARY = re.compile(r"\bSee [A-Z][a-z]+(?: [A-Z][a-z]+)? (?:Code|Statutes|Stat\.) \d")
_STATUS = re.compile(rf"^\((?:Effective {DAY}|Temporary)\)\s*")
_SECTION_SIGN = re.compile(r"(?P<usc>U\.S\.C\. )§ (?=\d)|§ (?=\d[\d.]* of (?:the|Article) )")
_HEADING = re.compile(r"^(?P<heading>[^\n]{2,240}?)\.\s+(?=[(“A-Z])(?P<text>.*)$", re.DOTALL)


def editions(path: Path, data: dict[str, Any]) -> Iterator[ParsedEdition]:
    """One edition for each document that has numbered sections. Raises SourceError where none has."""
    documents, provisions = data.get("documents"), data.get("provisions")
    if not isinstance(documents, list) or not documents or not isinstance(provisions, list) or not provisions:
        raise SourceError(f"{path.name}: “documents” and “provisions” must be lists that are not empty.")
    found = False
    for index, document in enumerate(documents):
        if not isinstance(document, dict) or not document.get("title") or not document.get("identifier"):
            raise SourceError(f"{path.name}: document no. {index + 1} needs a title and an identifier.")
        own = [p for p in provisions if isinstance(p, dict) and p.get("document_index") == index]
        edition = _edition(path, document, own)
        if edition is not None:
            found = True
            yield edition
    if not found:
        raise SourceError(
            f"{path.name}: no passage carries a section number, so none can be cited; get the text from the official site."
        )


def _edition(path: Path, document: dict[str, Any], passages: list[dict[str, Any]]) -> ParsedEdition | None:
    identifier = str(document["identifier"])
    chapter, named = _chapter(identifier)
    kept: dict[str, ParsedProvision] = {}
    unnumbered = 0
    foreign: list[str] = []
    mixed: list[str] = []
    flat = runs_on(str(passage.get("text") or "") for passage in passages)
    for passage in sorted(passages, key=lambda p: p.get("order_index") or 0):
        provision = _provision(path, passage, flat)
        if provision is None:
            unnumbered += 1
        elif chapter and not provision.key.startswith(chapter):
            foreign.append(provision.key)
        elif _GLOSSARY.search(provision.text):
            mixed.append(provision.key)
        elif provision.key in kept:
            raise SourceError(
                f"{path.name}: § {provision.key} occurs twice in “{document['title']}”; keep one of the two."
            )
        else:
            kept[provision.key] = provision
    if not kept:
        return None
    newest = max((p.valid_from for p in kept.values() if p.valid_from), default=None)
    return ParsedEdition(
        law=_names(path, document, identifier),
        version=newest.isoformat() if newest else "undated",
        provisions=tuple(kept.values()),
        in_force_from=newest if _all_dated(kept) else None,
        partial=True,
        official_url=str(document.get("source_url") or ""),
        notes=_notes(document, named, kept, unnumbered, foreign, mixed),
    )


def _all_dated(kept: dict[str, ParsedProvision]) -> bool:
    """Whether every section says since when it reads so: then the newest of those days is the edition's."""
    return all(p.valid_from for p in kept.values())


def _chapter(identifier: str) -> tuple[str, str]:
    """`Cal. Civ. Code § 1798.82` → prefix `1798.` and section `1798.82` (empty for "… et seq.")."""
    match = re.search(r"(?:§|ch\.)\s*([\w.:-]+)", identifier)
    if match is None:
        return "", ""
    number = section_key(match[1])
    prefix = re.match(r"^(.*[-.:])[^-.:]+$", number)
    return (prefix[1] if prefix else ""), ("" if "et seq" in identifier or "ch." in identifier else number)


def _names(path: Path, document: dict[str, Any], identifier: str) -> LawNames:
    stated = str(document.get("jurisdiction") or "").lower()
    jurisdiction = stated or jurisdiction_of(identifier)
    return LawNames(
        title=str(document["title"]).strip(),
        jurisdiction=jurisdiction,
        kind=kind_of(identifier, jurisdiction),
        short_title=str(document.get("short_name") or ""),
        citation=identifier,
        file=path.name,
        identifier=identifier,
        slug=slug_from_citation(identifier, jurisdiction),
    )


def _provision(path: Path, passage: dict[str, Any], flat: bool) -> ParsedProvision | None:
    text, title = str(passage.get("text") or ""), tidy(str(passage.get("title") or ""))
    number = str(passage.get("section_number") or "").strip()
    status: tuple[str, ...] = ()
    printed_from: date | None = None
    if not number:
        match = _PRINTED_NUMBER.match(tidy(text))
        if match is None:
            return None
        number, text = match["number"], match["rest"]
        if mark := _STATUS.match(text):
            status = (mark.group(0).strip(),)
            printed_from = parse_day(mark) if mark["month"] else None
            text = text[mark.end() :]
        if parted := _HEADING.match(text):
            title, text = parted["heading"], parted["text"]
    key = section_key(number)
    title, text = _title_and_text(title, text)
    if str(passage.get("jurisdiction") or "").upper() == "US-CA" and _SECTION_SIGN.search(text):
        text = _SECTION_SIGN.sub(lambda m: f"{m['usc']}Sec. " if m["usc"] else "Section ", text)
        status = (*status, "“§” of the copy read as “Section” or “Sec.”, as the code prints it.")
    done = normalise(text, title, flat=flat)
    if not done.text:
        raise SourceError(f"{path.name}: § {key} has no text; get the section from the official site.")
    first, end = valid_days(done.notes, done.text)
    return ParsedProvision(
        key=key,
        number=f"§ {key}",
        text=done.text,
        heading=done.heading,
        notes=(*done.notes, *status),
        valid_from=printed_from or first,
        valid_to=end,
    )


def _title_and_text(title: str, text: str) -> tuple[str, str]:
    """Sort out what stands in `title`: a heading, the rule itself, a lead-in, or the beginning of the text."""
    body = tidy(text)
    beginning = title.rstrip("…").strip()
    if title and normalise(text, "").text == "":
        return "", f"{title}\n{text}"
    if title.endswith(":") and not body.startswith(beginning):
        return "", f"{title}\n{text}"
    if title.endswith("…") or body.startswith(beginning):
        return "", text
    return title, text


def _notes(
    document: dict[str, Any],
    named: str,
    kept: dict[str, ParsedProvision],
    unnumbered: int,
    foreign: list[str],
    mixed: list[str],
) -> tuple[str, ...]:
    notes: list[str] = []
    if named and named not in kept:
        notes.append(
            f"The source calls this document “{document['identifier']}”, but § {named} is not in it."
        )
    if unnumbered:
        notes.append(f"{unnumbered} passages of the source carry no section number and are left out.")
    if foreign:
        notes.append(f"Left out, as parts of other chapters: §§ {', '.join(foreign)}.")
    if mixed:
        notes.append(f"Left out, because the source mixes its glossary into them: §§ {', '.join(mixed)}.")
    return tuple(notes)
