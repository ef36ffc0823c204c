"""A story is read in its language, in sentences that can be referred to."""

from __future__ import annotations

import pytest

from lawbase.research.facts import polarity, story
from lawbase.research.facts.matching import clauses


@pytest.mark.parametrize(("text", "language"), [
    ("店员卖了我的号码。", "zh"),
    ("A clerk sold my number.", "en"),
    ("他用 WhatsApp 和 Facebook Messenger 发了我的照片。", "zh"),
    ("My landlord at 花园 Street filmed me.", "en"),
])  # fmt: skip
def test_the_language_is_that_of_the_words(text: str, language: str) -> None:
    assert story.language_of(text) == language


def test_sentences_are_numbered_and_stand_where_they_stood() -> None:
    text = "他卖了号码。 我很生气！\n\nNobody asked. It cost $2.50 a line."
    found = story.read(text).sentences
    assert [sentence.text for sentence in found] == [
        "他卖了号码。",
        "我很生气！",
        "Nobody asked.",
        "It cost $2.50 a line.",
    ]
    assert [sentence.number for sentence in found] == [1, 2, 3, 4]
    assert all(text[row.start : row.start + len(row.text)] == row.text for row in found)


def test_a_long_chinese_sentence_is_read_comma_by_comma() -> None:
    assert len(story.read("他拍下了我们小区所有人的面单，" * 10 + "卖了。").sentences) == 11


def test_grams_are_marked_and_empty_words_left_out() -> None:
    found = story.terms("他的手机号")
    assert "手机号" in found
    assert "#手机" in found
    assert "的" not in found
    assert not any(term.startswith("#") for term in story.words_of(found))


@pytest.mark.parametrize(("text", "said"), [
    ("未经本人同意收集。", {"consent": False}),
    ("我签了同意书。", {"consent": True}),
    ("Nobody asked for my consent.", {"consent": False}),
    ("She had agreed to it.", {"consent": True}),
    ("The file was unencrypted.", {"security": False}),
    ("He didn't tell, nor was any notice given.", {"notice": False}),
    ("他同意了，但后来没有同意。", {}),
    ("花开了。", {}),
])  # fmt: skip
def test_what_a_text_says_of_consent_and_the_like(text: str, said: dict[str, bool]) -> None:
    assert polarity.said(text, story.language_of(text)) == said


def test_a_digest_is_cut_into_facts_and_scraps_are_joined() -> None:
    found = clauses("去年，物业安装了门禁，随后，不刷脸的人不让进。", "zh")
    assert found == ("去年，物业安装了门禁，随后，", "不刷脸的人不让进。")
