"""US acts as JSON: LawBase's interchange format (docs/interchange.md), and the shape {documents, provisions} beside it.

A file is one act with its sections; sections that name different editions give one edition each. Labels, days and notes
are read from the file; what the file does not say is not invented. The normalisations are those of
`lawbase.ingest.sources.us_text`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import LawNames, ParsedEdition, ParsedProvision
from lawbase.ingest.sources import us_documents
from lawbase.ingest.sources.us_common import (
    describe_file,
    head,
    iso_day,
    jurisdiction_of,
    kind_of,
    printed_number,
    read_bytes,
    section_key,
    slug_from_citation,
    tidy,
)
from lawbase.ingest.sources.us_history import enacted, valid_days
from lawbase.ingest.sources.us_text import normalise, runs_on
from lawbase.statutes.us_outline import Order

_EFFECTIVE_LABEL = re.compile(r"\beff-(\d{4}-\d\d-\d\d)$")
_EFFECTIVE_TITLE = re.compile(r"\btext effective (\d{4}-\d\d-\d\d)")


class UsJson:
    """`.json` files with `act` and `sections`, or with `documents` and `provisions`."""

    name: ClassVar[str] = "us-json"
    version: ClassVar[str] = "2"

    def accepts(self, path: Path) -> bool:
        start = head(path)
        return path.suffix.lower() == ".json" and (
            b'"act"' in start or (b'"documents"' in start and b'"jurisdiction"' in start)
        )

    def describe(self, path: Path) -> tuple[str, date | None, tuple[str, ...]]:
        data = load(path)
        upstream = [u for u in data.get("upstream") or [] if isinstance(u, dict)]
        origin = "; ".join(filter(None, map(_upstream, upstream))) or str(data.get("source_url") or path.name)
        notes = tuple(str(u["note"]) for u in upstream if u.get("note"))
        return describe_file(path, origin, notes)

    def read(self, path: Path) -> Iterator[ParsedEdition]:
        data = load(path)
        if "documents" in data:
            yield from us_documents.editions(path, data)
        else:
            yield from _act(path, data)


def load(path: Path) -> dict[str, Any]:
    """The file's object. Raises SourceError where it is no JSON object or lacks what every file must have."""
    try:
        data = json.loads(read_bytes(path).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name} is not UTF-8 (byte {error.start}); save it as UTF-8.") from error
    except json.JSONDecodeError as error:
        raise SourceError(
            f"{path.name} is no valid JSON (line {error.lineno}: {error.msg}); fetch it again."
        ) from error
    if not isinstance(data, dict):
        raise SourceError(f"{path.name} must hold one JSON object; see docs/interchange.md.")
    if "documents" in data:
        return data
    for field in ("act", "citation"):
        if not isinstance(data.get(field), str) or not data[field].strip():
            raise SourceError(
                f"{path.name}: the field “{field}” is missing or empty; see docs/interchange.md."
            )
    if not isinstance(data.get("sections"), list) or not data["sections"]:
        raise SourceError(
            f"{path.name}: “sections” must be a list with at least one section; see docs/interchange.md."
        )
    return data


def _upstream(entry: dict[str, Any]) -> str:
    place = " @ ".join(str(entry[k]) for k in ("repo", "commit") if entry.get(k))
    return ", ".join(filter(None, (place, str(entry.get("path") or ""))))


def _act(path: Path, data: dict[str, Any]) -> Iterator[ParsedEdition]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for index, section in enumerate(data["sections"], 1):
        if not isinstance(section, dict):
            raise SourceError(f"{path.name}: section no. {index} must be an object; see docs/interchange.md.")
        groups.setdefault(str(section.get("edition") or data.get("edition") or ""), []).append(section)
    names = _names(path, data)
    for label, sections in groups.items():
        version, effective = _version(label, data)
        provisions, repealed = _provisions(path, sections, data)
        yield ParsedEdition(
            law=names,
            version=version,
            provisions=provisions,
            adopted=_day(path, data, "adopted"),
            in_force_from=_day(path, data, "in_force_from") or effective,
            in_force_to=_day(path, data, "in_force_to"),
            # A compilation seldom says that it is whole; a section missing from it is not a repeal.
            partial=len(groups) > 1 or data.get("complete") is not True,
            official_url=str(data.get("source_url") or ""),
            notes=(*_edition_notes(data, label), *repealed),
        )


def _names(path: Path, data: dict[str, Any]) -> LawNames:
    citation, act = data["citation"].strip(), data["act"].strip()
    jurisdiction = str(data.get("jurisdiction") or jurisdiction_of(citation, act)).lower()
    if not jurisdiction:
        raise SourceError(
            f"{path.name}: the legal order is not stated and cannot be read off the citation “{citation}”; "
            "add “jurisdiction” (us, us-ca, …)."
        )
    return LawNames(
        title=act,
        jurisdiction=jurisdiction,
        kind=str(data.get("kind") or kind_of(citation, jurisdiction)),
        short_title=str(data.get("short_name") or ""),
        citation=citation,
        issuer=str(data.get("issuer") or ""),
        file=path.name,
        identifier=str(data.get("identifier") or ""),
        slug=str(data.get("slug") or slug_from_citation(citation, jurisdiction)),
    )


def _version(label: str, data: dict[str, Any]) -> tuple[str, date | None]:
    """The edition's label, and the day of effect where label or title states one."""
    if match := _EFFECTIVE_LABEL.search(label):
        return match[1], iso_day(match[1])
    as_of = str(data.get("as_of") or "")
    if label:
        return (label if re.search(r"\d{4}", label) or not as_of else f"{label}-{as_of}"), None
    if match := _EFFECTIVE_TITLE.search(data["act"]):
        return match[1], iso_day(match[1])
    return as_of or "undated", None


def _day(path: Path, data: dict[str, Any], field: str) -> date | None:
    value = data.get(field)
    if value in (None, ""):
        return None
    day = iso_day(value)
    if day is None:
        where = f"§ {data['section']}: " if "section" in data else ""
        raise SourceError(f"{path.name}: {where}“{field}” must be a day such as 2026-01-01, not {value!r}.")
    return day


def _provisions(
    path: Path, sections: Sequence[dict[str, Any]], data: dict[str, Any]
) -> tuple[tuple[ParsedProvision, ...], tuple[str, ...]]:
    """The sections, and a note for each that is repealed and so has no text."""
    found: dict[str, ParsedProvision] = {}
    repealed: list[str] = []
    order: Order | None = "cfr" if re.search(r"\bC\.?F\.?R\b", data["citation"]) else None
    flat = runs_on(str(section.get("text") or "") for section in sections)
    for index, section in enumerate(sections, 1):
        number = section.get("section")
        if not isinstance(number, str) or not section_key(number):
            raise SourceError(
                f"{path.name}: section no. {index} has no number (“section”); see docs/interchange.md."
            )
        key = section_key(number)
        if not isinstance(section.get("text"), str) or not section["text"].strip():
            raise SourceError(
                f"{path.name}: § {number} has no text; add it, or list it under “missing_sections”."
            )
        if key in found:
            raise SourceError(f"{path.name}: § {number} occurs twice in one edition; keep one of the two.")
        provision = _provision(section, key, data, order, path, flat)
        if provision.text:
            found[key] = provision
        elif re.match(r"\W*(?:repealed|reserved|omitted)", provision.heading, re.IGNORECASE):
            repealed.append(f"§ {number}: {provision.heading.strip('()')}. {' '.join(provision.notes)}")
        else:
            raise SourceError(f"{path.name}: § {number} holds a history note and no text; add the text.")
    return tuple(found.values()), tuple(repealed)


def _provision(
    section: dict[str, Any], key: str, data: dict[str, Any], order: Order | None, path: Path, flat: bool
) -> ParsedProvision:
    heading, history = (str(section.get(field) or "") for field in ("heading", "history"))
    done = normalise(section["text"], heading, history, order, flat=flat)
    first, end = valid_days(done.notes, done.text)
    toc = section.get("toc") or ([section["article"]] if section.get("article") else [])
    return ParsedProvision(
        key=key,
        number=printed_number(section["section"]),
        text=done.text,
        heading=done.heading,
        toc=tuple(str(line) for line in toc),
        notes=(*done.notes, *_stated_notes(section), *_file_notes(data, section["section"])),
        valid_from=_day(path, section, "valid_from") or first,
        valid_to=_day(path, section, "valid_to") or end,
        not_before=enacted(done.notes),
    )


def _stated_notes(section: dict[str, Any]) -> Iterator[str]:
    for note in section.get("footnotes") or []:
        yield f"Footnote: {tidy(str(note))}"
    for note in section.get("notes") or []:
        yield tidy(str(note))


def _file_notes(data: dict[str, Any], number: str) -> Iterator[str]:
    """What the head of the file says about one section: typing errors put right, later amendments not in the text."""
    for entry in data.get("corrections") or []:
        if isinstance(entry, dict) and entry.get("section") == number:
            was, now = entry.get("was") or "nothing", entry.get("now") or "nothing"
            yield f"Typing error of the copy put right: “{was}” read as “{now}”."
    later = data.get("later_amendments")
    for entry in (later.get(number) or []) if isinstance(later, dict) else []:
        yield f"Amended later, not in this text: “{tidy(str(entry.get('text_2025') or ''))}”"


def _edition_notes(data: dict[str, Any], label: str) -> tuple[str, ...]:
    notes: list[str] = []
    if data.get("as_of"):
        notes.append(f"As of {data['as_of']}.")
    for field in ("currency_note", "source_note", "later_amendments_note"):
        if data.get(field):
            notes.append(str(data[field]))
    if data.get("known_later_amendments_missing"):
        notes.append(f"Missing: {data['known_later_amendments_missing']}.")
    for entry in data.get("missing_sections") or []:
        if isinstance(entry, dict):
            notes.append(f"Not held: § {entry.get('section')} ({entry.get('reason')}).")
        else:
            notes.append(f"Not held: § {entry}.")
    for entry in data.get("upstream") or []:
        if isinstance(entry, dict) and entry.get("note") and entry.get("edition", label) == label:
            notes.append(str(entry["note"]))
    notes += [str(note) for note in data.get("notes") or []]
    return tuple(dict.fromkeys(notes))
