"""The list of cases and the page of one."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories as make
from tests.web.conftest import Library
from tests.web.reading import texts

MATTERS = "//ol[@class='matters']/li/h2"


def test_digested_matters_come_first_and_everything_is_one_click_away(page, library: Library) -> None:
    make.make_case("spc-guiding-1", digest_source="", title_en="Only a text")
    assert "Only a text" not in page("/en/cases/")
    assert "Only a text" in page("/en/cases/?scope=all")


@pytest.mark.parametrize(("query", "count"), [
    ("jurisdiction=cn", 1), ("jurisdiction=us", 2), ("jurisdiction=us-ca", 1), ("kind=settlement", 1), ("year=2019", 1),
    ("type=misuse", 1), ("type=trade", 1), ("type=nothing", 0), ("jurisdiction=us&kind=judgment", 1), ("year=1900", 0),
])  # fmt: skip
def test_filters_narrow_together(page, library: Library, query: str, count: int) -> None:
    make.make_case("us-one", kind="settlement", decided="2019-01-01")
    make.make_case("us-two", jurisdiction_id="us-ca")
    assert len(texts(page(f"/en/cases/?{query}"), MATTERS)) == count


def test_counts_are_those_under_the_other_filters(page, library: Library) -> None:
    make.make_case("us-one", kind="settlement")
    counts = texts(page("/en/cases/?jurisdiction=us"), "//section[@class='facet']//a")
    assert "Settlement 1" in counts
    assert "China 1" in counts
    assert not any(count.startswith("Judgment") for count in counts)


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999", "²", "3"])
def test_a_page_that_is_not_there_is_answered_with_one_that_is(page, library: Library, number: str) -> None:
    assert "Matter cn-flower" in page(f"/en/cases/?page={number}")


def test_long_lists_are_paged(page, library: Library) -> None:
    for number in range(30):
        make.make_case(f"cn-{number:02}")
    first, second = page("/en/cases/"), page("/en/cases/?page=2")
    assert len(texts(first, MATTERS)) == 25
    assert len(texts(second, MATTERS)) == 6
    assert 'rel="next" href="?page=2"' in first


def test_figures_not_seen_confirmed_are_marked_as_reported(page, library: Library) -> None:
    html = page("/en/cases/cn-flower/")
    assert "¥10,000" in html
    assert html.count("as reported") >= 1
    assert "据报道" in page("/zh/cases/cn-flower/")
    library.case.checked_fields = ["outcome.fine", "facts", "holding", "court", "decided"]
    library.case.save()
    make.LibraryState.advance()
    assert "as reported" not in page("/en/cases/cn-flower/")


def test_the_digest_is_signed_as_ours(page, library: Library) -> None:
    assert "Digest by LawBase editors · not the official text" in page("/en/cases/cn-flower/")


def test_a_kind_of_the_case_stands_with_the_words_that_show_it(page, library: Library) -> None:
    link = library.case.type_links.get(type=library.trade)
    assert 'class="shown"' not in page("/en/cases/cn-flower/")
    link.evidence_zh, link.evidence_en = "卖给邻居", "sold them to a neighbour"
    link.save()
    make.LibraryState.advance()
    assert "sold them to a neighbour" in page("/en/cases/cn-flower/")
    assert "卖给邻居" in page("/zh/cases/cn-flower/")


def test_provisions_open_as_of_the_day_of_the_case(page, library: Library) -> None:
    assert 'href="/en/laws/cn-garden/2-1/?at=2022-05-01"' in page("/en/cases/cn-flower/")


def test_cited_inferred_and_unresolved_are_told_apart(page, library: Library) -> None:
    make.cite(library.section, library.case, "inferred")
    make.cite(None, library.case)
    html = page("/en/cases/cn-flower/")
    bases = texts(html, "//ul[@class='applied']/li/span[starts-with(@class, 'how ')]")
    assert sorted(bases) == ["cited", "inferred", "not in the library"]
    assert "Unknown Act § 1" in html


def test_an_official_text_without_a_digest_is_read_by_its_sections(page, library: Library) -> None:
    case = make.make_case(
        "spc-guiding-1", digest_source="", full_text_lang="zh", full_text_source=make.make_source()
    )
    make.make_section(case, 1, "第一段。\n第二段。")
    html = page("/en/cases/spc-guiding-1/")
    assert 'id="s1"' in html
    assert "<p>第二段。</p>" in html
    assert "Digest by LawBase editors" not in html


def test_queries_do_not_grow_with_the_case(
    client: Client, library: Library, django_assert_num_queries
) -> None:
    for number in range(40):
        make.cite(make.make_provision(library.law, str(300 + number)), library.case)
        make.make_case_link(library.case, make.make_type(f"t{number}"))
        make.make_section(library.case, number, "文。")
    with django_assert_num_queries(6):
        client.get("/en/cases/cn-flower/")


def test_the_id_of_an_official_text_leads_to_the_page_that_the_matter_shares_with_it(
    library: Library,
) -> None:
    make.make_case("cn-both", full_text_id="spc-guiding-1")
    answer = Client().get("/zh/cases/spc-guiding-1/")
    assert (answer.status_code, answer["Location"]) == (301, "/zh/cases/cn-both/")
    assert Client().get("/zh/cases/spc-guiding-2/").status_code == 404
