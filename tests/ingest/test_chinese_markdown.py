"""Chinese norms in Markdown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import ParsedEdition
from lawbase.ingest.sources.chinese_markdown import ChineseMarkdown
from tests.ingest.chinese_samples import by_key, markdown, only

ADAPTER = ChineseMarkdown()


def read(
    tmp_path: Path, text: str, name: str = "示例管理办法(2020-01-01).md", folder: str = "部门规章"
) -> ParsedEdition:
    path = tmp_path / folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    assert ADAPTER.accepts(path)
    return only(ADAPTER, path)


def test_articles_stand_under_their_headings_one_unit_a_line(tmp_path: Path) -> None:
    edition = read(tmp_path, markdown(
        "## 第一编 总　则\n\n## 第一章 花\n\n第一条 种花。\n\n（一）红花；\n\n(二）白花。\n\n第一条之一　浇水。\n\n"
        "## 第二章 草\n\n## 第一节 高草\n\n第二条 除草。\n\n## 附则\n\n第三条 自2020年3月1日起施行。"
    ))  # fmt: skip
    assert [(p.key, p.text, p.toc) for p in edition.provisions] == [
        ("1", "种花。\n（一）红花；\n（二）白花。", ("第一编 总则", "第一章 花")),
        ("1-1", "浇水。", ("第一编 总则", "第一章 花")),
        ("2", "除草。", ("第一编 总则", "第二章 草", "第一节 高草")),
        ("3", "自2020年3月1日起施行。", ("附则",)),
    ]


def test_title_label_and_days_come_from_head_file_name_and_last_article(tmp_path: Path) -> None:
    edition = read(
        tmp_path, markdown("第一条 种花。\n\n第二条 自2020年3月1日起施行。", title="示例 管理办法")
    )
    assert (edition.law.title, edition.version) == ("示例管理办法", "2020-01-01")
    assert (edition.adopted, edition.in_force_from) == (date(2020, 1, 1), date(2020, 3, 1))


def test_a_promulgation_line_may_state_the_day_of_effect(tmp_path: Path) -> None:
    edition = read(tmp_path, markdown("第一条 种花。", lines="2020年1月1日 示例部公布\n\n2020年4月1日 施行"))
    assert edition.in_force_from == date(2020, 4, 1)


def test_a_revised_norm_still_states_its_first_day_which_is_not_believed(tmp_path: Path) -> None:
    lines = "1995年1月1日 示例部公布\n\n2020年1月1日 第二次修订"
    edition = read(tmp_path, markdown("第一条 种花。\n\n第二条 自1995年3月1日起施行。", lines=lines))
    assert edition.in_force_from is None


def test_a_month_as_label_gives_no_day(tmp_path: Path) -> None:
    edition = read(tmp_path, markdown("第一条 种花。", lines="示例部"), name="示例规定(2022-12).md")
    assert (edition.version, edition.adopted, edition.in_force_from) == ("2022-12", None, None)


def test_items_of_a_decision_are_provisions_and_what_stands_before_them_is_the_preamble(
    tmp_path: Path,
) -> None:
    edition = read(
        tmp_path,
        markdown(
            "为了种花，决定如下：\n\n一、种花。\n\n（一）红花。\n\n十二、浇水。", title="关于种花的决定"
        ),
    )
    assert edition.preamble == "为了种花，决定如下："
    assert [(p.key, p.text) for p in edition.provisions] == [("1", "种花。\n（一）红花。"), ("12", "浇水。")]
    assert edition.law.kind == "decision"


def test_sections_of_a_notice_keep_their_words_as_headings(tmp_path: Path) -> None:
    edition = read(
        tmp_path, markdown("## 一、可以认定为种花的\n\n1.红花；\n\n## 二、可以认定为浇水的\n\n1.清水。")
    )
    assert [(p.key, p.heading, p.text) for p in edition.provisions] == [
        ("1", "可以认定为种花的", "1.红花；"),
        ("2", "可以认定为浇水的", "1.清水。"),
    ]


def test_a_text_without_numbers_is_one_provision(tmp_path: Path) -> None:
    edition = read(tmp_path, markdown("种花的名称改为园艺。"))
    assert [(p.key, p.number, p.text) for p in edition.provisions] == [
        ("full", "全文", "种花的名称改为园艺。")
    ]


def test_chapters_that_lost_their_number_are_known_by_their_place(tmp_path: Path) -> None:
    edition = read(
        tmp_path, markdown("\u200b\n\n总　则\n\n第一条 种花。\n\n\u200b\n\n花的种类\n\n第二条 红花。")
    )
    assert [(p.text, p.toc) for p in edition.provisions] == [("种花。", ("总则",)), ("红花。", ("花的种类",))]


def test_an_annex_behind_the_last_article_is_a_provision(tmp_path: Path) -> None:
    edition = read(tmp_path, markdown("第一条 种花。\n\n第二条 施行。\n\n附件：花的名单\n\n红花"))
    assert by_key(edition)["2"].text == "施行。"
    assert by_key(edition)["annex-1"].text == "花的名单\n红花"


@pytest.mark.parametrize(
    ("title", "folder", "kind"),
    [
        ("最高人民法院关于种花的解释", "司法解释", "judicial-interpretation"),
        ("示例条例", "行政法规", "administrative-regulation"),
        ("示例办法", "部门规章", "departmental-rule"),
        ("示例认定方法", "规范性文件", "normative-document"),
        ("示例法", "法律", "law"),
        ("关于种花的决定", "法律", "decision"),
        ("互联网信息服务算法推荐管理规定", "行政法规", "departmental-rule"),
    ],
)
def test_the_kind_follows_from_title_then_folder(tmp_path: Path, title: str, folder: str, kind: str) -> None:
    assert read(tmp_path, markdown("第一条 种花。", title=title), folder=folder).law.kind == kind


def test_the_same_title_gives_the_same_slug_whatever_the_edition(tmp_path: Path) -> None:
    first = read(tmp_path, markdown("第一条 种花。"))
    second = read(tmp_path, markdown("第一条 种草。"), name="示例管理办法(2024-01-01).md")
    assert first.law.slug == second.law.slug
    assert first.law.slug.startswith("cn-")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("# 办法\n\n第一条 种花。".encode(), "the line <!-- INFO END --> is missing"),
        (markdown("第一条 种花。").removeprefix("# ").encode(), "the first line must be the title"),
        (markdown("").encode(), "no text was found"),
        (markdown("第一条 种花。").encode("gbk"), "is not UTF-8"),
    ],
)
def test_a_fault_names_the_file_and_the_reason(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "示例(2020-01-01).md"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        list(ADAPTER.read(path))
    assert path.name in str(caught.value)
    assert says in str(caught.value)


def test_other_markdown_is_not_accepted(tmp_path: Path) -> None:
    for name, text in (
        ("README.md", "# about"),
        ("a(2020-01-01).md", "no title"),
        ("a(2020-01-01).txt", "# a"),
    ):
        path = tmp_path / name
        path.write_text(text)
        assert not ADAPTER.accepts(path)
