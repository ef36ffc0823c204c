"""Passages and marks."""

from __future__ import annotations

from lawbase.search.analysis.words import query_words
from lawbase.search.highlight import matcher, passage


def marked(text: str, query: str, han: bool) -> list[str]:
    return [run for run, is_marked in passage(text, matcher(query_words(query)), han).runs if is_marked]


def test_english_words_are_marked_by_their_stem():
    assert marked("Businesses that sell data; selling is a sale.", "selling", False) == ["sell", "selling"]


def test_a_word_that_only_begins_alike_is_not_marked():
    assert marked("Personnel files of persons", "person", False) == ["persons"]


def test_stems_that_change_a_letter_are_marked():
    assert marked("The privacy of private persons", "privacy", False) == ["privacy"]


def test_chinese_words_are_marked_in_traditional_text_too():
    assert "個人信息" in "".join(marked("非法買賣個人信息的", "个人信息", True))


def test_the_best_passage_is_chosen_and_cut_marks_are_shown():
    text = "第一句与此无关。" * 40 + "处理个人信息应当取得同意。" + "后文仍与此无关。" * 40
    shown = passage(text, matcher(query_words("个人信息 同意")), True)
    joined = "".join(run for run, _ in shown.runs)
    assert "处理个人信息应当取得同意" in joined
    assert joined.startswith("…")
    assert joined.endswith("…")


def test_runs_join_to_the_passage_whatever_the_text_holds():
    text = "<script>alert('x')</script> & data"
    assert "".join(run for run, _ in passage(text, matcher(query_words("data script")), False).runs) == text


def test_no_match_shows_the_beginning():
    assert passage("开头的话。其后。", matcher(["没有"]), True).runs[0][0].startswith("开头")


def test_quoted_phrases_are_marked_whole():
    shown = passage("A sale or sharing of data", matcher([], ["Sale or Sharing"]), False)
    assert ("sale or sharing", True) in shown.runs
