"""A story as its teller wrote it: which language, which sentences, which words. Nothing of it is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lawbase.search.analysis.words import HAN, STOP, analyse

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
LONGEST = 5000
"""Characters of a story."""
LONG_SENTENCE = 90
"""Characters after which a Chinese sentence is read comma by comma: people tell a whole story in one."""
ENDS = re.compile(r"[^。！？!?；;\n]*?(?:[。！？!?；;]+[”’」』）)]*|\.(?=\s|$)[\"'”’)]*|\n|$)")
COMMA = re.compile(r"[^，,]*[，,]?")


@dataclass(frozen=True)
class Sentence:
    text: str
    start: int
    """Offset in the story."""
    number: int = 1
    """Place in the story, from 1: readers are referred to it."""


@dataclass(frozen=True)
class Story:
    text: str
    language: Language
    sentences: tuple[Sentence, ...]


def terms(text: str) -> tuple[str, ...]:
    """Words, and grams marked with `#`, without those that carry no meaning; repeated as they stand in the text."""
    found = analyse(text)
    words = [token.term for token in found.words if token.term not in STOP]
    return (*words, *(f"#{token.term}" for token in found.grams if token.term not in STOP))


library_terms = lru_cache(maxsize=4096)(terms)
"""The same, remembered: for texts of the library alone, because what a reader tells is not kept anywhere."""


def words_of(found: tuple[str, ...]) -> tuple[str, ...]:
    """The words among terms."""
    return tuple(term for term in found if not term.startswith("#"))


def language_of(text: str) -> Language:
    """Chinese if a tenth of the letters are Han characters: a Chinese story may name many things in English."""
    letters = sum(character.isalpha() for character in text)
    return "zh" if len(HAN.findall(text)) * 10 >= max(letters, 1) else "en"


def read(text: str) -> Story:
    """The story in sentences. Those of white space alone are left out."""
    language = language_of(text)
    found: list[Sentence] = []
    for match in ENDS.finditer(text):
        parts = [(match.start(), match[0])]
        if language == "zh" and len(match[0]) > LONG_SENTENCE:
            parts = [(match.start() + part.start(), part[0]) for part in COMMA.finditer(match[0])]
        for start, part in parts:
            lead = len(part) - len(part.lstrip())
            if part.strip():
                found.append(Sentence(part.strip(), start + lead, len(found) + 1))
    return Story(text, language, tuple(found))
