"""Selectors: how the editors point at official words without writing them (docs/corpus.md, "A selector").

A selector is the first words of a passage, an ellipsis, and its last words; or, for a passage of at most eight Chinese
characters or three English words, the words alone. It is resolved in the text of the unit that a pinpoint names.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from lawbase.statutes.units import is_wide

ELLIPSIS = "…"
_SPACE = re.compile(r"\s+")
_WIDE = "⺀-鿿豈-﫿︰-﹏！-｠"
_SPACE_IN_CHINESE = re.compile(rf"(?<=[{_WIDE}])\s+|\s+(?=[{_WIDE}])")
MAX_HAN = 8
MAX_WORDS = 3


class SelectorError(ValueError):
    """The selector does not name exactly one passage. `str()` is a sentence that says what to change."""


def fold(text: str) -> str:
    """White space as matching sees it: one space between words, none beside a Chinese character or mark."""
    return _SPACE_IN_CHINESE.sub("", _SPACE.sub(" ", text)).strip()


def resolve(selector: str, text: str, *, place: str = "") -> str:
    """The official words that `selector` names in `text` (the text of a unit), with white space folded.

    The start must occur once; the passage ends with the first occurrence of the end after the start. `place` is how a
    message calls that text, if it is not that of a law. Raises `SelectorError` when the words are not there, the start
    occurs more than once, the end does not follow the start, or the selector is not one.
    """
    start, end = parse(selector)
    place = place or _("the official text of this unit")
    words = fold(text)
    starts = _occurrences(start, words)
    if not starts:
        said = _("“%(words)s” is not in %(place)s; copy its words exactly.")
        raise SelectorError(said % {"words": start, "place": place})
    if len(starts) > 1:
        raise SelectorError(
            _(
                "“%(words)s” occurs %(n)d times in %(place)s; write a longer beginning or, in a law, name a narrower unit."
            )
            % {"words": start, "n": len(starts), "place": place}
        )
    if end is None:
        return start
    stops = _occurrences(end, words)
    after = [at for at in stops if at >= starts[0] + len(start)]
    if not after:
        said = (
            _("The ending “%(end)s” is only before the end of the beginning; it must follow “%(start)s”.")
            if stops
            else _("The ending “%(end)s” is not in %(place)s; it must follow “%(start)s”.")
        )
        raise SelectorError(said % {"end": end, "start": start, "place": place})
    return words[starts[0] : after[0] + len(end)]


def parse(selector: str) -> tuple[str, str | None]:
    """Beginning and end, folded; the end is None for a passage quoted whole. Raises `SelectorError`."""
    parts = [fold(part) for part in selector.split(ELLIPSIS)]
    if len(parts) == 1 and parts[0]:
        words = parts[0]
        han = sum(is_wide(char) for char in words)
        if han > MAX_HAN or (not han and len(words.split()) > MAX_WORDS):
            raise SelectorError(
                _("“%(words)s” is too long to stand alone; write its first words, “…” and its last words.")
                % {"words": words}
            )
        return words, None
    if len(parts) != 2 or not all(parts):
        raise SelectorError(_("A selector is “first words…last words” with one “…” (U+2026)."))
    return parts[0], parts[1]


def _occurrences(words: str, text: str) -> list[int]:
    """Where `words` stand, overlapping places too (two of them would leave open which is meant).

    An English word is matched whole: "data" is not in "database".
    """
    found: list[int] = []
    at = text.find(words)
    while at >= 0:
        if not (_inside_word(text, at) or _inside_word(text, at + len(words))):
            found.append(at)
        at = text.find(words, at + 1)
    return found


def _inside_word(text: str, at: int) -> bool:
    around = text[max(at - 1, 0) : at + 1]
    return 0 < at < len(text) and around.isascii() and around.isalnum()
