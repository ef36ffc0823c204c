"""One character in, one character out: so that a match found in normalised text is at the same place in the original."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
WIDE = re.compile(r"[\u2e80-\uffef]")
QUOTES = {ord("’"): "'", ord("‘"): "'"}


@cache
def table() -> dict[int, int | str]:
    """Translation: full-width forms to ASCII, Traditional characters to Simplified (OpenCC's character list).

    Where OpenCC offers several Simplified characters the first is taken, as OpenCC itself does without context.
    """
    mapping: dict[int, int | str] = {**FULL_WIDTH, **QUOTES}
    lines = resources.files("opencc").joinpath("dictionary/TSCharacters.txt").read_text("utf-8").splitlines()
    for line in lines:
        traditional, _, simplified = line.partition("\t")
        first = simplified.split(" ")[0]
        if len(traditional) == 1 and len(first) == 1:
            mapping[ord(traditional)] = first
    return mapping


def normalise(text: str) -> str:
    """Simplified, half-width, lower case; same length as `text`."""
    # Translating character by character is slow on long opinions; without wide characters only quotes can change.
    folded = text.translate(table()) if WIDE.search(text) else text.replace("’", "'").replace("‘", "'")
    lowered = folded.lower()
    # A few characters grow when lowered (İ); they stay as they are, because offsets must not move.
    if len(lowered) != len(folded):
        lowered = "".join(c if len(c.lower()) != 1 else c.lower() for c in folded)
    return lowered
