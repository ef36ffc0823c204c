"""Whether a text says that there was consent, notice and the like, or that there was none: what elements turn on.

Tables of words, not of law. A word counts as denied where a negation stands shortly before it.
"""

from __future__ import annotations

import re

from lawbase.research.facts.story import Language
from lawbase.search.analysis.normalise import normalise

FAMILIES: dict[str, dict[Language, str]] = {
    "consent": {
        "zh": r"同意|授权|允许|许可|答应",
        "en": r"consent\w*|agreed?|permission|permitted|allowed|authori[sz]ed|authori[sz]ation",
    },
    "notice": {"zh": r"告知|通知|提示|公示", "en": r"notice|notif\w+|inform(?:ed|ing)?\b|told|warned"},
    "answer": {"zh": r"删除|注销|更正|答复|回复|提供查阅", "en": r"delet\w+|clos(?:ed?|ing)|correct(?:ed|ion)|repl(?:y|ied)|answered"},
    "security": {"zh": r"加密|脱敏|安全措施", "en": r"encrypt\w+|redact\w+|secured"},
    "authority": {"zh": r"搜查证|令状|批准|法定职权", "en": r"warrant|court order|subpoena"},
}  # fmt: skip
DENIED: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"(?:未|没|不|无|拒绝|从来|擅自)[^，,。；;！？!?]{0,6}$"),
    "en": re.compile(
        r"(?:\b(?:not|no|never|without|nor|none|nobody|refus\w+|fail\w*|ignor\w+|lack\w*)\b|n't)(?:\W+\w+){0,4}\W*$"
    ),
}
COMPOUND: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"(?!)"),
    "en": re.compile(r"\b(?:un|non)(?:encrypt|redact|authori|secured|notified|consent)\w*"),
}
"""English words that carry their own denial."""
_FOUND = {
    (family, language): re.compile(pattern if language == "zh" else rf"\b(?:{pattern})")
    for family, by_language in FAMILIES.items()
    for language, pattern in by_language.items()
}


def said(text: str, language: Language) -> dict[str, bool]:
    """For each family that the text speaks of: whether it says there was. One said both ways is left out."""
    folded = normalise(text)
    found: dict[str, set[bool]] = {}
    for (family, own), pattern in _FOUND.items():
        if own != language:
            continue
        for match in pattern.finditer(folded):
            found.setdefault(family, set()).add(not DENIED[language].search(folded[: match.start()]))
        for match in COMPOUND[language].finditer(folded):
            if pattern.search(match[0].removeprefix("un").removeprefix("non")):
                found.setdefault(family, set()).add(False)
    return {family: values.pop() for family, values in found.items() if len(values) == 1}
