"""What the editors wrote about a provision, on its page: digest, headings, counterparts, terms, claims, literature."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests import editors as write
from tests import factories as make
from tests.web.conftest import Editors, Library
from tests.web.reading import texts

DATED, SECTION = "/en/laws/cn-garden/2-1/", "/en/laws/us-orchard/10/"


def test_the_digest_stands_above_the_text_and_is_signed(page, editors: Editors) -> None:
    html = page(DATED)
    assert texts(html, "//section[contains(@class,'ours')][contains(@class,'digest')]") == [
        "It speaks of flowers. LawBase digest, not the law"
    ]
    assert html.index("It speaks of flowers.") < html.index("红花")


def test_each_reader_has_the_digest_in_their_own_language(page, editors: Editors) -> None:
    assert "此条说花。" in page("/zh/laws/cn-garden/2-1/")
    assert "此条说花。" not in page(DATED)
    assert "不得卖苹果。" in page("/zh/laws/us-orchard/10/")


def test_the_questions_it_answers_stand_beneath_in_the_readers_language(
    page, client: Client, library: Library
) -> None:
    write.make_digest(
        library.dated, asked_zh=["花能摘吗"], asked_en=["may I pick flowers", "who waters them"]
    )
    asked = "//section[contains(@class,'digest')]/details[@class='asked']//li"
    assert texts(page(DATED), asked) == ["may I pick flowers", "who waters them"]
    assert texts(page("/zh/laws/cn-garden/2-1/"), asked) == ["花能摘吗"]
    digest = client.get("/api/v1/laws/cn-garden/provisions/2-1/").json()["digest"]
    assert digest["asked"] == {"zh": ["花能摘吗"], "en": ["may I pick flowers", "who waters them"]}


def test_a_provision_that_was_read_and_linked_to_nothing_says_why(
    page, client: Client, library: Library
) -> None:
    plain = library.law.provisions.get(key="1")
    write.make_digest(plain, unlinked="procedure")
    said = "//section[h2[starts-with(normalize-space(), 'Kinds of infringement')]]/p[@class='basis']"
    assert texts(page("/en/laws/cn-garden/1/"), said) == [
        "The editors read it and link it to none. It says how authorities, courts or filings proceed."
    ]
    digest = client.get("/api/v1/laws/cn-garden/provisions/1/").json()["digest"]
    assert digest["unlinked"] == "procedure"
    assert texts(page(DATED), said) == []


def test_a_digest_is_shown_on_its_days_only(page, library: Library) -> None:
    write.make_digest(library.dated, valid_from="2023-07-01", says_en="Of the new flowers.")
    write.make_digest(
        library.dated, valid_to="2023-07-01", says_en="Of the old flowers.", heading_en="Old days"
    )
    assert "Of the new flowers." in page(DATED)
    old = page(f"{DATED}?at=2021-01-01")
    assert "Of the old flowers." in old
    assert "Of the new flowers." not in old
    assert texts(old, "//p[@class='sub']") == ["Old days"]


@pytest.mark.parametrize("at", ["1999-01-01", "2021-06-01"])
def test_a_digest_is_not_shown_for_days_whose_words_are_not_known(
    page, client: Client, library: Library, at: str
) -> None:
    provision = make.make_provision(library.law, "80")
    make.make_version(provision, "早园。", "2020-01-01", "2021-01-01")
    make.make_version(provision, "晚园。", "2022-01-01")
    write.make_digest(provision, says_en="Of early and late gardens.")
    assert "Of early and late gardens." in page("/en/laws/cn-garden/80/")
    for address in ("laws/cn-garden/80/?", "compare/?a=cn-garden:80&b=us-orchard:10&"):
        assert "Of early and late gardens." not in page(f"/en/{address}at={at}")
    assert client.get(f"/api/v1/laws/cn-garden/provisions/80/?at={at}").json()["digest"] is None


def test_an_official_heading_is_kept_for_who_reads_its_language(page, editors: Editors) -> None:
    assert texts(page(SECTION), "//p[@class='sub']") == ["Apples"]
    assert texts(page("/zh/laws/us-orchard/10/"), "//p[@class='sub']") == ["苹果"]


def test_headings_stand_in_the_contents_of_the_law(page, editors: Editors) -> None:
    html = page("/en/laws/cn-garden/")
    assert "2-1 Flower matters" in texts(html, "//nav[@class='contents']//li[@class='provision']")
    assert "Flower matters" in texts(html, "//section[@id='2-1']//span[@class='given']")


def test_a_counterpart_shows_the_words_of_both_sides_the_relation_and_why(page, editors: Editors) -> None:
    (found,) = texts(page(DATED), "//section[@class='counterparts']/ul[@class='evidence-list']/li")
    for part in ("§ 10 (a)(1)", "China’s is broader", "sell apples", "红花", "Why so.", "Topic flowers"):
        assert part in found


def test_the_american_side_sees_the_chinese_provision(page, editors: Editors) -> None:
    (found,) = texts(page(SECTION), "//section[@class='counterparts']/ul[@class='evidence-list']/li")
    assert "Article 2-1" in found
    assert "Flower matters" in found


def test_a_counterpart_leads_to_the_comparison_of_the_day(page, editors: Editors) -> None:
    html = page(f"{DATED}?at=2022-01-01")
    assert 'href="/en/compare/?a=cn-garden:2-1&amp;b=us-orchard:10(a)(1)&amp;at=2022-01-01"' in html
    assert "旧花" in html


def test_a_pair_of_other_days_is_counted_and_not_shown(page, library: Library, editors: Editors) -> None:
    editors.pair.valid_to = "2022-01-01"
    editors.pair.save()
    html = page(DATED)
    assert "China’s is broader" not in html
    assert "1 counterpart is stated for other days." in html


def test_a_provision_without_a_counterpart_says_so_and_why(page, library: Library, editors: Editors) -> None:
    alone = make.make_provision(library.law, "50")
    version = make.make_version(alone, "独有之事。", "2020-01-01")
    write.make_pair(editors.topic, alone, None, {"a": {version: "独有之事"}})
    (found,) = texts(
        page("/en/laws/cn-garden/50/"), "//section[@class='counterparts']/ul[@class='evidence-list']/li"
    )
    assert "No counterpart" in found
    assert "独有之事" in found


def test_a_term_in_the_text_opens_its_definition_on_the_same_page(page, editors: Editors) -> None:
    html = page(DATED)
    links = re.findall(r'<a\s+class="term" href="#term-flower">([^<]+)</a>', html)
    assert links == ["花"]
    assert texts(html, "//section[@id='term-flower']/p") == [
        "What apple means.",
        "False friend: Not an apple.",
        "Defined in this law: cn-garden Law Article 2-1 para. 1(1)",
        "LawBase glossary, not the law · In the glossary",
        "Close",
    ]


def test_marking_a_term_changes_no_word_of_the_text(page, library: Library) -> None:
    before = texts(page(DATED), "//article[@class='law']/div")
    write.write(library)
    assert texts(page(DATED), "//article[@class='law']/div") == before


def test_english_terms_are_met_whole_in_either_case_and_in_the_plural(page, library: Library) -> None:
    write.make_term("apple", "苹果", "Apple")
    write.make_term("pea", "豆", "pea")
    html = page(SECTION)
    assert re.findall(r'<a\s+class="term" href="#term-([a-z]+)">([^<]+)</a>', html) == [("apple", "apples")]


def test_the_longest_term_wins(page, library: Library) -> None:
    write.make_term("flower", "花", "flower")
    write.make_term("red-flower", "红花", "red flower")
    html = page(DATED)
    assert re.findall(r'href="#term-([a-z-]+)">([^<]+)</a>', html)[:2] == [
        ("flower", "花"),
        ("red-flower", "红花"),
    ]


def test_claims_and_literature_lead_from_the_provision(page, editors: Editors) -> None:
    html = page(DATED)
    assert 'href="/en/types/trade/#claim-tort"' in html
    (said,) = texts(html, "//section[@class='said']//li")
    assert "A. Rose, On Flowers (2019)" in said
    assert "Flowers are few. (2018)" in said
    assert "Overtaken: They are many now." in said


@pytest.mark.parametrize("count", [1, 20])
def test_queries_do_not_grow_with_what_the_editors_wrote(
    client: Client, library: Library, editors: Editors, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        section = make.make_provision(library.act, str(200 + number))
        version = make.make_version(section, "No roses.", "2020-01-01")
        topic = write.make_topic(f"t{number}")
        write.make_digest(section)
        write.make_pair(
            topic, library.dated, section, {"a": {library.new: "白花"}, "b": {version: "No roses"}}
        )
        term = write.make_term(f"term-{number}", "新花有下列各种"[: 2 + number % 5], f"word {number}")
        write.define(term, library.new, "白花")
        write.make_part(write.make_claim(library.trade, f"c{number}"), library.dated)
        write.make_statement(editors.work, library.dated)
    with django_assert_num_queries(26):
        assert client.get(DATED).status_code == 200
