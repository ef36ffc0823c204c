"""An edition that is known to lack later changes says so on every page that shows its words, and so does the API."""

from __future__ import annotations

from datetime import date

import pytest

from lawbase.search.documents import all_documents, expected_count
from lawbase.search.service import index_folder
from lawbase.statutes.models import LawVersion, LibraryState
from tests import editors as write
from tests import factories as make
from tests.web.conftest import Editors, Library
from tests.web.reading import texts

SAYS_ZH, SAYS_EN = "缺少2024年的修订。", "It lacks the amendments of 2024."
FLAG = "//*[contains(@class,'flag') and contains(@class,'outdated')]"


@pytest.fixture
def outdated(library: Library) -> Library:
    """The act's only edition is out of date; of the law, the edition of the words before."""
    LawVersion.objects.filter(law=library.act).update(outdated_zh=SAYS_ZH, outdated_en=SAYS_EN)
    old = library.old.law_version
    old.pk, old.version, old.in_force_from = None, "2019-01-01", date(2019, 1, 1)
    old.outdated_zh, old.outdated_en = SAYS_ZH, SAYS_EN
    old.save()
    library.old.law_version = old
    library.old.save()
    LibraryState.advance()
    return library


@pytest.mark.parametrize(
    "address",
    [
        "laws/us-orchard/",
        "laws/us-orchard/10/",
        "laws/cn-garden/2-1/?at=2021-01-01",
        "compare/?a=us-orchard:10&b=cn-garden:2-1",
        "laws/cn-garden/2-1/diff/?from=2021-01-01&to=2024-01-01",
    ],
)
def test_a_page_of_its_words_says_what_is_missing(page, outdated: Library, address: str) -> None:
    assert texts(page(f"/en/{address}"), "//p[@class='outdated']")[0].startswith(
        f"This edition is out of date. {SAYS_EN}"
    )
    assert texts(page(f"/zh/{address}"), "//p[@class='outdated']")[0].startswith(f"此版本已过时。 {SAYS_ZH}")


def test_words_of_a_sound_edition_say_nothing(page, outdated: Library) -> None:
    assert texts(page("/en/laws/cn-garden/2-1/"), "//p[@class='outdated']") == []
    assert texts(page("/en/laws/cn-garden/"), "//p[@class='outdated']") == []


def test_quoted_words_are_marked(page, outdated: Library, editors: Editors) -> None:
    for address in ("/en/topics/flowers/", "/en/types/trade/", "/en/laws/cn-garden/2-1/"):
        assert texts(page(address), FLAG) == ["edition out of date"], address
    assert texts(page("/zh/topics/flowers/"), FLAG) == ["版本已过时"]


def test_a_definition_in_the_glossary_is_marked(page, outdated: Library, editors: Editors) -> None:
    term = write.make_term("apple", "苹果", "apple")
    write.define(term, outdated.section.versions.get(), "apples")
    assert texts(page("/en/glossary/"), f"//section[@id='apple']{FLAG}") == ["edition out of date"]


def test_a_search_result_is_marked(page, client, outdated: Library) -> None:
    index_folder().rebuild(all_documents(), LibraryState.current(), expected_count)
    assert texts(page("/en/search/?q=apples"), FLAG) == ["edition out of date"]
    (hit,) = [
        row for row in client.get("/api/v1/search/?q=apples").json()["results"] if row["kind"] == "provision"
    ]
    assert hit["outdated"] == {"zh": SAYS_ZH, "en": SAYS_EN}


def test_the_api_says_so_of_law_provision_list_and_link(client, outdated: Library, editors: Editors) -> None:
    said = {"zh": SAYS_ZH, "en": SAYS_EN}
    read = client.get("/api/v1/laws/us-orchard/provisions/10/").json()
    assert read["outdated"] == read["versions"][0]["outdated"] == read["links"][0]["outdated"] == said
    assert client.get("/api/v1/laws/us-orchard/provisions/").json()["results"][0]["outdated"] == said
    assert client.get("/api/v1/laws/us-orchard/").json()["editions"][0]["outdated"] == said
    assert client.get("/api/v1/laws/cn-garden/provisions/2-1/").json()["outdated"] is None
    (pair,) = client.get("/api/v1/topics/flowers/").json()["pairs"]
    assert (pair["a"]["outdated"], pair["b"]["outdated"]) == (None, said)


# -- days before the law --------------------------------------------------------------------------------------------------


def bounded(library: Library) -> None:
    provision = make.make_provision(library.act, "20")
    make.make_version(provision, "Nuts are free.", None, None, not_before=date(1998, 10, 21))


def test_words_without_a_known_beginning_were_not_law_before_what_their_source_states(
    page, library: Library
) -> None:
    bounded(library)
    html = page("/en/laws/us-orchard/20/?at=1998-10-20")
    assert "there was no such provision" in html
    assert "was not law before" in html
    assert "Nuts are free." not in html
    assert "尚无" in page("/zh/laws/us-orchard/20/?at=1998-10-20") or "没有" in page(
        "/zh/laws/us-orchard/20/?at=1998-10-20"
    )
    assert "Nuts are free." in page("/en/laws/us-orchard/20/?at=1998-10-21")
    assert "it was not before" in page("/en/laws/us-orchard/20/")


def test_they_are_not_found_for_an_earlier_day(page, library: Library) -> None:
    bounded(library)
    index_folder().rebuild(all_documents(), LibraryState.current(), expected_count)
    assert "us-orchard/20/" in page("/en/search/?q=nuts&at=2000-01-01")
    assert "us-orchard/20/" not in page("/en/search/?q=nuts&at=1990-01-01")


def test_the_api_says_in_a_sentence_that_there_was_no_such_law(client, library: Library) -> None:
    read = client.get("/api/v1/laws/cn-garden/provisions/2-1/?at=1990-01-01").json()
    assert (read["status"], read["text"]) == ("not-yet", "")
    assert read["standing"]["en"].startswith("On 1990-01-01 there was no such provision")
    assert read["standing"]["zh"].startswith("就所藏版本而言，1990-01-01尚无此条")
    law = client.get("/api/v1/laws/cn-garden/?at=1990-01-01").json()
    assert law["standing"]["en"].startswith("On 1990-01-01 this law did not exist yet")
    assert "2020-01-01" in law["standing"]["zh"]


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2021-01-01", "The text in force on 2021-01-01; it has changed since."),
        ("2024-01-01", "The text in force on 2024-01-01."),
    ],
)
def test_the_api_says_which_version_it_gives(client, library: Library, day: str, says: str) -> None:
    assert client.get(f"/api/v1/laws/cn-garden/provisions/2-1/?at={day}").json()["standing"]["en"] == says


@pytest.mark.parametrize("day", ["2015-02-30", "soon", "20150101"])
def test_an_impossible_day_is_refused_with_a_sentence_in_both_languages(
    page, client, library: Library, day: str
) -> None:
    for address in ("laws/cn-garden/", "laws/cn-garden/2-1/", "search/", "types/trade/", "compare/"):
        assert "year-month-day" in page(f"/en/{address}?at={day}", 400)
        assert "年-月-日" in page(f"/zh/{address}?at={day}", 400)
    for address in ("laws/cn-garden/", "laws/cn-garden/provisions/2-1/", "search/", "types/trade/", "links/"):
        answer = client.get(f"/api/v1/{address}?at={day}")
        assert answer.status_code == 400
        messages = answer.json()["error"]["messages"]
        assert "2021-11-01" in messages["en"]
        assert "年-月-日" in messages["zh"]


def test_a_day_between_two_versions_says_that_the_words_are_not_held(page, client, library: Library) -> None:
    provision = make.make_provision(library.law, "62")
    make.make_version(provision, "旧亭。", "2020-01-01", "2020-01-02")
    make.make_version(provision, "新亭。", "2022-01-01")
    html = page("/en/laws/cn-garden/62/?at=2021-01-01")
    assert "no source here gives the words it then had" in html
    assert "No longer in force" not in html
    assert 'id="62"' in page("/en/laws/cn-garden/?at=2021-01-01")
    read = client.get("/api/v1/laws/cn-garden/provisions/62/?at=2021-01-01").json()
    assert (read["status"], read["standing"]["en"]) == (
        "not-held",
        "No source here gives the words of 2021-01-01 (missing from 2020-01-02 until 2022-01-01).",
    )


# -- banners --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "today"),
    [
        ("/en/laws/cn-garden/?at=2021-01-01", "/en/laws/cn-garden/"),
        ("/en/laws/cn-garden/2-1/?at=2021-01-01", "/en/laws/cn-garden/2-1/"),
        ("/en/types/trade/?at=2021-01-01", "/en/types/trade/"),
        ("/en/topics/flowers/?at=2021-01-01", "/en/topics/flowers/"),
        ("/en/compare/?a=cn-garden:2-1&b=us-orchard:10&at=2021-01-01", "?a=cn-garden:2-1&b=us-orchard:10"),
        ("/en/search/?q=apples&at=2021-01-01", "?q=apples"),
    ],
)
def test_a_page_of_another_day_says_so_and_leads_to_today(
    page, editors: Editors, address: str, today: str
) -> None:
    (banner,) = texts(page(address), "//div[starts-with(@class,'asof')]")
    assert "2021-01-01" in banner
    assert f'href="{today}"' in page(address).replace("&amp;", "&")


def test_what_there_is_to_read_says_when_it_became_law(page, client, editors: Editors) -> None:
    china, federal, _california = texts(page("/en/topics/flowers/?at=2020-06-01"), "//div[@class='column']")
    assert "from 2021-01-01" in federal
    assert "from" not in china
    rows = client.get("/api/v1/topics/flowers/?at=2020-06-01").json()["provisions"]
    assert [row["begins"] for row in rows] == [None, "2021-01-01"]
