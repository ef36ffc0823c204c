"""Laws and provisions: shapes, filters, days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lawbase.statutes.models import Law
from tests import factories as make
from tests.api.conftest import Get, Library

DATED = "laws/cn-garden/provisions/2-1/"


def slugs(answer: dict) -> list[str]:
    return [row["slug"] for row in answer["results"]]


def test_the_root_lists_the_resources(get: Get, library: Library) -> None:
    root = get("")
    assert list(root) == [
        "laws", "cases", "types", "links", "topics", "terms", "search", "facts", "tasks", "schema", "docs",
    ]  # fmt: skip
    assert root["search"] == "http://testserver/api/v1/search/"


def test_laws_are_listed_with_both_languages_and_their_page(get: Get, library: Library) -> None:
    answer = get("laws/")
    assert answer["count"] == 2
    law = answer["results"][0]
    assert law["slug"] == "cn-garden"
    assert law["titles"] == {"zh": "中华人民共和国cn-garden法", "en": "Law on cn-garden"}
    assert law["urls"] == {
        "zh": "http://testserver/zh/laws/cn-garden/",
        "en": "http://testserver/en/laws/cn-garden/",
    }
    assert law["api_url"] == "http://testserver/api/v1/laws/cn-garden/"
    assert law["provision_count"] == 4


@pytest.mark.parametrize(("query", "found"), [
    ("jurisdiction=cn", ["cn-garden"]),
    ("jurisdiction=us", ["us-orchard", "us-ca-orchard"]),
    ("jurisdiction=us-ca", ["us-ca-orchard"]),
    ("kind=federal-act", ["us-orchard", "us-ca-orchard"]),
    ("status=repealed", ["us-ca-orchard"]),
    ("status=repealed&jurisdiction=cn", []),
    ("scope=all&jurisdiction=cn", ["cn-garden", "cn-wider"]),
    ("kind=&jurisdiction=&status=&scope=&page=", ["cn-garden", "us-orchard", "us-ca-orchard"]),
])  # fmt: skip
def test_laws_are_filtered(get: Get, library: Library, query: str, found: list[str]) -> None:
    make.make_law("us-ca-orchard", status=Law.Status.REPEALED, core_order=3)
    make.make_law("cn-wider", core=False, core_order=9)
    assert slugs(get(f"laws/?{query}")) == found


def test_a_law_is_read_as_of_a_day(get: Get, library: Library) -> None:
    law = get("laws/cn-garden/?at=2021-01-01")
    assert (law["at"], law["day"]) == ("2021-01-01", "2021-01-01")
    assert law["changes_after"] == "2023-07-01"
    assert law["contents"] == [{"title": "第一章 园", "depth": 0, "first": "1", "last": "3"}]
    assert law["editions"][0]["source"]["sha256"] == make.sha("made-up.md")
    assert law["provisions_url"] == "http://testserver/api/v1/laws/cn-garden/provisions/?at=2021-01-01"
    assert law["url"].endswith("/en/laws/cn-garden/?at=2021-01-01")


def test_provisions_are_listed_as_printed_with_their_words_of_the_day(get: Get, library: Library) -> None:
    rows = get("laws/cn-garden/provisions/?at=2021-01-01")["results"]
    assert [row["key"] for row in rows] == ["1", "2", "2-1", "3"]
    assert rows[2]["text"] == "旧花。\n旧草。"
    assert (rows[2]["valid_from"], rows[2]["valid_to"], rows[2]["status"]) == (
        "2020-01-01",
        "2023-07-01",
        "past",
    )


def test_a_provision_has_every_promised_part(get: Get, library: Library) -> None:
    found = get(DATED)
    assert {"id", "law", "number", "key", "heading", "text", "units", "valid_from", "valid_to", "status", "source", "links",
            "cases", "cites", "cited_by", "versions", "citations", "corrections", "notes"} <= set(found)  # fmt: skip
    assert (found["id"], found["law"], found["number"]) == ("cn-garden:2-1", "cn-garden", "第二条之一")
    assert found["source"] == {
        "name": "made-up.md", "origin": "https://example.org/made-up", "retrieved": "2026-11-01",
        "sha256": make.sha("made-up.md"), "adapter": "made-up", "adapter_version": "1",
    }  # fmt: skip
    assert found["citations"]["zh"] == "《cn-garden法》第二条之一"
    assert found["citations"]["en"] == "cn-garden Law art. 2-1"
    assert found["citations"]["bluebook"].endswith("art. 2-1 (China)")
    assert found["headings"] == {"zh": "花", "en": "Flowers", "official": ""}
    assert (found["previous"], found["next"]) == ("cn-garden:2", "cn-garden:3")


def test_units_stand_inside_one_another(get: Get, library: Library) -> None:
    first, second = get(DATED)["units"]
    assert (first["id"], first["unit"]) == ("cn-garden:2-1(1)", "1")
    assert [(inner["label"], inner["unit"], inner["text"]) for inner in first["units"]] == [
        ("（一）", "1.1", "红花；"),
        ("（二）", "1.2", "白花。"),
    ]
    assert second["units"] == []
    us = get("laws/us-orchard/provisions/10/")["units"]
    assert [inner["id"] for inner in us[0]["units"]] == ["us-orchard:10(a)(1)", "us-orchard:10(a)(2)"]


def test_flush_words_stand_in_the_unit_they_close(get: Get, library: Library) -> None:
    text = "(a) Lead:\n(1) apples;\n(2) pears,\nare free to all who pass by the gate.\n(b) End."
    make.make_version(make.make_provision(library.act, "11"), text, "2021-01-01")
    found = get("laws/us-orchard/provisions/11/")

    def words(units: list[dict]) -> list[str]:
        return [
            part
            for unit in units
            for part in (f"{unit['label']} {unit['text']}".strip(), *words(unit["units"]))
        ]

    assert words(found["units"]) == text.split("\n")


@pytest.mark.parametrize(("at", "status", "text"), [
    ("2021-01-01", "past", "旧花。\n旧草。"),
    ("2023-06-30", "past", "旧花。\n旧草。"),
    ("2023-07-01", "in-force", "新花有下列各种：\n（一）红花；\n（二）白花。\n新草。"),
    ("2010-01-01", "not-yet", ""),
])  # fmt: skip
def test_a_provision_is_read_as_of_a_day(get: Get, library: Library, at: str, status: str, text: str) -> None:
    found = get(f"{DATED}?at={at}")
    assert (found["status"], found["text"], found["at"]) == (status, text, at)
    assert (found["source"] is None) == (text == "")
    assert [version["shown"] for version in found["versions"]] == [
        version["valid_from"] == found["valid_from"] for version in found["versions"]
    ]


def test_links_are_those_of_the_day_with_the_words_of_that_day(get: Get, library: Library) -> None:
    now, then = get(DATED), get(f"{DATED}?at=2021-01-01")
    assert [(link["quote"], link["pinpoint"], link["role"]) for link in now["links"]] == [
        ("红花", "cn-garden:2-1(1)(1)", "prohibits")
    ]
    assert [(link["quote"], link["quote_to"]) for link in then["links"]] == [("旧草", "2023-07-01")]
    assert [link["role"] for link in now["other_links"]] == ["punishes"]


def test_cases_say_on_what_basis_and_whether_they_read_these_words(get: Get, library: Library) -> None:
    make.cite(library.dated, make.make_case("cn-inferred"), "inferred")
    cases = get(DATED)["cases"]
    assert [(case["id"], case["basis"]) for case in cases] == [
        ("cn-flower", "as-cited"),
        ("cn-inferred", "inferred"),
    ]
    assert cases[0]["other_version"] is True
    assert get(f"{DATED}?at=2022-05-01")["cases"][0]["other_version"] is False


def test_citations_between_provisions_stand_at_both_ends(get: Get, library: Library) -> None:
    make.refer(library.new, library.law.provisions.get(key="1"))
    assert [row["id"] for row in get(DATED)["cites"]] == ["cn-garden:1"]
    assert [row["id"] for row in get("laws/cn-garden/provisions/1/")["cited_by"]] == ["cn-garden:2-1"]


def test_corrections_and_notes_are_told(get: Get, library: Library) -> None:
    library.new.corrections = [
        {"what": "strip", "why_zh": "粘连。", "why_en": "Glued.", "evidence": "proof.docx"}
    ]
    library.new.notes = ["A note."]
    library.new.save()
    found = get(DATED)
    assert found["corrections"] == [
        {"what": "strip", "reasons": {"zh": "粘连。", "en": "Glued."}, "evidence": "proof.docx"}
    ]
    assert found["notes"] == ["A note."]


def test_a_provision_without_text_is_still_there(get: Get, library: Library) -> None:
    make.make_provision(library.act, "99", heading_zh="空", heading_en="Empty")
    found = get("laws/us-orchard/provisions/99/")
    assert (found["status"], found["text"], found["source"], found["units"]) == ("not-held", "", None, [])
    assert found["law_details"]["official_url"] == "https://example.org/law"
    assert found["citations"]["bluebook"] == "99 U.S.C. § 99"


def test_the_list_and_the_provision_say_the_same(get: Get, library: Library) -> None:
    start = date.today() + timedelta(days=40)
    make.make_version(make.make_provision(library.law, "50"), "将来之花。", start.isoformat())
    make.make_provision(library.law, "60")
    for at in ("", "?at=2021-01-01", f"?at={(start + timedelta(days=1)).isoformat()}"):
        for row in get(f"laws/cn-garden/provisions/{at}")["results"]:
            alone = get(f"laws/cn-garden/provisions/{row['key']}/{at}")
            assert {name: alone[name] for name in row} == row


def test_a_law_that_ceased_is_read_on_its_last_day_in_list_and_alone(get: Get, library: Library) -> None:
    law = make.make_law("cn-past", status=Law.Status.REPEALED)
    make.make_version(make.make_provision(law, "1"), "旧章。", "2020-01-01", "2022-01-01")
    (row,) = get("laws/cn-past/provisions/")["results"]
    assert row["status"] == "ended"
    assert get("laws/cn-past/provisions/1/")["status"] == "ended"


def test_chinese_is_not_escaped(client, library: Library) -> None:
    assert "新花".encode() in client.get(f"/api/v1/{DATED}").content


def test_the_same_question_has_the_same_answer(client, library: Library) -> None:
    assert client.get(f"/api/v1/{DATED}").content == client.get(f"/api/v1/{DATED}").content


def test_the_caller_chooses_the_language_of_titles_and_pages(get: Get, library: Library) -> None:
    law = get("laws/cn-garden/", accept_language="zh-CN,zh;q=0.9")
    assert law["title"] == "中华人民共和国cn-garden法"
    assert law["url"] == law["urls"]["zh"]
    assert get("laws/cn-garden/")["title"] == "Law on cn-garden"


@pytest.mark.parametrize("count", [1, 40])
@pytest.mark.parametrize(("address", "queries"), [
    (DATED, 15), ("laws/cn-garden/", 4), ("laws/cn-garden/provisions/", 4), ("laws/", 1),
])  # fmt: skip
def test_queries_do_not_grow(
    get: Get, library: Library, django_assert_num_queries, address: str, queries: int, count: int
) -> None:
    for number in range(count):
        make.make_link(library.dated, make.make_type(f"t{number}"), {library.new: "红花"})
        make.cite(library.dated, make.make_case(f"cn-{number}"))
        other = make.make_provision(library.law, f"{100 + number}")
        make.refer(make.make_version(other, "引用。", "2020-01-01"), library.dated)
        make.refer(library.new, other)
        make.make_law(f"cn-more-{number}")
    with django_assert_num_queries(queries):
        get(address)
