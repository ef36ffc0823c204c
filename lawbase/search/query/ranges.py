"""Numbers and ranges as a reader writes them in a field: `2021`, `2019..2023`, `>=2019`, `>1万`, `$50k..2m`."""

from __future__ import annotations

import re
from dataclasses import dataclass

SCALES = {
    "": 1, "k": 10**3, "千": 10**3, "万": 10**4, "m": 10**6, "million": 10**6, "百万": 10**6, "亿": 10**8, "b": 10**9,
    "billion": 10**9,
}  # fmt: skip
CURRENCIES = {
    "$": "USD", "usd": "USD", "美元": "USD", "¥": "CNY", "￥": "CNY", "cny": "CNY", "rmb": "CNY", "元": "CNY", "人民币": "CNY",
}  # fmt: skip
NUMBER = re.compile(
    r"(?P<before>\$|¥|￥|usd|cny|rmb)?(?P<number>\d{1,15}(?:,\d{3})*(?:\.\d+)?)"
    r"(?P<scale>k|千|百万|万|million|m|亿|billion|b)?(?P<after>美元|元|人民币|usd|cny|rmb)?"
)
RANGE = re.compile(r"(?P<low>[^.<>=-]*(?:\.\d+)?[^.<>=-]*)(?:\.{2,3}|-|–|—)(?P<high>.*)")


@dataclass(frozen=True)
class Interval:
    """Whole numbers from `low` to `high`, both inclusive; None is open."""

    low: int | None = None
    high: int | None = None
    currency: str = ""


def interval(value: str) -> Interval | None:
    """None where it is no number and no range of numbers."""
    text = value.strip().lower().replace(" ", "")
    for sign, below, above in ((">=", 0, None), ("<=", None, 0), (">", 1, None), ("<", None, -1)):
        if text.startswith(sign):
            found = _number(text[len(sign) :])
            if found is None:
                return None
            number, currency = found
            return Interval(
                number + below if below is not None else None,
                number + above if above is not None else None,
                currency,
            )
    if one := _number(text):
        return Interval(one[0], one[0], one[1])
    both = RANGE.fullmatch(text)
    if both is None or not (both["low"] or both["high"]):
        return None
    low, high = _number(both["low"]), _number(both["high"])
    if (both["low"] and low is None) or (both["high"] and high is None):
        return None
    return Interval(low and low[0], high and high[0], (low and low[1]) or (high and high[1]) or "")


def _number(text: str) -> tuple[int, str] | None:
    match = NUMBER.fullmatch(text)
    if match is None:
        return None
    currency = CURRENCIES.get(match["before"] or "") or CURRENCIES.get(match["after"] or "") or ""
    number = float(match["number"].replace(",", "")) * SCALES[match["scale"] or ""]
    return round(number), currency
