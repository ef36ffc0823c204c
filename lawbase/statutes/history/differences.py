"""The difference of two wordings as a reader sees it: by character in Chinese, by word in English.

Spacing and punctuation never make a difference: each mark belongs to the word or character before it, and is not compared.
Nor does it matter whether a word is printed as one or in parts: web page, web-page, webpage.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
CHARACTER = re.compile(r"[\u3400-\u9fff]|[^\W_]+?(?=[\u3400-\u9fff]|[\W_]|$)")
WORD = re.compile(r"[^\W_]+(?:['‘’.][^\W_]+)*")
ISLAND = {"zh": 2, "en": 1}
"""Words or characters that stay between two changes are shown as changed where they are fewer than this: easier to read."""


@dataclass(frozen=True)
class Piece:
    """A run of text that is in both wordings (`same`), in the earlier only (`gone`), or in the later only (`new`)."""

    kind: Kind
    text: str
    before: str = ""
    """Of a `same` piece, how the earlier wording prints it: marks and spacing may differ."""


def differences(earlier: str, later: str, lang: str) -> tuple[Piece, ...]:
    """The pieces of both wordings in reading order. `same` pieces are in the later wording's print."""
    chinese = lang.startswith("zh")
    old, new = _tokens(earlier, chinese), _tokens(later, chinese)
    before, after = [key for key, _ in old], [key for key, _ in new]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    opcodes = [
        ("equal" if "".join(before[i1:i2]) == "".join(after[j1:j2]) else tag, i1, i2, j1, j2)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
    ]
    blocks = _without_islands(opcodes, ISLAND["zh" if chinese else "en"])
    pieces: list[Piece] = []
    for same, i1, i2, j1, j2 in blocks:
        gone, fresh = "".join(text for _, text in old[i1:i2]), "".join(text for _, text in new[j1:j2])
        if same:
            pieces.append(Piece("same", fresh, gone))
        else:
            pieces += [Piece("gone", gone)] if gone else []
            pieces += [Piece("new", fresh)] if fresh else []
    return tuple(pieces)


def _tokens(text: str, chinese: bool) -> list[tuple[str, str]]:
    """(what is compared, what is printed): a word or character with the marks and blanks behind it."""
    starts = [found.start() for found in (CHARACTER if chinese else WORD).finditer(text)]
    if not starts:
        return [("", text)] if text else []
    ends = [*starts[1:], len(text)]
    tokens = []
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        shown = text[0 if place == 0 else start : end]
        tokens.append((re.sub(r"[\W_]+", "", text[start:end]).casefold(), shown))
    return tokens


def _without_islands(
    opcodes: Sequence[tuple[str, int, int, int, int]], fewest: int
) -> list[tuple[bool, int, int, int, int]]:
    """Neighbouring changes as one, over what is too short to be worth reading between them."""
    blocks: list[tuple[bool, int, int, int, int]] = []
    for place, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        inside = 0 < place < len(opcodes) - 1
        same = tag == "equal" and not (inside and i2 - i1 < fewest)
        if blocks and blocks[-1][0] is same:
            _same, a1, _a2, b1, _b2 = blocks[-1]
            blocks[-1] = (same, a1, i2, b1, j2)
        else:
            blocks.append((same, i1, i2, j1, j2))
    return blocks
