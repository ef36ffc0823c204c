"""What the library answers to a story."""

from __future__ import annotations

from datetime import date

import pytest

from lawbase.research.facts import classifier
from lawbase.research.facts.answer import TooLong, answer
from lawbase.research.facts.training import training_set
from lawbase.taxonomy.models import Topic, TopicPair
from tests.factories import make_case_link, make_type
from tests.research.stories import Library

SALE = {
    "zh": "楼下店员把我和邻居的手机号卖给了推销公司。现在每天有人打电话。",
    "en": "A clerk downstairs sold my phone number and my neighbours' to marketers. Now they call every day.",
}
GATE = {
    "zh": "我们小区的园门改成了人脸识别，不刷脸不让进。我没有同意。",
    "en": "The garden gate now scans my face and lets nobody in without it. I never gave my consent.",
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_likeliest_kind_comes_first_with_the_sentence_that_shows_it(
    library: Library, language: str
) -> None:
    for stories, slug in ((SALE, "trade"), (GATE, "faces")):
        found = answer(stories[language])
        assert found.enough
        assert found.findings[0].type.slug == slug
        assert found.findings[0].probability > 0.5
        assert found.findings[0].sentences[0].sentence.number == 1
        assert found.findings[0].sentences[0].words


def test_a_kind_whose_everyday_words_are_used_is_mentioned_without_being_named(library: Library) -> None:
    quiet = make_type(
        "calls", library.trade.parent, everyday_en=["calling at night"], everyday_zh=["半夜来电"]
    )
    make_case_link(library.cases[0], quiet)
    found = answer(SALE["en"] + " They go on calling at night.")
    named = [finding.type.slug for finding in found.findings]
    assert ("calls" in named) != ("calls" in [kind.slug for kind in found.also])


def test_the_same_story_gets_the_same_answer_from_a_library_learnt_anew(library: Library) -> None:
    first, again = (classifier.fit(training_set()).probabilities(SALE["zh"], "zh") for _time in range(2))
    assert first.tolist() == again.tolist()


def test_probabilities_are_those_of_cases_not_learnt_from(library: Library) -> None:
    """What is said of a left-out case in closed form is what a library without it says."""
    known = training_set()
    whole = classifier.fit(known).readers["en"]
    place = 3
    row = known.cases[place]
    without = classifier.fit(known.without(row.slug)).readers["en"]
    measured = without.measures(classifier.terms(row.told["en"]))
    # Rarity of words is counted with one text less, so the two agree closely, not wholly.
    assert whole.left_out[place][:, 0] == pytest.approx(measured[:, 0], abs=0.1)


@pytest.mark.parametrize(("text", "lack"), [
    ("他卖。", "short"),
    ("我买的二手车发动机坏了，卖家拒绝修理也不退款。", "subject"),
    ("The tenant left without paying and the kitchen floor is ruined for good.", "subject"),
])  # fmt: skip
def test_what_is_not_enough_is_said_to_be_so(library: Library, text: str, lack: str) -> None:
    found = answer(text)
    assert found.lack == lack
    assert not found.enough
    assert found.orders == found.cases == ()
    assert not any(finding.claims for finding in found.findings)


def test_provisions_are_those_of_the_day_and_of_the_legal_orders_asked_for(library: Library) -> None:
    def cited(**asked: object) -> list[tuple[str, str, str]]:
        orders = answer(SALE["zh"], **asked).orders  # type: ignore[arg-type]
        return [
            (order.code, row.provision.ident, row.evidence[0].quote) for order in orders for row in order.rows
        ]

    assert ("cn", "cn-garden:5", "不得买卖") in cited()
    assert ("us", "us-orchard:10", "No person shall sell the orchard book.") in cited()
    assert cited(at=date(2021, 5, 1), jurisdictions=["cn"])[0] == ("cn", "cn-garden:5", "不得出售")
    assert cited(at=date(2019, 5, 1)) == []


def test_a_provision_brings_its_counterpart_and_topic(library: Library) -> None:
    topic = Topic.objects.create(
        slug="sale", order=1, title_zh="出售", title_en="Sale", question_zh="？", question_en="?", alike_zh="", alike_en="",
        differs_zh="", differs_en="", matters_zh="", matters_en="",
    )  # fmt: skip
    TopicPair.objects.create(
        topic=topic, order=0, a=library.ban, a_unit="", b=library.section, b_unit="", relation="equivalent",
        note_zh="同", note_en="same",
    )  # fmt: skip
    found = answer(SALE["zh"])
    row = next(row for order in found.orders for row in order.rows if row.provision == library.ban)
    assert [counter.provision for counter in row.counterparts] == [library.section]


def test_elements_are_shown_not_shown_or_spoken_against(library: Library) -> None:
    for language in ("zh", "en"):
        found = answer(GATE[language])
        (assessed,) = found.findings[0].claims
        assert [row.standing for row in assessed.elements] == ["shown", "contradicted", "not-shown"]
        assert [row.sentence.number if row.sentence else None for row in assessed.elements] == [1, 2, None]
        assert [parts.kind for parts in assessed.pleading.parts] == ["element", "remedy", "limitation"]


def test_near_cases_say_what_is_alike_what_is_missing_and_what_lies_between(library: Library) -> None:
    found = answer(GATE["zh"])
    near = found.cases[0]
    assert near.case.title_zh == "刷脸门禁"
    assert near.shared == {"faces"}
    assert [match.sentence.number for match in near.matched]
    assert set(near.missing).isdisjoint(match.clause for match in near.matched)
    (bridge,) = near.bridges
    assert (bridge.provision.ident, bridge.type.slug) == ("cn-garden:6", "faces")


def test_cases_of_other_legal_orders_are_left_out_when_one_is_chosen(library: Library) -> None:
    found = answer(SALE["en"], jurisdictions=["us"])
    assert {near.case.jurisdiction_id for near in found.cases} == {"us"}
    assert {order.code for order in found.orders} == {"us"}


def test_the_spread_holds_the_numbers_of_the_near_cases(library: Library) -> None:
    spread = answer(GATE["zh"]).spread
    assert spread is not None
    lanes = {drawn.lane.name: drawn.lane for drawn in spread.drawn}
    assert lanes["fine"].unit == "CNY"
    assert (lanes["fine"].low, lanes["fine"].high) == (1000, 7000)
    assert lanes["prison_months_max"].unit == "months"
    for drawn in spread.drawn:
        assert all(spread.left <= dot.x <= spread.right_edge for dot in drawn.dots)
        assert [dot.x for dot in drawn.dots] == sorted(dot.x for dot in drawn.dots)


def test_a_story_that_is_too_long_is_refused(library: Library) -> None:
    with pytest.raises(TooLong, match="at most 5000"):
        answer("长" * 5001)


def test_too_few_cases_are_said_to_be_too_few(db: None) -> None:
    with pytest.raises(classifier.NothingToLearnFrom, match=r"manage\.py ingest"):
        answer(SALE["zh"])


def test_nothing_of_a_story_stays_in_memory(library: Library) -> None:
    answer(GATE["en"])
    model = classifier.classifier()
    assert not any("garden gate" in text for text in model.readers["en"].passages)
