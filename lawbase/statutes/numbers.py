"""Numbers of provisions: Chinese numerals, keys and their order.

A *key* is the lasting short form of a printed number: 第二百五十三条之一 → `253-1`, § 1798.120 → `1798.120`.
"""

from __future__ import annotations

import re

DIGITS = (
    {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2} | {str(n): n for n in range(10)}
)
UNITS = {"十": 10, "百": 100, "千": 1000}
HAN = "零一二三四五六七八九"
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
NUMBER = r"[零〇一二三四五六七八九十百千两\d０-９]+"
ARTICLE = re.compile(rf"^第?({NUMBER})条?(?:之({NUMBER}))?$")
ITEM = re.compile(rf"^条目({NUMBER})$")
WHOLE = "full"
"""Key of a text without numbered parts (全文)."""


def to_int(numeral: str) -> int:
    """The value of a Chinese or Arabic numeral below 10,000, as laws write it (二百五十三, 一〇五, 253).

    Raises `ValueError` for anything else.
    """
    text = numeral.translate(FULL_WIDTH).strip()
    if not text:
        raise ValueError("An empty numeral has no value; give one like 二百五十三 or 253.")
    if not any(c in UNITS for c in text):
        try:
            return int("".join(str(DIGITS[c]) for c in text))
        except KeyError as error:
            raise ValueError(f"{numeral!r} is not a numeral; write it like 二百五十三 or 253.") from error
    total = digit = 0
    for c in text:
        if c in UNITS:
            total += (digit or 1) * UNITS[c]
            digit = 0
        elif c in DIGITS:
            digit = digit * 10 + DIGITS[c] if c.isdigit() else DIGITS[c]
        else:
            raise ValueError(f"{numeral!r} is not a numeral; write it like 二百五十三 or 253.")
    return total + digit


def to_chinese(number: int) -> str:
    """A whole number from 1 to 9,999 as laws print it: 253 → 二百五十三, 105 → 一百零五, 12 → 十二."""
    if not 0 < number < 10_000:
        raise ValueError(f"{number} cannot be an article number; it must lie between 1 and 9999.")
    out, rest, gap = "", number, False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, value)
        if digit:
            out += ("零" if gap else "") + HAN[digit] + unit
        gap = bool(out) and not digit
    return out.removeprefix("一") if out.startswith("一十") else out


def key_of(number: str) -> str:
    """Key of a printed Chinese number: 第二百五十三条之一 → `253-1`, 条目十 → `10`, 全文 → `full`."""
    text = re.sub(r"\s", "", number)
    if text == "全文":
        return WHOLE
    if found := ITEM.match(text):
        return str(to_int(found[1]))
    if found := ARTICLE.match(text):
        key = str(to_int(found[1]))
        return f"{key}-{to_int(found[2])}" if found[2] else key
    raise ValueError(
        f"{number!r} is not an article number; it should read like 第十三条 or 第二百五十三条之一."
    )


def number_of(key: str) -> str:
    """The printed Chinese number of a key: `253-1` → 第二百五十三条之一."""
    if key == WHOLE:
        return "全文"
    main, _, inserted = key.partition("-")
    return f"第{to_chinese(int(main))}条" + (f"之{to_chinese(int(inserted))}" if inserted else "")


def sort_key(key: str) -> str:
    """A string that sorts the keys of one law as the law prints them.

    Runs of digits are padded. After the first dot two digits count as a whole number and the rest as decimals, which is
    how the codes here number: 312.2 before 312.10; 56.10 before 56.1007 before 56.101 before 56.11; 1798.100 before
    1798.105. After a second dot numbers are whole again: 1798.199.95 before 1798.199.100.
    """
    parts = key.lower().split(".")
    sorted_parts = [_padded(parts[0])]
    for place, part in enumerate(parts[1:], start=1):
        digits = re.match(r"\d*", part)
        head = digits[0] if digits else ""
        number = head[:2].zfill(6) + head[2:] if place == 1 else head.zfill(6)
        sorted_parts.append(number + _padded(part[len(head) :]))
    return ".".join(sorted_parts)


def _padded(text: str) -> str:
    return re.sub(r"\d+", lambda run: run[0].zfill(6), text)
