"""Reading citations of US provisions, and of Chinese ones in English, in English text.

`find` reads U.S.C. and C.F.R. in every usual spelling, California's codes in Bluebook and California style, its regulations,
ILCS, constitutions and their amendments, other States' codes (kept by name), acts by name or acronym ("CCPA § 1798.120",
"section 15(b) of BIPA", "PIPL art. 13(1)(2)", "Article 13 of the PIPL"), lists and ranges, and bare sections ("§ 1681n(a)"),
which take their code from the same section cited in full anywhere in the text, else from a neighbouring one.

Why not eyecite: version 2.7.8 was measured on twenty opinions of the corpus. It needs ten times the time (5.4 µs a character
against 0.5), because it looks for cases as well; it gives a subsection as an unparsed pin cite, and finds neither lists
("15 U.S.C. §§ 1681b, 1681e(a)") nor "15 USC 6502", "Civil Code section 1798.150, subdivision (a)", "section 1030 of title 18",
ILCS or bare sections. It would bring reporters-db, courts-db, pyahocorasick and more (49 MB), and the reading below would
still be needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lawbase.citations.fold import fold_english
from lawbase.citations.found import Code, FoundCitation, Home, Kind
from lawbase.citations.us_context import Memory
from lawbase.citations.us_grammar import Target, read_sections, read_units
from lawbase.citations.us_names import Owner, other_source, owner_after, owner_before, this_after
from lawbase.statutes.pinpoint import roman_numeral
from lawbase.statutes.us_enumerators import roman

_ORDINALS = re.findall(
    r"\S+",
    "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth Thirteenth Fourteenth Fifteenth "
    "Sixteenth Seventeenth Eighteenth Nineteenth Twentieth Twenty-[Ff]irst Twenty-[Ss]econd Twenty-[Tt]hird "
    "Twenty-[Ff]ourth Twenty-[Ff]ifth Twenty-[Ss]ixth Twenty-[Ss]eventh",
)
_ORDINAL = "(?:" + "|".join(_ORDINALS) + ")"
_TITLED = r"\d{1,2}\s{1,40}(?:U\.?\s?S\.?\s?C\.?(?:\s?[AS]\.)?|C\.?\s?F\.?\s?R\.?)(?:\s{0,3}Ann\.)?,?\s{0,40}"
_EVENT = re.compile(
    # Whatever begins here begins so: without looking ahead each character of an opinion would be tried eleven times.
    r"(?=[\d§A-Z]|(?<![A-Za-z])[asp])"
    rf"(?:(?P<part>(?<!\d)(\d{{1,2}})\s{{1,40}}C\.?\s?F\.?\s?R\.?,?\s{{0,40}}[Pp](?:arts?|ts?\.)\s{{1,40}}(\d{{1,4}})(?![\d.]))"
    rf"|(?P<sign>(?<!§)(?:§{{1,2}}|(?<![A-Za-z])(?:(?i:sections?)(?![A-Za-z])|[Ss]ecs?\.))\s{{0,40}}(?=\d))"
    rf"|(?P<titled>(?<![\d.]){_TITLED}(?=\d{{1,5}}[A-Za-z]{{0,3}}[\d.\-(]*(?![\w]*\s+[UF]\.)))"
    r"|(?P<ilcs>(?<!\d)(\d{1,3})\s{1,5}(?:ILCS|Ill\.\s{0,3}Comp\.\s{0,3}Stat\.)(?:\s{0,3}Ann\.)?\s{1,5}(\d{1,4})/(?=\d))"
    r"|(?P<ccr>(?<!\d)\d{1,2}\s{1,5}C\.?C\.?R\.?\s{1,5}(?=\d))"
    r"|(?P<named>(?<![A-Za-z])(?:Cal\.?\s)?(?:Civ\.?|Civil|Penal|Pen\.|B(?:us)?\.?\s?&\s?P(?:rof)?\.?)\s(?:Code|C\.)\s(?=\d{2,5}))"
    r"|(?P<acronym>(?<![A-Za-z])[A-Z][A-Za-z]{1,5}[A-Z]{1,7}\s(?=\d{3,5}(?:\.\d|\()))"
    r"|(?P<article>(?<![A-Za-z])[Aa](?:rticles?|rts?\.?|RTICLE)\s{1,40}(?=\d))"
    rf"|(?P<amendment>(?<![A-Za-z])(?:{_ORDINAL}(?:,\s|,?\s(?:and|or)\s)){{0,6}}{_ORDINAL}\s{{1,40}}Amendments?(?![A-Za-z]))"
    r"|(?P<const>(?:U\.?\s?S\.?|United\s{1,40}States|Cal(?:\.|ifornia)?)\s{1,40}Const(?:\.|itution),?\s{1,40}"
    r"(?:(?:[Aa]mend(?:ment|ts?\.|s?\.))\s{1,40}(?P<amend>[IVX]{1,6}|\d{1,2})(?![A-Za-z])"
    r"|[Aa]rt(?:icle|\.)\s{1,40}(?P<art>[IVX]{1,6}|\d{1,2})(?:,?\s{1,40}(?:§|[Ss]ec(?:tion|\.))\s{0,40}(?P<sec>\d{1,2}(?:\.\d)?))?))"
    r"|(?P<this>(?<![A-Za-z])(?:[Ss]ubsections?|[Ss]ubdivisions?|[Pp]aragraphs?)\s{1,40}(?=\()))"
)
_IDEM = re.compile(r"(?<![A-Za-z])[Ii]d\.,?\s{0,5}$")
_CHINESE_SECTION = re.compile(r"(\d{1,4})(?:-(\d{1,2}))?(?![\d.])")
_PARAGRAPH = re.compile(
    r",?\s{1,40}para(?:graph|\.)\s{1,40}\(?(\d{1,2})\)?(?:,?\s{1,40}(?:item|subparagraph)\s{1,40}\(?(\d{1,2})\)?)?"
)
_OF_CHINA = re.compile(
    r"([A-Z][A-Za-z]+(?:\s(?:and\s)?[A-Z][A-Za-z]+){0,6}\s(?:Law|Code)|Constitution)\s(?:of\s(?:the\s)?(?:People['’]s\sRepublic\sof\s)?"
    r"(?:China|PRC|P\.R\.C\.))?,?\s{0,5}$|(?:PRC|Chinese|China['’]s)\s([A-Z][A-Za-z]+(?:\s[A-Z][A-Za-z]+){0,6})\s*,?\s{0,5}$"
)
_OF_LAW_AFTER = re.compile(
    r"\s{1,40}(?:of\s{1,40})?(?:the\s{1,40}|China['’]s\s{1,40}|PRC\s{1,40})?"
    r"((?:[A-Z][A-Za-z]+\s{1,40}(?:(?:of|and|on|the)\s{1,40}){0,2}){0,7}(?:Law|Code)|[A-Z]{3,8})"
    r"(?:\s{1,40}of\s{1,40}(?:the\s{1,40})?(?:People['’]s\s{1,40}Republic\s{1,40}of\s{1,40}China|China|PRC))?(?![A-Za-z])"
)
_NO_HYPHENS = ("cal-", "ccr", "cfr", "tx", "wa", "oh", "mn")


def find(text: str, home: Home | None = None) -> list[FoundCitation]:
    """Every citation in `text`, in its order. `home` is the provision whose own text this is, if it is one."""
    return _Reader(text, home).read()


class _Reader:
    """One pass that reads, and a second look at the bare sections when every full citation is known."""

    def __init__(self, text: str, home: Home | None) -> None:
        self.original, self.text, self.home = text, fold_english(text), home
        self.found: list[FoundCitation] = []
        self.memory = Memory(home)

    def read(self) -> list[FoundCitation]:
        handlers: dict[str, Callable[[re.Match[str]], int]] = {
            "part": self._part,
            "sign": self._sign,
            "titled": self._titled,
            "ilcs": self._ilcs,
            "ccr": self._titled,
            "named": self._titled,
            "acronym": self._acronym,
            "article": self._article,
            "amendment": self._amendment,
            "const": self._constitution,
            "this": self._this,
        }
        done = 0
        for match in _EVENT.finditer(self.text):
            if match.start() < done:
                continue
            name = next(name for name in handlers if match.group(name))
            done = max(done, handlers[name](match))
        return self.memory.settle(self.found)

    def _sign(self, match: re.Match[str]) -> int:
        """§ or "section": its owner stands before, or after, or was named elsewhere."""
        at = match.end()
        owner = owner_before(self.text, match.start())
        sign = match.group("sign").strip().lower()
        plural = sign == "§§" or sign in ("sections", "secs.")
        hyphens = not (owner and owner.code and owner.code.system.startswith(_NO_HYPHENS))
        targets, end = read_sections(self.text, at, plural=plural, hyphens=hyphens)
        if not targets:
            return at
        if owner:
            self._keep(targets, owner.edge, end, owner, "full")
            return end
        after = owner_after(self.text, end)
        if after:
            targets, begin = self._with_prefix(targets, match.start())
            self._keep(targets, begin, after.edge, after, "full")
            return after.edge
        this = this_after(self.text, end)
        if this and self.home and self.home.code:
            code = None if this[0] in ("act", "division") else self.home.code
            targets, begin = self._with_prefix(targets, match.start())
            self._keep(targets, begin, this[1], Owner(code, "", begin), "self")
            return this[1]
        last = next((c for c in reversed(self.found[-3:]) if c.kind == "full" and c.code), None)
        if last and last.key and _IDEM.search(self.text[max(0, match.start() - 12) : match.start()]):
            self._keep(targets, match.start(), end, Owner(last.code, "", match.start()), "back")
        elif not other_source(self.text, match.start()):
            targets, begin = self._with_prefix(targets, match.start())
            self._keep(targets, begin, end, Owner(None, "", begin), "bare")
        return end

    def _with_prefix(self, targets: list[Target], at: int) -> tuple[list[Target], int]:
        """ "paragraph (1) of subdivision (a) of section 1798.140": the units stand before the section."""
        match = _PREFIX.search(self.text[max(0, at - 90) : at])
        if match is None or targets[0].unit:
            return targets, at
        labels = re.findall(r"\(([0-9A-Za-z.\-]{1,7})\)", match.group(0))
        first = targets[0]
        inner = Target(first.start, first.end, first.section, None, tuple(reversed(labels)))
        return [inner, *targets[1:]], max(0, at - 90) + match.start()

    def _titled(self, match: re.Match[str]) -> int:
        """15 USC 6502, 45 CFR 164.502, Civ. Code 1798.120: no sign between code and section."""
        owner = owner_before(self.text, match.end())
        if owner is None or owner.code is None:
            return match.end()
        hyphens = not owner.code.system.startswith(_NO_HYPHENS)
        targets, end = read_sections(self.text, match.end(), plural=False, hyphens=hyphens)
        if targets:
            self._keep(targets, owner.edge, end, owner, "full")
        return max(end, match.end())

    def _part(self, match: re.Match[str]) -> int:
        title, part = re.findall(r"\d+", match.group("part"))[:2]
        owner = Owner(Code("cfr", title), "", match.start())
        self._keep(
            [Target(match.start(), match.end(), part, None, ())], match.start(), match.end(), owner, "part"
        )
        return match.end()

    def _ilcs(self, match: re.Match[str]) -> int:
        chapter, act = re.findall(r"\d+", match.group("ilcs"))[:2]
        targets, end = read_sections(self.text, match.end(), plural=False)
        owner = Owner(Code("ilcs", f"{chapter}/{act}"), "", match.start())
        if targets:
            self._keep(targets, match.start(), end, owner, "full")
        return max(end, match.end())

    def _acronym(self, match: re.Match[str]) -> int:
        """CCPA 1798.120."""
        name = match.group("acronym").strip()
        targets, end = read_sections(self.text, match.end(), plural=False)
        if name in ("USC", "CFR", "ILCS", "CCR", "ISO", "RFC", "ECF", "NO") or not targets:
            return match.end()
        self._keep(targets, match.start(), end, Owner(None, name, match.start()), "full")
        return end

    def _article(self, match: re.Match[str]) -> int:
        """PIPL art. 13(1)(2); Article 13, paragraph 1 of the PIPL; only with a law's name."""
        targets: list[Target] = []
        end = match.end()
        while number := _CHINESE_SECTION.match(self.text, end):
            key = (
                f"{int(number.group(1))}-{int(number.group(2))}"
                if number.group(2)
                else str(int(number.group(1)))
            )
            unit, stop = read_units(self.text, number.end())
            paragraph = None if unit else _PARAGRAPH.match(self.text, stop)
            if paragraph:
                unit = tuple(group for group in paragraph.groups() if group)
                stop = paragraph.end()
            targets.append(Target(number.start(), stop, key, None, unit))
            joint = re.compile(r",?\s{1,5}(?:and|or)\s{1,5}|,\s{1,5}").match(self.text, stop)
            end = stop
            if joint is None or not _CHINESE_SECTION.match(self.text, joint.end()):
                break
            end = joint.end()
        if not targets:
            return match.end()
        before = self.text[max(0, match.start() - 90) : match.start()]
        chinese = _OF_CHINA.search(before)
        owner = owner_before(self.text, match.start())
        if chinese:
            name = " ".join(chinese.group(0).split()).rstrip(" ,")
            edge = max(0, match.start() - 90) + chinese.start()
            self._keep(targets, edge, end, Owner(None, name, edge), "full")
        elif owner and owner.name:
            self._keep(targets, owner.edge, end, owner, "full")
        elif after := _OF_LAW_AFTER.match(self.text, end):
            name = re.sub(r"^(?:of )?(?:the )?", "", " ".join(after.group(0).split()))
            self._keep(targets, match.start(), after.end(), Owner(None, name, match.start()), "full")
            end = after.end()
        return max(end, match.end())

    def _amendment(self, match: re.Match[str]) -> int:
        words = re.findall(_ORDINAL, match.group("amendment"))
        for word in words:
            number = next(n for n, name in enumerate(_ORDINALS, 1) if re.fullmatch(name, word))
            self._constitutional("us-const", f"amend-{roman_numeral(number).lower()}", match)
        return match.end()

    def _constitution(self, match: re.Match[str]) -> int:
        """U.S. Const. amend. IV; Cal. Const. art. I, § 1. Keys: `amend-iv`, `art-i-1`."""
        amendment, article, section = match.group("amend"), match.group("art"), match.group("sec")
        system = "cal-const" if match.group("const").startswith("Cal") else "us-const"
        number = _number(amendment or article)
        if number:
            numeral = roman_numeral(number).lower()
            key = f"amend-{numeral}" if amendment else f"art-{numeral}" + (f"-{section}" if section else "")
            self._constitutional(system, key, match)
        return match.end()

    def _constitutional(self, system: str, key: str, match: re.Match[str]) -> None:
        raw = self.original[match.start() : match.end()]
        self.found.append(FoundCitation(raw, match.start(), match.end(), "", Code(system), key, (), "full"))

    def _this(self, match: re.Match[str]) -> int:
        """ "subsection (a)(1)" in a provision's own text: of this section, unless a section follows."""
        if self.home is None or self.home.key is None or self.home.amending:
            return match.end()
        unit, end = read_units(self.text, match.end())
        if not unit or re.compile(r"\s{1,40}of\s{1,40}(?!this\s{1,40}section)").match(self.text, end):
            return match.end()
        if match.group("this").lower().startswith("paragraph"):
            return (
                end  # Which subsection it lies in depends on where it stands; the reader sees it on the page.
            )
        self._keep(
            [Target(match.start(), end, self.home.key, None, unit)],
            match.start(),
            end,
            Owner(self.home.code, "", 0),
            "self",
        )
        return end

    def _keep(self, targets: list[Target], start: int, end: int, owner: Owner, kind: Kind) -> None:
        for number, target in enumerate(targets):
            begin = start if number == 0 else target.start
            stop = end if len(targets) == 1 else target.end
            self.found.append(
                FoundCitation(
                    self.original[begin:stop],
                    begin,
                    stop,
                    owner.name,
                    owner.code,
                    target.section,
                    target.unit,
                    kind,
                    target.through,
                )
            )


_PREFIX = re.compile(
    r"(?:(?:sub)?(?:paragraph|clause|division|section)s?\s{1,40}(?:\([0-9A-Za-z.\-]{1,7}\))+\s{1,40}of\s{1,40}){1,4}$",
    re.IGNORECASE,
)


def _number(printed: str) -> int | None:
    return int(printed) if printed.isdigit() else roman(printed.lower())
