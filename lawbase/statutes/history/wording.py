"""An article's text as 款 and lines, and when two wordings are the same.

The normalisation by which a computed text is compared with a printed one: white space goes; full-width and half-width
marks and digits are one (， and ,); all quotation marks are one. Nothing else: a 帐 is not a 账.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lawbase.statutes.history.values import Paragraph, State

ITEM = re.compile(r"^[（(][一二三四五六七八九十百零〇]{1,5}[）)]")
SUBITEM = re.compile(r"^(?:[0-9０-９]{1,3}(?:[.．](?![0-9０-９])|、)|[（(][0-9０-９]{1,3}[）)])")
WIDTH = str.maketrans(
    {"，": ",", "：": ":", "；": ";", "（": "(", "）": ")", "．": ".", "！": "!", "？": "?", "〇": "零"}
    | dict.fromkeys("“”‘’'「」『』＂＇", '"')
)
DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
NOT_A_LETTER = re.compile(r"[\W_]+")
HALF = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）"}
BESIDE_HAN = re.compile(r"(?<=[\u3400-\u9fff”》）])[,:;]|[(](?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])[)]")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The form in which texts are compared."""
    return re.sub(r"\s+", "", text).translate(WIDTH).translate(DIGITS)


@lru_cache(maxsize=8192)
def letters(text: str) -> str:
    """Letters and digits only: two wordings with the same letters are one version."""
    return NOT_A_LETTER.sub("", text.translate(DIGITS))


def printed(text: str) -> str:
    """Marks as Chinese law prints them: a half-width comma, colon, semicolon or bracket beside a character is widened."""
    return BESIDE_HAN.sub(lambda mark: HALF[mark[0]], text)


@lru_cache(maxsize=8192)
def state_of(text: str) -> State:
    """The text of an article, one unit a line, as its 款."""
    return paragraphs_of(text.split("\n"))


def paragraphs_of(lines: list[str] | tuple[str, ...]) -> State:
    paragraphs: list[list[str | None]] = []
    for line in filter(None, (line.strip() for line in lines)):
        # A list without numbers goes on as long as its lines end in a colon or a comma (主席，…副主席若干人，…).
        listed = paragraphs and (paragraphs[-1][-1] or "")[-1:] in ("：", "，")
        if paragraphs and (listed or ITEM.match(line) or SUBITEM.match(line)):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return tuple(tuple(paragraph) for paragraph in paragraphs)


def text_of(state: State | None) -> str | None:
    """The article's text, or None if any of its words is not known."""
    if state is None:
        return None
    lines: list[str] = []
    for paragraph in state:
        if paragraph is None or any(line is None for line in paragraph):
            return None
        lines += [line for line in paragraph if line is not None]
    return "\n".join(lines)


def known_text(state: State | None) -> str:
    """What is known of the article, with … for what is not."""
    if state is None:
        return "…"
    return "\n".join(
        "…" if paragraph is None else "\n".join("…" if line is None else line for line in paragraph)
        for paragraph in state
    )


def is_whole(state: State | None) -> bool:
    return text_of(state) is not None


def same(a: str, b: str) -> bool:
    return fold(a) == fold(b)


class Contradiction(ValueError):
    """Two sources of one article's words at one time do not agree."""


def joined(a: State | None, b: State | None) -> State | None:
    """What both know together; `b`'s print where both know the same words. Raises `Contradiction`."""
    if a is None or b is None:
        return b if a is None else a
    whole_a, whole_b = text_of(a), text_of(b)
    if whole_a is not None and whole_b is not None and same(whole_a, whole_b):
        return b
    if len(a) != len(b):
        raise Contradiction(f"One has {len(a)} paragraphs, the other {len(b)}.")
    return tuple(_paragraph(one, other) for one, other in zip(a, b, strict=True))


def _paragraph(a: Paragraph | None, b: Paragraph | None) -> Paragraph | None:
    if a is None or b is None:
        return b if a is None else a
    if None not in a and None not in b and same("".join(filter(None, a)), "".join(filter(None, b))):
        return b
    if len(a) != len(b):
        raise Contradiction(f"A paragraph has {len(a)} lines in one, {len(b)} in the other.")
    lines: list[str | None] = []
    for one, other in zip(a, b, strict=True):
        if one is not None and other is not None and not same(one, other):
            raise Contradiction(f"‹{one}› is not ‹{other}›.")
        lines.append(one if other is None else other)
    return tuple(lines)
