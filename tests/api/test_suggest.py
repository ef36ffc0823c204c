"""Suggestions over HTTP, on the made-up library."""

from __future__ import annotations

from django.test import Client

from tests.api.conftest import Get, Library


def found(get: Get, typed: str) -> list[tuple[str, str]]:
    return [(one["kind"], one["id"]) for one in get(f"suggest/?q={typed}")["results"]]


def test_a_law_is_suggested_by_the_beginning_or_a_part_of_its_name(get: Get, library: Library) -> None:
    assert ("law", "cn-garden") in found(get, "cn-gar")
    assert ("law", "us-orchard") in found(get, "on us-or")


def test_a_chinese_name_is_suggested_by_its_pinyin(get: Get, library: Library) -> None:
    assert found(get, "maihua") == found(get, "mh") == [("type", library.trade.slug)]


def test_a_citation_suggests_its_provision_and_a_begun_number_what_it_may_become(
    get: Get, library: Library
) -> None:
    provisions = [ident for kind, ident in found(get, "cn-garden法2") if kind == "provision"]
    assert provisions == ["cn-garden:2", "cn-garden:2-1"]


def test_nothing_typed_suggests_nothing(get: Get, library: Library) -> None:
    assert get("suggest/")["results"] == []
    assert get("suggest/?q=%20")["results"] == []


def test_too_much_typed_is_refused_in_a_sentence(refused, library: Library) -> None:
    assert "60" in refused(f"suggest/?q={'x' * 61}")["message"]


def test_every_page_offers_questions_without_a_script(client: Client, library: Library) -> None:
    for address in ("/en/laws/", "/en/"):
        page = client.get(address).content.decode()
        assert '<datalist id="typing" data-from="/api/v1/suggest/">' in page
        assert 'list="typing"' in page
        assert "PIPL art. 13(1)(2)" in page
