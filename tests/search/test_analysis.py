"""Normalisation, words and grams."""

from __future__ import annotations

import pytest

from lawbase.search.analysis.normalise import normalise
from lawbase.search.analysis.words import analyse, index_terms, query_words, terms


@pytest.mark.parametrize(
    "text", ["個人信息保護法", "ＡＢＣ（１２）", "İstanbul ẞ", "Section 1798.120’s", "", "混合 mixed 文字"]
)
def test_normalising_keeps_every_character_in_its_place(text: str):
    assert len(normalise(text)) == len(text)


def test_traditional_and_full_width_fold():
    assert normalise("個人信息保護 ＰＩＰＬ") == "个人信息保护 pipl"


def test_words_carry_their_offsets():
    text = "处理敏感个人信息 shall obtain consents"
    for token in analyse(text).words:
        assert 0 <= token.start < token.end <= len(text)
    consent = next(token for token in analyse(text).words if token.term == "consent")
    assert text[consent.start : consent.end] == "consents"


def test_terms_of_the_field_stay_whole():
    assert "敏感个人信息" in terms(analyse("处理敏感个人信息").words)


def test_grams_are_han_bigrams_and_exact_english():
    assert terms(analyse("个人信息 Opt-Out").grams) == ["个人", "人信", "信息", "opt-out"]


def test_grams_do_not_cross_punctuation():
    assert "息处" not in terms(analyse("个人信息，处理").grams)


def test_compound_numbers_are_found_whole_and_in_parts():
    assert {"1798.120", "1798", "120"} <= set(terms(analyse("§ 1798.120").words))


def test_function_words_are_dropped_from_questions_unless_nothing_else_is_left():
    assert query_words("the sale of data") == ["sale", "data"]
    assert query_words("the of") == ["the", "of"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "…—！",
        "处理敏感个人信息应当取得个人的单独同意。",
        "個人信息保護法第13條",
        "甲 A 乙 opt-out’s the consumer's § 1798.120(a), 15 U.S.C. 6502; ＡＢＣ x-1.2",
        "情节特别严重的，处三年以上七年以下有期徒刑，并处罚金 İstanbul",
    ],
)
def test_indexing_yields_the_terms_that_questions_and_highlights_see(text: str):
    found = analyse(text)
    assert index_terms(text) == (terms(found.words), terms(found.grams))
