"""The layout of Chinese norms as lines: headings, articles, items. Shared by the Markdown and the .docx adapters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from lawbase.ingest import normalise
from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import ParsedProvision
from lawbase.statutes.numbers import WHOLE, key_of

NUM = "[一二三四五六七八九十百千零〇]+"
ARTICLE = re.compile(rf"^(第{NUM}条(?:之{NUM})?)[ \s]*(.*)$")
HEADING = re.compile(rf"^(第{NUM}(分编|编|章|节)) ?(\S.*)$")
LEVELS = {"编": 0, "分编": 1, "章": 2, "节": 3}
SUPPLEMENT = re.compile(r"^附 ?则$")
ITEM = re.compile(rf"^({NUM})、")
DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
EFFECT = re.compile(r"自(\d{4})年(\d{1,2})月(\d{1,2})日起?施行|自(?:公布|发布)之日起施行")
MARK = re.compile(r"^<!--.*-->$")
# Alone on its line, or with its title behind a colon or a blank: 附件三所列… is a sentence about an annex.
ANNEX = re.compile(r"^(附件[一二三四五六七八九十]?)(?:[:： ](.*))?$")


@dataclass
class Parsed:
    """What the lines of one norm hold."""

    preamble: str = ""
    provisions: list[ParsedProvision] = field(default_factory=list)


@dataclass
class _Article:
    number: str
    key: str
    lines: list[str]
    toc: tuple[str, ...]
    heading: str = ""


def day_in(text: str) -> date | None:
    """The first full day written in `text`, or None."""
    found = DAY.search(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def heading_of(line: str) -> tuple[int, str] | None:
    """(level, heading) if the line is a heading of a part, subpart, chapter, section or the supplementary provisions."""
    shown = normalise.heading(line)
    if SUPPLEMENT.match(shown):
        return 0, "附则"
    if (found := HEADING.match(shown)) and len(shown) < 50 and not re.search("[。；，：]", found[3]):
        return LEVELS[found[2]], shown
    return None


def under(toc: tuple[tuple[int, str], ...], level: int, shown: str) -> tuple[tuple[int, str], ...]:
    """Headings after one more: those of its level and below end."""
    return (*(entry for entry in toc if entry[0] < level), (level, shown))


def read_articles(lines: Iterable[str], where: str) -> Parsed:
    """Articles 第X条 with the headings above them. Raises `SourceError` for a text without any article or item.

    A text without articles is read by its items 一、二、…; one without items is one provision, 全文.
    """
    prepared = [normalise.line(line) for line in lines]
    prepared = [line for line in prepared if line and not MARK.match(line)]
    if any(ARTICLE.match(line) for line in prepared):
        return _by_article(prepared)
    if sum(bool(ITEM.match(line.lstrip("# "))) for line in prepared) > 1:
        return _by_item(prepared)
    body = normalise.text("\n".join(prepared))
    if not body:
        raise SourceError(f"{where}: no text was found; check that the file is whole.")
    return Parsed("", [ParsedProvision(WHOLE, "全文", body)])


def _by_article(lines: list[str]) -> Parsed:
    toc: tuple[tuple[int, str], ...] = ()
    preamble: list[str] = []
    articles: list[_Article] = []
    for line in lines:
        marked = line.startswith("#")
        if (found := heading_of(line)) is not None:
            toc = under(toc, *found)
        elif marked:
            toc = under(toc, LEVELS["章"], normalise.heading(line))
        elif article := ARTICLE.match(line):
            articles.append(
                _Article(article[1], key_of(article[1]), [article[2]], tuple(h for _level, h in toc))
            )
        elif articles:
            articles[-1].lines.append(line)
        else:
            preamble.append(line)
    return Parsed("\n".join(preamble), split_annexes([_provision(article) for article in articles]))


def split_annexes(provisions: list[ParsedProvision]) -> list[ParsedProvision]:
    """Annexes that stand behind the last article become provisions of their own, `annex-1` …"""
    if not provisions:
        return provisions
    *before, last = provisions
    lines = last.text.split("\n")
    starts = [place for place, line in enumerate(lines) if place and ANNEX.match(line)]
    if not starts:
        return provisions
    annexes = []
    for count, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True), start=1):
        found = ANNEX.match(lines[start])
        assert found is not None
        body = [(found[2] or "").strip(), *lines[start + 1 : end]]
        text = "\n".join(line for line in body if line)
        if text:
            annexes.append(ParsedProvision(f"annex-{count}", found[1], text, toc=(found[1],)))
    return [*before, replace(last, text="\n".join(lines[: starts[0]])), *annexes]


def _by_item(lines: list[str]) -> Parsed:
    """Items 一、… of a decision (the words belong to the item) or sections ## 一、… of a notice (the words are its heading)."""
    preamble: list[str] = []
    articles: list[_Article] = []
    for line in lines:
        marked = line.startswith("#")
        shown = line.lstrip("# ")
        if item := ITEM.match(shown):
            number = item[1]
            words = shown[item.end() :]
            key = key_of(f"条目{number}")
            if marked:
                articles.append(_Article(number, key, [], (), words))
            else:
                articles.append(_Article(number, key, [words], ()))
        elif articles:
            articles[-1].lines.append(shown)
        else:
            preamble.append(shown)
    return Parsed("\n".join(preamble), [_provision(article) for article in articles])


def _provision(article: _Article) -> ParsedProvision:
    return ParsedProvision(
        key=article.key,
        number=article.number,
        text=normalise.text("\n".join(article.lines)),
        heading=article.heading,
        toc=article.toc,
    )


def stated_effect(
    provisions: Iterable[ParsedProvision], published: date | None, revised: bool
) -> date | None:
    """The day of effect that the last articles state, if it can be that of this edition.

    A day is believed if it does not lie before the edition's publication: a revised law still states when its first
    edition took effect. 自公布之日起施行 is believed for a text that was never revised.
    """
    numbered = [provision for provision in provisions if not provision.key.startswith("annex")]
    for provision in reversed(numbered[-3:]):
        if found := EFFECT.search(provision.text):
            day = day_in(found[0]) if found[1] else (None if revised else published)
            return day if day and (published is None or day >= published) else None
    return None


def stated_begun(provisions: Iterable[ParsedProvision]) -> date | None:
    """The day of effect that the last articles state, whichever edition it was of: no words of the law were law before."""
    numbered = [provision for provision in provisions if not provision.key.startswith("annex")]
    found = next((clause for p in reversed(numbered[-3:]) if (clause := EFFECT.search(p.text))), None)
    return day_in(found[0]) if found else None
