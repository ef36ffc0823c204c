"""Chinese citations: what is read, and what is left alone."""

from __future__ import annotations

import time

import pytest

from lawbase.citations.chinese import find
from lawbase.citations.found import Home


def read(text: str, home: Home | None = None) -> list[tuple[str, str | None, tuple[str, ...]]]:
    """Law, key and unit of each citation."""
    return [(c.law_name, c.key, c.unit) for c in find(text, home)]


@pytest.mark.parametrize(
    ("text", "law", "key", "unit"),
    [
        ("《刑法》第二百五十三条之一第三款", "刑法", "253-1", ("3",)),
        (
            "《中华人民共和国个人信息保护法》第13条第1款第2项",
            "中华人民共和国个人信息保护法",
            "13",
            ("1", "2"),
        ),
        ("《个人信息保护法》第十三条第一款第（二）项第3目", "个人信息保护法", "13", ("1", "2", "3")),
        ("《个人信息保护法》第十三条第（二）项", "个人信息保护法", "13", ("1", "2")),
        ("《个人信息保护法》（2021年施行）第十三条", "个人信息保护法", "13", ()),
        ("个保法13条", "个保法", "13", ()),
        ("刑法第253条之一第三款", "刑法", "253-1", ("3",)),
        ("刑法第253-1条", "刑法", "253-1", ()),
        ("刑法二百五十三条", "刑法", "253", ()),
        ("民法典1034", "民法典", "1034", ()),
        ("个人信息保护法 第13条第1款(2)", "个人信息保护法", "13", ("1", "2")),
        ("个保法第13条(1)(2)", "个保法", "13", ("1", "2")),
        ("刑法第１３４条", "刑法", "134", ()),
        ("刑法第二百五十三條之一第三款", "刑法", "253-1", ("3",)),
        ("《刑法修正案（九）》第十七条", "刑法修正案（九）", "17", ()),
        ("修正案（九）第十七条", "修正案（九）", "17", ()),
        ("根据我国公司法第二十条", "公司法", "20", ()),
        ("依据合同法第三百零八条", "合同法", "308", ()),
        ("2001年商标法第十五条", "商标法", "15", ()),
        ("《民法典》人格权编第一千零三十四条", "民法典", "1034", ()),
        ("民法典第一〇三四条", "民法典", "1034", ()),
    ],
)
def test_one_citation(text: str, law: str, key: str, unit: tuple[str, ...]) -> None:
    assert read(text) == [(law, key, unit)]


def test_list_of_items_shares_paragraph_and_article() -> None:
    assert read("刑法第一百七十七条之一第一款第二项、第三项") == [
        ("刑法", "177-1", ("1", "2")),
        ("刑法", "177-1", ("1", "3")),
    ]


def test_list_goes_on_with_another_article() -> None:
    assert read("《刑法》第二百八十五条第二款、第二百八十六条") == [
        ("刑法", "285", ("2",)),
        ("刑法", "286", ()),
    ]


def test_numbers_that_share_one_sign() -> None:
    assert [key for _law, key, _unit in read("《甲法》第二、四、十六条")] == ["2", "4", "16"]
    assert [unit for _law, _key, unit in read("《甲法》第二条第一、三款")] == [("1",), ("3",)]


@pytest.mark.parametrize(
    "text", ["《甲法》第四十一条至第四十三条", "《甲法》第四十一至四十三条", "甲法第41-43条"]
)
def test_range_of_articles_keeps_both_ends(text: str) -> None:
    (found,) = find(text)
    assert (found.key, found.through) == ("41", "43")


def test_range_of_items_gives_each() -> None:
    assert [unit for *_, unit in read("《甲法》第二条第一款第（一）项至第（三）项")] == [
        ("1", "1"),
        ("1", "2"),
        ("1", "3"),
    ]


def test_words_and_offsets_are_those_of_the_text() -> None:
    text = "法院依照《刑法》第二百八十五条、第二百八十六条的规定"
    found = find(text)
    assert (
        [text[c.start : c.end] for c in found]
        == [c.raw for c in found]
        == ["《刑法》第二百八十五条", "第二百八十六条"]
    )


def test_amending_act_named_in_brackets_is_not_the_law() -> None:
    text = "《刑法》（根据2011年5月1日起施行的《刑法修正案（八）》修正）第338条"
    assert read(text) == [("刑法", "338", ())]


def test_short_name_the_text_agreed_on() -> None:
    text = "《关于甲的解释（一）》（以下简称《解释一》）施行。《解释一》第十一条、解释一第二条"
    assert {law for law, *_ in read(text)} == {"关于甲的解释（一）"}


def test_same_law_and_that_article() -> None:
    assert read("《甲法》第二条。同法第三条，该条第二款") == [
        ("甲法", "2", ()),
        ("甲法", "3", ()),
        ("甲法", "3", ("2",)),
    ]


def test_bare_article_belongs_to_the_law_just_cited() -> None:
    assert read("根据《甲法》第五十八条的规定，而不能根据第五十九条规定")[1] == ("甲法", "59", ())


def test_articles_quoted_below_a_title_belong_to_it() -> None:
    assert read("《甲法》（2009年修正）\n第五十一条\n某某。\n第五十二条\n某某。") == [
        ("甲法", "51", ()),
        ("甲法", "52", ()),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "调解协议第一条第6款第2项约定",
        "《买卖合同》第三条约定",
        "公司章程第十四条",
        "第一条：双方约定",
        "针对第二条辩解意见",
        "依法第三条",
        "一条龙服务",
        "方法12种",
        "刑法2020年修正",
    ],
)
def test_what_is_no_law_is_left_alone(text: str) -> None:
    assert find(text) == []


HOME = Home("cn-a", "30")
BODY = "甲。\n依照前款的规定。\n依照第一款的规定，本条第二款第（一）项。\n单位犯前三款罪的。\n依照本法第七条和《乙法》第八条。"


def test_previous_paragraphs_in_a_provisions_own_text() -> None:
    units = [c.unit for c in find(BODY, HOME) if c.raw.endswith("款") and c.raw.startswith("前")]
    assert units == [("1",), ("1",), ("2",), ("3",)]


def test_own_article_and_own_law() -> None:
    assert read(BODY, HOME)[1:3] == [("", "30", ("1",)), ("", "30", ("2", "1"))]
    assert [(c.key, c.kind) for c in find(BODY, HOME)[-2:]] == [("7", "self"), ("8", "full")]


def test_paragraph_before_the_first_is_none() -> None:
    assert find("前款规定的。", HOME) == []


def test_articles_in_an_amending_act_are_the_amended_laws() -> None:
    home = Home("cn-a-amendment", "1", amending=True)
    found = find("在刑法第一条后增加一条，作为第一条之一：“违反本法第九条”", home)
    assert [(c.law_name, c.key, c.kind) for c in found] == [
        ("刑法", "1", "full"),
        ("", "1-1", "amended"),
        ("", "9", "amended"),
    ]


@pytest.mark.parametrize(
    "text", ["刑法第零条", "刑法第九千九百条", "刑法第99999条", "刑法第一二三四五六七八九十条"]
)
def test_numerals_out_of_range_are_not_read(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    "piece",
    [
        "一",
        "第",
        "第一条",
        "第一条、",
        "《",
        "《》",
        "（",
        "《刑法》（",
        "第一款",
        "刑法",
        "法1",
        "前款",
        "1",
        "第一至",
        "条",
    ],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    started = time.perf_counter()
    find(piece * (60_000 // len(piece)))
    assert time.perf_counter() - started < 5


def test_unbalanced_brackets() -> None:
    assert read("《刑法》（根据（甲第338条") == []
    assert read("）《刑法》第三条（") == [("刑法", "3", ())]
