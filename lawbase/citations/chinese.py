"""Reading citations of Chinese provisions in Chinese text.

`find` reads: 《title》第N条(之M)第K款第L项; names without title marks (刑法第253条之一, 个保法13条, 民法典1034); names that
the text itself agreed on (以下简称《解释》); lists and ranges; 本法, 同法, 该法第N条; 该条, 本条第二款; 前款; full-width digits
and Traditional characters. Bare articles are taken for the law named before on the same line, never for a contract's.

The reader knows no law: whether the library holds it is the resolver's business.
"""

from __future__ import annotations

import re

from lawbase.citations import chinese_grammar as grammar
from lawbase.citations.chinese_grammar import GAP, NUM, Target, read_list
from lawbase.citations.chinese_names import TITLE, Named, is_gap, name_before, short_name
from lawbase.citations.fold import fold_chinese
from lawbase.citations.found import FoundCitation, Home, Kind
from lawbase.statutes.units_cn import split_units

_COUNTED = r"(?![0-9.%]|年|月|日|号|万|元|亿|人|次|个|名|件|起|届|款|项|章|条)"
_EVENT = re.compile(
    rf"(?P<title>{TITLE.pattern})"
    rf"|(?P<article>第{GAP}{NUM}(?:{GAP}[-~至到之、,和及]{GAP}第?{GAP}{NUM}){{0,15}}{GAP}条(?![款件例约]))"
    rf"|(?<=[法典例定释则约案章见》)])(?P<short>{GAP}{NUM}(?:[-之][0-9]{{1,2}})?{GAP}条(?![款件例约]))"
    rf"|(?<=[法典例])(?P<digits>{GAP}[0-9]{{1,4}}(?:-[0-9]{{1,2}})?(?=\(|{_COUNTED})(?:\([0-9]{{1,2}}\)){{0,3}}){_COUNTED}"
    rf"|(?P<before>前(?P<many>[两二三四五])?款)"
    rf"|(?P<same>[本该同前]条(?![例件约])(?=(?P<level>{GAP}第?{GAP}\(?{NUM}\)?{GAP}[款项])?))"
    rf"|(?P<para>第{GAP}{NUM}(?:{GAP}[至、和及]{GAP}第?{GAP}{NUM}){{0,5}}{GAP}款)"
)
_DIGITS = re.compile(rf"{GAP}([0-9]{{1,4}})(?:-([0-9]{{1,2}}))?")
_SENTENCE = re.compile(r"[。,;:](?![^()]*\))")
_DECORATION = " \t`#*>【】.、。;0123456789"
_HEADING = 300
"""Longest line, in characters to either side, that is looked at as a heading."""
_INTRODUCED = re.compile(
    r"(?:根据|依照|依据|按照|参照|违反|适用|符合|触犯|规定|处罚|现为|并非|而非|修改前为|修[订正改]后|"
    r"和|及|与|或者|或|、|,|;|“|\"|的|对)\s*$"
)
_CONTRACT = re.compile(
    r"(?:协议|合同|章程|条款|理由|意见|辩解|公约|约定|保单)[》”\"]?(?:\([^()]{0,40}\))?(?:中|的|书)?\s*$"
)
_IN_IT = re.compile(r"其(?:中|)(?:的)?\s*$")
_STATED = re.compile(r"(?:第[^条款项。,]{1,5}[款项]){0,2}(?:的)?(?:明确|也|还|亦|均|分别)?(?:规定|明确)")
_AGREEMENT = re.compile(
    r"(?:合同|协议|协议书|章程|保单|承诺书|判决书|裁定书|计划书)(?:[(（][^()（）]*[)）])?$"
)
_DEAL = re.compile(r"协议|合同|章程|约定")
_HAN_COUNT = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_REACH = 160
"""How far, in characters, a bare article may stand from the law it belongs to."""


def find(text: str, home: Home | None = None) -> list[FoundCitation]:
    """Every citation in `text`, in its order. `home` is the provision whose own text this is, if it is one."""
    return _Reader(text, home).read()


class _Reader:
    """One pass over one text, remembering what was named last."""

    def __init__(self, text: str, home: Home | None) -> None:
        self.original, self.text, self.home = text, fold_chinese(text), home
        self.found: list[FoundCitation] = []
        self.titles: list[tuple[int, int, str]] = []
        self.agreed: dict[str, str] = {}
        self.law = ""
        self.law_kind: Kind = "full"
        self.law_end = -1
        self.key: str | None = None
        self.unit: tuple[str, ...] = ()
        self.heading = ""
        self._paragraphs: list[tuple[int, tuple[str, ...]]] | None = None

    def read(self) -> list[FoundCitation]:
        done = 0
        for match in _EVENT.finditer(self.text):
            if match.start() < done:
                continue
            kind = match.lastgroup
            if match.group("title"):
                self._title(match)
            elif match.group("article") or match.group("short"):
                done = self._article(match.start())
            elif match.group("digits"):
                done = self._digits(match)
            elif match.group("before"):
                done = self._previous_paragraph(match)
            elif match.group("same"):
                done = self._same_article(match)
            elif kind:
                done = self._paragraph(match)
        return self.found

    def _title(self, match: re.Match[str]) -> None:
        name = "".join(self.original[match.start() + 1 : match.end() - 1].split())
        self.titles.append((match.start(), match.end(), name))
        short = short_name(self.text, match.end())
        if short:
            self.agreed[short] = self._meant(name)
        line = self._line(match.start(), match.end())
        if line and not line[0].strip(_DECORATION) and not _SENTENCE.search(line[1]):
            self.heading = self._meant(name)

    def _meant(self, name: str) -> str:
        """The full title where the text agreed on `name` for it."""
        return self.agreed.get(fold_chinese(name), name)

    def _article(self, at: int) -> int:
        """An article: find its law, then read on. Returns where reading stopped."""
        named = self._law_before(at)
        if named is None:
            return at + 1
        start, law, kind = named
        targets, end = read_list(self.text, at)
        if not targets:
            return at + 1
        self._keep(targets, start, law, kind)
        self.law, self.law_kind = law, kind
        return end

    def _law_before(self, at: int) -> tuple[int, str, Kind] | None:
        """Start of the citation, the law's name and how it is named; None where the article is nobody's."""
        for start, end, name in reversed(self.titles[-5:]):
            if is_gap(self.text[end:at]):
                if _AGREEMENT.search(name):
                    return None
                return start, self._meant(name), "full"
        named = name_before(self.text, at)
        if named:
            return self._run(named)
        if self.heading and self._is_heading(at):
            return at, self.heading, "back"
        return self._implied(at)

    def _run(self, named: Named) -> tuple[int, str, Kind] | None:
        if named.how == "self":
            return named.start, *self._own(self.text[named.start + 1 :][:2])
        if named.how == "prior":
            law = self.law or (self.titles[-1][2] if self.titles else "")
            return (named.start, law, "back") if law else None
        name = self.original[named.start : named.start + len(named.name)]
        known = next((full for short, full in self.agreed.items() if named.name.endswith(short)), None)
        return named.start, known or name, "full"

    def _own(self, noun: str) -> tuple[str, Kind]:
        """本法, 本条例: the citing law; the amended one in an amending instrument; in a case, the law it is quoting."""
        if self.home:
            return "", "amended" if self.home.amending else "self"
        kind = "法" if noun.startswith("法") else noun
        quoted = re.sub(r"\(.{1,4}\)$", "", fold_chinese(self.law)).endswith(kind)
        return (self.law, "back") if quoted else ("", "self")

    def _implied(self, at: int) -> tuple[int, str, Kind] | None:
        """A bare 第N条: of the citing law in its own text, else of the law just cited on this line."""
        before = self.text[max(0, at - 48) : at]
        if _CONTRACT.search(before):
            return None
        if self.home and self.home.amending:
            return at, "", "amended"
        if _IN_IT.search(before) and (title := self._title_on_line(at)):
            return at, title, "back"
        if (self._near(at, _REACH) and _INTRODUCED.search(before)) or self._goes_on(at):
            return at, self.law, "self" if self.law_kind == "self" else "back"
        return (at, "", "self") if self.home else None

    def _near(self, at: int, reach: int) -> bool:
        """Whether a citation stands before `at` on the same line, not further than `reach`."""
        return 0 <= self.law_end <= at <= self.law_end + reach and "\n" not in self.text[self.law_end : at]

    def _goes_on(self, at: int) -> bool:
        """A sentence that begins with 第N条规定 after the law was cited, and no agreement was spoken of between."""
        if not self._near(at, 3 * _REACH) or self.text[at - 1] not in '。;”",':
            return False
        match = grammar.ARTICLE.match(self.text, at)
        stated = match and _STATED.match(self.text, match.end())
        return bool(stated) and not _DEAL.search(self.text[self.law_end : at])

    def _is_heading(self, at: int) -> bool:
        """An article on a line of its own, as over the words quoted from it."""
        if self.text[max(0, at - _HEADING) : at].rpartition("\n")[2].strip(_DECORATION):
            return False
        line = self._line(at, read_list(self.text, at)[1])
        return line is not None and not (line[0] + line[1]).strip(_DECORATION)

    def _title_on_line(self, at: int) -> str:
        """The title named last, if it stands on the line of `at`."""
        if not self.titles or "\n" in self.text[self.titles[-1][1] : at]:
            return ""
        return self._meant(self.titles[-1][2])

    def _digits(self, match: re.Match[str]) -> int:
        """民法典1034, 个保法13(1): no 条, so only right after a name."""
        named = name_before(self.text, match.start())
        if named is None or named.how == "prior" or len(named.name) > 16:
            return match.end()
        digits = _DIGITS.match(self.text, match.start())
        number = grammar.value(digits.group(1), grammar.MAX_ARTICLE) if digits else None
        if digits is None or number is None:
            return match.end()
        key = f"{number}-{int(digits.group(2))}" if digits.group(2) else str(number)
        unit = tuple(str(int(part)) for part in re.findall(r"\((\d+)\)", match.group("digits")))
        run = self._run(named)
        if run:
            self._keep([Target(match.start(), match.end(), key, None, unit)], *run)
            self.law, self.law_kind = run[1], run[2]
        return match.end()

    def _previous_paragraph(self, match: re.Match[str]) -> int:
        """前款, 前两款: known only in a provision's own text."""
        place = self._paragraph_of(match.start())
        if place is None or self.home is None or self.home.key is None:
            return match.end()
        count = _HAN_COUNT.get(match.group("many") or "", 1)
        first = max(1, place - count)
        if place < 2:
            return match.end()
        below, end = (
            read_list(self.text, match.end(), self.home.key, (str(place - 1),)) if count == 1 else ([], 0)
        )
        targets = [t for t in below if t.key == self.home.key and t.unit[:1] == (str(place - 1),)]
        if not targets:
            end = match.end()
            targets = [
                Target(match.start(), end, self.home.key, None, (str(number),))
                for number in range(first, place)
            ]
        self._keep(targets, match.start(), "", "self")
        return end

    def _same_article(self, match: re.Match[str]) -> int:
        """本条第一款 in a provision's own text; 该条第二款, 同条第二款 after another citation."""
        own = match.group("same")[0] in "本前"
        if own:
            if self.home is None or self.home.key is None or self.home.amending:
                return match.end()
            key: str | None = self.home.key
            if match.group("same")[0] == "前":
                key = str(int(key) - 1) if key and key.isdigit() and int(key) > 1 else None
            law, kind = "", "self"
        else:
            key = self.key if self._near(match.start(), 5 * _REACH) else None
            law, kind = self.law, "self" if self.law_kind == "self" else "back"
        if key is None or not (match.group("level") or own):
            return match.end()
        targets, end = read_list(self.text, match.end(), key)
        if not targets:
            targets, end = [Target(match.start(), match.end(), key, None, ())], match.end()
        self._keep(targets, match.start(), law, "self" if kind == "self" else "back")
        return end

    def _paragraph(self, match: re.Match[str]) -> int:
        """第一款 alone: of this article in its own text, else of the article just cited."""
        at = match.start()
        if self.home and self.home.key and not self.home.amending:
            key: str | None = self.home.key
            law, kind = "", "self"
        else:
            same_sentence = self._near(at, _REACH) and "。" not in self.text[self.law_end : at]
            if not same_sentence or not _INTRODUCED.search(self.text[max(0, at - 8) : at]):
                return match.end()
            key, law, kind = self.key, self.law, "back"
        if key is None or _CONTRACT.search(self.text[max(0, at - 48) : at]):
            return match.end()
        targets, end = read_list(self.text, at, key)
        if targets:
            self._keep(targets, at, law, "self" if kind == "self" else "back")
        return max(end, match.end())

    def _keep(self, targets: list[Target], start: int, law: str, kind: Kind) -> None:
        for number, target in enumerate(targets):
            begin = start if number == 0 or target.start == targets[0].start else target.start
            raw = self.original[begin : target.end]
            trimmed = raw.strip()
            begin += len(raw) - len(raw.lstrip())
            self.found.append(
                FoundCitation(
                    trimmed,
                    begin,
                    begin + len(trimmed),
                    law,
                    None,
                    target.key,
                    target.unit,
                    kind,
                    target.through,
                )
            )
        self.key, self.unit, self.law_end = (
            targets[-1].through or targets[-1].key,
            targets[-1].unit,
            targets[-1].end,
        )

    def _paragraph_of(self, at: int) -> int | None:
        """In which 款 of the provision `at` stands; None outside a provision's own text."""
        if self.home is None or self.home.amending:
            return None
        if self._paragraphs is None:
            units = split_units(self.original)
            starts, offset = [], 0
            for line in self.original.split("\n"):
                if line.strip():
                    starts.append(offset)
                offset += len(line) + 1
            self._paragraphs = list(zip(starts, (unit.path for unit in units), strict=True))
        here = [path for start, path in self._paragraphs if start <= at]
        return int(here[-1][0]) if here else None

    def _line(self, start: int, end: int) -> tuple[str, str] | None:
        """What stands before `start` and after `end` on their line; None on a line too long to be a heading."""
        left, right = max(0, start - _HEADING), end + _HEADING
        opening, closing = self.text.rfind("\n", left, start), self.text.find("\n", end, right)
        if (opening < 0 and left > 0) or (closing < 0 and right < len(self.text)):
            return None
        return self.text[max(opening + 1, left) : start], self.text[end : closing if closing >= 0 else right]
