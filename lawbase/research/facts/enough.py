"""Whether a story says enough to name an infringement, and what is missing where it does not."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from lawbase.research.facts.story import Language, Story, terms, words_of
from lawbase.search.analysis.normalise import normalise

Lack = Literal["", "short", "subject", "unclear"]
"""Nothing; too few words; no information about a person in it; no type stands out."""
FEWEST_WORDS = 4
CLEAR = 0.35
"""Probability that the likeliest type must reach: of 100 case files left out, 95 or more do."""


@cache
def subjects(language: Language) -> tuple[str, ...]:
    """The words by which information about a person is named (`subjects.yaml`)."""
    lines = yaml.safe_load(Path(__file__).with_name("subjects.yaml").read_text(encoding="utf-8"))[language]
    return tuple(str(line) for line in lines)


def names_a_subject(story: Story) -> bool:
    """Whether any sentence names information about a person: Chinese by its characters, English by stems."""
    if story.language == "zh":
        folded = normalise(story.text)
        return any(normalise(named) in folded for named in subjects("zh"))
    told = [frozenset(words_of(terms(sentence.text))) for sentence in story.sentences]
    named = [frozenset(words_of(terms(line))) for line in subjects("en")]
    return any(words <= sentence for words in named if words for sentence in told)


def lack(story: Story, likeliest: float) -> Lack:
    if len(set(words_of(terms(story.text)))) < FEWEST_WORDS:
        return "short"
    if not names_a_subject(story):
        return "subject"
    return "unclear" if likeliest < CLEAR else ""
