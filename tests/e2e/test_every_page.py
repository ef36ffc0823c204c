"""Every page in both languages, at desktop and phone width, in light and dark, on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, SHARED, Reader, Served
from tests.ingest import real_library as real

ABSENT = "laws/no-such-law/"
PAGES = [
    "", "search/", "search/?q=个人信息", "search/?q=%22unclosed+AND+(", "laws/", "laws/?scope=all", "laws/cn-pipl/",
    "laws/us-ca-ccpa/", "laws/us-hbnr/", "laws/cn-criminal-law/253-1/", "laws/cn-criminal-law/253-1/?at=2010-01-01",
    "laws/us-ca-ccpa/1798.120/", "cases/", "cases/cn-spc-gc192-li-kaixiang-face-app/", "types/", "types/illegal-trade/",
    "coverage/", "facts/", "facts/?story=店员卖了我的手机号码，我没有同意。",
    "topics/", "compare/", "compare/?a=cn-pipl:14&b=us-ca-ccpa:1798.140(h)", "glossary/", "literature/",
    "literature/wang-legal-improvement/", ABSENT,
    *(f"topics/{path.stem}/" for path in sorted((ROOT / "corpus" / "topics").glob("con*.yaml"))),
]  # fmt: skip
MISSING = () if SHARED.is_dir() else [path for path in PAGES if "us-ca-ccpa:" in path]

WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
FAINT = """() => {
  // Contrast of text against what lies behind it (WCAG 2.1, 1.4.3): 4.5, or 3 for large text.
  const light = c => { const v = c.map(x => { x /= 255; return x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4; });
    return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };
  const read = s => { const m = s.match(/[\\d.]+/g).map(Number);
    return s.startsWith('color(') ? m.map((x, i) => i < 3 ? x * 255 : x) : m; };
  const behind = e => { for (; e; e = e.parentElement) { const c = read(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] === 1) return c.slice(0, 3); } return [255, 255, 255]; };
  const faint = [];
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility({opacityProperty: true}) || e.closest('.hush, .skip')) continue;
    const s = getComputedStyle(e);
    let see = 1; for (let a = e; a; a = a.parentElement) see *= Number(getComputedStyle(a).opacity);
    const b = behind(e), f = read(s.color).slice(0, 3).map((x, i) => x * see + b[i] * (1 - see));
    const [hi, lo] = [light(f), light(b)].sort((x, y) => y - x);
    const ratio = (hi + .05) / (lo + .05), px = parseFloat(s.fontSize);
    const large = px >= 24 || (px >= 18.66 && Number(s.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.push(`${e.tagName}.${e.className} ${ratio.toFixed(2)} ${e.textContent.trim().slice(0, 30)}`);
  }
  return faint;
}"""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_fits_its_reader(reader: Reader, language: str, path: str) -> None:
    if path in MISSING:
        pytest.skip("this page shows a text that only ../shared/corpus holds")
    with reader() as page:
        answer = page.goto(f"/{language}/{path}")
        assert answer is not None
        assert answer.status == (404 if path == ABSENT else 200)
        _check(page, language)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert not page.evaluate(WIDER_THAN_THE_SCREEN), f"{path} is wider than {width} pixels"
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                assert page.evaluate(FAINT) == [], f"{path}, {scheme}"


def _check(page: Page, language: str) -> None:
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("main#main")).to_have_count(1)
    assert (page.locator("html").get_attribute("lang") or "").startswith(language)
    assert page.title().endswith("· LawBase")
    assert page.locator("img:not([alt]), input:not([type=hidden]):not([aria-label]):not([id])").count() == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_provision_prints_its_text_and_its_source_and_nothing_to_click(
    reader: Reader, language: str
) -> None:
    with reader() as page:
        page.goto(f"/{language}/laws/cn-pipl/13/")
        page.emulate_media(media="print")
        expect(page.locator("article.law")).to_be_visible()
        expect(page.locator(".source")).to_be_visible()
        for tool in (".find", ".rooms", ".choose-day", ".turn"):
            for found in page.locator(tool).all():
                expect(found).to_be_hidden()


def test_a_second_start_stores_nothing_again(
    served: Served, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert "Loaded corpus/" in real.build(tmp_path_factory.getbasetemp()).report["said"]
    assert not re.search("Storing|Loaded corpus/", served.first_words)
    assert "LawBase serves" in served.first_words
