"""What a case-text adapter hands over: one official document as plain values, no database.

An adapter (`lawbase/ingest/sources/case_texts*.py`) reads one file of official texts and yields `ParsedCase`s. The words
are the source's own: an adapter removes only what `docs/sources.md` and its docstring call furniture (page numbers, running
heads, line numbers, marks of the file format) and joins broken lines; every letter and digit of the rest stays, in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Role = Literal[
    "holding", "facts", "result", "reasoning", "process", "significance", "statutes", "text", "syllabus", "opinion"
]  # fmt: skip


@dataclass(frozen=True)
class CaseSection:
    """One part of a document under one heading. `paragraphs` are in reading order, none is empty."""

    role: Role
    heading_zh: str
    heading_en: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class ParsedCase:
    """One official document: a guiding case, an opinion, a complaint, a judgment or an order.

    A text that the source does not give in a language is `""`; a day that the source does not state is None.
    """

    id: str
    """The source's own lasting identifier: `spc-guiding-192`, `scotus-13-1339`."""
    jurisdiction: str
    """`cn`, `us`, `us-ca`."""
    kind: str
    """As in `corpus/cases/`: guiding-case, judgment, settlement, complaint, administrative-penalty."""
    title_zh: str
    title_en: str
    court_zh: str
    court_en: str
    """The court that decided or the agency that acted, only where the source names it."""
    docket: str
    citation: str
    decided: date | None
    """Day of the decision, only where the source states it."""
    released: date | None
    """Day on which a higher authority published it as an example."""
    number: str | None
    """Number in a series: 指导性案例192号, 检例第140号."""
    keywords: tuple[str, ...]
    sections: tuple[CaseSection, ...]
    source_url: str
    sha256: str
    """Of the original file where the source states it, else of the line this case was read from."""
    statutes_raw: str
    """The provisions the source itself lists as applied, verbatim, one a line; `""` where it lists none."""
    language: Literal["zh", "en"]
    notes: tuple[str, ...] = ()
    """What a reader of this text must know: defects of the source that stay visible."""
    released_by_zh: str = ""
    released_by_en: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All paragraphs of all sections, headings left out."""
        return tuple(paragraph for section in self.sections for paragraph in section.paragraphs)
