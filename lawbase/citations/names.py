"""Names of laws in the one form in which they are compared: with and without 中华人民共和国, 〈〉, "of the PRC", editions."""

from __future__ import annotations

import re

from lawbase.citations.fold import fold_chinese

_HAN = re.compile(r"[\u4e00-\u9fff]")
_EDITION = re.compile(r"\((?:试行|暂行|草案|修正|修订|[0-9]{4}年?[^()]{0,12})\)$")
_DOCUMENT = re.compile(r"[〔\[【(]([0-9]{4})[〕\]】)](?=第?[0-9]{1,4}号)")
"""The year in a document number: 法释〔2017〕10号, also written with other brackets."""
_ISSUERS = re.compile(
    r"^(?:(?:最高人民法院|最高人民检察院|公安部|国家安全部|司法部|国务院|全国人民代表大会常务委员会|全国人大常委会|两高|"
    r"国家互联网信息办公室|国家网信办|工业和信息化部|国家市场监督管理总局)[、和与]?)+(?=关于)"
)
_ENGLISH_COUNTRY = re.compile(
    r"\s+of\s+(?:the\s+)?(?:people's\s+republic\s+of\s+china|china|prc|p\.r\.c\.|p\.r\.\s*china)$|^(?:prc|chinese|china's)\s+"
)
_CUT_BEFORE = set(
    '的了在由对与和及或以将据照按用反合是为从向到于等该即其因令又且并就依援引视认说述国去有背明购,.、;: “"'
)


def is_chinese(text: str) -> bool:
    return _HAN.search(text) is not None


def form_of(name: str) -> str:
    """The form to compare. Chinese: Simplified, without white space, marks, country, issuing body before 关于, edition."""
    if not is_chinese(name):
        plain = " ".join(fold_chinese(name).replace("’", "'").lower().split()).strip(" .,;:'\"")
        return _ENGLISH_COUNTRY.sub("", plain.removeprefix("the ")).strip(" ,")
    plain = re.sub(r"[\s《》〈〉<>`“”\"'‘’]", "", fold_chinese(name)).lower()
    plain = plain.replace("中华人民共和国", "") if not plain.endswith("中华人民共和国") else plain
    plain = _DOCUMENT.sub(r"〔\1〕", plain)
    plain = _ISSUERS.sub("", plain)
    shorter = _EDITION.sub("", plain)
    return shorter or plain


def suffixes(form: str) -> list[str]:
    """The ends of a Chinese name that may be a name themselves, longest first: "认定刑法" gives 刑法 only after a word
    that can stand before a name. So 劳动合同法 never becomes 合同法."""
    return [form[at:] for at in range(1, len(form) - 1) if form[at - 1] in _CUT_BEFORE]


def amended_name(title: str) -> str | None:
    """The law that an instrument amends, from its title: 刑法修正案（九） amends 刑法, 关于修改〈X〉的决定 amends X."""
    plain = form_of(title)
    match = re.match(r"(.{2,40}?)修正案(?:\(.{1,3}\))?$", plain) or re.search(
        r"关于修[改正订](.{2,60}?)(?:的决定|部分条|若干|等)", plain
    )
    return match.group(1) if match else None
