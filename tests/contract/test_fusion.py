"""Words and meaning fused, on every engine: the same order, filters, counts and pages."""

from __future__ import annotations

from dataclasses import replace

from lawbase.search import clauses as c
from lawbase.search.engines.base import Engine
from lawbase.search.fusion import (
    ABOVE,
    NAMED_SHARE,
    WORDS_SHARE,
    Candidate,
    candidates,
    fused,
    fused_in_core,
    ordered,
    share_of_words,
    wanted,
)
from lawbase.search.plan import Plan, loose
from lawbase.search.semantic.nearest import Found, Near

FREE = loose("买卖个人信息")
PLAN = Plan(text=FREE, filters={}, always=(), free=FREE, question="买卖个人信息")
NEAR = [Near("us-c:120@", 0.9, 1.0), Near("cn-a:2@", 0.8, 1.0), Near("cn-b:1@", 0.8, 0.0)]
SIMILAR = {one.id: one.similarity for one in NEAR}


def together(engine: Engine, plan: Plan = PLAN) -> Plan:
    found = candidates(engine.run(plan).hits, NEAR, SIMILAR)
    return ordered(plan, fused(found, NEAR), SIMILAR)


def ids(engine: Engine, plan: Plan) -> list[str]:
    return [hit.id for hit in engine.run(plan).hits]


def test_what_both_find_stands_first_and_what_only_meaning_finds_is_there(engine: Engine) -> None:
    plain = ids(engine, PLAN)
    both = ids(engine, together(engine))
    assert "us-c:120@" not in plain
    assert both[0] == "cn-a:2@"
    assert "us-c:120@" in both
    assert set(plain) <= set(both)
    # An amending instrument means what the code means, and stands behind it.
    assert both.index("cn-a:2@") < both.index("cn-b:1@")


def test_scores_are_the_fused_ones(engine: Engine) -> None:
    found = candidates(engine.run(PLAN).hits, NEAR, SIMILAR)
    scores = fused(found, NEAR)
    for hit in engine.run(together(engine)).hits:
        assert abs(hit.score - ABOVE * (1 + scores[hit.id])) < 0.01


def test_filters_narrow_what_meaning_brings_too(engine: Engine) -> None:
    plan = replace(together(engine), filters={"jurisdiction": ("us",)})
    assert ids(engine, plan) == ["us-c:120@"]
    assert engine.run(plan).count == 1


def test_facets_count_what_is_shown(engine: Engine) -> None:
    answer = engine.run(together(engine))
    assert sum(answer.facets["kind"].values()) == answer.count == len(answer.hits)


def test_pages_continue_each_other(engine: Engine) -> None:
    plan = together(engine)
    pages = [replace(plan, offset=offset, limit=2) for offset in range(0, 8, 2)]
    assert [ident for page in pages for ident in ids(engine, page)] == ids(engine, plan)


def test_conditions_beside_the_free_text_hold(engine: Engine) -> None:
    plan = replace(PLAN, text=c.AllOf((FREE, c.Term("law", "cn-a"))))
    assert all(ident.startswith("cn-a:") for ident in ids(engine, together(engine, plan)))


def test_what_has_no_vector_is_judged_by_its_words(engine: Engine) -> None:
    scores = fused(candidates(engine.run(PLAN).hits, [], {}), [])
    assert list(scores) == ids(engine, PLAN)
    assert sorted(scores.values(), reverse=True) == list(scores.values())


def test_in_the_core_library_text_and_digest_have_ranks_of_their_own() -> None:
    found = [Candidate("cn-a:1@", 0.0, 0.8), Candidate("cn-a:2@", 0.0, 0.9), Candidate("case:x", 0.0, 0.7)]
    near = [Near("cn-a:2@", 0.9, 1.0), Near("cn-a:1@", 0.8, 1.0), Near("case:x", 0.7, 1.0)]
    meaning = Found(near, ("cn-a:2@", "cn-a:1@", "case:x"), ("cn-a:1@",), {}, None, None)
    scores = fused_in_core(found, meaning)
    assert scores["cn-a:1@"] > scores["case:x"] > scores["cn-a:2@"]


def test_what_is_linked_in_the_role_asked_for_keeps_what_that_adds(engine: Engine) -> None:
    asked = c.Favoured(FREE, (c.Term("role", "illegal-trade:punishes", 12.0),))
    plan = replace(PLAN, text=asked, free=asked)
    scores = {"cn-a:2@": 0.5, "cn-b:1@": 0.4}
    assert ids(engine, ordered(PLAN, scores, {}))[:2] == ["cn-a:2@", "cn-b:1@"]
    assert ids(engine, ordered(plan, scores, {}))[:2] == ["cn-b:1@", "cn-a:2@"]


def test_named_laws_and_kinds_weigh_by_words() -> None:
    assert share_of_words(PLAN) == WORDS_SHARE
    assert share_of_words(replace(PLAN, types=("illegal-trade",))) == NAMED_SHARE
    assert share_of_words(replace(PLAN, laws=("cn-a",))) == NAMED_SHARE


def test_a_legal_order_that_the_question_names_narrows_its_meaning() -> None:
    plan = replace(PLAN, types=("illegal-trade",), words=("中国", "买卖"))
    assert wanted(plan).jurisdiction == ("cn",)
    assert wanted(replace(plan, filters={"jurisdiction": ("us",)})).jurisdiction == ("us",)
