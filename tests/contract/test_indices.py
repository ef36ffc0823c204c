"""One suite for the indices of every engine: build, swap, rollback, prune, incremental writes (lawbase/search/indices/base.py)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from lawbase.search import clauses as c
from lawbase.search.analysis.words import VERSION
from lawbase.search.engines.base import Change, IndexDocument, IndexUnavailable
from lawbase.search.indices.base import Held, Indices
from lawbase.search.indices.building import build
from lawbase.search.indices.embedded import IndexFolder
from lawbase.search.indices.verify import verify
from lawbase.search.plan import Plan, loose
from tests.contract.documents import LIBRARY, document

EVERYTHING = Plan(text=c.Everything(), filters={}, always=(), limit=100)
NEW = document("cn-a:2-1@", "新增一条：应当告知个人。", "甲法 Law A", pk=20, law="cn-a")
SECOND = next(d for d in LIBRARY if d.id == "cn-a:2@")
CHANGED = document("cn-a:2@", "本条现已改写，与原文不同。", "甲法 Law A", pk=2, law="cn-a")


def filled(
    indices: Indices, documents: Collection[IndexDocument] = LIBRARY, state: int = 1, version: int = 0
) -> str:
    return build(indices, documents, lambda: state, lambda: len(documents), version=version).name


def ids(indices: Indices, plan: Plan = EVERYTHING) -> list[str]:
    indices.refresh()
    return [hit.id for hit in indices.engine().run(plan).hits]


def by_weight(documents: Iterable[IndexDocument]) -> list[str]:
    return [d.id for d in sorted(documents, key=lambda d: (-d.prior, d.id))]


def test_before_the_first_build_there_is_nothing_to_ask(indices: Indices):
    assert indices.current() is None
    assert indices.status() == ()
    with pytest.raises(IndexUnavailable, match="index build"):
        indices.engine().run(EVERYTHING)


def test_writing_before_the_first_build_makes_no_index(indices: Indices):
    try:
        errors = indices.apply([Change(NEW.id, NEW, 1)])
    except IndexUnavailable:
        errors = ()
    else:
        assert [(error.id, error.retryable) for error in errors] == [(NEW.id, True)]
    assert indices.status() == ()


def test_a_built_index_is_in_use_and_says_of_what_it_is(indices: Indices):
    name = filled(indices, state=7)
    info = indices.current()
    assert info is not None
    assert (info.name, info.analysis, info.state, info.documents) == (name, VERSION, 7, len(LIBRARY))
    assert info.current
    assert info.complete
    assert info.fits(7)
    assert not info.fits(8)
    assert info.faults() == ()
    assert ids(indices) == by_weight(LIBRARY)


def test_another_analysis_or_mapping_is_said(indices: Indices):
    filled(indices)
    info = indices.current()
    assert info is not None
    other = replace(info, analysis="0", schema="other")
    assert not other.fits(1)
    assert [VERSION in fault or info.schema in fault for fault in other.faults()] == [True, True]


def test_a_build_that_counts_wrong_is_not_put_in_use(indices: Indices):
    old = filled(indices)
    with pytest.raises(IndexUnavailable, match="old index stays in use"):
        build(indices, LIBRARY[:-1], lambda: 2, lambda: len(LIBRARY))
    assert [info.name for info in indices.status()] == [old]
    assert ids(indices) == by_weight(LIBRARY)


def test_a_build_that_breaks_off_leaves_the_old_index_in_use(indices: Indices):
    old = filled(indices)

    def broken() -> Iterator[IndexDocument]:
        yield LIBRARY[0]
        raise RuntimeError("the source broke off")

    with pytest.raises(RuntimeError, match="broke off"):
        build(indices, broken(), lambda: 2, lambda: len(LIBRARY))
    assert [info.name for info in indices.status()] == [old]


def test_building_without_swapping_leaves_the_choice(indices: Indices):
    old = filled(indices)
    new = build(indices, LIBRARY[:3], lambda: 2, lambda: 3, swap=False)
    assert indices.current().name == old
    assert not new.current
    assert indices.swap(new.name).name == new.name
    assert len(ids(indices)) == 3


def test_an_unknown_index_cannot_be_swapped_in(indices: Indices):
    filled(indices)
    with pytest.raises(IndexUnavailable, match="index status"):
        indices.swap("lawbase-nothing")


def test_rollback_goes_back_and_swap_forward(indices: Indices):
    old = filled(indices)
    new = filled(indices, LIBRARY[:4], state=2)
    assert indices.rollback().name == old
    assert ids(indices) == by_weight(LIBRARY)
    assert indices.swap().name == new
    assert len(ids(indices)) == 4


def test_without_a_previous_index_a_rollback_changes_nothing(indices: Indices):
    name = filled(indices)
    with pytest.raises(IndexUnavailable, match="nothing was changed"):
        indices.rollback()
    assert indices.current().name == name


def test_one_previous_index_is_kept(indices: Indices):
    names = [filled(indices, state=state) for state in (1, 2, 3)]
    assert [info.name for info in indices.status()] == [names[2], names[1]]
    assert indices.prune() == ()


def test_pruning_after_a_rollback_keeps_what_was_rolled_back(indices: Indices):
    old, new = filled(indices), filled(indices, state=2)
    indices.rollback()
    indices.prune()
    assert {info.name for info in indices.status()} == {old, new}


def test_changes_are_written_and_found(indices: Indices):
    filled(indices)
    gone = LIBRARY[0].id
    errors = indices.apply(
        [Change(NEW.id, NEW, 5), Change("cn-a:2@", CHANGED, 5), Change(gone, None, 5)], state=2
    )
    assert errors == ()
    now = [NEW, CHANGED, *(d for d in LIBRARY[1:] if d.id != CHANGED.id)]
    assert ids(indices) == by_weight(now)
    assert ids(indices, Plan(text=loose("改写"), filters={}, always=())) == ["cn-a:2@"]
    assert ids(indices, Plan(text=loose("买卖"), filters={}, always=())) == ["cn-b:1@"]
    assert not verify(indices, now)
    assert indices.current().fits(2)
    assert indices.current().documents == len(now)


def test_every_order_holds_after_many_small_writes(indices: Indices):
    filled(indices)
    for version, doc in enumerate(sorted(LIBRARY, key=lambda d: d.context), start=2):
        assert indices.apply([Change(doc.id, doc, version)]) == ()
    assert ids(indices) == by_weight(LIBRARY)
    days = {d.id: d.numbers["day"] for d in LIBRARY}
    assert ids(indices, replace(EVERYTHING, sort="oldest")) == sorted(days, key=lambda i: (days[i], i))
    assert ids(indices, replace(EVERYTHING, sort="newest")) == sorted(days, key=lambda i: (-days[i], i))
    pages = [ids(indices, replace(EVERYTHING, offset=at, limit=3)) for at in range(0, len(LIBRARY), 3)]
    assert [ident for page in pages for ident in page] == by_weight(LIBRARY)


def test_an_older_change_never_replaces_a_newer_document(indices: Indices):
    filled(indices, version=10)
    assert indices.apply([Change("cn-a:2@", CHANGED, 9)]) == ()
    assert not verify(indices, LIBRARY)
    assert indices.apply([Change("cn-a:2@", CHANGED, 12), Change("cn-a:2@", SECOND, 11)]) == ()
    assert verify(indices, LIBRARY).stale == ("cn-a:2@",)


def test_the_same_change_twice_is_written_once(indices: Indices):
    filled(indices)
    for _again in range(2):
        assert indices.apply([Change(NEW.id, NEW, 5), Change(LIBRARY[0].id, None, 5)]) == ()
    assert ids(indices).count(NEW.id) == 1
    assert not verify(indices, [NEW, *LIBRARY[1:]])


def test_deleting_what_is_not_there_is_no_error(indices: Indices):
    filled(indices)
    assert indices.apply([Change("cn-nothing:1@", None, 5)]) == ()


def test_no_changes_are_no_error_and_may_advance_the_state(indices: Indices):
    filled(indices)
    assert indices.apply([], state=9) == ()
    assert indices.current().state == 9


def test_entries_name_content_and_version(indices: Indices):
    filled(indices, version=3)
    entries = {entry.id: entry for entry in indices.entries()}
    assert {ident: entry.hash for ident, entry in entries.items()} == {d.id: d.content_hash for d in LIBRARY}
    assert {entry.version for entry in entries.values()} == {3}


def test_what_is_held_under_an_address_is_found(indices: Indices):
    filled(indices)
    assert indices.ids_under(["cn-a:3", "case:x-v-y", "cn-a:99"]) == {"cn-a:3@", "cn-a:3@2020", "case:x-v-y"}
    assert indices.ids_under([]) == frozenset()


def test_what_was_written_a_moment_ago_is_held(indices: Indices):
    filled(indices)
    indices.apply([Change(NEW.id, NEW, 2)])
    assert indices.ids_under(["cn-a:2-1"]) == {NEW.id}


def test_verification_names_each_difference(indices: Indices):
    filled(indices, LIBRARY)
    database = [CHANGED if d.id == CHANGED.id else d for d in LIBRARY[1:]] + [NEW]
    found = verify(indices, database)
    assert bool(found)
    assert (found.missing, found.stale, found.surplus) == ((NEW.id,), (CHANGED.id,), (LIBRARY[0].id,))
    assert found.compared == len(database)
    assert not verify(indices, LIBRARY)


def test_a_document_that_does_not_fit_is_returned_not_raised_and_the_others_are_written(indices: Indices):
    filled(indices)
    wrong = replace(NEW, numbers={**NEW.numbers, "core": 2**70})
    errors = indices.apply([Change(wrong.id, wrong, 5), Change("cn-a:2@", CHANGED, 5)])
    assert [(error.id, error.retryable) for error in errors] == [(NEW.id, False)]
    assert verify(indices, LIBRARY).stale == ("cn-a:2@",)


class Outbox:
    """What the real one promises: rows by version, and changes worked out for the index that asks."""

    def __init__(self) -> None:
        self.rows: list[Change] = []
        self.asked: list[int] = []

    def put(self, *rows: Change) -> None:
        self.rows += rows

    def __call__(self, since: int, held: Held) -> Iterable[Change]:
        self.asked.append(since)
        return [row for row in self.rows if row.version > since]


def test_changes_during_a_rebuild_are_in_the_new_index_too(indices: Indices):
    filled(indices)
    outbox = Outbox()
    gone = LIBRARY[-1]

    def read() -> Iterator[IndexDocument]:
        for place, doc in enumerate(LIBRARY):
            if place == 5:
                changes = [
                    Change(NEW.id, NEW, 101),
                    Change("cn-a:2@", CHANGED, 102),
                    Change(gone.id, None, 103),
                ]
                outbox.put(*changes)
                # The old index serves meanwhile, and is kept in step.
                assert indices.apply(changes) == ()
                assert NEW.id in ids(indices)
            yield doc

    now = [NEW, CHANGED, *(d for d in LIBRARY[:-1] if d.id != CHANGED.id)]
    info = build(indices, read(), lambda: 4, lambda: len(now), version=100, replay=outbox)
    assert info.current
    assert info.fits(4)
    assert outbox.asked[0] == 100
    assert ids(indices) == by_weight(now)
    assert not verify(indices, now)


def test_a_change_in_the_moment_of_the_swap_is_not_lost(indices: Indices):
    filled(indices)
    outbox = Outbox()
    swap = indices.swap

    def delivered_to_the_old_one(name: str = ""):
        change = Change("cn-a:2@", CHANGED, 101)
        outbox.put(change)
        assert indices.apply([change]) == ()
        return swap(name)

    indices.swap = delivered_to_the_old_one  # type: ignore[method-assign]
    build(indices, LIBRARY, lambda: 4, lambda: len(LIBRARY), version=100, replay=outbox)
    assert not verify(indices, [CHANGED if d.id == CHANGED.id else d for d in LIBRARY])


def test_a_long_list_of_equal_hits_is_cut_into_pages_by_id(indices: Indices):
    many = [document(f"cn-m:{number:04}@", "同样的词语。", pk=number, law="cn-m") for number in range(400)]
    filled(indices, list(reversed(many)))
    plan = Plan(text=loose("同样的词语"), filters={}, always=(), facets=())
    pages = [ids(indices, replace(plan, offset=at, limit=100)) for at in range(0, 400, 100)]
    assert [ident for page in pages for ident in page] == [d.id for d in many]
    # And when they no longer lie together on disk.
    assert indices.apply([Change(d.id, d, 2) for d in many[::3]]) == ()
    pages = [ids(indices, replace(plan, offset=at, limit=100)) for at in range(0, 400, 100)]
    assert [ident for page in pages for ident in page] == [d.id for d in many]


def test_what_one_process_writes_or_swaps_another_finds(tmp_path: Path):
    writing, reading = IndexFolder(tmp_path), IndexFolder(tmp_path)
    filled(writing)
    assert ids(reading) == by_weight(LIBRARY)
    assert writing.apply([Change(NEW.id, NEW, 5)]) == ()
    assert NEW.id in ids(reading)
    filled(writing, LIBRARY[:2], state=2)
    assert len(ids(reading)) == 2
    writing.rollback()
    assert NEW.id in ids(reading)


def test_writers_at_once_wait_for_one_another(indices: Indices):
    filled(indices)
    many = [document(f"cn-m:{number}@", "同样的词语。", pk=100 + number, law="cn-m") for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        errors = list(pool.map(lambda d: indices.apply([Change(d.id, d, 5)]), many))
    assert errors == [()] * 8
    assert not verify(indices, [*LIBRARY, *many])
