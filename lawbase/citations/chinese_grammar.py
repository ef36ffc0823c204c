"""The grammar of a Chinese citation from its article on: 第N条之M 第K款 第(L)项 第M目, lists and ranges of each.

Source: the use of the legislature and of the Supreme People's Court in the texts themselves; the names of the units are
those of the Legislation Law (立法法), article 65: 条, 款 (not numbered), 项 (Chinese numerals in brackets), 目 (Arabic).
All patterns are anchored and bounded: the time is linear in the length of the text. They expect `fold_chinese` text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lawbase.statutes.numbers import to_int

HAN = "零〇一二三四五六七八九十百千两"
NUM = rf"(?:[0-9]{{1,4}}|[{HAN}]{{1,9}})"
GAP = r"[ \t\n`]{0,3}"
_SUB = rf"(?:{GAP}之{GAP}({NUM})(?![般切定样类]))"
_AFTER = r"(?![款件例约线龙码块股])"
ARTICLE = re.compile(rf"第?{GAP}({NUM})(?:{GAP}[-~之]{GAP}([0-9]{{1,2}}))?{GAP}条{_AFTER}{_SUB}?")
_NUMBERS = re.compile(
    rf"第?{GAP}({NUM})((?:{GAP}[、,和及]{GAP}第?{GAP}{NUM}){{1,15}}){GAP}(条{_AFTER}|款|项)"
)
_PARA = re.compile(rf"{GAP}第?{GAP}({NUM}){GAP}款")
_ITEM = re.compile(rf"{GAP}第?{GAP}\(?({NUM})\)?{GAP}项")
_SUBITEM = re.compile(rf"{GAP}第?{GAP}\(?({NUM})\)?{GAP}目")
_BRACKETS = re.compile(r"\(([0-9]{1,2})\)")
_BRACKET_ITEM = re.compile(rf"{GAP}\(({NUM})\)")
_SEPARATOR = re.compile(rf"{GAP}(、|,|;|以及|和|及|与|或者|或|并|暨){GAP}(?:其{GAP})?")
_RANGE = re.compile(rf"{GAP}(?:至|到|-|~){GAP}")
_NUM = re.compile(NUM)
_SPAN = re.compile(
    rf"第?{GAP}\(?({NUM})\)?{GAP}(?:至|到|-|~){GAP}第?{GAP}\(?({NUM})\)?{GAP}(条{_AFTER}|款|项)"
)
MAX_ARTICLE = 2000
MAX_UNIT = 99


@dataclass(frozen=True)
class Target:
    """One target: offsets of its own words, the article's key, the last article of a range, the unit."""

    start: int
    end: int
    key: str
    through: str | None
    unit: tuple[str, ...]


@dataclass
class _Place:
    """Where the list has got to; what a following 第三项 is taken to be an item of."""

    key: str
    unit: tuple[str, ...] = ()


def value(numeral: str, limit: int) -> int | None:
    """The number of a Chinese or Arabic numeral from 1 to `limit`; None for anything else."""
    try:
        number = to_int(numeral)
    except ValueError:
        return None
    return number if 1 <= number <= limit else None


def article_key(match: re.Match[str]) -> str | None:
    """`253-1` from a match of `ARTICLE`; None where the numeral is none or out of range."""
    number = value(match.group(1), MAX_ARTICLE)
    if number is None:
        return None
    inserted = match.group(2) or match.group(3)
    extra = value(inserted, MAX_UNIT) if inserted else 0
    return None if extra is None else f"{number}-{extra}" if extra else str(number)


def read_list(
    text: str, at: int, key: str | None = None, unit: tuple[str, ...] = ()
) -> tuple[list[Target], int]:
    """Read targets from `at` as far as the list goes; the end is where reading stopped.

    With `key`, the text at `at` stands below that article (and `unit`): 第二款 after 该条. Without, it must be an article.
    """
    targets: list[Target] = []
    place = _Place(key, unit) if key else None
    end = at
    while True:
        step = list(_one(text, end, place))
        if not step:
            return targets, targets[-1].end if targets else at
        found, place, end = _merge_range(text, step, targets)
        targets += found
        separator = _SEPARATOR.match(text, end)
        if separator is None:
            return targets, end
        if _one_is_next(text, separator.end(), separator.group(1)):
            end = separator.end()
        else:
            return targets, targets[-1].end


def _one_is_next(text: str, at: int, separator: str) -> bool:
    """After a comma or semicolon only a full 第… goes on with the list; after 、 or 和 a bare numeral may."""
    return separator not in ",;" or text.startswith("第", at)


def _merge_range(text: str, step: list[Target], before: list[Target]) -> tuple[list[Target], _Place, int]:
    """Follow a 至: articles give one target with `through`, units one target each."""
    last = step[-1]
    place = _Place(last.key, last.unit)
    joint = _RANGE.match(text, last.end)
    if joint is None:
        return step, place, last.end
    beyond = list(_one(text, joint.end(), place))
    if not beyond:
        return step, place, last.end
    final = beyond[0]
    if final.key != last.key:
        whole = Target(last.start, final.end, last.key, final.key, ())
        return [*step[:-1], whole], _Place(final.key), final.end
    filled = _between(last, final)
    return [*step[:-1], *filled], _Place(final.key, final.unit), final.end


def _between(first: Target, last: Target) -> list[Target]:
    """第一项至第三项: 1, 2, 3. Ends that do not stand on one level are kept as two targets."""
    low, high = first.unit, last.unit
    if len(low) == len(high) and low and low[:-1] == high[:-1] and int(low[-1]) < int(high[-1]):
        numbers = range(int(low[-1]), int(high[-1]) + 1)
        return [Target(first.start, last.end, first.key, None, (*low[:-1], str(n))) for n in numbers]
    return [first, last]


def _one(text: str, at: int, place: _Place | None) -> Iterator[Target]:
    """One element of a list: an article with its unit, a unit below `place`, or numerals that share their 条 or 款."""
    several = _several(text, at, place)
    if several:
        yield from several
        return
    match = ARTICLE.match(text, at)
    if match:
        key = article_key(match)
        if key is None:
            return
        several = _several(text, match.end(), _Place(key))
        if several:
            yield from (replace(target, start=at) for target in several)
            return
        unit, end = _unit(text, match.end(), ())
        yield Target(at, end, key, None, unit)
        return
    if place:
        unit, end = _unit(text, at, place.unit)
        if end > at and unit:
            yield Target(at, end, place.key, None, unit)


def _several(text: str, at: int, place: _Place | None) -> list[Target]:
    """Numerals that share one sign: 第四十一至四十三条, 第二、四条, 第一、三款. Units need a `place` to lie in."""
    span, shared = _SPAN.match(text, at), _NUMBERS.match(text, at)
    return (_spanned(span, place) if span else []) or (list(_shared(shared, place)) if shared else [])


def _spanned(match: re.Match[str], place: _Place | None) -> list[Target]:
    """第四十一至四十三条; 第一至三款. None of it where the second is not the greater: 第253-1条 is an article."""
    level = match.group(3)
    limit = MAX_ARTICLE if level == "条" else MAX_UNIT
    low, high = value(match.group(1), limit), value(match.group(2), limit)
    if low is None or high is None or high <= low:
        return []
    if level == "条":
        return [Target(match.start(), match.end(), str(low), str(high), ())]
    if place is None:
        return []
    above = () if level == "款" else ((place.unit or ("1",))[0],)
    return [
        Target(match.start(), match.end(), place.key, None, (*above, str(n))) for n in range(low, high + 1)
    ]


def _shared(match: re.Match[str], place: _Place | None) -> Iterator[Target]:
    """第二、四、五条; 第一、二款."""
    numerals = [match.group(1), *_NUM.findall(match.group(2))]
    level = match.group(3)
    for numeral in numerals:
        number = value(numeral, MAX_ARTICLE if level == "条" else MAX_UNIT)
        if number is None:
            continue
        if level == "条":
            yield Target(match.start(), match.end(), str(number), None, ())
        elif place:
            unit = (str(number),) if level == "款" else ((place.unit or ("1",))[0], str(number))
            yield Target(match.start(), match.end(), place.key, None, unit)


def _unit(text: str, at: int, below: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Read 款, 项, 目 from `at`. A level that is not named is taken from `below`; a 项 without a 款 lies in the first."""
    para, at1 = _level(_PARA, text, at)
    item, at2 = _level(_ITEM, text, at1)
    subitem, end = _level(_SUBITEM, text, at2)
    if para and not item:
        bracket = _BRACKET_ITEM.match(text, end)
        number = value(bracket.group(1), MAX_UNIT) if bracket else None
        if bracket and number:
            return (str(para), str(number)), bracket.end()
    if not (para or item or subitem):
        return _bracketed(text, at) if not below else (below, at)
    first = str(para) if para else (below[0] if below else "1")
    if item:
        return (first, str(item), str(subitem)) if subitem else (first, str(item)), end
    if subitem and len(below) > 1:
        return (first, below[1], str(subitem)), end
    return (first,), at1


def _bracketed(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """第13条(1)(2), the way of notes and search boxes. Arabic numerals only: (一) after an article is often a list."""
    parts: list[str] = []
    while len(parts) < 3 and (match := _BRACKETS.match(text, at)) and value(match.group(1), MAX_UNIT):
        parts.append(str(int(match.group(1))))
        at = match.end()
    return tuple(parts), at


def _level(pattern: re.Pattern[str], text: str, at: int) -> tuple[int | None, int]:
    match = pattern.match(text, at)
    number = value(match.group(1), MAX_UNIT) if match else None
    return (number, match.end()) if match and number else (None, at)
