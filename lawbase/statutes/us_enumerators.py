"""Enumerators of US statutes: what `(a)`, `(iv)` or `(bb)` may mean, and where in a text one may stand.

One printed label can belong to several series: `(i)` is the ninth letter and the first Roman numeral. This module only
lists the readings and weighs the place; `lawbase.statutes.us_outline` chooses between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# A series is named by its first label. Dotted series (Virginia: "A. 1. a.") occur at the start of a line only.
LETTER, CAPITAL, NUMBER, ROMAN, CAPITAL_ROMAN, DOUBLE, DOUBLE_CAPITAL = "a", "A", "1", "i", "I", "aa", "AA"

_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
_ROMAN_FORM = re.compile(r"^(?:x{0,3}|xl)(?:ix|iv|v?i{0,3})$")
_LABEL = re.compile(r"\((\d{1,3}|[A-Za-z]{1,6})((?:\.\d{1,2})|(?:-\d{1,2})|(?:-[a-z]))?\)")
_DOTTED = re.compile(r"(\d{1,2}|[A-Za-z]|[ivx]{1,5})\.(?=\s)")

# Words that a reference follows; the second kind also end headings ("activities and items (A) In general").
_REFERENCE_WORD = re.compile(
    r"\b(?:sub)?(?:section|sec|paragraph|par|clause|division)s?\.?\s*(?:§\s*)?$|§{1,2}\s*$", re.IGNORECASE
)
_DOUBTFUL_WORD = re.compile(
    r"\b(?:sub)?(?:part|item|chapter|title|sentence|rule)s?\s*$|\b(?:under|in|of|by|to|with|see|through|and/or)\s*$",
    re.IGNORECASE,
)
_GLUED_WORD = re.compile(r"(?:^|[\s)])[A-Za-z][a-z]{2,}$")
"""A word that lost its dash or space before a list: "any agency(A) makes"."""
_LIST_JOINT = re.compile(r"^[\s,]*(?:(?:and|or|through|to|and/or|–|-)\s*)?$")
_AFTER_REFERENCE = re.compile(
    r"^\s*(?:[,;.)\]’”]|of\s+(?:this|the|that|such|section|sub|paragraph|title|clause|division|Section|part)"
    r"|(?:and|or|through|to|–|-)\s*\(|above|below|shall|may not|is\b|are\b|applies|does not)"
)
_STRONG_BEFORE = re.compile(
    r"(?:[.;:—]|[.;:—][”’\"')\]]{1,2}|[;,:]\s*(?:and|or|but|and/or|and either)|\[\d+\])\s*$"
)


@dataclass(frozen=True)
class Candidate:
    """A label in the text that may open a unit.

    `start`/`end` are offsets of the label with its parentheses; `readings` pairs each possible series with the place in
    it; `weight` is the evidence of the place (positive: an enumerator, negative: a reference inside a sentence);
    `glued` says that it follows the previous candidate without more than white space between.
    """

    start: int
    end: int
    label: str
    readings: tuple[tuple[str, float], ...]
    weight: float
    glued: bool
    line_start: bool
    joined: bool
    """Only a comma, "and", "or" … stands between the previous candidate and this one."""
    after_plain: bool
    """What stands before it, on its line or on the line above, opens without a label."""


def roman(label: str) -> int | None:
    """Value of a small Roman numeral up to 49, None where the label is none."""
    if not label or not _ROMAN_FORM.match(label):
        return None
    values = [_ROMAN_VALUES[c] for c in label]
    return sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))


def readings(base: str) -> tuple[tuple[str, float], ...]:
    """Every series the bare label can belong to, with its place there.

    After (z) two customs exist: California goes on (aa), (ab), (ac); the US Code (aa), (bb), (cc). Both are read as 27,
    28, 29 of the single letters, beside the reading as a series of double letters. (aaa) follows (zz).
    """
    if base.isdigit():
        return ((NUMBER, float(base)),) if not base.startswith("0") else ()
    lower, capital = base.lower(), base.isupper()
    if not (capital or base.islower()):
        return ()
    found: list[tuple[str, float]] = []
    place = ord(lower[0]) - 96
    if len(lower) == 1:
        found.append((CAPITAL if capital else LETTER, float(place)))
    elif len(lower) == 2 and lower[0] == lower[1]:
        found.append((DOUBLE_CAPITAL if capital else DOUBLE, float(place)))
        found.append((CAPITAL if capital else LETTER, float(26 + place)))
    elif len(lower) == 3 and len(set(lower)) == 1:
        found.append((CAPITAL if capital else LETTER, float(52 + place)))
    elif len(lower) == 2 and lower[0] == "a":
        found.append((CAPITAL if capital else LETTER, float(26 + ord(lower[1]) - 96)))
    value = roman(lower)
    if value:
        found.append((CAPITAL_ROMAN if capital else ROMAN, float(value)))
    return tuple(found)


def _insertion(suffix: str | None) -> float:
    """(b-1), (1.5): a unit put in between two others later. Returned as a fraction of a step."""
    if not suffix:
        return 0.0
    body = suffix[1:]
    number = float(body) if body.isdigit() else float(ord(body) - 96)
    return min(number, 99.0) / 100.0


def find_candidates(text: str, *, inline: bool) -> list[Candidate]:
    """Every label that may open a unit, in order. With `inline=False` only those that open a line (or follow one)."""
    found: list[Candidate] = []
    for match in sorted([*_LABEL.finditer(text), *_dotted(text)], key=lambda m: m.start()):
        dotted = match.group(0).endswith(".")
        suffix = None if dotted else match.group(2)
        options = readings(match.group(1))
        if not options:
            continue
        step = _insertion(suffix)
        options = tuple((f"{kind}." if dotted else kind, place + step) for kind, place in options)
        previous = found[-1] if found else None
        gap = text[previous.end : match.start()] if previous else None
        glued = gap is not None and not gap.strip()
        line_start = _opens_line(text, match.start())
        weight = 6.0 if line_start else _weight(text, match.start(), match.end())
        if not inline and not line_start and not glued:
            # In a text that stands in lines a label behind a full stop or semicolon ("(b) Permitted uses. (1) A"), or the
            # first of a list behind a heading, has to earn its place: it is taken only where the labels after it would
            # leave a gap without it.
            first = any(place == 1.0 for _, place in options)
            if weight < 4.0 and not (first and weight >= 0.5):
                continue
            weight = -1.0 if weight >= 4.0 else -2.0
        found.append(
            Candidate(
                start=match.start(),
                end=match.end(),
                label=match.group(1) + (suffix or ""),
                readings=options,
                weight=weight,
                glued=glued,
                line_start=line_start,
                joined=gap is not None and not line_start and bool(_LIST_JOINT.match(gap)),
                after_plain=_after_plain_line(text, match.start(), found),
            )
        )
    return found


def _after_plain_line(text: str, start: int, found: list[Candidate]) -> bool:
    """Whether what stands before the label, on its line or else on the line above, opens without a label."""
    end = start if not _opens_line(text, start) else text.rfind("\n", 0, start)
    if end < 0:
        return False
    begin = text.rfind("\n", 0, end) + 1
    return not any(c.line_start and begin <= c.start < end for c in reversed(found[-12:]))


def _dotted(text: str) -> list[re.Match[str]]:
    return [m for m in _DOTTED.finditer(text) if _opens_line(text, m.start())]


def _opens_line(text: str, start: int) -> bool:
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()


def _weight(text: str, start: int, end: int) -> float:
    """Evidence that the label at `start` opens a unit, from the words on both sides."""
    before, after = text[max(0, start - 48) : start], text[end : end + 24]
    if before[-1:].isalnum() and _GLUED_WORD.search(before) and not _REFERENCE_WORD.search(before):
        return -2.0
    if before[-1:].isalnum() or before[-1:] in '-–§“‘"':
        return -30.0
    weight = 0.5
    if _STRONG_BEFORE.search(before):
        weight = 4.0
    elif _REFERENCE_WORD.search(before):
        weight = -8.0
    elif _DOUBTFUL_WORD.search(before):
        weight = -2.0
    elif re.search(r",\s*$", before):
        weight = 1.5
    if not after[:1].strip() and after.strip()[:1] == "(":
        return weight
    if _AFTER_REFERENCE.match(after):
        weight -= 5.0 if after[:1] in ",;.)]’”" else 2.5
    return weight
