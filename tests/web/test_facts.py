"""The page that leads from facts to precedent."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.research import stories
from tests.research.test_answer import GATE, SALE
from tests.web.reading import texts


@pytest.fixture
def told(db: None) -> stories.Library:
    return stories.build()


@pytest.fixture(autouse=True)
def _no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread would not see the rows of a test, which are never committed."""
    monkeypatch.setattr("lawbase.web.facts.learn_ahead", lambda: None)


def post(client: Client, language: str, status: int = 200, **form: object) -> str:
    response = client.post(f"/{language}/facts/", form)
    assert response.status_code == status
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    return response.content.decode()


def test_the_empty_page_asks_for_the_story_the_day_and_the_law(client: Client, told: stories.Library) -> None:
    page = client.get("/en/facts/").content.decode()
    assert texts(page, "//form[@class='tell-all']/@method[.='post']/..//label[@for='story']") == [
        "What happened"
    ]
    assert texts(page, "//form[@class='tell-all']//fieldset/label") == ["China", "United States"]
    assert not texts(page, "//h2")


@pytest.mark.parametrize(
    ("language", "kind", "heading"), [("en", "Trade", "Provisions to plead"), ("zh", "买卖", "可援引的条文")]
)
def test_an_answer_has_its_parts_in_both_languages(
    client: Client, told: stories.Library, language: str, kind: str, heading: str
) -> None:
    page = post(client, language, story=SALE[language])
    assert texts(page, "//ol[@class='findings']/li/h3")[0] == kind
    assert heading in texts(page, "//h2")
    assert texts(page, "//ol[@class='findings']/li[1]//mark")
    assert texts(page, "//ol[@class='nearest']/li/h3")
    assert texts(page, "//*[name()='svg']//*[name()='circle']")
    assert texts(page, "//table[contains(@class, 'spread-table')]//tbody/tr")


def test_elements_stand_with_the_sentence_that_shows_them(client: Client, told: stories.Library) -> None:
    page = post(client, "en", story=GATE["en"])
    assert texts(page, "//ul[contains(@class, 'elements')]/li/span[@class='standing']") == [
        "shown 1", "spoken against 2", "not shown",
    ]  # fmt: skip
    assert texts(page, "//ol[@class='sentences']/li[@id='s2']") == ["2I never gave my consent."]


@pytest.mark.parametrize(("language", "said"), [("en", "not legal advice"), ("zh", "法律意见")])
def test_that_it_is_not_legal_advice_is_said_once(
    client: Client, told: stories.Library, language: str, said: str
) -> None:
    assert post(client, language, story=GATE[language]).count(said) == 1


def test_what_is_told_is_shown_as_text(client: Client, told: stories.Library) -> None:
    page = post(client, "en", story="<script>alert(1)</script> A clerk sold my phone number to marketers.")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_what_is_not_enough_asks_for_more(client: Client, told: stories.Library) -> None:
    page = post(
        client, "en", story="The tenant left without paying and the kitchen floor is ruined for good."
    )
    assert "Not enough to name an infringement" in texts(page, "//h2")
    assert not texts(page, "//ol[@class='findings']")


@pytest.mark.parametrize("form", [{"story": "长" * 5001}, {"story": SALE["en"], "at": "soon"}])
def test_what_cannot_be_read_is_refused_with_a_sentence_and_kept_in_the_form(
    client: Client, told: stories.Library, form: dict[str, str]
) -> None:
    page = post(client, "en", 400, **form)
    assert texts(page, "//form[@class='tell-all']/p[@role='alert']")
    assert texts(page, "//textarea[@id='story']") == [form["story"]]


def test_a_library_without_cases_says_so(client: Client, db: None) -> None:
    assert "does not hold enough cases" in post(client, "en", 400, story=SALE["en"])


def test_a_short_story_may_stand_in_the_address(client: Client, told: stories.Library) -> None:
    page = client.get("/en/facts/", {"story": SALE["en"], "jurisdiction": "us"}).content.decode()
    assert texts(page, "//div[@class='columns']//h3") == ["United States"]


def test_home_and_navigation_lead_here(page, told: stories.Library) -> None:
    home = page("/en/")
    assert texts(home, "//form[@action='/en/facts/'][@method='post']//button") == ["Find the precedents"]
    assert texts(home, "//nav[@class='rooms']/a[@href='/en/facts/']") == ["By facts"]
