"""A search box's words that are a citation and nothing else: "个保法13条", "PIPL art. 13(1)(2)", "15 usc 6502"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lawbase.citations import chinese_grammar, us
from lawbase.citations.fold import fold_chinese, fold_english
from lawbase.citations.found import FoundCitation
from lawbase.citations.names import form_of, is_chinese
from lawbase.citations.us_grammar import read_sections
from lawbase.statutes.pinpoint import Pinpoint

if TYPE_CHECKING:
    from lawbase.citations.resolver import LawEntry, Resolver

MAX_LENGTH = 160
_NUMERAL = re.compile(rf"[0-9{chinese_grammar.HAN}]|amend", re.IGNORECASE)
_FILLER_END = re.compile(r"(?:的?规定|的?内容|全文|原文|是什么|[\s。,.;?？!])+$")
_AFTER_NAME = re.compile(r"[\s,.、:·的]{0,5}")
_NO_ARTICLE = re.compile(
    rf"(?:^|(?<=[、,和及]))第?\s?({chinese_grammar.NUM})(?:\s?([-之至到~])\s?({chinese_grammar.NUM}))?(?=$|[\s(第、,和及])"
)
_EN_SIGN = re.compile(
    r"[\s,.]{0,5}(?:(?:§{1,2}|sections?|secs?\.?|articles?|arts?\.?)\s{0,3})?", re.IGNORECASE
)
_SECTION_FIRST = re.compile(r"(?:§{1,2}|sections?|secs?\.?|articles?|arts?\.?)?\s{0,3}(?=\d)", re.IGNORECASE)
_SPELLINGS = (
    (re.compile(r"\bu\.?\s?s\.?\s?c\b\.?", re.IGNORECASE), "U.S.C."),
    (re.compile(r"\bc\.?\s?f\.?\s?r\b\.?", re.IGNORECASE), "C.F.R."),
    (re.compile(r"\bilcs\b", re.IGNORECASE), "ILCS"),
    (re.compile(r"\b(?:cal(?:ifornia|\.)?\s+)?civ(?:il|\.)?\s+code\b", re.IGNORECASE), "Cal. Civ. Code"),
    (re.compile(r"\b(?:cal(?:ifornia|\.)?\s+)?pen(?:al|\.)?\s+code\b", re.IGNORECASE), "Cal. Penal Code"),
    (
        re.compile(
            r"\b(?:cal(?:ifornia|\.)?\s+)?(?:bus(?:iness|\.)?\s*(?:&|and)\s*prof(?:essions?|\.)?|b\s?&\s?p)\s+code\b",
            re.IGNORECASE,
        ),
        "Cal. Bus. & Prof. Code",
    ),
    (
        re.compile(r"\b(u\.?\s?s\.?|cal\.?)\s+const\b\.?", re.IGNORECASE),
        lambda m: f"{'U.S.' if m.group(1)[0] in 'uU' else 'Cal.'} Const.",
    ),
)


def pinpoints(resolver: Resolver, query: str) -> list[Pinpoint]:
    """The provisions that `query` cites, all of which the library holds; empty where it is not a citation throughout."""
    query = query.strip()
    if len(query) > MAX_LENGTH or not _NUMERAL.search(query):
        return []
    try:
        direct = Pinpoint.parse(query)
    except ValueError:
        direct = None
    if direct and direct.key and (law := resolver.laws.get(direct.law)):
        return [direct] if law.held(direct.key) else []
    return _chinese(resolver, query) if is_chinese(query) else _english(resolver, query)


def _chinese(resolver: Resolver, query: str) -> list[Pinpoint]:
    """A law's name (the longest that fits), then articles to the end."""
    folded = _FILLER_END.sub("", fold_chinese(query))
    folded = re.sub(r"[《》〈〉<>“”\"]", "", folded).replace("中华人民共和国", "").strip()
    for law, at in _names_at_start(resolver, folded):
        at = _AFTER_NAME.match(folded, at).end()  # type: ignore[union-attr]
        rest = _NO_ARTICLE.sub(_with_article, folded[at:])
        targets, end = chinese_grammar.read_list(rest, 0)
        if targets and not rest[end:].strip():
            found = [
                FoundCitation("", 0, 0, law.titles[0], None, t.key, t.unit, "full", t.through)
                for t in targets
            ]
            return _held(resolver, found, law)
    return []


def _with_article(match: re.Match[str]) -> str:
    """253-1, 253之一 and 1034-1036 as they are written in full."""
    first, joint, second = match.groups()
    if not second:
        return f"第{first}条"
    low, high = (chinese_grammar.value(part, chinese_grammar.MAX_ARTICLE) or 0 for part in (first, second))
    inserted = joint == "之" or (joint == "-" and high <= low)
    return f"第{first}条之{second}" if inserted else f"第{first}条至第{second}条"


def _names_at_start(resolver: Resolver, text: str) -> list[tuple[LawEntry, int]]:
    """Laws whose name begins the text, the longest name first, and where the name ends."""
    found: list[tuple[LawEntry, int]] = []
    lowered = text.lower()
    for end in range(min(len(text), resolver.longest + 4), 1, -1):
        laws = resolver.names.get(form_of(lowered[:end])) if lowered[end - 1] not in " ,." else None
        if laws and not (
            lowered[end : end + 1].isascii()
            and lowered[end : end + 1].isalnum()
            and lowered[end - 1].isascii()
        ):
            found += [(law, end) for law in laws]
    return found


def _held(resolver: Resolver, citations: list[FoundCitation], law: LawEntry | None) -> list[Pinpoint]:
    """Pinpoints of all citations, or none when one of them is not held."""
    result: list[Pinpoint] = []
    for citation in citations:
        if law is not None and citation.through is None:
            key = law.held(citation.key or "")
            if key is None:
                return []
            result.append(Pinpoint(law.slug, key, citation.unit))
            continue
        for resolved in resolver.resolve(citation):
            if resolved.pinpoint is None:
                return []
            result.append(resolved.pinpoint)
    return list(dict.fromkeys(result))


def _english(resolver: Resolver, query: str) -> list[Pinpoint]:
    folded = fold_english(query).strip(" .,;")
    spelled = folded
    for pattern, words in _SPELLINGS:
        spelled = pattern.sub(words, spelled)
    if spelled.lower().endswith(("amendment", "amendments")):
        spelled = re.sub(r"^the ", "", spelled.title(), flags=re.IGNORECASE).replace(" And ", " and ")
    for reading in dict.fromkeys((spelled, folded)):
        citations = us.find(reading)
        whole = (
            citations
            and not reading[: citations[0].start].strip()
            and not reading[max(c.end for c in citations) :].strip()
        )
        if whole and citations[0].kind != "bare" and (result := _held(resolver, citations, None)):
            return result
    return _named_section(resolver, folded) or _bare_section(resolver, folded)


def _named_section(resolver: Resolver, text: str) -> list[Pinpoint]:
    """ "CCPA 1798.120(a)", "pipl 13(1)(2)", "§ 15(b) BIPA", "article 13 pipl"."""
    orders = [(law, text[end:]) for law, end in _names_at_start(resolver, text)]
    first = _SECTION_FIRST.match(text)
    if first:
        _targets, end = read_sections(text, first.end(), plural=False)
        name = re.sub(r"^\s*,?\s*(?:of\s+)?(?:the\s+)?", "", text[end:])
        law = resolver.law_named(name) if name else None
        orders += [(law, text[:end])] if law else []
    for law, rest in orders:
        sign = _EN_SIGN.match(rest)
        targets, end = read_sections(rest, sign.end() if sign else 0, plural=True)
        if targets and not rest[end:].strip():
            found = [
                FoundCitation("", 0, 0, law.titles[0], None, t.section, t.unit, "full", t.through)
                for t in targets
            ]
            if result := _held(resolver, found, law):
                return result
    return []


def _bare_section(resolver: Resolver, text: str) -> list[Pinpoint]:
    """ "§ 1798.120(a)", "1798.120(a)": a section that only one law has. A bare number needs a dot, else it may be a year."""
    sign = re.match(r"(?:§{1,2}|sections?\s|sec\.?\s)\s{0,3}", text, re.IGNORECASE)
    at = sign.end() if sign else 0
    targets, end = read_sections(text, at, plural=True)
    if not targets or text[end:].strip() or not (sign or "." in targets[0].section):
        return []
    if any(re.fullmatch(r"\d{1,2}", target.section) for target in targets):
        return []
    found = [FoundCitation("", 0, 0, "", None, t.section, t.unit, "bare", t.through) for t in targets]
    return _held(resolver, found, None)
