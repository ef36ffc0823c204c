"""Which code or act a US section belongs to: the words before it ("Cal. Civ. Code §") and after it ("of title 18").

Abbreviations: The Bluebook table T1.3 and the California Style Manual, 4th ed., § 2:8. Expects `fold_english` text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lawbase.citations.found import Code

_CALIFORNIA = {
    r"Civ(?:il|\.)?": "cal-civ",
    r"Bus(?:iness|\.)?\s*(?:&|and)\s*Prof(?:essions?|\.)?": "cal-bpc",
    r"Pen(?:al|\.)?": "cal-pen",
    r"Health\s*(?:&|and)\s*Saf(?:ety|\.)": "cal-hsc",
    r"Lab(?:or|\.)": "cal-lab",
    r"Gov(?:ernment|['’]t|t?\.)": "cal-gov",
    r"Educ?(?:ation|\.)": "cal-edc",
    r"Evid(?:ence|\.)": "cal-evid",
    r"Civ(?:il|\.)?\s*Proc(?:edure|\.)": "cal-ccp",
    r"Com(?:mercial|\.)": "cal-com",
    r"Corp(?:orations|\.)": "cal-corp",
    r"Fam(?:ily|\.)": "cal-fam",
    r"Fin(?:ancial|\.)": "cal-fin",
    r"Ins(?:urance|\.)": "cal-ins",
    r"Veh(?:icle|\.)": "cal-veh",
    r"Welf(?:are|\.)\s*(?:&|and)\s*Inst(?:itutions|\.)": "cal-wic",
}
_STATES = {
    r"(?<!W\. )Va\.\s*Code(?:\s*Ann\.)?|Virginia\s+Code": Code("va"),
    r"Mont\.\s*Code(?:\s*Ann\.)?": Code("mt"),
    r"Ohio\s+Rev\.\s*Code(?:\s*Ann\.)?": Code("oh"),
    r"Minn\.\s*Stat\.(?:\s*Ann\.)?": Code("mn"),
    r"Colo\.\s*Rev\.\s*Stat\.(?:\s*Ann\.)?|C\.?\s?R\.?\s?S\.?": Code("co"),
    r"Wash\.\s*Rev\.\s*Code(?:\s*Ann\.)?|RCW": Code("wa"),
    r"Tex(?:\.|as)\s*Bus(?:\.|iness)\s*(?:&|and)\s*Com(?:\.|merce)\s*Code(?:\s*Ann\.)?": Code(
        "tx", "Bus. & Com."
    ),
}
_END = r"\]?(?:\s*Ann\.?)?\s*(?:\([^()]{1,30}\))?,?\s*$"
_CODE_WORD = r"\s*[Cc](?:ode|ODE)"
_USC = r"(\d{1,2})\s+U\.?\s?S\.?\s?C\.?(?:\s?[AS]\.)?"
_CFR = r"(\d{1,2})\s+C\.?\s?F\.?\s?R\.?"
_BEFORE: list[tuple[re.Pattern[str], Code | None]] = [
    (re.compile(_USC + _END), Code("usc")),
    (re.compile(_CFR + _END), Code("cfr")),
    (re.compile(r"(\d{1,2})\s+C\.?\s?C\.?\s?R\.?" + _END), Code("ccr")),
    (
        re.compile(
            r"(?:Cal(?:ifornia|\.)?\s*)?Code\s+(?:of\s+)?Reg(?:ulation)?s?\.?,?\s*[Tt]it(?:le|\.)\s*(\d{1,2})"
            + _END
        ),
        Code("ccr"),
    ),
    (
        re.compile(
            r"[Tt]itle\s+(\d{1,2})(?:,?\s*(?:of\s+the\s+)?(?:United\s+States|U\.\s?S\.)\s+Code)?" + _END
        ),
        Code("usc"),
    ),
]
_BEFORE += [(re.compile(rf"(?<![A-Za-z.])(?:{words}){_END}"), code) for words, code in _STATES.items()]
_OF_CALIFORNIA = [
    (re.compile(rf"(?<![A-Za-z]){words}{_CODE_WORD}{_END}", re.IGNORECASE), Code(system))
    for words, system in sorted(_CALIFORNIA.items(), key=lambda item: -len(item[0]))
] + [(re.compile(rf"[Cc]ode\s+(?:of\s+)?Civ(?:il|\.)?\s*Proc(?:edure|\.){_END}"), Code("cal-ccp"))]
_OTHER_CODE = re.compile(
    r"((?:(?:[A-Z][A-Za-z.]{0,14}|&|and|of)\s+){1,5}(?:Code|Stat\.|Laws|Statutes|C\.)(?:\s*Ann\.)?"
    r"(?:,?\s*[Tt]it\.\s*\d{1,3}|,?\s*ch\.\s*\d{1,4}[A-Z]?)?)" + _END
)
_ACT = re.compile(
    r"((?:[A-Z][A-Za-z.'’\-]{0,24}\s+(?:(?:of|and|in|the|to|for|on|&)\s+){0,3}){0,8}(?:Act|Law))(?:\s+of\s+\d{4})?"
    + _END
)
_SHORT = re.compile(r"(?<![A-Za-z0-9])([A-Z][A-Za-z]*[A-Z][A-Za-z]*)(?:['’]s)?,?\s*$")
_SIGNAL = re.compile(
    r"^(?:(?:See|Cf\.|Compare|Under|The|In|And|But|Also|Accord|E\.g\.,?|Of|Id\.|[A-Z]\.(?=\s[A-Z][a-z]{3}))\s+)+"
)
_NOT_AN_ACT = {
    "LAFAVE",
    "USC",
    "CFR",
    "ID",
    "IV",
    "II",
    "III",
    "VI",
    "VII",
    "CODE",
    "SECTION",
    "US",
    "AND",
    "THE",
    "OF",
    "PROFESSIONS",
}
_OTHER_SOURCE = re.compile(
    r"(?:Restatement|Stats?\.|Pub\.?\s?L\.?|Act\s+of|Wright|Treatise|LaFave|Nimmer|Prosser|Wigmore|Blackstone|L\.\s?Rev\.|"
    r"Commentaries|ed\.|Fed\.\s?Reg\.|Williston|Corbin|Rules?|Rule\s\d+|Cong\.|Torts|Evidence|Procedure|U\.\s?C\.\s?C\.)"
    r"[^.;:§]{0,40}$|,\s*[Cc]h\.\s*\d{1,4},\s*$"
)
_TITLE_AFTER = re.compile(
    r"(?:\s{1,40}of\s{1,40}[Pp]art\s{1,40}\d{1,4})?\s{1,40}of\s{1,40}(?:the\s{1,40})?[Tt]itle\s{1,40}(\d{1,2})(?!\s*C)"
    r"(,?\s{1,40}(?:of\s{1,40}the\s{1,40})?Code\s{1,40}of\s{1,40}Federal\s{1,40}Regulations)?"
)
_CODE_AFTER = re.compile(
    r"(?:\s{1,40}of\s{1,40}the\s{1,40}|,\s{1,40}(?=(?:California\s{1,40})?(?:Civil|Penal|Business|Health|Government|Labor)\s))"
    r"((?:California\s{1,40})?[A-Z][A-Za-z&]*(?:\s{1,40}(?:and|&)?\s{0,40}[A-Z][a-z]+){0,3}\s{1,40}Code)\b"
)
_ACT_AFTER = re.compile(
    r"\s{1,40}of\s{1,40}(?:the\s{1,40})?((?:[A-Z][A-Za-z'’\-]{1,24}\s{1,40}(?:(?:of|and|in|the|to|for)\s{1,40}){0,2}){1,7}(?:Act|Law)|[A-Z]{2,}[A-Za-z]*|Cal[A-Z]{3,})(?![A-Za-z])"
)
_THIS_AFTER = re.compile(
    r"\s{1,40}of\s{1,40}this\s{1,40}(title|chapter|section|part|act|Act|division|code)\b"
)


_OTHER_STATES = frozenset(
    re.findall(
        r"\w+",
        "Ala Alaska Ariz Ark Colo Conn Del Fla Ga Haw Idaho Ill Ind Iowa Kan Ky La Me Md Mass Mich Minn Miss Mo Mont Neb "
        "Nev Ohio Okla Ore Pa Tenn Tex Texas Utah Vt Va Wash Wis Wyo Transp Prop Crim",
    )
)
"""A word before "Code" that makes it another State's: "Ind. Code", "Tex. Penal Code"."""


@dataclass(frozen=True)
class Owner:
    """The code or the name of the act, and where the words that say so begin or end (offset in the text)."""

    code: Code | None
    name: str
    edge: int


def owner_before(text: str, at: int) -> Owner | None:
    """The code or act named right before the sign at `at`; `edge` is where its words begin."""
    base = max(0, at - 110)
    before = text[base:at]
    last = before.rstrip()[-1:]
    if not (last.isalpha() or last in ".,)]" or (last.isdigit() and "itle" in before[-40:])):
        return None
    for pattern, code in _BEFORE:
        match = pattern.search(before)
        if match and code:
            title = match.group(1) if match.re.groups else code.title
            return Owner(Code(code.system, title or code.title), "", base + match.start())
    state = _OTHER_CODE.search(before)
    for pattern, code in _OF_CALIFORNIA:
        match = pattern.search(before)
        if match and code:
            prefix = re.search(r"([A-Z][A-Za-z.]*\.?|\s)\s*$", before[: match.start()])
            word = prefix.group(1).strip() if prefix else ""
            if word.rstrip(".") in _OTHER_STATES:
                break
            california = re.search(r"Cal(?:ifornia|\.)?,?\s*$", before[: match.start()], re.IGNORECASE)
            return Owner(code, "", base + (california or match).start())
    if state:
        return _named(state, base)
    act = _ACT.search(before)
    if act and act.group(1) not in ("Act", "Law"):
        return _named(act, base)
    short = _SHORT.search(before)
    if short and len(short.group(1)) > 2 and short.group(1).upper() not in _NOT_AN_ACT:
        return Owner(None, short.group(1), base + short.start())
    return None


def _named(match: re.Match[str], base: int) -> Owner:
    """The name in group 1 without a signal ("See") or the letter of a heading before it."""
    signal = _SIGNAL.match(match.group(1))
    cut = signal.end() if signal else 0
    return Owner(None, " ".join(match.group(1)[cut:].split()), base + match.start() + cut)


def owner_after(text: str, at: int) -> Owner | None:
    """The title, code or act named right after a section that ends at `at`; `edge` is where its words end."""
    match = _TITLE_AFTER.match(text, at)
    if match:
        return Owner(Code("cfr" if match.group(2) else "usc", match.group(1)), "", match.end())
    match = _CODE_AFTER.match(text, at)
    if match:
        name = match.group(1)
        for pattern, code in _OF_CALIFORNIA:
            found = pattern.search(name)
            if found and code:
                return Owner(code, "", match.end())
        return Owner(None, " ".join(name.split()), match.end())
    match = _ACT_AFTER.match(text, at)
    if match:
        return Owner(None, " ".join(match.group(1).split()), match.end())
    return None


def this_after(text: str, at: int) -> tuple[str, int] | None:
    """ "of this title": the word, and where it ends."""
    match = _THIS_AFTER.match(text, at)
    return (match.group(1).lower(), match.end()) if match else None


def other_source(text: str, at: int) -> bool:
    """Whether the sign at `at` belongs to a treatise, a session law or rules, which are not provisions held here."""
    return _OTHER_SOURCE.search(text[max(0, at - 60) : at]) is not None
