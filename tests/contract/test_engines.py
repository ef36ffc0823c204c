"""One suite for every engine: what a plan matches, in which order, with which counts (lawbase/search/engines/base.py)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lawbase.search import clauses as c
from lawbase.search.engines.base import Change, Engine, IndexUnavailable
from lawbase.search.engines.embedded import EmbeddedEngine
from lawbase.search.plan import Plan, loose, phrase, strict
from tests.contract.documents import DAY_2015, DAY_2020, LIBRARY


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


def test_one_of_several_values_is_a_condition_without_a_score(engine: Engine):
    plain = Plan(text=loose("买卖个人信息"), filters={}, always=())
    scores = {hit.id: hit.score for hit in engine.run(plan=plain).hits}
    chosen = c.AllOf((loose("买卖个人信息"), c.OneOf("id", ("cn-a:2@", "cn-b:1@"))))
    found = engine.run(Plan(text=chosen, filters={}, always=())).hits
    assert [hit.id for hit in found] == ["cn-a:2@", "cn-b:1@"]
    assert all(hit.score == pytest.approx(scores[hit.id]) for hit in found)


def test_scores_that_are_final_are_not_weighted(engine: Engine):
    text = c.AnyOf((c.Term("id", "cn-b:1@", 3.0), c.Term("id", "cn-a:2@", 2.0)))
    hits = engine.run(Plan(text=text, filters={}, always=(), weighted=False)).hits
    assert [(hit.id, hit.score) for hit in hits] == [("cn-b:1@", 3.0), ("cn-a:2@", 2.0)]


def test_texts_are_read_before_an_engine_is_asked(engine: Engine):
    with pytest.raises(c.NotVerified):
        engine.run(Plan(text=c.Verified(c.Everything(), None), filters={}, always=()))


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


def test_several_plans_are_answered_in_their_order(engine: Engine):
    plans = [
        Plan(text=phrase("location data"), filters={}, always=()),
        Plan(text=c.Everything(), filters={"law": ("us-d",)}, always=(), limit=0, facets=()),
        Plan(text=c.Nothing(), filters={}, always=()),
    ]
    answers = engine.run_all(plans)
    assert [answer.count for answer in answers] == [1, 2, 0]
    assert [len(answer.hits) for answer in answers] == [1, 0, 0]
    assert answers == tuple(engine.run(plan) for plan in plans)


def test_a_count_takes_the_filters_in(engine: Engine):
    assert engine.count(Plan(text=c.Everything(), filters={"kind": ("case",)}, always=())) == 1


def test_facets_narrow_one_another_where_several_are_chosen(engine: Engine):
    filters = {"kind": ("provision",), "jurisdiction": ("us-ca",)}
    answer = engine.run(Plan(text=c.Everything(), filters=filters, always=()))
    assert answer.count == 2
    assert answer.facets["kind"] == {"provision": 2, "case": 1}
    assert answer.facets["jurisdiction"] == {"cn": 5, "us": 4, "us-ca": 2}
    assert answer.facets["law"] == {"us-c": 2}


def test_a_prefix_matches_any_term_that_begins_so(engine: Engine):
    assert ask(engine, c.Prefix(c.WORDS, "consum")) == ["us-c:120@", "us-c:121@"]


def test_a_keyword_scores_its_boost(engine: Engine):
    hit = engine.run(Plan(text=c.Term("key", "1", 3.0), filters={"law": ("us-d",)}, always=())).hits[0]
    assert hit.score == pytest.approx(3.0 * 1.5849625, rel=1e-5)  # log2(2 + prior), prior 1.0


def test_a_boost_weighs_a_term_and_a_phrase(engine: Engine):
    for make in (
        lambda boost: c.Term(c.WORDS, "notic", boost),
        lambda boost: c.Phrase(c.GRAMS, ("give", "notice"), boost),
    ):
        plain, double = (
            engine.run(Plan(text=make(boost), filters={}, always=())).hits[0].score for boost in (1.0, 2.0)
        )
        assert double == pytest.approx(2 * plain, rel=1e-5)


def test_empty_combinations(engine: Engine):
    assert ask(engine, c.AllOf(())) == []
    assert ask(engine, c.AnyOf(())) == []
    assert ask(engine, c.AnyOf((c.Term(c.WORDS, "notic"),), 2)) == []
    assert ask(engine, c.Favoured(phrase("旧文"), ())) == ["cn-a:3@"]


def test_a_range_is_inclusive_and_may_be_open(engine: Engine):
    assert ask(engine, c.Range("year_number", 2015, 2015)) == ["cn-a:3@"]
    assert ask(engine, c.Range("year_number", 2024)) == ["case:x-v-y"]
    assert ask(engine, c.Range("year_number", None, 2014)) == []


def test_sorting_by_day_breaks_ties_by_id(engine: Engine):
    known = {document.id: document.numbers["day"] for document in LIBRARY}
    oldest = ask(engine, c.Everything(), sort="oldest")
    assert oldest == sorted(known, key=lambda ident: (known[ident], ident))
    newest = ask(engine, c.Everything(), sort="newest")
    assert newest == sorted(known, key=lambda ident: (-known[ident], ident))


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_pages_of_every_order_join_without_gap_or_repetition(engine: Engine, sort: str):
    plan = Plan(text=c.Everything(), filters={}, always=(), sort=sort, limit=len(LIBRARY))
    whole = [hit.id for hit in engine.run(plan).hits]
    pages = [engine.run(replace(plan, offset=at, limit=3)).hits for at in range(0, len(LIBRARY), 3)]
    assert [hit.id for page in pages for hit in page] == whole


def test_a_page_behind_the_last_is_empty(engine: Engine):
    for offset in (len(LIBRARY), 49_900, 200_000):
        answer = engine.run(Plan(text=c.Everything(), filters={}, always=(), offset=offset, limit=100))
        assert answer.hits == ()
        assert answer.count == len(LIBRARY)


def test_an_explanation_is_given_for_what_matches_only(engine: Engine):
    plan = Plan(text=loose("个人信息"), filters={}, always=())
    assert json.loads(engine.explain(plan, 2))
    assert engine.explain(plan, 9) == ""


def test_a_question_of_the_greatest_length_is_answered(engine: Engine):
    assert ask(engine, loose("".join(chr(0x4E00 + number) for number in range(500)))) == []
    assert ask(engine, loose(" ".join(f"w{number}" for number in range(500)))) == []


def test_a_folder_that_is_no_index_is_said(tmp_path: Path):
    (tmp_path / "meta.json").write_text("{")
    with pytest.raises(IndexUnavailable, match="index build"):
        EmbeddedEngine(tmp_path)


@pytest.mark.parametrize("broken", ["meta.json", ".store", ".term", ".idx", ".pos", ".fast", ".fieldnorm"])
@pytest.mark.parametrize("how", ["truncated", "emptied", "removed"])
def test_an_index_that_lost_bytes_is_said_and_never_answers_wrong(tmp_path: Path, broken: str, how: str):
    folder = tmp_path / "whole"
    folder.mkdir()
    assert EmbeddedEngine.build(LIBRARY, folder) == len(LIBRARY)
    copy = tmp_path / "broken"
    copy.mkdir()
    for path in folder.iterdir():
        content = path.read_bytes()
        if not path.name.endswith(broken):
            (copy / path.name).write_bytes(content)
        elif how != "removed":
            (copy / path.name).write_bytes(content[: len(content) // 2] if how == "truncated" else b"")
    with pytest.raises(IndexUnavailable, match="index build"):
        EmbeddedEngine(copy).run(
            Plan(text=c.Phrase(c.GRAMS, ("personal", "information")), filters={}, always=())
        )


def test_an_index_in_a_folder_that_cannot_be_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    EmbeddedEngine.build(LIBRARY, tmp_path)
    # Root may write anywhere, so the question is answered for it.
    monkeypatch.setattr("os.access", lambda *_args: False)
    engine = EmbeddedEngine(tmp_path)
    assert ask(engine, loose("location data")) == ["case:x-v-y"]
    (error,) = engine.apply([Change("cn-a:1@", None, 5)])
    assert error.retryable
    assert "cannot be written" in error.error
    assert engine.size == len(LIBRARY)
