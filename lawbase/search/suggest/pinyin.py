"""How Han characters are read, so that a slip of the keyboard or the ear finds the word that was meant."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

FOLDED = (("zh", "z"), ("ch", "c"), ("sh", "s"))
"""Initials that speakers and keyboards mix."""


@cache
def _readings() -> dict[int, str]:
    # Readings of single characters only; the package's phrases would take 20 MB.
    from pypinyin.pinyin_dict import pinyin_dict

    return dict(pinyin_dict)


@lru_cache(8192)
def syllable(character: str) -> str:
    """The first reading without its tone, `ü` as v; the character itself where it has none."""
    reading = _readings().get(ord(character), "").split(",")[0]
    if not reading:
        return character
    plain = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("ɡ", "g")


@lru_cache(8192)
def heard(character: str) -> str:
    """A syllable as it is heard: zh, ch, sh like z, c, s; final ng like n."""
    sound = syllable(character)
    for long, short in FOLDED:
        if sound.startswith(long):
            sound = short + sound[len(long) :]
    return sound[:-1] if sound.endswith("ng") else sound


def sounds(text: str) -> str:
    """What a text sounds like, syllable by syllable."""
    return " ".join(map(heard, text))


def typed(text: str) -> tuple[str, str]:
    """(all letters, first letters) that a pinyin keyboard takes for a text: 个保法 → gebaofa, gbf."""
    read = [syllable(character) for character in text]
    return "".join(read), "".join(one[:1] for one in read)
