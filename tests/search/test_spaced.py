"""Cases among provisions: one place in three."""

from __future__ import annotations

import pytest

from lawbase.search.clauses import Everything
from lawbase.search.engines.base import EngineHit
from lawbase.search.fusion import spaced
from lawbase.search.plan import Plan
from lawbase.search.service import _asked_by_name
from tests import factories as make


def order(scores: dict[str, float]) -> list[str]:
    return sorted(scores, key=lambda ident: -scores[ident])


def test_of_three_places_a_case_takes_one_and_nothing_is_lost() -> None:
    scores = {f"case:{name}": 1 - place / 100 for place, name in enumerate("abcd")}
    scores |= {f"cn-a:{place}@": 0.5 - place / 100 for place in range(5)}
    found = spaced(scores)
    assert order(found) == [
        "cn-a:0@", "cn-a:1@", "case:a", "cn-a:2@", "cn-a:3@", "case:b", "cn-a:4@", "case:c", "case:d",
    ]  # fmt: skip
    assert sorted(found.values()) == sorted(scores.values())


def test_a_case_that_is_not_near_moves_no_further_forward() -> None:
    scores = {"cn-a:1@": 0.9, "cn-a:2@": 0.8, "cn-a:3@": 0.7, "cn-a:4@": 0.6, "case:a": 0.1}
    assert spaced(scores) == scores


def test_cases_alone_keep_their_order() -> None:
    scores = {"case:a": 0.9, "case:b": 0.8}
    assert spaced(scores) == scores


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Li v. Pond Keepers", True),
        ("李四诉池塘公司", True),
        ("my employer put a tracker in my bag", False),
        ("Pond keepers who sold the names of all their visitors to anglers", False),
    ],
)
def test_a_case_is_asked_for_by_its_name_where_its_title_holds_half_of_the_words(
    question: str, named: bool
) -> None:
    case = make.make_case(
        "cn-pond", title_zh="李四诉池塘公司侵权案", title_en="Li v. Pond Keepers (tracker under a hat)"
    )
    plan = Plan(Everything(), {}, (), question=question)
    assert _asked_by_name(plan, [EngineHit("case:cn-pond", "case", case.pk, 9.0)]) is named
    assert not _asked_by_name(plan, [EngineHit("cn-a:1@", "provision", 1, 9.0)])
