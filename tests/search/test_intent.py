"""What a question asks for beside its subject."""

from __future__ import annotations

import pytest

from lawbase.search.analysis.words import query_words
from lawbase.search.clauses import Favoured, Term
from lawbase.search.intent import orders_named, roles_named
from lawbase.search.plan import ORDER_BOOST, ROLE_BOOST, loose


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        ("卖个人信息判几年", ("punishes",)),
        ("can I claim damages", ("remedies",)),
        ("is that a crime", ("punishes",)),
        ("被卖了能起诉要求赔偿、会判刑吗", ("remedies", "punishes")),
        ("过度收集", ()),
    ],
)
def test_words_that_ask_for_a_role_are_known(question: str, roles: tuple[str, ...]) -> None:
    assert roles_named(query_words(question)) == roles


@pytest.mark.parametrize(
    ("question", "orders"),
    [
        ("sale of data, crime in China", ("cn",)),
        ("中国和美国的规定", ("cn", "us")),
        ("Californian law", ("us-ca",)),
        ("加州怎么规定", ("us-ca",)),
        ("they sold us", ()),
        ("a driver in Chengdu sold our trips for 900 yuan", ("cn",)),
        ("我在旧金山上班", ("us-ca",)),
        ("纽约的房东偷偷录音", ("us",)),
        ("金山办公软件", ()),
    ],
)
def test_a_legal_order_is_known_by_its_name(question: str, orders: tuple[str, ...]) -> None:
    assert orders_named(query_words(question)) == orders


def test_role_and_order_count_only_where_a_kind_of_infringement_is_described() -> None:
    favoured = loose("crime in China", types=("trade",))
    assert isinstance(favoured, Favoured)
    assert Term("role", "trade:punishes", ROLE_BOOST) in favoured.extra
    assert Term("jurisdiction", "cn", ORDER_BOOST) in favoured.extra
    assert not isinstance(loose("crime in China"), Favoured)
