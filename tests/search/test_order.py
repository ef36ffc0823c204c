"""Equal scores stand in one group, whatever their last bits (lawbase/search/engines/order.py)."""

from __future__ import annotations

import pytest

from lawbase.search.engines import order

SCORES = [9.0, 7.000001, 7.0, 6.999999, 5.0, 5.0, 1.0]


@pytest.mark.parametrize(
    ("at", "start", "end"), [(0, 0, 1), (1, 1, 4), (2, 1, 4), (3, 1, 4), (5, 4, 6), (6, 6, 7)]
)
def test_a_group_reaches_as_far_as_neighbours_are_equal(at: int, start: int, end: int) -> None:
    assert order.group_start(SCORES, at) == start
    assert order.group_end(SCORES, at) == end


def test_groups_cover_what_they_are_asked_for() -> None:
    assert order.groups(SCORES, 0, 7) == [(0, 1), (1, 4), (4, 6), (6, 7)]
    assert order.groups(SCORES, 4, 4) == []


def test_exact_keys_are_equal_only_to_themselves() -> None:
    assert order.group_end([735_601.0, 735_600.0, 735_600.0], 0, 0.0) == 1
    assert order.group_start([735_601.0, 735_600.0, 735_600.0], 2, 0.0) == 1


@pytest.mark.parametrize(("left", "right", "equal"), [
    (1.0, 1.0, True), (100.0, 100.0005, True), (100.0, 100.01, False), (0.0, 0.0, True), (0.0, 1e-9, False),
])  # fmt: skip
def test_equality_is_a_share_of_the_score(left: float, right: float, equal: bool) -> None:
    assert order.same(left, right) is equal
