"""The tree of infringement types and the page of one."""

from __future__ import annotations

from datetime import date, timedelta

from django.test import Client

from lawbase.statutes.models import Law, Provision
from lawbase.taxonomy.type_page import LEADING
from tests import factories as make
from tests.editors import make_reading, make_term, make_topic
from tests.web.conftest import Library
from tests.web.reading import texts


def test_the_tree_counts_what_is_beneath_once(page, library: Library) -> None:
    make.make_link(library.dated, library.root, {library.new: "白花"})
    html = page("/en/types/misuse/")
    assert 'What the law says\n    <span class="n">2</span>' in html


def test_provisions_stand_by_role_with_their_words(page, library: Library) -> None:
    html = page("/en/types/trade/")
    assert html.index("prohibits") < html.index("红花")
    assert "No person shall sell apples." in html
    assert "punishes" not in html


def test_a_case_in_the_list_shows_the_words_it_rests_on_and_the_narrower_kind(page, library: Library) -> None:
    library.case.type_links.update(evidence_zh="卖给邻居", evidence_en="sold them to a neighbour")
    assert "sold them to a neighbour" in page("/en/types/trade/")
    shown = page("/en/types/misuse/").partition("sold them to a neighbour")[2].partition("</p>")[0]
    assert "trade kind" in shown


def test_an_earlier_day_shows_the_statements_of_that_day(page, library: Library) -> None:
    html = page("/en/types/trade/?at=2020-06-01")
    assert "旧草" in html
    assert "红花" not in html
    assert "No person shall sell apples." not in html


def test_a_statement_has_an_end(page, library: Library) -> None:
    make.make_link(library.dated, library.trade, {library.new: "白花"}, valid_to=date(2024, 1, 1), unit="1.2")
    assert "白花" in page("/en/types/trade/?at=2023-12-31")
    assert "白花" not in page("/en/types/trade/")


def test_what_is_enacted_but_not_yet_law_is_marked(page, library: Library) -> None:
    start = date.today() + timedelta(days=30)
    provision = make.make_provision(library.law, "60")
    version = make.make_version(provision, "将来禁止。", start.isoformat())
    make.make_link(provision, library.trade, {version: "将来禁止"})
    html = page("/en/types/trade/")
    assert "将来禁止" in html
    assert f"from {start}" in html


def test_a_link_to_a_provision_without_text_is_shown_without_words(page, library: Library) -> None:
    make.make_link(make.make_provision(library.act, "77"), library.trade, {})
    html = page("/en/types/trade/")
    assert "§ 77" in html
    assert "the words are not held" in html


def test_a_system_without_a_case_is_named(page, library: Library) -> None:
    html = page("/en/types/trade/")
    assert "The library holds no American case of this kind." in html
    assert "The library holds no Chinese case of this kind." not in html


def test_narrower_kinds_show_under_the_wider(page, library: Library) -> None:
    html = page("/en/types/misuse/")
    assert "Matter cn-flower" in html
    assert '<span class="narrower">trade kind</span>' in html


def test_what_is_linked_to_the_whole_group_is_folded_and_marked(page, library: Library) -> None:
    make.make_link(library.dated, library.root, {library.new: "白花"})
    html = page("/en/types/trade/")
    (folded,) = texts(html, "//details[@class='wider']")
    assert folded.startswith("1 statement on the whole group")
    assert "白花" in folded
    assert "whole group: misuse kind" in folded
    assert "红花" not in folded
    assert "1 provision more applies to the whole group" in html
    assert 'class="band">\n    What the law says\n    <span class="n">2</span>' in html, (
        "not counted as its own"
    )
    assert "whole group" not in page("/en/types/misuse/")


def test_a_kind_leads_to_those_beside_it_and_to_the_terms_of_its_definition(page, library: Library) -> None:
    make.make_type("theft", library.root)
    library.trade.definition_en = "Selling petals without leave."
    library.trade.save()
    make_term("petal", "花瓣", "petal")
    make_term("root", "根", "root")
    html = page("/en/types/trade/")
    assert "/en/types/theft/" in html.partition("Kinds beside it")[2].partition("</section>")[0]
    read_on = html.partition('id="topics"')[2].partition("</section>")[0]
    assert "/en/glossary/#petal" in read_on
    assert "#root" not in read_on


def test_why_there_is_nothing_is_said_on_the_page_and_in_the_report(page, library: Library) -> None:
    why = {"system": "us", "what": "cases", "why_zh": "未见判例。", "why_en": "None is reported."}
    library.trade.absent = [why]
    library.trade.save()
    assert "None is reported." in page("/en/types/trade/")
    assert "未见判例。" in page("/zh/types/trade/")
    assert "None is reported." in page("/en/coverage/")


def test_queries_do_not_grow_with_the_links(
    client: Client, library: Library, django_assert_num_queries
) -> None:
    for number in range(30):
        provision = make.make_provision(library.law, str(400 + number))
        make.make_link(provision, library.trade, {make.make_version(provision, "文。", "2020-01-01"): "文"})
        make.make_case_link(make.make_case(f"cn-{number}"), library.trade)
    with django_assert_num_queries(19):
        client.get("/en/types/trade/")


def test_of_many_provisions_the_leading_show_their_words_and_the_others_are_named_by_law(
    page, library: Library
) -> None:
    def linked(law: Law, key: str) -> Provision:
        provision = make.make_provision(law, key)
        version = make.make_version(provision, f"第{key}条不得出售。", "2021-01-01")
        make.make_link(provision, library.trade, {version: f"第{key}条不得出售"})
        return provision

    other = make.make_law("cn-meadow", core_order=9)
    for number in range(100, 100 + LEADING):
        linked(library.law, str(number))
    linked(other, "7")
    applied = linked(other, "8")
    make_reading(make_topic("meadows"), applied, "cn")
    html = page("/en/types/trade/")
    china = "//div[@class='role-row'][h3='prohibits']/div[@aria-label='China']"
    shown = texts(html, f"{china}/ul/li/blockquote")
    assert len(shown) == LEADING
    # What a case applies and what a topic reads, before the order of the library.
    assert shown[:3] == ["红花", "第8条不得出售", "第100条不得出售"]
    assert texts(html, f"{china}/details/summary") == ["3 statements more, by law"]
    assert texts(html, f"{china}/details/dl/dt") == ["cn-garden Law", "cn-meadow Law"]
    assert texts(html, f"{china}/details/dl/dd") == ["104", "105", "7"]
    assert "most cases, claims and topics here rest on" in html
