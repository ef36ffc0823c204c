"""Guiding cases of the Supreme People's Court and the Supreme People's Procuratorate.

The sections are cut out of `text`, not taken from the record's own fields: the fields leave out parts of some documents
(counted over the 421 of them), `text` is complete. Court cases head a part with a bare line (裁判要点), procuratorate cases
with 【要旨】.

Furniture, removed: the Markdown title line, the line with the address, the repeated title, the line that states adoption
and release, the keywords (kept as `keywords`), Markdown escapes and the raw-HTML mark `{html}` of the copy.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from lawbase.ingest.case_document import CaseSection, ParsedCase, Role

COURT, PROCURATORATE = "最高人民法院", "最高人民检察院"
ISSUERS = {COURT: "Supreme People's Court", PROCURATORATE: "Supreme People's Procuratorate"}

KEYWORDS = "关键词"
HEADINGS: dict[str, tuple[Role, str]] = {
    "裁判要点": ("holding", "Key points of the judgment"),
    "要旨": ("holding", "Gist"),
    "相关法条": ("statutes", "Provisions applied"),
    "相关规定": ("statutes", "Relevant provisions"),
    "相关法律规定": ("statutes", "Relevant provisions"),
    "相关立法": ("statutes", "Relevant legislation"),
    "基本案情": ("facts", "Facts"),
    "裁判结果": ("result", "Judgment"),
    "案件结果": ("result", "Outcome"),
    "终审判决": ("result", "Final judgment"),
    "裁判理由": ("reasoning", "Reasons"),
    "指导意义": ("significance", "Guiding significance"),
    "诉讼过程": ("process", "Course of the proceedings"),
    "诉讼过程和结果": ("process", "Course and outcome of the proceedings"),
    "指控与证明犯罪": ("process", "Prosecution and proof"),
    "抗诉理由": ("process", "Grounds of the protest"),
    "诉前程序": ("process", "Pre-litigation procedure"),
}
OTHER: tuple[Role, str] = ("process", "Work of the procuratorate")
"""For the many ways in which procuratorate cases head the account of what was done."""

DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_BRACKETED = re.compile(r"【(?P<heading>[^】]{1,24})】(?P<rest>.*)")
_RELEASE = re.compile(r"（[^（）]*(?:讨论|通过|发布)[^（）]*）?|[^（）]*日发布）|（检例第\d+号）")
# A decision named with court, day and docket: 某法院于某日以/作出（2021）沪0120刑初828号…
_DECISION = re.compile(
    r"(?P<court>[\u4e00-\u9fff]{2,30}?(?:人民法院|海事法院|知识产权法院|互联网法院|金融法院|铁路运输法院|专门法院))"
    r"(?:经[^，。；]{0,20})?于(?P<day>\d{4}年\d{1,2}月\d{1,2}日)[^，。；]{0,8}?(?:作出|以|做出)\s*"
    r"(?P<docket>[（(〔\[]\d{4}[）)〕\]][^，。；、：\s]{2,24}?号)"
)


def chinese_day(text: str | None) -> date | None:
    """`2011年12月20日` → date; None where there is no such day."""
    match = DAY.fullmatch((text or "").strip())
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def clean(text: str) -> str:
    """Marks of the copy's file format removed, white space folded; no letter of the case is touched."""
    text = re.sub(r"`<([^`<>]*)>`\{html\}", r"〈\1〉", text)
    text = re.sub(r"\\([\\\[\]<>*#_.`+\-'\"])", r"\1", text)
    return re.sub(r"[ \t\u00a0\u2002\u2003\u3000]+", " ", text).strip()


def read_case(record: dict[str, Any], sha256: str) -> ParsedCase:
    """One record as a `ParsedCase`. `decided`, court and docket only where 裁判结果 names exactly one decision with all."""
    lines = [line for raw in record["text"].split("\n") if (line := clean(raw))]
    parts = _parts(lines)
    sections = tuple(
        CaseSection(*_role(heading), paragraphs) if heading else CaseSection("text", "", "", paragraphs)
        for heading, paragraphs in parts
        if heading != KEYWORDS and paragraphs
    )
    keywords = next((paragraphs for heading, paragraphs in parts if heading == KEYWORDS), ())
    court, docket, decided = _decision(sections)
    released = chinese_day(record["released"])
    notes = [] if record.get("source_url") else ["The source gives no address of the official page."]
    return ParsedCase(
        id=record["id"],
        jurisdiction="cn",
        kind="guiding-case",
        title_zh=_title(record, lines),
        title_en="",
        court_zh=court,
        court_en="",
        docket=docket,
        citation="",
        decided=decided,
        released=released,
        number=record["number"] or None,
        keywords=_keywords(record["keywords"], keywords),
        sections=sections,
        source_url=record.get("source_url") or "",
        sha256=sha256,
        statutes_raw="\n".join(p for s in sections if s.role == "statutes" for p in s.paragraphs),
        language="zh",
        notes=tuple(notes),
        released_by_zh=record["issuer"],
        released_by_en=ISSUERS.get(record["issuer"], ""),
    )


def _role(heading: str) -> tuple[Role, str, str]:
    role, english = HEADINGS.get(heading, OTHER)
    return role, heading, english


def _parts(lines: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    """(heading, paragraphs) in order; lines before the first heading are furniture and left out."""
    parts: list[tuple[str, list[str]]] = []
    for line in lines:
        heading, rest = _heading(line, bool(parts))
        if heading:
            parts.append((heading, [rest] if rest else []))
        elif parts:
            parts[-1][1].append(line)
    if not parts:
        return [("", tuple(line for line in lines if not line.startswith("#")))]
    return [(heading, tuple(paragraphs)) for heading, paragraphs in parts]


def _heading(line: str, begun: bool) -> tuple[str, str]:
    if match := _BRACKETED.fullmatch(line):
        return match["heading"].strip(), match["rest"].strip()
    if line in HEADINGS:
        return line, ""
    if not begun and line.startswith(KEYWORDS):
        # Court cases run the keywords on, sometimes without a space.
        return KEYWORDS, line.removeprefix(KEYWORDS).strip()
    return "", ""


def _title(record: dict[str, Any], lines: list[str]) -> str:
    """The record's title; where that is cut off with an ellipsis, the title lines of the document, joined."""
    title: str = clean(record["title"])
    if not title.endswith(("...", "…")):
        return title
    start = title.rstrip(".…")
    joined = ""
    for line in lines:
        if _RELEASE.match(line) or line.startswith(KEYWORDS):
            break
        if not line.startswith(("#", "-", "原文网址")):
            joined += line
    return joined if joined.startswith(start) else title


def _keywords(field: str | None, paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    raw = field or "\n".join(paragraphs)
    return tuple(word for part in re.split(r"[/\n\s]+", raw) if (word := clean(part)))


def _decision(sections: tuple[CaseSection, ...]) -> tuple[str, str, date | None]:
    """Court, docket and day of the decision, where 裁判结果 names exactly one; an appeal or retrial leaves it open."""
    text = "\n".join(p for s in sections if s.role == "result" for p in s.paragraphs)
    found = list(_DECISION.finditer(text))
    if len(found) != 1 or len(DAY.findall(text)) != 1:
        return "", "", None
    return found[0]["court"], found[0]["docket"], chinese_day(found[0]["day"])
