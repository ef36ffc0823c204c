"""Topics, one topic with both systems side by side, and the comparison of two provisions."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import editors as write
from tests import factories as make
from tests.web.conftest import Editors, Library
from tests.web.reading import texts


def test_the_list_says_how_much_there_is_to_read(page, editors: Editors) -> None:
    (entry,) = texts(page("/en/topics/"), "//ol[@class='topic-list']/li")
    assert entry == "Topic flowers question flowers en China 1 US federal 1 California 0 1 pair"


def test_an_empty_list_says_so(page, library: Library) -> None:
    assert "No topic is stored yet." in page("/en/topics/")
    assert "尚无专题。" in page("/zh/topics/")


def test_a_topic_sets_the_words_of_both_systems_side_by_side(page, editors: Editors) -> None:
    html = page("/en/topics/flowers/")
    assert texts(html, "//article[@class='pair']//mark") == ["红花", "sell apples"]
    assert texts(html, "//article[@class='pair']//blockquote")[1] == "No person shall sell apples."
    (between,) = texts(html, "//article[@class='pair']//div[contains(@class,'between')]")
    assert between == "China’s is broader Why so. Compare the whole texts"


def test_a_topic_says_what_is_alike_what_differs_and_why_it_matters(page, editors: Editors) -> None:
    (said,) = texts(page("/en/topics/flowers/"), "//div[contains(@class,'comparison')]")
    assert said == (
        "Alike alike flowers en Different differs flowers en Why it matters matters flowers en "
        "LawBase comparison, not the law"
    )


def test_on_another_day_a_topic_says_that_its_comparison_is_of_today(page, editors: Editors) -> None:
    said = "What is alike and different is stated for the law of today."
    assert said in page("/en/topics/flowers/?at=2022-01-01")
    assert said not in page("/en/topics/flowers/")


def test_a_topic_has_a_column_for_each_legal_order(page, editors: Editors) -> None:
    china, federal, california = texts(page("/en/topics/flowers/"), "//div[@class='column']")
    assert china.startswith("China cn-garden Law Article 2-1 para. 1(1) Flower matters Read first.")
    assert federal.startswith("US federal us-orchard Law § 10 (a)(1) Apples for sale")
    assert california == "California none recorded"


def test_an_earlier_day_compares_the_words_of_that_day(page, editors: Editors) -> None:
    html = page("/en/topics/flowers/?at=2022-01-01")
    assert "旧花" in texts(html, "//article[@class='pair']//mark")
    assert "红花" not in texts(html, "//article[@class='pair']//mark")


def test_on_a_day_without_one_side_nothing_is_compared(page, editors: Editors) -> None:
    html = page("/en/topics/flowers/?at=2020-06-01")
    assert texts(html, "//article[@class='pair']") == []
    assert "1 pair is stated for other days." in html


def test_what_is_not_held_is_named(page, editors: Editors) -> None:
    editors.topic.unheld = [{"zh": "《甲法》第一条", "en": "Act A § 1"}]
    editors.topic.save()
    assert "Act A § 1" in page("/en/topics/flowers/")
    assert "《甲法》第一条" in page("/zh/topics/flowers/")


def test_an_unknown_topic_is_not_in_the_library(page, library: Library) -> None:
    page("/en/topics/none/", 404)


def test_topics_lead_to_each_other_and_from_home_and_type(page, editors: Editors) -> None:
    write.make_topic("trees")
    assert 'rel="next" href="/en/topics/trees/"' in page("/en/topics/flowers/")
    assert 'href="/en/topics/flowers/"' in page("/en/")
    assert 'href="/en/topics/flowers/"' in page("/en/types/trade/")


@pytest.mark.parametrize("count", [1, 20])
def test_queries_do_not_grow_with_the_pairs(
    client: Client, library: Library, editors: Editors, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        section = make.make_provision(library.act, str(200 + number))
        version = make.make_version(section, "No roses.", "2020-01-01")
        write.make_digest(section)
        write.make_reading(editors.topic, section, "us")
        quotes = {"a": {library.new: "白花"}, "b": {version: "No roses"}}
        write.make_pair(editors.topic, library.dated, section, quotes)
    with django_assert_num_queries(9):
        assert client.get("/en/topics/flowers/").status_code == 200


# -- comparison -----------------------------------------------------------------------------------------------------------

PAIR = "/en/compare/?a=cn-garden:2-1&b=us-orchard:10(a)(1)"


def test_two_provisions_stand_side_by_side_with_their_words_marked(page, editors: Editors) -> None:
    html = page(PAIR)
    assert texts(html, "//article[@class='law']//mark") == ["红花", "sell apples"]
    assert "China’s is broader" in html
    assert "LawBase comparison, not the law" in html


def test_a_unit_asked_for_is_shown_without_the_rest(page, editors: Editors) -> None:
    html = page(PAIR)
    assert "Pears are free." not in html
    assert "Pears are free." in page("/en/compare/?a=cn-garden:2-1&b=us-orchard:10")


def test_they_may_be_named_in_either_order(page, editors: Editors) -> None:
    html = page("/en/compare/?a=us-orchard:10&b=cn-garden:2-1")
    assert texts(html, "//article[@class='law']//mark") == ["sell apples", "红花"]


def test_they_are_compared_as_of_a_day(page, editors: Editors) -> None:
    html = page(f"{PAIR}&at=2022-01-01")
    assert texts(html, "//article[@class='law']//mark")[0] == "旧花"
    assert "an earlier text" in html


def test_two_that_nobody_tied_together_are_shown_without_marks(page, editors: Editors) -> None:
    html = page("/en/compare/?a=cn-garden:1&b=us-orchard:10")
    assert "have not tied these two provisions together" in html
    assert texts(html, "//article[@class='law']//mark") == []


def test_they_may_be_named_as_readers_cite_them(page, editors: Editors) -> None:
    html = page("/zh/compare/?a=cn-garden法第二条之一&b=99 USC 10(a)(1)")
    assert texts(html, "//article[@class='law']//mark") == ["红花", "sell apples"]


def test_without_provisions_it_asks_and_offers_pairs(page, editors: Editors) -> None:
    html = page("/en/compare/")
    assert 'href="/en/compare/?a=cn-garden:2-1&amp;b=us-orchard:10(a)(1)"' in html
    assert texts(html, "//form[@class='compare-ask']//label") == ["One provision", "The other", "Read as of"]


def test_what_is_no_address_and_what_is_not_held_are_said(page, editors: Editors) -> None:
    assert "is not read as one provision" in page("/en/compare/?a=flowers&b=us-orchard:10", 400)
    assert "The library has no provision “cn-garden:99”." in page(
        "/en/compare/?a=cn-garden:99&b=us-orchard:10", 404
    )
