"""Official .docx files of the national database, made up here in their layout; the real ones where `../shared` stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import ParsedEdition
from lawbase.ingest.sources.flk_docx import FlkDocx
from tests.ingest.chinese_samples import by_key, docx, only

ADAPTER = FlkDocx()
CONTENTS = [
    "目　　录",
    "第一编　总　　则",
    "第一章　花",
    "第二章　草",
    "第二编　分　　则",
    "第一章　树",
    "附　　则",
]
TEXT = [
    "第一编　总　　则", "第一章　花", "第一条　种花。", "（一）红花；", "（二）白花。", "第二章　草", "第二条　除草。",
    "第二条之一　割草。",
    "第二编\n　分　　则", "第一章　树", "第三条　种树，\n浇水。", "附　　则", "第四条　本法自2020年10月1日起施行。",
]  # fmt: skip
NOTE = "（2020年5月1日第一届示例代表大会第三次会议通过）"


def read(tmp_path: Path, *paragraphs: str, name: str = "园艺法_20200501.docx") -> ParsedEdition:
    return only(ADAPTER, docx(tmp_path / name, list(paragraphs)))


def test_the_table_of_contents_is_skipped_and_headings_stand_above_their_articles(tmp_path: Path) -> None:
    edition = read(tmp_path, "园　艺　法".replace("\u3000", " "), NOTE, *CONTENTS, *TEXT)
    assert [(p.key, p.text, p.toc) for p in edition.provisions] == [
        ("1", "种花。\n（一）红花；\n（二）白花。", ("第一编 总则", "第一章 花")),
        ("2", "除草。", ("第一编 总则", "第二章 草")),
        ("2-1", "割草。", ("第一编 总则", "第二章 草")),
        ("3", "种树，\n浇水。", ("第二编 分则", "第一章 树")),
        ("4", "本法自2020年10月1日起施行。", ("附则",)),
    ]


def test_title_label_and_days_come_from_file_name_and_text(tmp_path: Path) -> None:
    edition = read(tmp_path, "园 艺 法", NOTE, *TEXT)
    assert (edition.law.title, edition.law.kind, edition.version) == ("园艺法", "law", "2020-05-01")
    assert (edition.adopted, edition.in_force_from, edition.amended) == (
        date(2020, 5, 1),
        date(2020, 10, 1),
        False,
    )
    assert NOTE in edition.preamble


def test_an_amended_law_states_its_first_day_which_is_not_believed(tmp_path: Path) -> None:
    note = "（1995年5月1日通过　根据2020年5月1日《关于修改〈园艺法〉的决定》修正）"
    edition = read(tmp_path, "园艺法", note, "第一条　种花。", "第二条　自1995年10月1日起施行。")
    assert (edition.in_force_from, edition.amended) == (None, True)


def test_a_signed_date_belongs_to_no_article(tmp_path: Path) -> None:
    edition = read(tmp_path, "园艺法", "第一条　种花。", "2020年5月1日", "第二条　浇水。")
    assert by_key(edition)["1"].text == "种花。"


def test_a_law_without_chapters_and_annexes_behind_it_is_read(tmp_path: Path) -> None:
    edition = read(
        tmp_path, "园艺法", NOTE, "第一条　种花。", "第二条　浇水。", "附件一", "花的名单", "附件二　树的名单"
    )
    assert [(p.key, p.text) for p in edition.provisions] == [
        ("1", "种花。"), ("2", "浇水。"), ("annex-1", "花的名单"), ("annex-2", "树的名单"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04 cut off", "is no whole .docx file"),
        (b"", "is no whole .docx file"),
        (None, "holds no text"),
    ],
)
def test_a_fault_names_the_file_and_what_to_do(tmp_path: Path, data: bytes | None, says: str) -> None:
    path = tmp_path / "园艺法_20200501.docx"
    if data is None:
        docx(path, ["", " "])
    else:
        path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        list(ADAPTER.read(path))
    assert path.name in str(caught.value)
    assert says in str(caught.value)
    assert "download it again" in str(caught.value)


def test_only_names_with_a_day_are_accepted(tmp_path: Path) -> None:
    assert ADAPTER.accepts(tmp_path / "园艺法_20200501.docx")
    assert not ADAPTER.accepts(tmp_path / "园艺法.docx")
    assert not ADAPTER.accepts(tmp_path / "园艺法_20200501.doc")


REAL = {
    "中华人民共和国个人信息保护法_20210820.docx": (74, date(2021, 11, 1)),
    "中华人民共和国刑事诉讼法_20181026.docx": (308, None),
    "中华人民共和国刑法_20201226.docx": (507, None),
    "中华人民共和国反电信网络诈骗法_20220902.docx": (50, date(2022, 12, 1)),
    "中华人民共和国密码法_20191026.docx": (44, date(2020, 1, 1)),
    "中华人民共和国居民身份证法_20111029.docx": (23, None),
    "中华人民共和国数据安全法_20210610.docx": (55, date(2021, 9, 1)),
    "中华人民共和国未成年人保护法_20240426.docx": (132, None),
    "中华人民共和国民事诉讼法_20230901.docx": (306, None),
    "中华人民共和国民法典_20200528.docx": (1260, date(2021, 1, 1)),
    "中华人民共和国消费者权益保护法_20131025.docx": (63, None),
    "中华人民共和国电子商务法_20180831.docx": (89, date(2019, 1, 1)),
    "中华人民共和国网络安全法_20251028.docx": (81, None),
}
"""Provisions (articles and annexes), and the day of effect where the text proves it."""


@pytest.mark.parametrize("name", REAL)
def test_the_real_files_have_all_their_articles(shared: Path, name: str) -> None:
    edition = only(ADAPTER, shared / "official" / "flk" / name)
    assert (len(edition.provisions), edition.in_force_from) == REAL[name]
    main = [int(key) for key in by_key(edition) if key.isdigit()]
    assert main == list(range(1, len(main) + 1))
    assert edition.law.title == name.split("_")[0]
