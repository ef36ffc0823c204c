"""Normalisations of US texts, each named, each reversible by eye. None adds, drops or changes a word of the law.

What they take out of the text (footnote marks, source credits, furniture of a page) goes to the notes of the section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lawbase.ingest.sources.us_common import tidy
from lawbase.ingest.sources.us_history import part_credit, part_history
from lawbase.statutes.units_us import break_lines
from lawbase.statutes.us_outline import Order

_MARK = re.compile(r"\s?\[(\d{1,2})\]")
# Bare footnote numbers, where nothing else can be meant: between a closing bracket and "of this title"; set off by a narrow
# space; behind the full stop or semicolon that ends a line; between a full stop and the next sentence's capital; after ").".
_BARE_MARK = re.compile(
    r"(?<=\))[ \u202f]([1-9])(?= of (?:this|the|such|title)\b)|\u202f([1-9])(?= )"
    r"|(?<=[.;]) ?([1-9])(?=\n|$)|(?<=[a-z]\.) ([1-9])(?= [A-Z][a-z]+ )|(?<=\)\.) ([1-9])(?= )"
)
_GLUED_HEADING = re.compile(
    r"^(?P<label>(?:\([A-Za-z0-9.-]{1,6}\)\s)+)?(?P<heading>[A-Z][^.:“”]{1,240}?[a-z)])(?P<body>[A-Z][a-z]*\b[ ,’\-]?.*)$"
)
_RUN_ON_LIST = re.compile(r"(?:[—:]|[a-z]{3,})\((?:1|A|a|i|I)\)\s?\S")
_SPACED_LABEL = re.compile(r"\(([A-Za-z0-9]{1,3}) \)(?= [A-Z])")
_AGENCY_NOTE = re.compile(r"\s*\* Pursuant to Civil Code § [\d.]+\(d\),[^.]*\.(?: Please see [^.]*\.)?")
_CONTENTS_IN_HEADING = re.compile(r"\s*\.\s*\d+\s+\d+\.\d+\.\s.*$")


@dataclass(frozen=True)
class Normalised:
    """A section after normalisation."""

    text: str
    heading: str
    notes: tuple[str, ...]


def normalise(
    text: str, heading: str, history: str = "", order: Order | None = None, *, flat: bool | None = None
) -> Normalised:
    """Every normalisation in its order: white space, notes apart, footnote marks, headings, lines.

    `flat` says whether the source runs the units of a section together (see `runs_on`); None: decide by this text alone.
    """
    heading = _CONTENTS_IN_HEADING.sub("", tidy(heading).replace("\n", " ")).strip()
    text, marks = take_footnote_marks(text)
    text = _SPACED_LABEL.sub(r"(\1)", tidy(text))
    flat = runs_on([text]) if flat is None else flat or bool(_RUN_ON_LIST.search(text))
    text, notes = part_history("\n" + text) if _is_note(text) else part_history(text)
    text = text.strip()
    if history and tidy(history) not in notes:
        notes = (*notes, tidy(history))
    if flat:
        text, credit = part_credit(text)
        notes = (*notes, *credit)
    text, agency = _take_agency_note(text)
    text = _without_heading(text, heading)
    text = break_lines(text, inline=flat, order=order)
    if flat:
        text = part_glued_headings(text)
    return Normalised(text, heading, (*notes, *agency, *marks))


def runs_on(texts: Iterable[str]) -> bool:
    """Whether a source runs units together: no section of the edition has a second line.

    A source that keeps lines anywhere keeps them everywhere; a section of one paragraph then has no lines to give back.
    """
    return not any("\n" in text.strip() for text in texts)


def _is_note(text: str) -> bool:
    """Whether the whole text is a history note (the rule then stands in the title)."""
    return "\n" not in text and part_history("\n" + text)[0].strip() == ""


def take_footnote_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """Text without the marks "[1]" and without bare footnote numbers where they are certain; a note for each.

    Certain are the places of `_BARE_MARK`, and the figure of a mark "[1]" repeated after the word that the mark stood
    behind ("The Commission [1]" … "The Commission 1").
    """
    notes: list[str] = []
    marked: dict[str, str] = {}

    def drop(match: re.Match[str]) -> str:
        number = next(group for group in match.groups() if group)
        word = re.search(r"(\S+)\s*$", text[: match.start()])
        if word and match.re is _MARK:
            marked[number] = word[1]
        notes.append(
            f"Footnote mark {number} after “{_last_words(text[: match.start()])}”; the note is not in the source."
        )
        return ""

    out = _MARK.sub(drop, text)
    text = out
    out = _BARE_MARK.sub(drop, text)
    for number, word in marked.items():
        if not re.fullmatch(r"[A-Z][A-Za-z]+", word):
            continue
        text = out
        repeated = re.compile(
            rf"(?<=\b{re.escape(word)}) ({number})(?= (?:may|shall|must|in|of|and|or|to|is)\b)"
        )
        out = repeated.sub(drop, text)
    return out, tuple(notes)


def _last_words(text: str) -> str:
    return " ".join(text.split()[-4:])


def part_glued_headings(text: str) -> str:
    """Put a run-in heading that lost its space on its own line: "(a) In generalNot later" → two lines.

    Only where a unit opens with a capitalised phrase without a full stop, colon or quotation mark, and a small letter or
    closing bracket touches a capital.
    """
    lines: list[str] = []
    for line in text.split("\n"):
        match = _GLUED_HEADING.match(line)
        if match and match["label"]:
            lines += [f"{match['label']}{match['heading']}", match["body"]]
        else:
            lines.append(line)
    return "\n".join(lines)


def _take_agency_note(text: str) -> tuple[str, tuple[str, ...]]:
    """The California agency's page footnote, where it stands in the middle of a section."""
    found = _AGENCY_NOTE.findall(text)
    notes = tuple(dict.fromkeys(f"Footnote: {note.strip()}" for note in found))
    return (re.sub(r" {2,}", " ", _AGENCY_NOTE.sub("", text)).strip() if found else text), notes


def _without_heading(text: str, heading: str) -> str:
    """The text without the section heading repeated before it."""
    return text[len(heading) :].lstrip(" .\n") if len(heading) > 20 and text.startswith(heading) else text
