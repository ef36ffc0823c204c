"""A server that failed is left alone, asked again by one thread, and trusted once it answers (lawbase/search/breaker.py)."""

from __future__ import annotations

import threading
import time

import pytest

from lawbase.search.breaker import Breaker
from lawbase.search.engines.base import IndexUnavailable


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Probe:
    """Answers or fails as it is told, when it is let go."""

    def __init__(self) -> None:
        self.times = 0
        self.answers = True
        self.go = threading.Event()
        self.go.set()

    def __call__(self) -> None:
        self.times += 1
        assert self.go.wait(5)
        if not self.answers:
            raise IndexUnavailable("still down")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def probe() -> Probe:
    return Probe()


@pytest.fixture
def breaker(clock: Clock, probe: Probe) -> Breaker:
    return Breaker(probe, pause=3.0, clock=clock)


def wait_until_probed(breaker: Breaker) -> None:
    until = time.monotonic() + 5
    while breaker._probing and time.monotonic() < until:
        time.sleep(0.005)
    assert not breaker._probing


def test_while_all_is_well_everything_is_allowed(breaker: Breaker, probe: Probe) -> None:
    assert breaker.allows()
    assert not breaker.is_open
    assert probe.times == 0


def test_after_a_failure_nothing_is_allowed_and_nothing_asked_until_the_pause_is_over(
    breaker: Breaker, probe: Probe, clock: Clock
) -> None:
    breaker.failed("it hangs")
    clock.now += 2.9
    assert not breaker.allows()
    assert (breaker.is_open, breaker.reason, probe.times) == (True, "it hangs", 0)


def test_after_the_pause_one_probe_is_sent_and_nobody_waits_for_it(
    breaker: Breaker, probe: Probe, clock: Clock
) -> None:
    breaker.failed("it hangs")
    clock.now += 3.0
    probe.go.clear()
    started = time.perf_counter()
    threads = [threading.Thread(target=breaker.allows) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.perf_counter() - started < 1.0
    assert not breaker.allows()
    probe.go.set()
    wait_until_probed(breaker)
    assert probe.times == 1
    assert breaker.allows()
    assert breaker.reason == ""


def test_a_probe_that_fails_begins_the_pause_anew(breaker: Breaker, probe: Probe, clock: Clock) -> None:
    breaker.failed("it hangs")
    probe.answers = False
    clock.now += 3.0
    assert not breaker.allows()
    wait_until_probed(breaker)
    assert breaker.reason == "still down"
    clock.now += 2.9
    assert not breaker.allows()
    wait_until_probed(breaker)
    assert probe.times == 1
    probe.answers = True
    clock.now += 0.1
    assert not breaker.allows()
    wait_until_probed(breaker)
    assert breaker.allows()
