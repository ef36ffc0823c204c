"""Pinpoints: the library's own address of a provision or a unit of it, and how it prints as a citation.

`cn-pipl:13(1)(2)` is article 13, paragraph (款) 1, item (项) 2; `us-ca-ccpa:1798.120(a)` a section down to its subdivision
(docs/corpus.md, "Pinpoints"). The printing functions take plain values, so that a row, a template or a test can call them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lawbase.statutes.codes import SYSTEMS, print_section
from lawbase.statutes.numbers import WHOLE, number_of, to_chinese
from lawbase.statutes.us_enumerators import roman

_FORM = re.compile(
    r"(?P<law>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?::(?P<key>[0-9A-Za-z][0-9A-Za-z.\-–]{0,59})(?P<unit>(?:\([0-9A-Za-z.\-]{1,60}\)){0,10}))?"
)
_PART = re.compile(r"\(([^()]+)\)")
_CONSTITUTIONAL = re.compile(r"(?P<what>amend|art)-(?P<number>[ivxl]{1,7})(?:-(?P<section>\d+))?")
_LEVELS_CN = ("款", "项", "目")
_ISSUERS = (
    ("Standing Committee of the National People's Congress", "Standing Comm. Nat’l People’s Cong."),
    ("National People's Congress", "Nat’l People’s Cong."),
    ("State Council", "St. Council"),
    ("Supreme People's Court", "Sup. People’s Ct."),
    ("Supreme People's Procuratorate", "Sup. People’s Proc."),
)
_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


@dataclass(frozen=True)
class Pinpoint:
    """A law, a provision in it (`key`), a unit in that (`unit`); the latter two may be left out from the end."""

    law: str
    key: str | None = None
    unit: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Pinpoint:
        """Read `law-slug:key(unit)…`. Raises `ValueError` with a sentence for anything else."""
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError(
                f"{text!r} is not a pinpoint; write it like cn-pipl:13(1)(2) or us-ca-ccpa:1798.120(a)."
            )
        return cls(match["law"], match["key"], tuple(_PART.findall(match["unit"] or "")))

    def __str__(self) -> str:
        return f"{self.law}:{self.section}" if self.key else self.law

    @property
    def section(self) -> str:
        """Key and unit as US law prints them: `1798.120(a)(1)`."""
        return (self.key or "") + "".join(f"({part})" for part in self.unit)

    @property
    def fragment(self) -> str:
        """The unit as a fragment of the provision's page: `1.2`; empty for the whole provision."""
        return ".".join(self.unit)

    @property
    def chinese_law(self) -> bool:
        return self.law.split("-")[0] == "cn"


def in_chinese(pinpoint: Pinpoint, *, title_zh: str, code: Mapping[str, object] | None = None) -> str:
    """《个人信息保护法》第十三条第一款第二项; 《加州消费者隐私法》第1798.120条(a)款(1)项.

    `title_zh` is the title without book-title marks; a full title loses 中华人民共和国, as citations usually do. `code` is the
    law's place in a US code. Units of a US section are called 款, 项, 目 in their order, as Chinese translations of the
    United States Code call them; deeper ones have no name.
    """
    printed = f"《{title_zh.removeprefix('中华人民共和国')}》"
    if pinpoint.key is None:
        return printed
    if pinpoint.chinese_law:
        return printed + _article_zh(pinpoint.key) + _units_zh(pinpoint.unit)
    constitutional = _CONSTITUTIONAL.fullmatch(pinpoint.key) if _is_constitution(code) else None
    if constitutional:
        number = to_chinese(roman(constitutional["number"]) or 1)
        if constitutional["what"] == "amend":
            return f"{printed}第{number}修正案"
        section = f"第{to_chinese(int(constitutional['section']))}款" if constitutional["section"] else ""
        return f"{printed}第{number}条{section}"
    levels = (f"({part}){level}" for part, level in zip(pinpoint.unit, _LEVELS_CN, strict=False))
    deeper = "".join(f"({part})" for part in pinpoint.unit[len(_LEVELS_CN) :])
    return f"{printed}第{pinpoint.key}条{''.join(levels)}{deeper}"


def in_english(pinpoint: Pinpoint, *, short_en: str, code: Mapping[str, object] | None = None) -> str:
    """PIPL art. 13, para. 1, item 2; CCPA § 1798.120(a); U.S. Constitution amend. IV.

    `short_en` is the usual English name; `code` the law's place in a US code.
    """
    if pinpoint.key is None:
        return short_en
    if pinpoint.chinese_law:
        return f"{short_en}{_article_en(pinpoint.key)}{_units_en(pinpoint.unit)}"
    if _is_constitution(code) and (printed := _constitutional_en(pinpoint.key)):
        return f"{short_en} {printed}"
    system = SYSTEMS.get(str((code or {}).get("system") or ""))
    return f"{short_en} {system.sign if system else '§ '}{pinpoint.section}"


def in_bluebook(
    pinpoint: Pinpoint,
    *,
    code: Mapping[str, object] | None = None,
    citation: str = "",
    title_zh: str = "",
    title_en: str = "",
    romanised: str = "",
    issuer_en: str = "",
    adopted: date | None = None,
    in_force: date | None = None,
    year: int | None = None,
) -> str:
    """15 U.S.C. § 6502(a)(1); Cal. Civ. Code § 1798.120(a); 16 C.F.R. § 312.5 (2025); or the form for Chinese laws.

    US: from `code` ({system, title}; `lawbase.statutes.codes` names its sources); where the code is not in the table, the
    act's own `citation`, else `title_en`, with the section. `year` is the edition's, printed only where it is known and
    the rules ask for one.

    Chinese law: `romanised (title_zh) [title_en] (promulgated by issuer, adopted, effective in_force) art. N, § K(L) (China)`;
    what is not known is left out, `romanised` (the title in Pinyin) too, though the rule asks for it. Source: The Bluebook,
    21st ed., rules 20.2.2 and 20.2.4 and table T2.9, as reported by Peking University School of Transnational Law ("Citing
    Chinese Sources") and by a Chinese guide to rule 20 that prints the order of the parts and "art. 35, § 1" for 款.
    """
    if not pinpoint.chinese_law:
        return _bluebook_us(pinpoint, code or {}, citation or title_en, year)
    names = [
        romanised,
        f"({title_zh})" if romanised and title_zh else title_zh,
        f"[{title_en}]" if title_en else "",
    ]
    facts = [
        f"promulgated by the {_issuer(issuer_en)}" if issuer_en else "",
        _day(adopted) if adopted else "",
        f"effective {_day(in_force)}" if in_force else "",
    ]
    known = ", ".join(fact for fact in facts if fact)
    parts = [*names, f"({known})" if known else "", _article_bluebook(pinpoint), "(China)"]
    return " ".join(part for part in parts if part)


def _article_zh(key: str) -> str:
    if key == WHOLE:
        return ""
    try:
        return number_of(key)
    except ValueError:
        return f"第{key}条"


def _units_zh(unit: tuple[str, ...]) -> str:
    named = zip(unit, _LEVELS_CN, strict=False)
    return "".join(
        f"第{to_chinese(int(part))}{level}" for part, level in named if part.isdigit() and int(part)
    )


def _article_en(key: str) -> str:
    return "" if key == WHOLE else f" art. {key}"


def _units_en(unit: tuple[str, ...]) -> str:
    named = zip(unit, ("para.", "item", "sub-item"), strict=False)
    return "".join(f", {level} {part}" for part, level in named)


def _article_bluebook(pinpoint: Pinpoint) -> str:
    if pinpoint.key is None or pinpoint.key == WHOLE:
        return ""
    unit = pinpoint.unit
    paragraph = f", § {unit[0]}" + "".join(f"({part})" for part in unit[1:]) if unit else ""
    return f"art. {pinpoint.key}{paragraph}"


def _bluebook_us(pinpoint: Pinpoint, code: Mapping[str, object], fallback: str, year: int | None) -> str:
    if pinpoint.key is None:
        return fallback
    section = (_constitutional_en(pinpoint.key) if _is_constitution(code) else None) or pinpoint.section
    printed = print_section(code, section, year)
    if printed:
        return printed
    return f"{fallback} § {section}" if "§" not in fallback else f"{fallback} ({pinpoint.section})"


def _is_constitution(code: Mapping[str, object] | None) -> bool:
    return str((code or {}).get("system") or "").endswith("-const")


def _constitutional_en(key: str) -> str | None:
    """`amend-iv` as amend. IV, `art-i-1` as art. I, § 1."""
    match = _CONSTITUTIONAL.fullmatch(key)
    if match is None:
        return None
    section = f", § {match['section']}" if match["section"] else ""
    return f"{match['what']}. {match['number'].upper()}{section}"


def roman_numeral(number: int) -> str:
    """IV for 4; up to 89, which is more than any constitution has amendments."""
    printed = ""
    for value, numeral in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        count, number = divmod(number, value)
        printed += numeral * count
    return printed


def _issuer(name: str) -> str:
    plain = name.replace("’", "'")
    for long, short in _ISSUERS:
        plain = plain.replace(long, short)
    return plain.removeprefix("the ")


def _day(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
