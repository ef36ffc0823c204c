"""The provision page: words, day, evidence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from lawbase.statutes.models import Law, LawVersion, ProvisionVersion
from tests import factories as make
from tests.web.conftest import Library
from tests.web.reading import texts

DATED = "/en/laws/cn-garden/2-1/"


def test_today_shows_the_words_in_force(page, library: Library) -> None:
    html = page(DATED)
    assert "新花有下列各种" in html
    assert "旧花" not in html
    assert "These words have been law since" in html


def test_an_earlier_day_shows_the_earlier_words_and_says_so(page, library: Library) -> None:
    html = page(f"{DATED}?at=2021-01-01")
    assert "旧花。" in html
    assert "新花" not in html
    assert "An earlier text" in html
    assert 'class="asof past"' in html


def test_an_edition_of_one_day_says_no_more_than_that_day(page, library: Library) -> None:
    LawVersion.objects.filter(pk=library.old.law_version_id).update(in_force_from=None)
    ProvisionVersion.objects.filter(pk=library.old.pk).update(valid_from=None)
    html = page(f"{DATED}?at=2021-01-01")
    assert "since when and until when it was law is not known" in html
    assert "It was law until" not in html


def test_a_version_begins_on_its_first_day_and_ends_before_its_last(page, library: Library) -> None:
    assert "旧花。" in page(f"{DATED}?at=2023-06-30")
    assert "新花" in page(f"{DATED}?at=2023-07-01")


def test_before_its_first_version_there_was_no_such_provision(page, library: Library) -> None:
    html = page(f"{DATED}?at=2010-01-01")
    assert "there was no such provision" in html
    assert "旧花" not in html


def test_law_to_come_is_shown_and_marked(page, library: Library) -> None:
    start = date.today() + timedelta(days=40)
    make.make_version(make.make_provision(library.law, "50"), "将来之花。", start.isoformat())
    html = page("/en/laws/cn-garden/50/")
    assert "将来之花。" in html
    assert "Not yet in force." in html
    assert start.isoformat() in html


def test_a_text_that_has_ceased_is_shown_and_marked(page, library: Library) -> None:
    make.make_version(make.make_provision(library.law, "51"), "已逝之花。", "2020-01-01", "2022-01-01")
    html = page("/en/laws/cn-garden/51/")
    assert "已逝之花。" in html
    assert "No longer in force." in html


def test_a_repealed_law_without_a_known_day_is_marked(page, library: Library) -> None:
    Law.objects.filter(pk=library.law.pk).update(status=Law.Status.REPEALED)
    make.LibraryState.advance()
    assert "No longer in force." in page(DATED)


def test_an_unknown_start_counts_as_before_any_day(page, library: Library) -> None:
    make.make_version(make.make_provision(library.law, "52"), "不知何时之花。")
    assert "不知何时之花。" in page("/en/laws/cn-garden/52/?at=1990-01-01")


def test_units_have_permalinks(page, library: Library) -> None:
    html = page(DATED)
    for fragment in ("1", "1.1", "1.2", "2"):
        assert f'id="{fragment}"' in html
    us = page("/en/laws/us-orchard/10/")
    for fragment in ("a", "a.1", "a.2", "b"):
        assert f'id="{fragment}"' in us


def test_stacked_enumerators_are_printed_on_one_line(page, library: Library) -> None:
    lines = texts(page("/en/laws/us-orchard/10/"), "//article//p[a[@class='label']]")
    assert lines[0] == "(a)(1) No person shall sell apples."


def test_neighbours_stand_in_printed_order(page, library: Library) -> None:
    html = page(DATED)
    assert 'rel="prev" href="/en/laws/cn-garden/2/"' in html
    assert 'rel="next" href="/en/laws/cn-garden/3/"' in html


def test_links_between_pages_keep_the_day(page, library: Library) -> None:
    assert 'rel="prev" href="/en/laws/cn-garden/2/?at=2021-01-01"' in page(f"{DATED}?at=2021-01-01")


def test_the_source_is_named_with_its_hash_and_day(page, library: Library) -> None:
    html = page(DATED)
    assert "https://example.org/made-up" in html
    assert make.sha("made-up.md") in html
    assert "2026-11-01" in html


def test_a_correction_says_why_and_what_proves_it(page, library: Library) -> None:
    library.new.corrections = [
        {"what": "strip-suffix", "why_zh": "粘连。", "why_en": "It was glued.", "evidence": "proof.docx"}
    ]
    library.new.save()
    make.LibraryState.advance()
    html = page(DATED)
    assert "It was glued." in html
    assert "proof.docx" in html


def test_citation_forms_are_text_that_can_be_selected_without_scripts(page, library: Library) -> None:
    html = page(DATED)
    assert "《cn-garden法》第二条之一" in html
    assert "cn-garden Law art. 2-1" in html
    assert texts(html, "//button[@hidden][@data-copies='cite-zh']") == ["Copy"]


def test_types_are_shown_for_the_day_with_the_words_of_that_day(page, library: Library) -> None:
    now, then = page(DATED), page(f"{DATED}?at=2021-01-01")
    assert '<blockquote lang="zh-Hans">红花</blockquote>' in now
    assert "旧草</blockquote>" not in now
    assert "旧草</blockquote>" in then
    assert "1 statement for other days" in now


def test_cases_stand_under_the_basis_on_which_they_are_known(page, library: Library) -> None:
    make.cite(library.dated, make.make_case("cn-inferred"), "inferred")
    make.cite(library.dated, make.make_case("spc-text", digest_source=""), "text")
    html = page(DATED)
    assert html.index("Cases that applied it") < html.index("Matter cn-flower")
    assert html.index("Cases whose official text cites it") < html.index("Matter spc-text")
    assert html.index("as inferred by the editors") < html.index("Matter cn-inferred")


def test_a_case_that_read_another_version_says_so(page, library: Library) -> None:
    assert "read another version" in page(DATED)
    assert "read another version" not in page(f"{DATED}?at=2022-05-01")


def test_citations_between_provisions_are_shown_at_both_ends(page, library: Library) -> None:
    first = library.law.provisions.get(key="1")
    make.refer(library.new, first)
    assert "It cites" in page(DATED)
    assert "Cited by" in page("/en/laws/cn-garden/1/")


def test_a_provision_without_text_shows_the_kinds_it_is_linked_to(page, library: Library) -> None:
    bare = make.make_provision(library.act, "77")
    make.make_link(bare, library.root, {})
    html = page(f"/en/laws/us-orchard/{bare.key}/")
    assert "the words are not held" in html
    assert f"/en/types/{library.root.slug}/" in html


def test_a_provision_without_text_says_how_to_get_it(page, library: Library) -> None:
    make.make_provision(library.act, "99", heading_zh="空", heading_en="An empty place")
    html = page("/en/laws/us-orchard/99/")
    assert "The text is not held" in html
    assert "An empty place" in html
    assert 'href="https://example.org/law"' in html
    assert "manage.py fetch" in html
    assert "99 U.S.C. § 99" in html


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_unknown_provision_is_a_404_that_names_its_neighbours(
    client: Client, library: Library, language: str
) -> None:
    response = client.get(f"/{language}/laws/cn-garden/4/")
    assert response.status_code == 404
    assert f'/{language}/laws/cn-garden/3/"' in response.content.decode()
    assert 'type="search"' in response.content.decode()


@pytest.mark.parametrize("address", ["laws/nothing/", "cases/nothing/", "types/nothing/", "nowhere/"])
def test_what_is_not_held_is_a_404_with_a_search_box(page, library: Library, address: str) -> None:
    assert "Not in the library" in page(f"/en/{address}", 404)


@pytest.mark.parametrize("at", ["2021", "2021-02-30", "yesterday", "0001-01-01", "9999-99-99", "<b>"])
@pytest.mark.parametrize("address", ["laws/cn-garden/", "laws/cn-garden/2-1/", "types/trade/", "search/"])
def test_a_wrong_day_is_a_400_with_a_sentence(page, library: Library, address: str, at: str) -> None:
    html = page(f"/en/{address}?at={at}", 400)
    assert "is not a day this library can read on" in html
    assert "<b>”" not in html


def test_hostile_words_are_escaped(page, library: Library) -> None:
    hostile = '<script>alert("x")</script>'
    law = make.make_law(
        "cn-hostile", title_en=hostile, short_en=hostile, notes_en=hostile, official_url="javascript:alert(1)"
    )
    provision = make.make_provision(law, "1", heading_en=hostile)
    version = make.make_version(provision, hostile, "2020-01-01", toc=[hostile], notes=[hostile])
    make.make_link(provision, make.make_type("x", name_en=hostile), {version: hostile}, note_en=hostile)
    case = make.make_case(
        "cn-hostile-case", title_en=hostile, sources=[{"title": hostile, "url": "javascript:alert(1)"}]
    )
    make.cite(provision, case)
    for address in (
        "laws/",
        "laws/cn-hostile/",
        "laws/cn-hostile/1/",
        "types/x/",
        "cases/",
        "cases/cn-hostile-case/",
        "coverage/",
    ):
        html = page(f"/en/{address}")
        assert "<script>alert" not in html
        assert "javascript:" not in html


@pytest.mark.parametrize("count", [1, 50])
def test_queries_do_not_grow_with_what_is_linked(
    client: Client, library: Library, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        make.make_link(library.dated, make.make_type(f"t{number}"), {library.new: "红花"})
        make.cite(library.dated, make.make_case(f"cn-{number}"))
        other = make.make_provision(library.law, f"{100 + number}")
        make.refer(make.make_version(other, "引用。", "2020-01-01"), library.dated)
        make.refer(library.new, other)
    with django_assert_num_queries(20):
        assert client.get(DATED).status_code == 200
