"""The glossary, literature, claims on the page of a kind, and what coverage says of all of it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import editors as write
from tests import factories as make
from tests.web.conftest import Editors, Library
from tests.web.reading import texts

# -- glossary -------------------------------------------------------------------------------------------------------------


def test_a_term_has_an_anchor_its_meaning_its_false_friend_and_the_defining_words(
    page, editors: Editors
) -> None:
    (entry,) = texts(page("/en/glossary/"), "//section[@id='flower']")
    assert entry == (
        "apple 花 also: 红花 What apple means. False friend: Not an apple. LawBase glossary, not the law 红花 Defined in: "
        "cn-garden Law Article 2-1 para. 1(1)"
    )


def test_the_defining_words_are_those_of_the_day(page, editors: Editors) -> None:
    html = page("/en/glossary/?at=2022-01-01")
    assert texts(html, "//section[@id='flower']/blockquote") == []
    assert "No provision held here defines this term on the day shown" in html
    assert "No provision held here" not in page("/en/glossary/")


@pytest.mark.parametrize(("language", "order"), [("en", ["apple", "Bee", "cat"]), ("zh", ["豹", "蜂", "花"])])
def test_terms_stand_in_the_alphabet_of_the_reader(
    page, editors: Editors, language: str, order: list[str]
) -> None:
    bee = write.make_term("bee", "蜂", "Bee")
    bee.see.add(write.make_term("cat", "豹", "cat"))
    html = page(f"/{language}/glossary/")
    assert texts(html, "//nav[@class='contents']//li") == order
    assert 'href="#cat"' in html


def test_glossary_queries_do_not_grow(client: Client, editors: Editors, django_assert_num_queries) -> None:
    for number in range(20):
        write.make_term(f"t{number}", f"词{number}", f"word {number}").see.add(editors.flower)
    with django_assert_num_queries(6):
        client.get("/en/glossary/")


# -- literature -----------------------------------------------------------------------------------------------------------


def test_a_work_tells_what_it_says_about_what_and_what_overtook_it(page, editors: Editors) -> None:
    html = page("/en/literature/rose/")
    (said,) = texts(html, "//section[@aria-labelledby='says']//ul[@class='literature']/li")
    assert said.startswith("Flowers are few. (2018) Overtaken: They are many now.")
    for about in ("cn-garden Law Article 2-1", "Matter cn-flower", "trade kind"):
        assert about in said
    (cited,) = texts(html, "//section[@aria-labelledby='cited']//li")
    assert cited == "Topic flowers, § 2 Discusses flowers"


def test_the_list_of_works_leads_to_each(page, editors: Editors) -> None:
    assert 'href="/en/literature/rose/"' in page("/en/literature/")
    page("/en/literature/none/", 404)


def test_a_work_without_title_author_or_year_is_still_named(page, library: Library) -> None:
    write.make_work("lost", authors=[], year=None, title_en="", abstract_zh="", abstract_en="")
    html = page("/en/literature/lost/")
    assert texts(html, "//h1") == ["A paper without a title"]
    assert "Anonymous" in html
    assert "Notes." in html


def test_a_work_appears_on_the_cases_and_kinds_it_discusses(page, editors: Editors) -> None:
    for address in ("cases/cn-flower/", "types/trade/"):
        html = page(f"/en/{address}")
        assert 'href="/en/literature/rose/"' in html
        assert "They are many now." in html


# -- claims ---------------------------------------------------------------------------------------------------------------


def test_a_claim_says_who_proves_what_from_which_provision_and_case(page, editors: Editors) -> None:
    (claim,) = texts(page("/en/types/trade/"), "//details[@id='claim-tort']")
    assert claim == (
        "Claim tort civil Anyone hurt. To be proved There was fault. the defendant bears the burden cn-garden Law Article 2-1 "
        "Matter cn-flower Evidence to keep Keep the petals. Written by LawBase editors, not the law and not legal advice"
    )


def test_claims_stand_by_legal_order_and_their_parts_by_kind(
    page, library: Library, editors: Editors
) -> None:
    sale = write.make_claim(library.trade, "sale", "us-ca")
    write.make_part(
        sale, kind="limitation", burden="", says_en="Two years.", unheld=[{"zh": "甲", "en": "Act A § 1"}]
    )
    write.make_part(sale, library.section, kind="remedy", burden="", says_en="A fine.")
    html = page("/en/types/trade/")
    assert texts(html, "//div[@class='claim-orders']/div/h3") == ["China 1", "California 1"]
    assert texts(html, "//details[@id='claim-sale']/h3") == ["Remedies", "Limitation", "Evidence to keep"]
    assert "Act A § 1" in html


# -- coverage -------------------------------------------------------------------------------------------------------------


def test_coverage_counts_by_kind_and_legal_order_and_names_the_thin_ones(
    page, library: Library, editors: Editors
) -> None:
    for number in range(3):
        make.make_case_link(make.make_case(f"cn-{number}"), library.trade)
    html = page("/en/coverage/")
    (row,) = texts(html, "//section[@aria-labelledby='by-type']//tr[@class='deep1']")
    assert row == "trade kind 1 1 0 0 4 0 0 0 1"
    assert texts(html, "//ul[contains(@class,'few-cases')]/li") == [
        "misuse kind · United States 0",
        "trade kind · United States 0",
    ]


def test_coverage_counts_what_was_read_for_kinds_and_why_the_rest_has_no_link(
    page, library: Library, editors: Editors
) -> None:
    for key, reason in (("1", "scope"), ("2", "final"), ("3", "final")):
        write.make_digest(library.law.provisions.get(key=key), unlinked=reason)
    read = "//section[@aria-labelledby='by-type']/details"
    html = page("/en/coverage/")
    assert texts(html, f"{read}/summary") == [
        "5 digested provisions were read for kinds of infringement; 2 are linked. Why the others are not"
    ]
    assert texts(html, f"{read}/ul/li") == [
        "2 It is a final provision: commencement, repeal, delegation, reference.",
        "1 It states purpose, scope or principles, and no rule of conduct.",
    ]


def test_coverage_names_kinds_without_provisions(page, library: Library) -> None:
    make.make_type("idle")
    said = texts(page("/en/coverage/"), "//section[@aria-labelledby='by-type']/p[@class='absent']")
    assert said == [
        "idle kind: no Chinese provision is linked.",
        "idle kind: no American provision is linked.",
    ]


def test_coverage_counts_digests_by_law_and_language_and_says_what_is_undated(
    page, library: Library, editors: Editors
) -> None:
    make.make_version(make.make_provision(library.law, "70"), "无日期。", None)
    html = page("/en/coverage/")
    assert texts(html, "//section[@aria-labelledby='by-language']//tbody/tr") == [
        "Chinese 5 6 1 1",
        "English 1 1 0 1",
    ]
    assert texts(html, "//section[@aria-labelledby='by-topic']//tbody/tr") == ["Topic flowers 1 1 0 1"]


def test_coverage_queries_do_not_grow(client: Client, library: Library, django_assert_num_queries) -> None:
    for number in range(20):
        kind = make.make_type(f"t{number}")
        make.make_case_link(library.case, kind)
        write.make_topic(f"t{number}")
    with django_assert_num_queries(23):
        client.get("/en/coverage/")
