"""One suite for every engine: what a plan matches, in which order, with which counts (lawbase/search/engines/base.py)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lawbase.search import clauses as c
from lawbase.search.engines.base import Engine, IndexUnavailable
from lawbase.search.engines.embedded import EmbeddedEngine
from lawbase.search.plan import Plan, loose, phrase, strict
from tests.contract.documents import DAY_2015, DAY_2020, LIBRARY


@pytest.fixture(scope="module", params=["embedded"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("index")
    assert EmbeddedEngine.build(LIBRARY, folder) == len(LIBRARY)
    return EmbeddedEngine(folder)


def ask(engine: Engine, text: c.Clause, **values) -> list[str]:
    plan = Plan(text=text, filters=values.pop("filters", {}), always=values.pop("always", ()), **values)
    return [hit.id for hit in engine.run(plan).hits]


def test_words_find_and_rank(engine: Engine):
    assert ask(engine, loose("买卖个人信息"))[0] == "cn-a:2@"


def test_stems_find_other_forms(engine: Engine):
    assert set(ask(engine, loose("selling"))) >= {"us-c:120@", "us-c:121@"}


def test_an_amending_instrument_stands_behind_what_it_repeats(engine: Engine):
    found = ask(engine, loose("非法买卖个人信息"))
    assert found.index("cn-a:2@") < found.index("cn-b:1@")


def test_the_context_counts_but_less_than_the_text(engine: Engine):
    assert "us-c:120@" in ask(engine, loose("Act C"))


def test_a_phrase_matches_exactly(engine: Engine):
    assert ask(engine, phrase("取得个人的同意")) == ["cn-a:1@"]
    assert ask(engine, phrase("取得同意")) == []
    assert ask(engine, phrase("sells personal information")) == ["us-c:120@"]
    assert ask(engine, phrase("sell personal information")) == []


def test_a_single_character_in_quotes_matches_inside_words(engine: Engine):
    assert set(ask(engine, phrase("罚"))) == {"cn-a:3@", "cn-a:3@2020"}


def test_all_words_under_an_operator_are_required(engine: Engine):
    assert ask(engine, strict("business notice")) == ["us-c:120@"]


def test_without_excludes(engine: Engine):
    found = ask(engine, c.Without(loose("出售"), loose("旧文")))
    assert found == ["cn-a:3@2020"]


def test_only_excluding_gives_the_rest(engine: Engine):
    found = ask(engine, c.Without(c.Everything(), loose("个人信息")))
    assert "us-d:1@" in found
    assert "cn-a:1@" not in found


def test_either_of_two(engine: Engine):
    assert set(ask(engine, c.AnyOf((phrase("旧文"), phrase("新文"))))) == {"cn-a:3@", "cn-a:3@2020"}


def test_minimum_of_alternatives(engine: Engine):
    words = tuple(c.Term(c.WORDS, word) for word in ("busi", "notic", "locat"))
    assert ask(engine, c.AnyOf(words, 2)) == ["us-c:120@"]


def test_a_favoured_clause_changes_order_not_matches(engine: Engine):
    plain = ask(engine, loose("same words"))
    favoured = ask(engine, c.Favoured(loose("same words"), (c.Term("key", "2", 5.0),)))
    assert plain == ["us-d:1@", "us-d:2@"]
    assert favoured == ["us-d:2@", "us-d:1@"]


def test_ties_fall_in_order_of_id(engine: Engine):
    assert ask(engine, c.Everything(), filters={"law": ("us-d", "us-c")}) == [
        "us-c:120@",
        "us-c:121@",
        "us-d:1@",
        "us-d:2@",
    ]


def test_nothing_matches_nothing(engine: Engine):
    assert ask(engine, c.Nothing()) == []
    assert ask(engine, loose("")) == []


@pytest.mark.parametrize(
    ("day", "expected"), [(DAY_2015, ["cn-a:3@"]), (DAY_2020, ["cn-a:3@2020"]), (DAY_2015 - 1, [])]
)
def test_versions_by_day(engine: Engine, day: int, expected: list[str]):
    dates = (c.Range("from_day", None, day), c.Range("to_day", day + 1, None))
    assert ask(engine, loose("出售"), always=dates) == expected


def test_filters_narrow_together_and_widen_within(engine: Engine):
    both = {"jurisdiction": ("us-ca",), "kind": ("provision",)}
    assert set(ask(engine, c.Everything(), filters=both)) == {"us-c:120@", "us-c:121@"}
    either = {"law": ("cn-a", "us-d")}
    assert len(ask(engine, c.Everything(), filters=either)) == 6


def test_filters_do_not_change_scores(engine: Engine):
    plan = Plan(text=loose("个人信息"), filters={}, always=())
    free = {hit.id: hit.score for hit in engine.run(plan).hits}
    held = engine.run(replace(plan, filters={"law": ("cn-a",)}, always=(c.Range("core", 1, 1),))).hits
    assert held
    assert all(hit.score == pytest.approx(free[hit.id]) for hit in held)


def test_facets_count_what_is_found(engine: Engine):
    answer = engine.run(Plan(text=c.Everything(), filters={}, always=()))
    assert answer.count == len(LIBRARY)
    assert answer.facets["kind"] == {"provision": 9, "case": 1}
    assert answer.facets["jurisdiction"] == {"cn": 5, "us": 5, "us-ca": 3}
    assert answer.facets["type"] == {"illegal-trade": 3, "over-collection": 1}


def test_a_facet_is_not_narrowed_by_its_own_choice(engine: Engine):
    answer = engine.run(Plan(text=c.Everything(), filters={"kind": ("case",)}, always=()))
    assert answer.count == 1
    assert answer.facets["kind"] == {"provision": 9, "case": 1}
    assert answer.facets["jurisdiction"] == {"us": 1, "us-ca": 1}


def test_pages_cut_one_order(engine: Engine):
    plan = Plan(text=c.Everything(), filters={}, always=(), limit=4)
    pages = [engine.run(replace(plan, offset=offset)).hits for offset in (0, 4, 8)]
    ids = [hit.id for page in pages for hit in page]
    assert len(ids) == len(set(ids)) == len(LIBRARY)


def test_sorting_by_day(engine: Engine):
    filters = {"law": ("cn-a",)}
    assert ask(engine, c.Everything(), filters=filters, sort="newest")[0] == "cn-a:3@2020"


def test_hits_carry_kind_and_row(engine: Engine):
    hit = engine.run(Plan(text=phrase("location data"), filters={}, always=())).hits[0]
    assert (hit.kind, hit.pk, hit.id) == ("case", 90, "case:x-v-y")


def test_counting_agrees_with_running(engine: Engine):
    plan = Plan(text=loose("个人信息"), filters={"law": ("cn-a",)}, always=())
    assert engine.count(plan) == engine.run(plan).count


def test_a_folder_that_is_no_index_is_said(tmp_path: Path):
    (tmp_path / "meta.json").write_text("{")
    with pytest.raises(IndexUnavailable, match="index build"):
        EmbeddedEngine(tmp_path)
