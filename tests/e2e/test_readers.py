"""The three readers of DESIGN.md, each with the question they come with."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Reader


def test_a_lawyer_goes_from_a_citation_to_the_unit_and_to_its_text_on_a_given_day(reader: Reader) -> None:
    with reader() as page:
        page.goto("/zh/")
        page.get_by_role("search").get_by_role("combobox").fill("刑法第二百五十三条之一第三款")
        page.get_by_role("search").get_by_role("combobox").press("Enter")
        expect(page).to_have_url(re.compile(r"/zh/laws/cn-criminal-law/253-1/#3$"))
        expect(page.get_by_role("heading", level=1)).to_have_text("第二百五十三条之一")
        today = page.locator("article.law").inner_text()
        page.get_by_label("查阅日").fill("2012-06-01")
        page.get_by_role("button", name="查阅").click()
        expect(page).to_have_url(re.compile(r"at=2012-06-01"))
        expect(page.locator(".asof.past")).to_contain_text("此为旧文本")
        assert page.locator("article.law").inner_text() != today


def test_a_lawyer_copies_a_citation(reader: Reader) -> None:
    with reader(permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto("/en/laws/cn-pipl/13/")
        cite = page.locator(".cite")
        cite.get_by_role("button").first.click()
        expect(cite.get_by_role("button").first).to_have_text("Copied")
        assert "第十三条" in page.evaluate("navigator.clipboard.readText()")


def test_a_lawyer_sees_the_cases_on_a_provision_and_on_what_basis_and_reads_one(reader: Reader) -> None:
    with reader() as page:
        page.goto("/en/laws/cn-pipl/28/")
        applied = page.locator("aside.margin .case-list a")
        expect(applied.first).to_be_visible()
        name = applied.first.inner_text()
        applied.first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        expect(page.locator("aside")).to_contain_text("PIPL")


def test_a_student_reads_one_infringement_in_both_systems(reader: Reader) -> None:
    with reader() as page:
        page.goto("/en/")
        page.locator(".compare").get_by_role("link", name="Illegal trade", exact=True).click()
        expect(page).to_have_url(re.compile("/en/types/illegal-trade/$"))
        for country in ("China", "United States"):
            expect(page.get_by_role("heading", name=re.compile(country)).first).to_be_visible()
        evidence = page.locator("blockquote").first
        expect(evidence).to_be_visible()


def test_a_student_goes_from_a_topic_to_two_texts_with_their_words_marked(
    reader: Reader, shared: None
) -> None:
    with reader(width=390) as page:
        page.goto("/en/")
        page.locator(".links.topics").get_by_role("link", name="Consent and its validity").click()
        pair = page.locator("article.pair").first
        expect(pair.locator("mark")).to_have_count(2)
        expect(pair.locator(".relation")).to_be_visible()
        pair.get_by_role("link", name="Compare the whole texts").click()
        expect(page).to_have_url(re.compile(r"/en/compare/\?a=cn-.+&b=us-.+"))
        expect(page.locator("article.law mark").first).to_be_visible()


def test_an_english_reader_understands_a_chinese_article_from_its_digest(reader: Reader) -> None:
    with reader() as page:
        page.goto("/en/laws/cn-pipl/14/")
        digest = page.locator(".ours.digest")
        expect(digest).to_contain_text("LawBase digest, not the law")
        assert re.search("[Cc]onsent", digest.inner_text())
        expect(page.locator("main .sub").first).to_contain_text("onsent")


def test_a_term_opens_its_definition_over_the_text_without_scripts(reader: Reader) -> None:
    with reader(java_script_enabled=False) as page:
        page.goto("/en/laws/cn-pipl/14/")
        before = page.locator("article.law").inner_text()
        marked = page.locator("article.law a.term").first
        definition = page.locator(str(marked.get_attribute("href")))
        expect(definition).to_be_hidden()
        marked.click()
        expect(definition).to_be_visible()
        expect(page).to_have_url(re.compile("/en/laws/cn-pipl/14/#term-"))
        definition.get_by_role("link", name="Close").click()
        expect(definition).to_be_hidden()
        assert page.locator("article.law").inner_text() == before


def test_an_advocate_reads_what_to_prove_and_who_bears_the_burden(reader: Reader) -> None:
    with reader() as page:
        page.goto("/en/types/illegal-trade/")
        page.get_by_role("link", name="What to plead and prove").click()
        claim = page.locator("details.claim[open]").first
        expect(claim.locator(".burden").first).to_be_visible()
        expect(claim.locator(".rests a").first).to_be_visible()


@pytest.mark.parametrize(
    ("question", "language"), [("卖个人信息判几年", "zh"), ("sale of personal information crime China", "en")]
)
def test_an_advocate_goes_from_what_happened_to_the_crime(
    reader: Reader, question: str, language: str
) -> None:
    with reader() as page:
        page.goto(f"/{language}/")
        page.get_by_role("search").get_by_role("combobox").fill(question)
        page.get_by_role("search").get_by_role("combobox").press("Enter")
        hit = page.locator(f".hits a[href^='/{language}/laws/cn-criminal-law/253-1/']")
        expect(hit.first).to_be_visible()
        hit.first.click()
        expect(page.locator("aside.margin .evidence-list li").first).to_be_visible()


def test_an_advocate_finds_provisions_and_cases_on_over_collection(reader: Reader) -> None:
    with reader() as page:
        page.goto("/zh/search/?q=过度收集")
        for kind in ("provision", "case"):
            page.goto(f"/zh/search/?q=过度收集&kind={kind}&type=over-collection")
            expect(page.locator(".hits li").first).to_be_visible()


def test_facets_narrow_and_say_how_many_there_are(reader: Reader) -> None:
    with reader() as page:
        page.goto("/en/search/?q=consent+AND+parent")
        choice = page.locator(".facets a", has_text="Cases").first
        count = int(re.sub(r"\D", "", choice.inner_text()))
        choice.click()
        shown = page.locator(".switch [aria-current] .n").inner_text()
        assert int(re.sub(r"\D", "", shown)) == count > 0


def test_the_ccpa_section_opens_from_its_number_with_its_text(reader: Reader, shared: None) -> None:
    with reader() as page:
        page.goto("/en/search/?q=%C2%A7+1798.120(a)")
        expect(page).to_have_url(re.compile(r"/en/laws/us-ca-ccpa/1798\.120/#a$"))
        expect(page.locator("article.law")).to_contain_text("opt out")
        expect(page.locator(".source")).to_contain_text("SHA-256")


def test_the_same_page_is_one_click_away_in_the_other_language(reader: Reader) -> None:
    with reader() as page:
        page.goto("/en/laws/cn-criminal-law/253-1/?at=2012-06-01")
        page.get_by_role("link", name="中文").click()
        expect(page).to_have_url(re.compile(r"/zh/laws/cn-criminal-law/253-1/\?at=2012-06-01$"))
        page.get_by_role("link", name="English").click()
        expect(page).to_have_url(re.compile(r"/en/laws/cn-criminal-law/253-1/\?at=2012-06-01$"))


def test_everything_works_without_scripts(reader: Reader) -> None:
    with reader(java_script_enabled=False) as page:
        page.goto("/en/")
        page.get_by_role("search").get_by_role("combobox").fill("PIPL art. 13(1)(2)")
        page.get_by_role("search").get_by_role("combobox").press("Enter")
        expect(page).to_have_url(re.compile(r"/en/laws/cn-pipl/13/#1\.2$"))
        page.get_by_label("Read as of").fill("2021-10-01")
        page.get_by_role("button", name="Go").click()
        expect(page.locator(".asof")).to_contain_text("2021-11-01")


def test_a_reader_is_offered_what_the_letters_may_become(reader: Reader) -> None:
    with reader() as page:
        page.goto("/zh/")
        box, offered = page.get_by_role("search").get_by_role("combobox"), page.locator("#typing option")
        expect(offered.first).to_have_attribute("value", "个保法13条")
        box.press_sequentially("gbf")
        expect(offered.first).to_have_attribute("value", "个保法")
        box.fill("")
        expect(offered.first).to_have_attribute("value", "个保法13条")
