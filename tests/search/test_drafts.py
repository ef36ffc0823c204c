"""Drafts analysed on every core: the same documents as here, in the same order, and a sentence when a process dies."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest

from lawbase.search.drafts import FEW, Draft, analysed_on_every_core
from lawbase.search.engines.base import NUMBERS, IndexUnavailable

MANY = 3 * FEW


def drafts(count: int) -> list[Draft]:
    return [
        Draft(
            f"garden:{n}",
            f"第{n}朵红花开在园中。Roses grow.",
            "花园法",
            (),
            {"law": ("garden",)},
            dict.fromkeys(NUMBERS, n),
            1.0,
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [0, 1, FEW - 1, FEW, MANY + 7])
def test_the_documents_are_those_analysed_here_in_the_same_order(count: int) -> None:
    assert list(analysed_on_every_core(drafts(count))) == [draft.analysed() for draft in drafts(count)]


def test_few_drafts_start_no_process() -> None:
    documents = analysed_on_every_core(drafts(FEW - 1))
    next(documents)
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="with one core no process is started")
def test_a_process_that_dies_ends_the_work_with_what_to_do() -> None:
    documents = analysed_on_every_core(drafts(MANY))
    next(documents)
    for process in multiprocessing.active_children():
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
    with pytest.raises(IndexUnavailable, match="index build"):
        list(documents)
