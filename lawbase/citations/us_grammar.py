"""The grammar of a US citation from its section on: numbers, (a)(1)(A), lists, ranges, "subdivision (a)".

Sources of the forms: the opinions, complaints and orders of the corpus themselves; they follow The Bluebook, rule 12, or the
California Style Manual, 4th ed., § 2:6 ("Civ. Code, § 1798.120, subd. (a)").
All patterns are anchored and bounded. They expect `fold_english` text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SPACE = r"\s{0,40}"
SECTION = re.compile(r"\d{1,5}[A-Za-z]{0,3}(?:[.\-]\d{1,5}[A-Za-z]{0,2}){0,4}(?![A-Za-z0-9])")
_LABEL = r"\((\d{1,3}(?:[.\-][0-9a-z]{1,2})?|[A-Za-z]{1,2}(?:[.\-]\d{1,2})?|[ivxl]{1,7}|[IVXL]{1,7})\)"
_UNIT = re.compile(_LABEL)
_APART = re.compile(rf"\s{{1,3}}(?={_LABEL}[(,.;)\s]?)")
_NAMED_UNIT = re.compile(
    r",?\s{1,40}(?:subdivisions?|subdivs?\.|subds?\.?|subsections?|subsecs?\.|subparagraphs?|paragraphs?|pars?\.|clauses?)"
    r"\s{1,40}(?=\()",
    re.IGNORECASE,
)
_SIBLING = re.compile(r"\s{0,40}(,\s{0,40}(?:and|or|&)|,|and|or|&|through|to|-)\s{0,40}(?=\()")
_NEXT = re.compile(
    r"\s{0,40}(,\s{0,40}(?:and|or|&)|;\s{0,40}(?:and|or)?|,|and|or|&|through|to|-)\s{0,40}(?:§{1,2}|[Ss]ections?\s)?\s{0,40}(?=\d)"
)
_ANOTHER_SOURCE = re.compile(r"\s{0,40}(?:[A-Z]\.|USC|CFR|ILCS|[A-Z][a-z])")
_ROMAN = re.compile(r"(?:x{0,3}|xl)(?:ix|iv|v?i{0,3})", re.IGNORECASE)
RANGE_WORDS = {"through", "to", "-"}


@dataclass(frozen=True)
class Target:
    """One section or unit: offsets of its own words, the section, the last of a range, the unit."""

    start: int
    end: int
    section: str
    through: str | None
    unit: tuple[str, ...]


def is_label(label: str) -> bool:
    """Whether `label` can enumerate: not the word "as" or "to" in brackets, not a year."""
    letters = re.sub(r"[.\-].*", "", label)
    if letters.isdigit() or len(letters) == 1:
        return True
    if not (letters.isupper() or letters.islower()):
        return False
    return letters[0] == letters[1] or letters[0] in "aA" or bool(_ROMAN.fullmatch(letters))


def read_units(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """(a)(1)(A) from `at`; an empty path where there is none."""
    parts: list[str] = []
    while len(parts) < 8 and (match := _UNIT.match(text, at)) and is_label(match.group(1)):
        parts.append(match.group(1))
        at = match.end()
    return tuple(parts), at


def read_sections(text: str, at: int, *, plural: bool, hyphens: bool = True) -> tuple[list[Target], int]:
    """Sections from `at` with their units. Only after "§§" or "sections" (`plural`) does a list of sections go on.

    `hyphens`: section numbers of this code contain hyphens (1681c-1, 59.1-577); otherwise a hyphen is a range.
    """
    targets: list[Target] = []
    end = at
    while True:
        match = SECTION.match(text, end)
        if match is None or (targets and _ANOTHER_SOURCE.match(text, match.end())):
            return targets, targets[-1].end if targets else at
        section, through = split_range(match.group(0), hyphens)
        units, end = ([], match.end()) if through else _units_of_section(text, match.end())
        if units:
            first = Target(match.start(), units[0][1], section, None, units[0][2])
            targets += [first, *(Target(begin, stop, section, None, unit) for begin, stop, unit in units[1:])]
        else:
            targets.append(Target(match.start(), match.end(), section, through, ()))
        joint = _NEXT.match(text, end) if plural else None
        if joint and joint.group(1) in RANGE_WORDS and not through and not units:
            last = SECTION.match(text, joint.end())
            if last is None or _ANOTHER_SOURCE.match(text, last.end()):
                return targets, end
            targets[-1] = Target(match.start(), last.end(), section, complete(section, last.group(0)), ())
            end = last.end()
            joint = _NEXT.match(text, end)
        if joint is None:
            return targets, end
        end = joint.end()


def _units_of_section(text: str, at: int) -> tuple[list[tuple[int, int, tuple[str, ...]]], int]:
    """Units after a section, with siblings: (a)(1), (2) and (b); "subdivisions (a) and (b)", "subd. (a)(1)"."""
    named = _NAMED_UNIT.match(text, at)
    apart = None if named else _APART.match(text, at)
    begin = named.end() if named else apart.end() if apart else at
    unit, end = read_units(text, begin)
    if not unit:
        return [], at
    if named:
        unit, end = _deeper(text, unit, end)
    found = [(begin, end, unit)]
    while joint := _SIBLING.match(text, end):
        labels, stop = read_units(text, joint.end())
        if not labels:
            break
        sibling = beside(found[-1][2], labels)
        if joint.group(1) in RANGE_WORDS:
            found += [(found[-1][0], stop, between) for between in fill(found[-1][2], sibling)]
        found.append((joint.end(), stop, sibling))
        end = stop
    return found, end


def _deeper(text: str, unit: tuple[str, ...], end: int) -> tuple[tuple[str, ...], int]:
    """subdivision (a), paragraph (1)."""
    while len(unit) < 8 and (named := _NAMED_UNIT.match(text, end)):
        more, stop = read_units(text, named.end())
        if not more:
            break
        unit, end = unit + more, stop
    return unit, end


def level(label: str) -> str:
    """Kind of a label: number, small, capital (Roman numerals count as letters here)."""
    return "number" if label[0].isdigit() else "small" if label[0].islower() else "capital"


def _is_roman(label: str) -> bool:
    return bool(_ROMAN.fullmatch(label))


def beside(unit: tuple[str, ...], labels: tuple[str, ...]) -> tuple[str, ...]:
    """The path of `labels` named after `unit`.

    "(a)(1) and (2)" goes on at the last level of the same kind; "(b)(i), (c)" at (b), because (c) cannot follow (i).
    """
    for place in range(len(unit) - 1, -1, -1):
        if level(unit[place]) == level(labels[0]) and not (
            place and _is_roman(unit[place]) > _is_roman(labels[0])
        ):
            return (*unit[:place], *labels)
    return (*unit[:-1], *labels)


def fill(first: tuple[str, ...], last: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The paths between: (a) through (d) gives (b), (c). Nothing where the ends do not fit or are far apart."""
    if not first or len(first) != len(last) or first[:-1] != last[:-1]:
        return []
    low, high = first[-1], last[-1]
    if low.isdigit() and high.isdigit() and 0 < int(high) - int(low) <= 40:
        return [(*first[:-1], str(number)) for number in range(int(low) + 1, int(high))]
    if len(low) == len(high) == 1 and level(low) == level(high) and low < high:
        return [(*first[:-1], chr(code)) for code in range(ord(low) + 1, ord(high))]
    return []


def split_range(token: str, hyphens: bool) -> tuple[str, str | None]:
    """`2721-2725` and `1798.100-1798.110` are ranges; `1681c-1`, `59.1-577` and `30-14-2801` are sections."""
    if "-" not in token:
        return token, None
    first, last = token.rsplit("-", 1)
    if not hyphens or ("." in last and first.split(".")[0] == last.split(".")[0]):
        first, last = token.split("-", 1)
        return first, complete(first, last)
    stem, tail = re.fullmatch(r"(\d{3,5})[a-z]{0,2}", first), re.fullmatch(r"(\d{2,5})[a-z]{0,2}", last)
    if stem and tail and (first.isdigit() or tail.group(1) == stem.group(1)):
        whole = re.match(r"\d+", complete(first, last))
        if whole and int(whole.group(0)) >= int(stem.group(1)) and complete(first, last) != first:
            return first, complete(first, last)
    return token, None


def complete(first: str, last: str) -> str:
    """The last section of a range written short: 2721-25 means 2725."""
    if first.isdigit() and last.isdigit() and len(last) < len(first):
        return first[: len(first) - len(last)] + last
    stem, dot, tail = first.rpartition(".")
    if dot and last.isdigit() and len(last) <= len(tail) and "." not in last:
        return f"{stem}.{tail[: len(tail) - len(last)]}{last}"
    return last
