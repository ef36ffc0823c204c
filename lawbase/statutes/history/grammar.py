"""What an item of a Chinese amending instrument says, as instructions.

The grammar is that of the amendments to the Criminal Law, the amendments to the Constitution and the amending decisions of
the Standing Committee. What it cannot read it returns as `Unread`, piece by piece, and reads on behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lawbase.statutes.history.quotes import taken_out
from lawbase.statutes.history.values import Action, Instruction, Place, Unread, Why
from lawbase.statutes.numbers import key_of, number_of, to_int

NUM = "[一二两三四五六七八九十百零〇]+"
A = rf"第{NUM}条(?:之{NUM})?"
P = rf"第{NUM}款"
N = rf"第{NUM}项"
Q = r"〔\d+〕"
AS = r"[，,]?作为"
COLON = r"[:：，,]?\s*"
ARTICLES = rf"{A}(?:、{A}|至{A})*"
PLACES = rf"{A}(?:{P})?(?:{N})?(?:(?:、|和){A}(?:{P})?(?:{N})?)*"
SEPARATORS = re.compile(r"[\s。；;，,]+|（[一二三四五六七八九十]+）")
PIECE_END = re.compile(r"[。；;\n]|〔\d+〕(?=[^，,；。后前中修之])")
PREAMBLE_WHY = Why(
    "它修改序言，而来源给出的条文中没有序言。",
    "It changes the preamble, which is not among the articles that the sources give.",
)
UNREAD_WHY = Why(
    "本库识别修正文件的语法中没有这种写法。", "The grammar of amending instruments does not know this form."
)
MISNUMBERED_WHY = Why(
    "它增加的条文，编号与它所说的不符。", "The articles it adds are not numbered as it says."
)
PROSE = re.compile(r"^.*?(?:，|作如下修改[:：]\s*)(?=将|在|删去|增加|第)", re.DOTALL)


@dataclass
class _Reading:
    """Where the reading of one item stands."""

    item: str
    quoted: Sequence[tuple[str, ...]]
    found: list[Instruction | Unread] = field(default_factory=list)
    key: str = ""
    """The article spoken of, for what follows in the same item."""
    paragraphs: tuple[int, ...] = ()
    number: int | None = None

    def give(self, raw: str, action: Action, **values: object) -> None:
        self.found.append(Instruction(self.item, raw, action, **values))  # type: ignore[arg-type]

    def lines(self, mark: str) -> tuple[str, ...]:
        return self.quoted[int(mark[1:-1])]

    def at(self, article: str | None, paragraphs: str | None = None, item: str | None = None) -> Place | None:
        """The place named; what is not named is what the item spoke of before. None if it spoke of nothing."""
        if article:
            self.key, self.paragraphs, self.number = key_of(article), (), None
        if paragraphs:
            self.paragraphs, self.number = _numbers(paragraphs, "款"), None
        if item:
            self.number = _numbers(item, "项")[0]
        return Place(self.key, self.paragraphs, self.number) if self.key else None


def _numbers(text: str, unit: str) -> tuple[int, ...]:
    """第二款、第三款 → (2, 3); 第二款至第五款 → (2, 3, 4, 5)."""
    numbers = [to_int(found) for found in re.findall(rf"第({NUM}){unit}", text)]
    if "至" in text and len(numbers) == 2:
        return tuple(range(numbers[0], numbers[1] + 1))
    return tuple(numbers)


def _keys(text: str) -> tuple[str, ...]:
    keys = [key_of(found) for found in re.findall(A, text)]
    if "至" in text and len(keys) == 2:
        return tuple(str(number) for number in range(int(keys[0]), int(keys[1]) + 1))
    return tuple(keys)


def _places(text: str) -> tuple[Place, ...]:
    return tuple(
        Place(key_of(article), _numbers(rest, "款"), next(iter(_numbers(rest, "项")), None))
        for article, rest in re.findall(rf"({A})((?:{P})?(?:{N})?)", text)
    )


Rule = Callable[[_Reading, re.Match[str]], None]
RULES: list[tuple[re.Pattern[str], Rule]] = []


def rule(pattern: str) -> Callable[[Rule], Rule]:
    def added(read: Rule) -> Rule:
        RULES.append((re.compile(pattern), read))
        return read

    return added


@rule(r"本(?:修正案|决定)自[^。]*施行")
def _commence(reading: _Reading, found: re.Match[str]) -> None:
    reading.give(found[0], "commence")


@rule(r"《[^》]*》根据本(?:决定|修正案)作相应修改(?:并对条文顺序作相应调整)?[，,]?重新公布")
def _conform(reading: _Reading, found: re.Match[str]) -> None:
    reading.give(found[0], "conform")


@rule(r"对部分条文作以下修改[:：]")
def _several(reading: _Reading, found: re.Match[str]) -> None:
    reading.key = ""


@rule(
    rf"(?:增加一[章节]{Q}{AS}第{NUM}[章节](?:，分为{NUM}条，包括{A}至{A})?"
    rf"|第{NUM}章章名{Q}修改为{Q}|第{NUM}章{Q}中增加一节{AS}第{NUM}节{Q})"
)
def _heading(reading: _Reading, found: re.Match[str]) -> None:
    reading.give(found[0], "heading")


@rule(rf"将(?P<old>{A})改为(?P<new>{A})")
def _renumber(reading: _Reading, found: re.Match[str]) -> None:
    place = reading.at(found["old"])
    reading.give(found[0], "renumber", place=place, to=key_of(found["new"]))


@rule(rf"将(?P<from>{PLACES})(?:合并{AS}|改为)(?P<new>{A})[，,]修改为{COLON}(?P<q>{Q})")
def _merge(reading: _Reading, found: re.Match[str]) -> None:
    to = key_of(found["new"])
    reading.key = ""
    reading.give(found[0], "merge", sources=_places(found["from"]), to=to, lines=reading.lines(found["q"]))


@rule(
    rf"(?:在?(?P<after>{A})后)?增加{NUM}条[，,]?(?:分别)?作为(?P<new>{ARTICLES}){COLON}\s*(?:。内容如下[:：])?(?P<q>{Q})"
)
def _add_articles(reading: _Reading, found: re.Match[str]) -> None:
    keys, lines = _keys(found["new"]), reading.lines(found["q"])
    texts = [lines] if len(keys) == 1 else _by_article(lines, keys)
    if texts is None:
        reading.found.append(Unread(reading.item, found[0], MISNUMBERED_WHY))
        return
    after = key_of(found["after"]) if found["after"] else ""
    for key, text in zip(keys, texts, strict=True):
        reading.give(found[0], "add-article", to=key, lines=text, after=after)
        after = key if found["after"] else ""
    reading.key = keys[-1]


def _by_article(lines: Sequence[str], keys: Sequence[str]) -> list[tuple[str, ...]] | None:
    texts: list[list[str]] = []
    for line in lines:
        head = re.match(rf"^({A})[ 　]*", line)
        if head and len(texts) < len(keys) and key_of(head[1]) == keys[len(texts)]:
            texts.append([line[head.end() :]])
        elif texts:
            texts[-1].append(line)
        else:
            return None
    return [tuple(text) for text in texts] if len(texts) == len(keys) else None


@rule(rf"在?(?P<a>{A})?中?增加{NUM}款{AS}(?P<p>{P}(?:、{P}|至{P})*)[，,]将该条修改为{COLON}(?P<q>{Q})")
def _rewrite_with_paragraph(reading: _Reading, found: re.Match[str]) -> None:
    reading.give(found[0], "replace", place=reading.at(found["a"]), lines=reading.lines(found["q"]))


@rule(rf"在?(?P<a>{A})?中?增加{NUM}款{AS}(?P<p>{P}(?:、{P}|至{P})*)(?:[，,]规定)?{COLON}(?P<q>{Q})")
def _add_paragraphs(reading: _Reading, found: re.Match[str]) -> None:
    place = reading.at(found["a"])
    if place is None:
        reading.found.append(Unread(reading.item, found[0], UNREAD_WHY))
        return
    numbers = _numbers(found["p"], "款")
    reading.give(found[0], "add-paragraph", place=Place(place.key, numbers), lines=reading.lines(found["q"]))


@rule(rf"(?P<a>{A})增加规定{COLON}(?P<q>{Q})")
def _add_last_paragraph(reading: _Reading, found: re.Match[str]) -> None:
    place = reading.at(found["a"])
    assert place is not None
    reading.give(found[0], "add-paragraph", place=Place(place.key), lines=reading.lines(found["q"]))


@rule(rf"在?(?P<a>{A})?(?P<p>{P})?(?:{Q})?中?增加一项{AS}(?P<i>{N}){COLON}(?P<q>{Q})")
def _add_item(reading: _Reading, found: re.Match[str]) -> None:
    place = reading.at(found["a"], found["p"], found["i"])
    reading.give(found[0], "add-item", place=place, lines=reading.lines(found["q"]))


@rule(rf"删去(?P<a>{A})?(?P<p>{P})?(?P<i>{N})?(?=[。；;，,\s]|$)")
def _delete(reading: _Reading, found: re.Match[str]) -> None:
    reading.give(found[0], "delete", place=reading.at(found["a"], found["p"], found["i"]))


@rule(rf"原?(?P<p>{P})(?:相应地?)?(?:改为|作为)(?P<to>{P})[，,]修改为{COLON}(?P<q>{Q})")
def _move_and_replace(reading: _Reading, found: re.Match[str]) -> None:
    # The paragraph already has its new place: the one before it was added first.
    place = reading.at(None, found["to"])
    reading.give(found[0], "replace", place=place, lines=reading.lines(found["q"]))


@rule(
    rf"原?(?:{P}(?:相应地?)?(?:改为|作为){P}|{N}(?:(?:至|、){N})?(?:相应地?)?(?:改为|作为){N}(?:(?:至|、){N})?)"
)
def _move(reading: _Reading, found: re.Match[str]) -> None:
    reading.give(found[0], "move", place=reading.at(None))


@rule(rf"这一[条款](?:相应地?)修改为{COLON}(?P<q>{Q})")
def _accordingly(reading: _Reading, found: re.Match[str]) -> None:
    reading.give(found[0], "replace", place=reading.at(None), lines=reading.lines(found["q"]))


@rule(
    rf"[将在]?(?P<a>{ARTICLES})?(?:[^〔。；，、第]{{2,20}}(?={N}))?(?:{Q}中(?={N}))?(?P<p>{P})?(?P<i>{N})?{COLON}"
    rf"(?:中的?|其中的)?(?P<old>{Q})之?(?P<how>修改为|后增加|后增写|前增写)(?:一句[，,]内容为)?{COLON}(?P<q>{Q})"
)
def _words(reading: _Reading, found: re.Match[str]) -> None:
    articles = _keys(found["a"] or "")
    old, new = reading.lines(found["old"]), reading.lines(found["q"])
    for key in articles or ("",):
        place = reading.at(number_of(key) if key else None, found["p"], found["i"])
        if found["how"].startswith("后"):
            reading.give(found[0], "insert-after", place=place, old="".join(old), lines=new)
        elif found["how"].startswith("前"):
            reading.give(found[0], "substitute", place=place, old=old[0], lines=(new[0] + old[0],))
        elif len(old) == 1 and len(new) == 1:
            reading.give(found[0], "substitute", place=place, old=old[0], lines=new)
        else:
            reading.give(found[0], "replace", place=place, lines=new)


@rule(rf"[将在]?(?P<a>{A})?(?P<p>{P}(?:、{P})*)?(?P<i>{N})?修改为{COLON}\s*(?P<q>{Q})")
def _replace(reading: _Reading, found: re.Match[str]) -> None:
    if found["a"] or found["p"] or found["i"]:
        place = reading.at(found["a"], found["p"], found["i"])
    else:
        place = Place(reading.key) if reading.key else None
    reading.give(found[0], "replace", place=place, lines=reading.lines(found["q"]))


def read_item(item: str, text: str, law_names: Iterable[str] = ()) -> list[Instruction | Unread]:
    """The instructions of one item, in its order. `law_names`: what it calls the law it amends (刑法)."""
    prose, quoted = taken_out(text)
    for name in law_names:
        prose = re.sub(rf"(?:《?{re.escape(name)}》?)(?=第|序言)", "", prose)
    reading = _Reading(item, quoted)
    if lead := PROSE.match(prose):
        head = re.match(rf"[将在]?(?:{A})", prose)
        prose = prose if head else prose[lead.end() :]
    at = 0
    while at < len(prose):
        if skipped := SEPARATORS.match(prose, at):
            at = skipped.end()
            continue
        for pattern, read in RULES:
            if found := pattern.match(prose, at):
                before = len(reading.found)
                read(reading, found)
                _check(reading, before, found[0], PREAMBLE_WHY if "自然段" in prose[:at] else UNREAD_WHY)
                at = found.end()
                break
        else:
            end = PIECE_END.search(prose, at + 1)
            stop = end.end() if end else len(prose)
            raw = prose[at:stop].strip()
            why = PREAMBLE_WHY if "自然段" in prose[:stop] else UNREAD_WHY
            reading.found.append(Unread(item, _with_words(raw, quoted), why))
            at = stop
    return reading.found


def _check(reading: _Reading, before: int, raw: str, why: Why) -> None:
    """An instruction about no article is one that was not understood."""
    for place in range(before, len(reading.found)):
        entry = reading.found[place]
        if isinstance(entry, Instruction) and not entry.target and entry.action not in (
            "commence", "conform", "heading", "move",
        ):  # fmt: skip
            reading.found[place] = Unread(entry.item, _with_words(raw, reading.quoted), why)


def _with_words(raw: str, quoted: Sequence[tuple[str, ...]]) -> str:
    return re.sub(
        r"〔(\d+)〕", lambda mark: f"“{quoted[int(mark[1])][0][:24]}…”" if quoted[int(mark[1])] else "“”", raw
    )
