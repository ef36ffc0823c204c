"""Editions laid in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from lawbase.ingest.parsed import LawNames, ParsedEdition, ParsedProvision, SourceFile
from lawbase.ingest.timeline import DatedEdition, observed_day, timeline

LAW = LawNames(title="示例法", jurisdiction="cn", kind="law")


def edition(version, articles, start=None, end=None, priority=0, partial=False, made_by="") -> DatedEdition:
    provisions = tuple(
        ParsedProvision(key=key, number=f"第{key}条", text=text) for key, text in articles.items()
    )
    source = SourceFile(Path("x"), f"{version}-{priority}", "0" * 64, 1, "made up", "test", "1")
    return DatedEdition(
        ParsedEdition(LAW, version, provisions, partial=partial),
        source,
        start,
        end,
        made_by=made_by,
        priority=priority,
    )


def spans(*editions: DatedEdition) -> dict[str, list[tuple[str, date | None, date | None]]]:
    laid = timeline(editions)
    return {key: [(s.provision.text, s.start, s.end) for s in found] for key, found in laid.items()}


A, B, C = date(2010, 1, 1), date(2015, 1, 1), date(2020, 1, 1)


def test_one_edition_without_dates_is_open_at_both_ends():
    assert spans(edition("x", {"1": "甲"})) == {"1": [("甲", None, None)]}


def test_changed_words_change_on_the_later_edition_s_day():
    laid = spans(edition("2010", {"1": "甲"}, A), edition("2015", {"1": "乙"}, B))
    assert laid["1"] == [("甲", A, B), ("乙", B, None)]


def test_same_words_are_one_version_whatever_the_punctuation():
    laid = spans(edition("2010", {"1": "甲,乙"}, A), edition("2015", {"1": "甲，乙"}, B))
    assert laid["1"] == [("甲，乙", A, None)]


def test_a_gap_between_editions_is_shown_not_guessed():
    laid = spans(edition("2010", {"1": "甲"}, A, date(2011, 1, 1)), edition("2015", {"1": "乙"}, B))
    assert laid["1"] == [("甲", A, date(2011, 1, 1)), ("乙", B, None)]


def test_same_words_on_both_sides_of_a_gap_bridge_it():
    laid = spans(edition("2010", {"1": "甲"}, A, date(2011, 1, 1)), edition("2015", {"1": "甲"}, B))
    assert laid["1"] == [("甲", A, None)]


def test_a_dropped_provision_ends_and_a_new_one_begins():
    laid = spans(edition("2010", {"1": "甲", "2": "乙"}, A), edition("2015", {"1": "甲", "3": "丙"}, B))
    assert laid["2"] == [("乙", A, B)]
    assert laid["3"] == [("丙", B, None)]


def test_a_partial_edition_ends_nothing():
    laid = spans(edition("2010", {"1": "甲", "2": "乙"}, A), edition("2015", {"1": "丁"}, B, partial=True))
    assert laid["2"] == [("乙", A, None)]


def test_an_amending_act_does_not_date_the_words_it_left_alone():
    assert spans(edition("2015", {"1": "甲"}, B, made_by="Amendment"))["1"] == [("甲", None, None)]
    laid = spans(
        edition("2010", {"1": "甲", "2": "乙"}, A),
        edition("2015", {"1": "甲", "2": "丙"}, B, made_by="Amendment"),
    )
    assert laid["1"] == [("甲", A, None)]
    assert laid["2"] == [("乙", A, B), ("丙", B, None)]


def test_an_observation_is_known_for_its_own_day_only():
    laid = spans(edition("uslm-2013", {"1": "old"}), edition("uslm-2023-04", {"1": "new"}))
    assert laid["1"] == [("old", None, date(2013, 1, 2)), ("new", date(2023, 4, 1), None)]


def test_of_two_sources_of_one_edition_the_better_gives_the_words():
    laid = timeline(
        [edition("2015", {"1": "甲"}, B, priority=1), edition("2015", {"1": "乙"}, B, priority=2)]
    )
    assert [span.provision.text for span in laid["1"]] == ["乙"]
    assert laid["1"][0].notes


def test_a_provision_may_have_its_own_day():
    provision = ParsedProvision("9", "§ 9", "later", valid_from=C)
    source = SourceFile(Path("x"), "x", "0" * 64, 1, "made up", "test", "1")
    late = DatedEdition(ParsedEdition(LAW, "2015", (provision,)), source, B, None)
    assert [(s.start, s.end) for s in timeline([late])["9"]] == [(C, None)]


def test_days_are_read_from_edition_labels():
    assert observed_day("uslm-2023-04") == date(2023, 4, 1)
    assert observed_day("2020-12-26") == date(2020, 12, 26)
    assert observed_day("enacted") is None
    assert observed_day("2020-13-99") is None


def stated(version: str, text: str, since: date) -> DatedEdition:
    """An edition of which the source states since when its one provision reads so."""
    plain = edition(version, {"1": text})
    (provision,) = plain.edition.provisions
    return replace(plain, edition=replace(plain.edition, provisions=(replace(provision, valid_from=since),)))


def test_words_seen_on_a_day_for_which_others_are_proven_were_never_law():
    laid = spans(edition("2015-01-01", {"1": "甲"}, made_by="提案"), stated("2020-01-01", "乙", B))
    assert laid["1"] == [("乙", B, None)]


def test_a_stated_beginning_dates_the_same_words_seen_later_without_one():
    assert spans(edition("2015-01-01", {"1": "甲"}), stated("2020-01-01", "甲", A))["1"] == [("甲", A, None)]


def test_a_beginning_stated_after_the_words_were_seen_does_not_date_them():
    assert spans(edition("2015-01-01", {"1": "甲"}), stated("2020-01-01", "甲", C))["1"] == [
        ("甲", None, None)
    ]


def test_capitals_make_no_new_version():
    laid = spans(edition("2010", {"1": "This Title"}, A), edition("2015", {"1": "this title"}, B))
    assert laid["1"] == [("this title", A, None)]
