"""Two wordings compared, what changed in a law, and how pages of both ends lead to each other."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from lawbase.statutes.models import Amendment, LawVersion, Renumbering
from tests import factories as make
from tests.web.conftest import Library
from tests.web.reading import plain, texts

DIFF = "/en/laws/cn-garden/2-1/diff/?from=2023-06-30&to=2023-07-01"


def test_two_days_are_compared_in_one_text(page, library: Library) -> None:
    html = page(DIFF)
    assert "<del>旧" in html
    assert "<ins>新" in html


def test_two_days_are_compared_side_by_side(page, library: Library) -> None:
    left, right = page(f"{DIFF}&view=columns").split('class="columns"')[1].split("</section>")[:2]
    assert "<del>" in left
    assert "<ins>" not in left
    assert "<ins>" in right
    assert "<del>" not in right


def test_the_days_may_come_in_either_order(page, library: Library) -> None:
    assert "<ins>新" in page("/en/laws/cn-garden/2-1/diff/?from=2023-07-01&to=2023-06-30")


def test_without_a_second_day_today_is_compared(page, library: Library) -> None:
    assert "<ins>新" in page("/en/laws/cn-garden/2-1/diff/?from=2023-06-30")


def test_the_same_words_are_said_to_be_the_same(page, library: Library) -> None:
    assert "words of both days are the same" in page(
        "/en/laws/cn-garden/2-1/diff/?from=2021-01-01&to=2021-02-01"
    )


def test_a_day_before_the_provision_existed_is_said(page, library: Library) -> None:
    html = page("/en/laws/cn-garden/2-1/diff/?from=1999-01-01&to=2021-02-01")
    assert "On <" in html or "On 1999" in html
    assert "there was no such provision" in html


def test_words_that_are_not_held_are_not_compared(page, library: Library) -> None:
    provision = make.make_provision(library.law, "60")
    make.make_version(provision, "", "2019-01-01", "2020-01-01", text_held=False)
    make.make_version(provision, "新园。", "2020-01-01")
    assert "No source here gives the words" in page(
        "/en/laws/cn-garden/60/diff/?from=2019-06-01&to=2020-01-01"
    )


@pytest.mark.parametrize("query", ["from=2015-02-30", "from=soon", "", "from=2020-01-01&to=2020-13-01"])
def test_an_impossible_or_missing_day_is_refused_with_a_sentence(page, library: Library, query: str) -> None:
    html = page(f"/en/laws/cn-garden/2-1/diff/?{query}", 400)
    assert "year-month-day" in html or "?from=" in html


def test_an_unknown_provision_is_refused_with_its_neighbours(page, library: Library) -> None:
    page("/en/laws/cn-garden/999/diff/?from=2020-01-01", 404)


def test_a_version_whose_words_are_not_held_says_so_on_its_days(page, library: Library) -> None:
    provision = make.make_provision(library.law, "61")
    make.make_version(provision, "", "2019-01-01", "2020-01-01", text_held=False)
    make.make_version(provision, "新园。", "2020-01-01")
    html = page("/en/laws/cn-garden/61/?at=2019-06-01")
    assert "no source here gives the words" in html
    assert "新园。" not in html
    assert "text not held" in page("/en/laws/cn-garden/61/")


def test_changes_in_a_law_are_listed_by_day_with_what_to_compare(page, library: Library) -> None:
    html = page("/en/laws/cn-garden/changes/?since=2022-01-01")
    assert "Article 2-1" in html
    assert "/laws/cn-garden/2-1/diff/?from=2023-06-30&amp;to=2023-07-01" in html
    assert "Article 1<" not in html


def test_no_change_since_a_day_is_said(page, library: Library) -> None:
    assert "No change of its words" in page("/en/laws/cn-garden/changes/?since=2024-01-01")


def test_an_impossible_day_of_changes_is_refused(page, library: Library) -> None:
    assert "year-month-day" in page("/en/laws/cn-garden/changes/?since=2022-02-31", 400)


def amended(library: Library, problem: str = "") -> None:
    decision = make.make_law("cn-decision", kind="decision")
    make.make_version(make.make_provision(decision, "7"), "修改第二条之一。", "2023-07-01")
    Amendment.objects.create(
        law=library.law, instrument=decision, item="7", order=0, action="" if problem else "replace", key="" if problem else "2-1",
        becomes="" if problem else "2-1", raw="将第二条之一修改为〔0〕", on=date(2023, 7, 1), problem_en=problem,
        problem_zh=problem and "语法不识此写法。",
    )  # fmt: skip


def test_an_item_of_an_instrument_shows_what_it_changed(page, library: Library) -> None:
    amended(library)
    html = page("/en/laws/cn-decision/7/")
    assert "What it changed" in html
    assert "/laws/cn-garden/2-1/?at=2023-07-01" in html
    assert "/laws/cn-garden/2-1/diff/?from=2023-06-30&amp;to=2023-07-01" in html


def test_a_version_leads_to_the_item_that_made_it(page, library: Library) -> None:
    amended(library)
    library.new.enacted_by = "cn-decision:7"
    library.new.save()
    assert 'href="/en/laws/cn-decision/7/"' in page("/en/laws/cn-garden/2-1/")


def test_an_instruction_that_was_not_applied_is_listed_with_its_reason(page, library: Library) -> None:
    amended(library, problem="The grammar does not know this form.")
    for address in ("laws/cn-decision/7/", "laws/cn-garden/changes/"):
        assert "The grammar does not know this form." in page(f"/en/{address}")
        assert "语法不识此写法。" in page(f"/zh/{address}")


def test_the_api_gives_the_reason_in_both_languages(client: Client, library: Library) -> None:
    amended(library, problem="The grammar does not know this form.")
    (change,) = client.get("/api/v1/laws/cn-decision/provisions/7/").json()["changes"]
    assert change["problems"] == {"zh": "语法不识此写法。", "en": "The grammar does not know this form."}


def test_a_version_names_every_item_that_made_it(page, client: Client, library: Library) -> None:
    amended(library)
    decision = Amendment.objects.get().instrument
    make.make_version(make.make_provision(decision, "9"), "删去第二条之一第二款。", "2023-07-01")
    Amendment.objects.create(
        law=library.law, instrument=decision, item="9", order=1, action="delete", key="2-1", becomes="2-1",
        raw="删去", on=date(2023, 7, 1),
    )  # fmt: skip
    library.new.enacted_by = "cn-decision:7"
    library.new.save()
    history = page("/en/laws/cn-garden/2-1/").split("How it came to read so")[1].split("</section>")[0]
    assert 'href="/en/laws/cn-decision/7/"' in history
    assert 'href="/en/laws/cn-decision/9/"' in history
    read = client.get("/api/v1/laws/cn-garden/provisions/2-1/").json()
    assert [version["made_by"] for version in read["versions"]] == [[], ["cn-decision:7", "cn-decision:9"]]


def test_a_renumbered_article_leads_both_ways(page, library: Library) -> None:
    old, new = make.make_provision(library.law, "70"), make.make_provision(library.law, "72")
    make.make_version(old, "移园。", "2020-01-01", "2026-01-01")
    make.make_version(new, "移园。", "2026-01-01")
    Renumbering.objects.create(old=old, new=new, on=date(2026, 1, 1), by="cn-decision:7")
    assert "/laws/cn-garden/72/?at=2026-01-01" in page("/en/laws/cn-garden/70/?at=2021-01-01")
    assert "/laws/cn-garden/70/?at=2025-12-31" in page("/en/laws/cn-garden/72/")
    assert "another number and the same words" in page("/en/laws/cn-garden/changes/?since=2025-01-01")


def test_words_that_no_source_prints_are_marked_as_computed(page, library: Library) -> None:
    edition = library.new.law_version
    edition.pk, edition.version, edition.computed = None, "2023-07-01", True
    edition.save()
    library.new.law_version = edition
    library.new.save()
    assert "Computed from the amending instrument" in page("/en/laws/cn-garden/2-1/")


def test_a_day_before_the_law_existed_is_said_on_its_page(page, library: Library) -> None:
    html = page("/en/laws/cn-garden/?at=1990-01-01")
    assert "this law did not exist yet" in html
    assert "This law did not exist yet." in plain(html)
    assert "No text is held for this day" not in html
    assert "2020-01-01" in html


# -- days whose words no source gives ---------------------------------------------------------------------------------------


@pytest.fixture
def broken(library: Library) -> Library:
    """Article 80 was law from 2020 on; between 2021 and 2022 no edition gives its words."""
    provision = make.make_provision(library.law, "80")
    make.make_version(provision, "早园。", "2020-01-01", "2021-01-01")
    make.make_version(provision, "晚园。", "2022-01-01")
    return library


MISSING_EN = "No source here gives its words from 2021-01-01 until 2022-01-01."
MISSING_ZH = "自2021-01-01起至2022-01-01前的文字，本库来源均未载。"


@pytest.mark.parametrize(
    "address",
    [
        "laws/cn-garden/?at=2021-06-01",
        "laws/cn-garden/80/?at=2021-06-01",
        "laws/cn-garden/80/diff/?from=2021-06-01&to=2022-06-01",
        "laws/cn-garden/changes/?since=2020-06-01",
    ],
)
def test_days_without_words_are_named_wherever_they_are_met(page, broken: Library, address: str) -> None:
    assert MISSING_EN in plain(page(f"/en/{address}"))
    assert MISSING_ZH in plain(page(f"/zh/{address}"))


def test_days_without_words_stand_between_the_versions(page, broken: Library) -> None:
    html = page("/en/laws/cn-garden/80/")
    for path in ("//ol[@class='timeline']/li", "//h2[.='How it came to read so']/following::ol[1]/li"):
        first, between, last = texts(html, path)
        assert between == "2021-01-01 – 2022-01-01 text not held"
        assert (first[:10], last[:10]) == ("2020-01-01", "2022-01-01")


def test_words_found_again_after_a_gap_are_not_called_added(page, broken: Library) -> None:
    html = page("/en/laws/cn-garden/changes/?since=2021-06-01")
    (entry,) = [part for part in html.split("<li>") if "/laws/cn-garden/80/?at=2022-01-01" in part]
    assert "added" not in entry
    assert MISSING_EN in plain(entry)
    assert "/80/diff/?from=2020-12-31&amp;to=2022-01-01" in entry


def test_the_api_gives_the_days_without_words(client: Client, broken: Library) -> None:
    read = client.get("/api/v1/laws/cn-garden/provisions/80/?at=2021-06-01").json()
    assert (read["status"], read["text"]) == ("not-held", "")
    assert "2021-01-01" in read["standing"]["en"]
    assert "2022-01-01" in read["standing"]["zh"]
    assert [version["gap_before"] for version in read["versions"]] == [
        None,
        {"from": "2021-01-01", "to": "2022-01-01"},
    ]


def test_an_edition_of_one_day_does_not_say_that_its_words_ended_then(page, broken: Library) -> None:
    provision = make.make_provision(broken.act, "80")
    seen = make.make_version(provision, "Early orchard.", "2019-01-01", "2019-01-02")
    make.make_version(provision, "Late orchard.", "2022-01-01")
    LawVersion.objects.filter(pk=seen.law_version_id).update(in_force_from=None, in_force_to=None)
    html = plain(page("/en/laws/us-orchard/80/?at=2019-01-01"))
    assert "An edition shows it for 2019-01-01; until when it was law is not known." in html
    assert "It was law from" not in html


def test_a_changed_provision_without_words_says_so_among_the_changes(page, library: Library) -> None:
    provision = make.make_provision(library.law, "81")
    make.make_version(provision, "早园。", "2020-01-01", "2021-01-01")
    make.make_version(provision, "", "2021-01-01", text_held=False)
    html = page("/en/laws/cn-garden/changes/?since=2020-06-01")
    (entry,) = [part for part in html.split("<li>") if "/laws/cn-garden/81/?at=2021-01-01" in part]
    assert "text not held" in entry
