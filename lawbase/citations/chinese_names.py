"""Whose article it is: the law that the words before 第N条 name.

Expects `fold_chinese` text. A name without book-title marks has no visible beginning ("依照刑法第…"); the words that
usually stand before one are cut off, and what may still be too long in front is left to the resolver, which knows the names.
"""

from __future__ import annotations

import re
from typing import NamedTuple

KINDS = (
    "法典|宪法|法|条例|规定|办法|解释|决定|通则|总则|规则|细则|意见|修正案|规范|公约|批复|指引|指南|标准|准则|方案|"
    "会议纪要|纪要|通知|批复|答复|协定"
)
TITLE = re.compile(r"《[^《》]{1,120}(?:《[^《》]{1,80}》[^《》]{0,80}){0,3}》")
_RUN = re.compile(r"([\u4e00-\u9fffA-Za-z]{1,40}(?:\([一二三四五六七八九十]{1,3}\))?)$")
_ENDS = re.compile(rf"(?:{KINDS})(?:\([一二三四五六七八九十]{{1,3}}\))?$")
_NOT_A_LAW = re.compile(
    r"(?:[方做说执违合依立看想无非书语手疗]法|(?<!公)司法|(?<!适)用法|^办法|本条规定|法律规定|有关规定|相关规定|上述规定)$"
)
_SELF = re.compile(r"本(?:法|条例|解释|规定|办法|决定|规则|细则|规范|意见)$")
_PRIOR = re.compile(r"(?:(?<!合)同|该|上述|前述|此)(?:法典|法律|法|条例|解释|规定|办法|决定|规则|细则|意见)$")
_BEFORE_NAME = re.compile(
    r".*(?:根据|依照|依据|按照|参照|比照|违反|适用|符合|触犯|属于|认为|以及|或者|现行|修正后|修订后|修改后|结合|"
    r"我国|相关法律|其中|构成|具有|所称|对照|援引|依|按|据|的|[了在由是即为将])"
)
_GAP = re.compile(
    r"[\s`]*(?:(?:总则|分则|附则|[\u4e00-\u9fff]{1,6}编)|第[0-9一二三四五六七八九十]{1,4}[编章节])*[\s`]*(?:中|里|内)?的?[\s`]*"
)
_SHORT = re.compile(
    r"[\s`]*\((?:以下|下)?(?:统|简)?称(?:为)?[:]?[“\"《〈'\s]{0,3}"
    r"((?:[^”\"》〉'(),;。\n]|\([一二三四五六七八九十]{1,3}\)){2,40})"
)


class Named(NamedTuple):
    """`start` of the name in the text and the name; for self and prior references the name is empty."""

    start: int
    name: str
    how: str
    """`title`, `run`, `self`, `prior`."""


def without_brackets(text: str) -> str | None:
    """`text` without what stands in round brackets; None where they do not balance (the gap leaves a bracket)."""
    depth, kept = 0, []
    for char in text:
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth < 0:
                return None
        elif not depth:
            kept.append(char)
    return "".join(kept) if depth == 0 else None


def is_gap(between: str) -> bool:
    """Whether `between`, from a title to an article, says nothing new: brackets, 第三章, 中的."""
    if len(between) > 300:
        return False
    plain = without_brackets(between)
    return plain is not None and _GAP.fullmatch(plain) is not None


def short_name(text: str, at: int) -> str | None:
    """The name agreed on after a title: （以下简称《解释》）."""
    match = _SHORT.match(text, at, at + 80)
    return match.group(1).strip() if match else None


def name_before(text: str, at: int) -> Named | None:
    """The law named without title marks that ends at `at` ("依照刑法", "修正案(九)", "同法")."""
    before = text[max(0, at - 60) : at].rstrip(" \t\n")
    plain = _drop_brackets_at_end(before)
    plain = re.sub(r"(?:第[0-9一二三四五六七八九十]{1,4}[编章节]|中的?)$", "", plain)
    run = _RUN.search(plain)
    if run is None:
        return None
    end = max(0, at - 60) + len(plain)
    words = run.group(1)
    for how, pattern in (("self", _SELF), ("prior", _PRIOR)):
        match = pattern.search(words)
        if match and not (how == "self" and words.endswith("基本法")):
            return Named(end - len(match.group(0)), "", how)
    if not _ENDS.search(words) or _NOT_A_LAW.search(words):
        return None
    if "关于" not in words:
        words = _BEFORE_NAME.sub("", words)
    words = words.lstrip("年")
    if len(words) < 2:
        return None
    return Named(end - len(words), words, "run")


def _drop_brackets_at_end(text: str) -> str:
    """Without a remark in brackets at the end; (九) and (二) belong to a name."""
    if not text.endswith(")") or re.search(r"\([一二三四五六七八九十]{1,3}\)$", text):
        return text
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[index], 0)
        if depth == 0:
            return text[:index].rstrip()
    return text
