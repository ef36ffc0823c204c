"""Californian privacy documents: opinions, complaints, judgments and agency orders, as extracted from the official PDFs.

Furniture is described in `case_texts_furniture`, the joining of lines in `case_texts_paragraphs`. `sha256` is the one the
source states, that of the PDF. Some texts come from character recognition of a scan; their misread letters stay.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from lawbase.ingest.case_document import CaseSection, ParsedCase
from lawbase.ingest.sources.case_texts_furniture import pages
from lawbase.ingest.sources.case_texts_paragraphs import paragraphs
from lawbase.ingest.sources.us_common import DAY, iso_day, parse_day

AGENCY = "California Privacy Protection Agency"
ATTORNEY_GENERAL = "California Office of the Attorney General"
COURTS_ZH = {
    AGENCY: "加利福尼亚州隐私保护局",
    ATTORNEY_GENERAL: "加利福尼亚州总检察长办公室",
    "Supreme Court of California": "加利福尼亚州最高法院",
    "United States Court of Appeals for the Ninth Circuit": "美国联邦第九巡回上诉法院",
    "United States District Court, Northern District of California": "美国加利福尼亚北区联邦地区法院",
    "United States District Court, Southern District of California": "美国加利福尼亚南区联邦地区法院",
    "United States District Court, Eastern District of California": "美国加利福尼亚东区联邦地区法院",
    "United States District Court, Central District of California": "美国加利福尼亚中区联邦地区法院",
    "United States District Court, Northern District of Georgia": "美国佐治亚北区联邦地区法院",
}
HEAD = 4000
"""Characters of a document in which its title stands."""
LINES_OF_A_SCAN = 10
SCANNED = re.compile(r"^\s*\d{1,2} \|", re.MULTILINE)
CASE_NUMBER = re.compile(
    r"(?i:case no\.)(?:\s|:)*([A-Z0-9][A-Z0-9]*[-:][A-Za-z0-9:-]*\d[A-Za-z0-9-]*|\d{2}[A-Z]{4}\d+)"
)
SIGNED = re.compile(r"ORDERED this (\d{1,2})(?:st|nd|rd|th) day of ([A-Z][a-z]+)\s*, (\d{4})")
STANDING = {
    "published_citable": "The opinion is published and may be cited.",
    "unpublished_non_citable": "The opinion is unpublished; see the court's rules before citing it.",
    "district_court_persuasive": "An order of a federal district court: persuasive, not binding.",
}


def read_case(record: dict[str, Any], sha256: str) -> ParsedCase:
    """One record as a `ParsedCase`. The day is the record's own, else the day the agency's order states."""
    text: str = record["text"]
    body = tuple(paragraphs(pages(text)))
    court = record["court"]
    kind, heading_zh, heading_en = _kind(record["kind"], court, text)
    notes = [STANDING[standing]] if (standing := record.get("precedential_status")) in STANDING else []
    if len(SCANNED.findall(text)) > LINES_OF_A_SCAN:
        notes.append(
            "The text layer of this PDF comes from character recognition; single letters may be misread."
        )
    return ParsedCase(
        id=record["id"],
        jurisdiction="us" if court.startswith("United States") else "us-ca",
        kind=kind,
        title_zh="",
        title_en=" ".join(record["title"].split()),
        court_zh=COURTS_ZH.get(court, ""),
        court_en=court,
        docket=record.get("docket") or (_docket(text) if record["kind"] != "opinion" else ""),
        citation="",
        decided=iso_day(record.get("date")) or _signed(text),
        released=None,
        number=None,
        keywords=(),
        sections=(CaseSection("opinion" if kind == "judgment" else "text", heading_zh, heading_en, body),)
        if body
        else (),
        source_url=record.get("source_url") or "",
        sha256=sha256,
        statutes_raw="",
        language="en",
        notes=tuple(notes),
    )


def _docket(text: str) -> str:
    """The case number on the title page of an agency's or the Attorney General's document; `""` where it is blank."""
    match = CASE_NUMBER.search(text[:HEAD])
    return match[1].strip("-:") if match else ""


def _signed(text: str) -> date | None:
    """The day on which the agency's board signed, where the line is whole in the text layer."""
    match = SIGNED.search(" ".join(text[:HEAD].split()))
    day = re.fullmatch(DAY, f"{match[2]} {match[1]}, {match[3]}") if match else None
    return parse_day(day) if day else None


def _kind(kind: str, court: str, text: str) -> tuple[str, str, str]:
    """(kind as in `corpus/cases/`, heading in Chinese, heading in English)."""
    if kind == "opinion":
        return "judgment", "裁判全文", "Opinion"
    if court == AGENCY:
        return "administrative-penalty", "决定书", "Order of decision"
    head = " ".join(text[:HEAD].split()).upper()
    judgment, complaint = head.find("JUDGMENT AND PERMANENT"), head.find("COMPLAINT")
    if "FINAL JUDGMENT" in head or "JUDGMENT AND" in head:
        judgment = max(judgment, 0)
        if complaint < 0 or judgment <= complaint or "COMPLAINT FOR" not in head:
            return "settlement", "最终判决与永久禁令", "Final judgment and permanent injunction"
    return "complaint", "起诉状", "Complaint"
