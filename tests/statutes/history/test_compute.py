"""The history of a made-up law: editions and instruments in, dated wordings and checks out."""

from __future__ import annotations

from datetime import date

import pytest

from lawbase.statutes.history import CannotNumber, Edition, Instrument, compute

FIRST, SECOND = date(2010, 1, 1), date(2015, 6, 1)


def edition(day: str, *articles: str, witness: bool = False, **more: str) -> Edition:
    texts = {str(number): text for number, text in enumerate(articles, start=1)}
    return Edition(f"edition {day}", date.fromisoformat(day), {**texts, **more}, witness)


def instrument(
    *items: str, slug: str = "cn-change", day: date = FIRST, adopted: date | None = None
) -> Instrument:
    return Instrument(
        slug, slug, adopted or day, day, {str(n): item for n, item in enumerate(items, start=1)}
    )


def said(history: object, key: str) -> list[tuple[date | None, date | None, str | None]]:
    return [(one.start, one.end, one.text) for one in history.wordings[key]]  # type: ignore[attr-defined]


def test_the_text_before_an_added_paragraph_follows_from_the_text_after() -> None:
    history = compute(
        [edition("2012-01-01", "甲。\n乙。")], [instrument('第一条增加一款，作为第二款："乙。"')]
    )
    assert said(history, "1") == [(None, FIRST, "甲。"), (FIRST, None, "甲。\n乙。")]
    assert history.wordings["1"][1].made_by == ("cn-change:1",)


def test_words_that_no_source_gives_are_a_version_without_text() -> None:
    history = compute(
        [edition("2012-01-01", "新。")], [instrument('将第一条修改为："新。"')], date(2000, 1, 1)
    )
    assert said(history, "1") == [(date(2000, 1, 1), FIRST, None), (FIRST, None, "新。")]


def test_an_amendment_later_than_every_edition_is_applied() -> None:
    history = compute([edition("2005-01-01", "旧。", "乙。")], [instrument('将第一条修改为："新。"')])
    assert said(history, "1")[-1] == (FIRST, None, "新。")
    assert history.wordings["1"][-1].edition == ""
    assert said(history, "2") == [(None, None, "乙。")]


def test_a_version_holds_from_the_instruments_day_of_effect_not_of_its_adoption() -> None:
    history = compute(
        [edition("2005-01-01", "旧。")], [instrument('将第一条修改为："新。"', adopted=date(2009, 6, 1))]
    )
    assert history.wordings["1"][-1].start == FIRST


def test_an_added_article_did_not_exist_before() -> None:
    one = instrument('在第一条后增加一条，作为第一条之一："新。"')
    history = compute([edition("2012-01-01", "甲。", **{"1-1": "新。"})], [one])
    assert said(history, "1-1") == [(FIRST, None, "新。")]


def test_a_deleted_article_ends() -> None:
    history = compute([edition("2005-01-01", "甲。", "乙。")], [instrument("删去第二条。")])
    assert said(history, "2") == [(None, FIRST, "乙。")]


def test_two_instruments_one_after_the_other() -> None:
    later = instrument('将第一条第二款修改为："丙。"', slug="cn-later", day=SECOND)
    history = compute(
        [edition("2016-01-01", "甲。\n丙。")], [later, instrument('第一条增加一款，作为第二款："乙。"')]
    )
    assert said(history, "1") == [
        (None, FIRST, "甲。"),
        (FIRST, SECOND, "甲。\n乙。"),
        (SECOND, None, "甲。\n丙。"),
    ]


def test_marks_and_blanks_make_no_version() -> None:
    history = compute(
        [edition("2012-01-01", "甲,乙 。"), edition("2005-01-01", "甲，乙。")],
        [instrument('将第一条修改为："甲，乙。"')],
    )
    assert len(history.wordings["1"]) == 1


# -- checks ---------------------------------------------------------------------------------------------------------------


def verdicts(history: object) -> dict[tuple[str, str], str]:
    return {(c.edition, c.key): c.verdict for c in history.checks}  # type: ignore[attr-defined]


def test_an_edition_that_says_what_the_instruments_say_is_reconciled() -> None:
    history = compute(
        [edition("2012-01-01", "甲。\n乙。"), edition("2005-01-01", "甲。")],
        [instrument('第一条增加一款，作为第二款："乙。"')],
    )
    assert verdicts(history) == {
        ("edition 2012-01-01", "1"): "reconciled",
        ("edition 2005-01-01", "1"): "reconciled",
    }


def test_an_edition_with_other_words_fails_with_both_texts_and_keeps_its_own() -> None:
    history = compute([edition("2012-01-01", "错。")], [instrument('将第一条修改为："新。"')])
    (check,) = history.checks
    assert (check.verdict, check.computed, check.printed) == ("failed", "新。", "错。")
    assert check.why.startswith("The words differ")
    assert said(history, "1")[-1][2] == "错。"


def test_a_witness_with_other_words_does_not_overrule_an_instrument() -> None:
    wrong = edition("2012-01-01", "错。", witness=True)
    history = compute([wrong, edition("2020-01-01", "新。")], [instrument('将第一条修改为："新。"')])
    assert said(history, "1") == [(None, FIRST, None), (FIRST, None, "新。")]
    assert verdicts(history)["edition 2012-01-01", "1"] == "failed"


def test_a_witness_gives_the_words_that_no_instrument_does() -> None:
    history = compute(
        [edition("2005-01-01", "旧。", witness=True), edition("2020-01-01", "新。")],
        [instrument('将第一条修改为："新。"')],
    )
    assert said(history, "1") == [(None, FIRST, "旧。"), (FIRST, None, "新。")]


def test_what_an_instrument_not_held_changed_is_dated_by_it() -> None:
    unheld = Instrument("lost", "一个决定", FIRST, FIRST, {}, held=False)
    history = compute(
        [edition("2005-01-01", "旧。", witness=True), edition("2020-01-01", "新。")],
        [unheld, instrument("本决定自2015年6月1日起施行。", slug="cn-later", day=SECOND)],
        unknown={"lost": ["1"]},
    )
    assert said(history, "1") == [(None, FIRST, "旧。"), (FIRST, None, "新。")]


# -- renumbering ----------------------------------------------------------------------------------------------------------

RENUMBERS = instrument(
    '增加一条，作为第二条："新。"',
    '将第三条改为第四条，修改为："丁。"',
    "《园艺法》根据本决定作相应修改并对条文顺序作相应调整，重新公布。",
)


def test_articles_behind_an_added_one_move_on_and_keep_their_words() -> None:
    history = compute([edition("2005-01-01", "甲。", "乙。", "丙。")], [RENUMBERS])
    assert {key: said(history, key)[-1][2] for key in "1234"} == {
        "1": "甲。",
        "2": "新。",
        "3": "乙。",
        "4": "丁。",
    }
    assert said(history, "2") == [(None, FIRST, "乙。"), (FIRST, None, "新。")]
    assert [(one.old, one.new, one.on) for one in history.renumbered] == [
        ("2", "3", FIRST),
        ("3", "4", FIRST),
    ]


def test_a_moved_article_is_made_by_the_item_that_moves_it() -> None:
    history = compute([edition("2005-01-01", "甲。", "乙。", "丙。")], [RENUMBERS])
    assert history.wordings["3"][-1].made_by == ("cn-change:3",)
    assert history.wordings["4"][-1].made_by == ("cn-change:2",)


def test_references_follow_the_renumbering_and_go_back_with_it() -> None:
    before = edition("2005-01-01", "见第二条。", "乙。", "依《民法典》第二条。")
    ahead = compute([before], [RENUMBERS])
    assert said(ahead, "1")[-1][2] == "见第三条。"
    back = compute([edition("2012-01-01", "见第三条。", "新。", "乙。", "丁。")], [RENUMBERS])
    assert said(back, "1")[0][2] == "见第二条。"


def test_a_reference_to_another_law_stays() -> None:
    history = compute([edition("2005-01-01", "依《民法典》第二条。", "乙。", "丙。")], [RENUMBERS])
    assert said(history, "1") == [(None, None, "依《民法典》第二条。")]


def test_numbers_that_do_not_fit_are_said_and_nothing_is_computed() -> None:
    with pytest.raises(CannotNumber, match="go on under"):
        compute(
            [
                edition("2005-01-01", "甲。"),
                edition("2012-01-01", "甲。", "新。", "乙。", "丙。", "丁。", "戊。"),
            ],
            [RENUMBERS],
        )


# -- what cannot be read ----------------------------------------------------------------------------------------------------


def test_an_unreadable_instruction_is_kept_and_the_rest_is_applied() -> None:
    one = instrument("第一条请大家自行想象。", '将第二条修改为："新。"')
    history = compute([edition("2005-01-01", "甲。", "乙。")], [one])
    (left,) = history.unapplied
    assert (left.instruction.item, left.instruction.raw) == ("cn-change:1", "第一条请大家自行想象。")
    assert said(history, "1") == [(None, None, "甲。")]
    assert said(history, "2")[-1][2] == "新。"


def test_an_instruction_that_does_not_fit_its_article_is_kept_with_the_reason() -> None:
    history = compute([edition("2005-01-01", "甲。")], [instrument('将第一条第五款修改为："新。"')])
    (left,) = history.unapplied
    assert "paragraph 5" in str(left.problem)
