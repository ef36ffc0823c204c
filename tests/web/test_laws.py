"""The list of laws and the page of one."""

from __future__ import annotations

from datetime import date, timedelta

from django.test import Client

from lawbase.statutes.models import Law
from tests import factories as make
from tests.web.conftest import Library


def test_core_laws_are_listed_and_the_wider_library_is_one_click_away(page, library: Library) -> None:
    make.make_law("cn-wider", core=False)
    assert "cn-wider" not in page("/en/laws/")
    assert "cn-wider" in page("/en/laws/?scope=all")


def test_a_law_shows_every_article_with_an_anchor_and_its_page(page, library: Library) -> None:
    html = page("/en/laws/cn-garden/")
    for key in ("1", "2", "2-1", "3"):
        assert f'<section id="{key}"' in html
        assert f'href="/en/laws/cn-garden/{key}/"' in html


def test_contents_name_the_chapters_with_their_articles(page, library: Library) -> None:
    html = page("/en/laws/cn-garden/")
    assert 'href="#toc-1"' in html
    assert '<span class="n">1–3</span>' in html
    assert html.count('id="toc-1"') == 1


def test_a_day_shows_the_words_of_that_day(page, library: Library) -> None:
    html = page("/en/laws/cn-garden/?at=2021-01-01")
    assert "旧花。" in html
    assert "新草。" not in html
    assert "Its words changed on" in html


def test_articles_to_come_are_marked(page, library: Library) -> None:
    start = date.today() + timedelta(days=9)
    make.make_version(make.make_provision(library.law, "7"), "将来。", start.isoformat())
    html = page("/en/laws/cn-garden/")
    assert '<section id="7" class="article coming"' in html
    assert f"from {start}" in html


def test_a_repealed_law_is_read_as_of_its_last_day(page, library: Library) -> None:
    law = make.make_law("cn-gone", status=Law.Status.REPEALED)
    make.make_version(make.make_provision(law, "1"), "已废之言。", "2010-01-01", "2021-01-01")
    html = page("/en/laws/cn-gone/")
    assert "已废之言。" in html
    assert "Repealed." in html
    assert "2020-12-31" in html


def test_a_law_without_text_says_how_to_get_it(page, library: Library) -> None:
    make.make_law("us-empty")
    html = page("/en/laws/us-empty/")
    assert "No text is held for this day" in html
    assert "manage.py fetch" in html


def test_editions_name_their_source(page, library: Library) -> None:
    html = page("/en/laws/cn-garden/")
    assert "made-up.md" in html
    assert make.sha("made-up.md") in html


def test_queries_do_not_grow_with_the_law(
    client: Client, library: Library, django_assert_num_queries
) -> None:
    for key in range(100, 160):
        make.make_version(make.make_provision(library.law, str(key)), "文。", "2020-01-01")
    with django_assert_num_queries(5):
        client.get("/en/laws/cn-garden/")
