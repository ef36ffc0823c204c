"""Cases among provisions: one place in three, save where a case is asked for by its name."""

from __future__ import annotations

from lawbase.search.engines.base import EngineHit
from lawbase.search.fusion import spaced


def hits(case: float, provision: float) -> list[EngineHit]:
    return [EngineHit("case:a", "case", 1, case), EngineHit("cn-a:1@", "provision", 2, provision)]


def order(scores: dict[str, float]) -> list[str]:
    return sorted(scores, key=lambda ident: -scores[ident])


def test_of_three_places_a_case_takes_one_and_nothing_is_lost() -> None:
    scores = {f"case:{name}": 1 - place / 100 for place, name in enumerate("abcd")}
    scores |= {f"cn-a:{place}@": 0.5 - place / 100 for place in range(5)}
    found = spaced(scores, hits(4, 4))
    assert order(found) == [
        "cn-a:0@", "cn-a:1@", "case:a", "cn-a:2@", "cn-a:3@", "case:b", "cn-a:4@", "case:c", "case:d",
    ]  # fmt: skip
    assert sorted(found.values()) == sorted(scores.values())


def test_a_case_that_is_not_near_moves_no_further_forward() -> None:
    scores = {"cn-a:1@": 0.9, "cn-a:2@": 0.8, "cn-a:3@": 0.7, "cn-a:4@": 0.6, "case:a": 0.1}
    assert spaced(scores, hits(1, 4)) == scores


def test_a_case_asked_for_by_its_name_stays_first() -> None:
    scores = {"case:a": 0.9, "case:b": 0.8, "cn-a:1@": 0.7}
    assert spaced(scores, hits(9, 4)) == scores


def test_cases_alone_keep_their_order() -> None:
    scores = {"case:a": 0.9, "case:b": 0.8}
    assert spaced(scores, hits(4, 4)) == scores
