"""Normalisation of Chinese official text, shared by all Chinese adapters. Nothing else is changed.

1. Zero-width characters and byte order marks are removed.
2. No-break, full-width and repeated blanks become one blank; blanks at the ends of a line go, empty lines go.
3. A half-width bracket that opens an item number and a full-width one that closes it, `(一）`, become `（一）`.
4. In headings, the blanks that space two characters out (`总　　则`) go.
"""

from __future__ import annotations

import re

INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
BLANKS = re.compile("[ \t\u00a0\u3000]+")
MIXED_BRACKET = re.compile(r"^[(（]([一二三四五六七八九十百零]+)[)）]", re.MULTILINE)
HAN = "\u3400-\u9fff"
SPACED_OUT = re.compile(rf"(?<=[{HAN}]) (?=[{HAN}]$)|^([{HAN}]) (?=[{HAN}]$)")


def line(text: str) -> str:
    """One line of official text."""
    return BLANKS.sub(" ", INVISIBLE.sub("", text)).strip()


def text(raw: str) -> str:
    """Official text, one unit a line."""
    lines = [line(part) for part in raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return MIXED_BRACKET.sub(r"（\1）", "\n".join(part for part in lines if part))


def heading(raw: str) -> str:
    """A heading: one blank after its number, none inside a spaced-out word (第一章 总 则 → 第一章 总则)."""
    shown = line(raw.lstrip("#"))
    found = re.match(
        r"(第[一二三四五六七八九十百]+(?:分编|编|章|节)|[一二三四五六七八九十]+、)\s*(.*)$", shown
    )
    number, words = (found[1], found[2]) if found else ("", shown)
    if re.fullmatch(rf"[{HAN}](?: [{HAN}])+", words):
        words = words.replace(" ", "")
    return f"{number} {words}".strip() if not number.endswith("、") else f"{number}{words}"
