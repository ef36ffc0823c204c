"""Every address of the library answers, in both languages, and says what it is asked."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests import factories as make
from tests.web.conftest import Editors, Library
from tests.web.reading import texts

ADDRESSES = (
    "", "laws/", "laws/?scope=all", "laws/cn-garden/", "laws/cn-garden/2-1/", "laws/cn-garden/2-1/?at=2021-01-01", "laws/us-orchard/10/",
    "cases/", "cases/?scope=all", "cases/cn-flower/", "types/", "types/trade/", "types/misuse/", "coverage/", "search/",
    "topics/", "topics/flowers/", "topics/flowers/?at=2022-01-01", "compare/", "compare/?a=cn-garden:2-1&b=us-orchard:10(a)(1)",
    "glossary/", "literature/", "literature/rose/",
)  # fmt: skip
HAN = re.compile(r"[一-鿿]")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_opens_in_both_languages(page, editors: Editors, language: str, address: str) -> None:
    html = page(f"/{language}/{address}")
    assert f'<html lang="{"zh-Hans" if language == "zh" else "en"}">' in html
    assert html.count("<h1") == 1
    assert '<main id="main"' in html


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_carry_no_inline_style_or_script(page, editors: Editors, address: str) -> None:
    html = page(f"/en/{address}")
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", html)


@pytest.mark.parametrize("address", ADDRESSES)
def test_ids_stand_once_on_a_page(page, editors: Editors, address: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page(f"/zh/{address}"))
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)


@pytest.mark.parametrize(
    ("accepts", "goes_to"), [("zh-CN,zh;q=0.9", "/zh/laws/cn-garden/"), ("fr,en", "/en/laws/cn-garden/")]
)
def test_a_bare_address_goes_to_the_readers_language(
    client: Client, library: Library, accepts: str, goes_to: str
) -> None:
    response = client.get("/laws/cn-garden/?at=2021-01-01", headers={"accept-language": accepts})
    assert response.status_code == 302
    assert response["Location"] == f"{goes_to}?at=2021-01-01"


def test_the_other_language_keeps_the_page_and_the_day(page, library: Library) -> None:
    assert 'href="/zh/laws/cn-garden/2-1/?at=2021-01-01"' in page("/en/laws/cn-garden/2-1/?at=2021-01-01")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "laws/",
        "cases/",
        "types/",
        "coverage/",
        "search/",
        "topics/",
        "compare/",
        "glossary/",
        "literature/",
    ],
)
def test_a_chinese_page_has_no_english_sentence_of_the_house(page, library: Library, address: str) -> None:
    html = re.sub(r"<head>.*?</head>|<code.*?</code>", " ", page(f"/zh/{address}"), flags=re.S)
    html = re.sub(r'<(\w+)[^>]*\slang="en"[^>]*>.*?</\1>', "", html, flags=re.S)
    words = set(re.findall(r"[A-Za-z]{4,}", re.sub(r"<[^>]+>", " ", html)))
    words -= {"LawBase", "PIPL", "garden", "orchard", "made", "trade", "misuse", "flower"}
    assert not words


def test_an_english_page_marks_every_run_of_chinese(page, library: Library) -> None:
    html = re.sub(r"<head>.*?</head>", "", page("/en/laws/cn-garden/2-1/"), flags=re.S)
    html = re.sub(r'<(\w+)[^>]*\slang="zh-Hans"[^>]*>.*?</\1>', "", html, flags=re.S)
    assert not HAN.search(re.sub(r"<[^>]+>", "", html))


def test_home_starts_each_reader_with_what_is_held(page, library: Library) -> None:
    html = page("/en/")
    held = texts(html, "//ul[@class='held']/li")
    assert {"2 core statutes", "1 digested matter", "3 links with their evidence"} <= set(held)
    assert "flowers sold" in html
    assert "/en/types/trade/" in html


def test_an_empty_library_says_so(page, db: None) -> None:
    assert "Nothing is stored yet" in page("/en/")
    assert "馆藏尚空" in page("/zh/laws/")


def test_an_unchanged_page_is_not_sent_again(client: Client, library: Library) -> None:
    first = client.get("/en/laws/cn-garden/")
    again = client.get("/en/laws/cn-garden/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    make.make_version(make.make_provision(library.law, "9"), "新处。", "2020-01-01")
    changed = client.get("/en/laws/cn-garden/", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
