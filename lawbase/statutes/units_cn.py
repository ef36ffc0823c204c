"""Units of a Chinese provision: 款, 项 and 目, as its lines show them.

Source: Legislation Law (立法法), article 65: a 款 is a paragraph and not numbered; a 项 is numbered in Chinese in brackets,
a 目 in Arabic numerals. So a 款 is known by its place, counted; 项 and 目 by their numbers.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lawbase.statutes.numbers import to_int
from lawbase.statutes.unit import Unit

_HAN = "零〇一二三四五六七八九十百"
# Both kinds of bracket, also mixed: "(一）" occurs in two rules.
_ITEM = re.compile(rf"[（(]\s*([{_HAN}]{{1,5}})\s*[）)]")
# "1.5万元" opens no 目: a point before a digit is a decimal one.
_SUBITEM = re.compile(r"(?:([0-9０-９]{1,3})(?:[.．](?![0-9０-９])|、)|[（(]\s*([0-9０-９]{1,3})\s*[）)])")


@lru_cache(maxsize=512)
def split_units(text: str) -> tuple[Unit, ...]:
    """The units of a text with one unit a line, in its order; empty lines are left out.

    A line with （一） is 项 one of the 款 above it, a line with 1. or (1) is 目 one of the 项 above it, or a unit of that
    level right under the 款 where no 项 stands above. Every other line is the next 款. Items before any paragraph lie in
    款 1, which then has no line of its own.
    """
    units: list[Unit] = []
    paragraph = 0
    item: str | None = None
    for line in text.split("\n"):
        line = line.strip()
        if not line:
            continue
        label, rest, number, level = _label(line)
        if level == 0:
            paragraph += 1
            item = None
            units.append(Unit((str(paragraph),), "", line, 0))
            continue
        paragraph = max(paragraph, 1)
        if level == 2 and item is not None:
            units.append(Unit((str(paragraph), item, number), label, rest, 2))
            continue
        if level == 1:
            item = number
        units.append(Unit((str(paragraph), number), label, rest, 1))
    return tuple(units)


def _label(line: str) -> tuple[str, str, str, int]:
    """Label, text without it, its number and level: 0 for a paragraph, 1 for （一）, 2 for 1. and (1)."""
    for level, pattern in ((1, _ITEM), (2, _SUBITEM)):
        if match := pattern.match(line):
            numeral = next(group for group in match.groups() if group)
            return match.group(0), line[match.end() :].strip(), str(to_int(numeral)), level
    return "", line, "", 0
