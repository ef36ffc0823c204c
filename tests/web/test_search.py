"""The search page shows what `lawbase.search.values` says, whatever engine answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from lawbase.search.values import (
    Facet,
    FacetValue,
    Highlight,
    Hit,
    Notice,
    Reason,
    SearchAnswer,
    SearchRequest,
)
from lawbase.web import search as view
from tests.web.conftest import Library
from tests.web.reading import texts

HIT = Hit(
    kind="provision", id="cn-garden:2-1", title_zh="园法 第二条之一", title_en="Garden Law art. 2-1", law="cn-garden", key="2-1",
    jurisdiction="cn", score=1.0, highlights=(Highlight((("此处<b>", False), ("红花", True)), "1.1", "zh-Hans"),),
    why=(Reason("words", "红花"), Reason("context", "")), facts={"valid_from": date(2023, 7, 1), "status": "in-force", "lang": "zh-Hans"},
)  # fmt: skip
CASE = Hit(
    kind="case", id="case:cn-flower", title_zh="花案", title_en="Flower case", law="", key="cn-flower", jurisdiction="cn", score=0.5,
    facts={"case_kind": "judgment", "court_zh": "法院", "court_en": "Court", "decided": date(2022, 5, 1), "released": None},
)  # fmt: skip
FACETS = (
    Facet(
        "jurisdiction",
        (FacetValue("cn", 12, "中国", "China", True), FacetValue("us", 3, "美国", "United States")),
    ),
    Facet("kind", (FacetValue("case", 2, "案例", "Cases"),)),
)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch, db: None):
    """Let search answer so; returns the list of requests that the page made."""

    def so(**values: Any) -> list[SearchRequest]:
        asked: list[SearchRequest] = []

        def answer(request: SearchRequest, today: date | None = None) -> SearchAnswer:
            asked.append(request)
            return SearchAnswer(request=request, **({"count": 0, "results": ()} | values))

        monkeypatch.setattr(view, "ask", answer)
        return asked

    return so


def test_the_address_is_the_question(page, answers) -> None:
    asked = answers()
    page(
        "/en/search/?q=red&kind=case&kind=nonsense&jurisdiction=cn&jurisdiction=us&scope=all&sort=newest&at=2021-01-01&page=3"
    )
    assert asked == [
        SearchRequest(
            q="red",
            kind=("case",),
            jurisdiction=("cn", "us"),
            scope="all",
            sort="newest",
            at=date(2021, 1, 1),
            page=3,
        )
    ]


@pytest.mark.parametrize(
    "query", ["page=x", "page=-2", "page=99999999999", "scope=%00", "sort=best", "q=%00", "q=" + "x" * 900]
)
def test_a_broken_address_is_still_answered(page, answers, query: str) -> None:
    asked = answers()
    page(f"/en/search/?{query}")
    assert asked[0].page == 1
    assert len(asked[0].q) <= 500


def test_results_are_escaped_and_marked(page, answers) -> None:
    answers(count=2, count_all=9, results=(HIT, CASE), facets=FACETS)
    html = page("/en/search/?q=flower")
    assert "此处&lt;b&gt;<mark>红花</mark>" in html
    assert 'href="/en/laws/cn-garden/2-1/"' in html
    assert 'href="/en/cases/cn-flower/"' in html
    assert "words: 红花" in html


def test_titles_are_in_the_readers_language(page, answers) -> None:
    answers(count=1, results=(CASE,))
    assert "Flower case" in page("/en/search/?q=x")
    assert "花案" in page("/zh/search/?q=x")


def test_a_kind_of_infringement_among_the_reasons_is_named_in_the_readers_language(
    page, answers, library: Library
) -> None:
    """A reason holds the slug; a reader is told the name."""
    answers(count=1, results=(replace(HIT, why=(Reason("type", library.trade.slug),)),))
    for language, name in (("en", library.trade.name_en), ("zh", library.trade.name_zh)):
        assert any(name in said for said in texts(page(f"/{language}/search/?q=x"), "//p[@class='why']"))


def test_facets_are_links_that_choose_and_take_back(page, answers) -> None:
    answers(count=1, results=(HIT,), facets=FACETS)
    html = page("/en/search/?q=x&jurisdiction=cn&page=2")
    assert 'href="?q=x" rel="nofollow" aria-current="true"' in html
    assert 'href="?q=x&amp;jurisdiction=cn&amp;jurisdiction=us"' in html
    assert 'href="?q=x&amp;jurisdiction=cn&amp;kind=case"' in html


def test_everything_is_one_click_away(page, answers) -> None:
    answers(count=1, count_all=40, results=(HIT,))
    html = page("/en/search/?q=x")
    assert 'href="?q=x&amp;scope=all"' in html
    assert ">40</span>" in html


def test_a_citation_goes_straight_to_its_unit(client: Client, answers) -> None:
    jump = Hit(**{**HIT.__dict__, "facts": {"fragment": "1.1"}})
    answers(count=3, results=(HIT,), jump=jump)
    assert client.get("/en/search/?q=x")["Location"] == "/en/laws/cn-garden/2-1/#1.1"
    assert (
        client.get("/zh/search/?q=x&at=2021-01-01")["Location"] == "/zh/laws/cn-garden/2-1/?at=2021-01-01#1.1"
    )


def test_a_citation_with_filters_stays_on_the_page(page, answers) -> None:
    answers(count=1, results=(HIT,), jump=HIT)
    assert "Garden Law art. 2-1" in page("/en/search/?q=x&kind=provision")


def test_notices_are_shown_in_the_readers_language(page, answers) -> None:
    answers(notices=(Notice("broken-syntax", "括号不成对。", "A bracket is not closed.", "red flower"),))
    assert "A bracket is not closed." in page("/en/search/?q=(red")
    html = page("/zh/search/?q=(red")
    assert "括号不成对。" in html
    assert 'href="/zh/search/?q=red%20flower"' in html


def test_nothing_found_offers_ways_to_ask(page, answers) -> None:
    answers()
    assert "Ways to ask" in page("/en/search/?q=x")
    assert "卖个人信息判几年" in page("/zh/search/")


def test_a_hostile_question_is_escaped(page, answers) -> None:
    answers()
    assert "<script>alert" not in page("/en/search/?q=<script>alert(1)</script>")


def test_pages_are_turned(page, answers) -> None:
    answers(count=65, results=(HIT,))
    html = page("/en/search/?q=x&page=2")
    assert 'rel="prev" href="?q=x"' in html
    assert 'rel="next" href="?q=x&amp;page=3"' in html


def test_a_missing_index_is_said_and_not_a_failure(page, library: Library) -> None:
    assert "Search is not complete at the moment" in page("/en/search/?q=flower")
