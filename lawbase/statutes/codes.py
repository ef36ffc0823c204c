"""The codes in which US law is cited: how a section of each prints.

`system` is the value of `code.system` in corpus/statutes.yaml; `title` is the code's title where it has titles (15 in
15 U.S.C.; `740/14`, chapter and act, in 740 ILCS 14; `Bus. & Com.` for a subject code of Texas).

Source of the forms: The Bluebook, 21st ed., rules 11, 12 and 14.2 and table T1, as reported in the public guides of law
libraries (UC Davis on rule 12: since the 21st edition no year with the United States Code; Loyola Law School, Los Angeles, on
California's codes and regulations); for the other States, the forms in which the Supreme Court's opinions cite them. The
publisher ("West", "Deering") that T1 wants with unofficial state codes is left out: the texts here are the State's own. A year
is printed only where the caller knows the edition's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class System:
    """How one code prints. `form` takes `{title}`, `{section}`; `needs_year` says that rule 12 or 14 asks for one."""

    form: str
    needs_year: bool = True
    sign: str = "§ "
    """What stands before the section in the short English form (`CCPA § 1798.120`)."""


def _california(subject: str) -> System:
    return System(f"Cal. {subject} Code § {{section}}")


SYSTEMS: dict[str, System] = {
    "usc": System("{title} U.S.C. § {section}", needs_year=False),
    "cfr": System("{title} C.F.R. § {section}"),
    "us-const": System("U.S. Const. {section}", needs_year=False, sign=""),
    "cal-const": System("Cal. Const. {section}", needs_year=False, sign=""),
    "cal-civ": _california("Civ."),
    "cal-bpc": _california("Bus. & Prof."),
    "cal-pen": _california("Penal"),
    "cal-hsc": _california("Health & Safety"),
    "cal-lab": _california("Lab."),
    "cal-gov": _california("Gov’t"),
    "cal-edc": _california("Educ."),
    "cal-evid": _california("Evid."),
    "cal-ccp": _california("Civ. Proc."),
    "cal-com": _california("Com."),
    "cal-corp": _california("Corp."),
    "cal-fam": _california("Fam."),
    "cal-fin": _california("Fin."),
    "cal-ins": _california("Ins."),
    "cal-veh": _california("Veh."),
    "cal-wic": _california("Welf. & Inst."),
    "ccr": System("Cal. Code Regs. tit. {title}, § {section}"),
    "ilcs": System("{chapter} Ill. Comp. Stat. {act}/{section}"),
    "va": System("Va. Code Ann. § {section}"),
    "tx": System("Tex. {title} Code Ann. § {section}"),
    "co": System("Colo. Rev. Stat. § {section}"),
    "mt": System("Mont. Code Ann. § {section}"),
    "oh": System("Ohio Rev. Code Ann. § {section}"),
    "mn": System("Minn. Stat. § {section}"),
    "wa": System("Wash. Rev. Code § {section}"),
    "ny": System("N.Y. {title} Law § {section}"),
}


def print_section(code: Mapping[str, object], section: str, year: int | None = None) -> str | None:
    """`15 U.S.C. § 6502(a)(1)` from `{"system": "usc", "title": 15}`; None for a system that is not in the table.

    `section` is the key with its units; `year` the edition's, printed where the rules ask for one.
    """
    system = SYSTEMS.get(str(code.get("system") or ""))
    if system is None:
        return None
    title = str(code.get("title") or "")
    chapter, _slash, act = title.partition("/")
    if ("{title}" in system.form and not title) or ("{act}" in system.form and not act):
        return None
    printed = system.form.format(title=title, chapter=chapter, act=act, section=section)
    return f"{printed} ({year})" if year and system.needs_year else printed
