"""A Celery worker killed in mid-task, its child and the whole of it; Redis killed with tasks queued."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import celery

from tests.faults.gate import held_back, wait_until_one_stands_at_the_gate
from tests.faults.place import ACTS, NEW, OLD, SECTIONS, Place, say
from tests.faults.servers import Postgres, Redis, children_of, kill_family, wait_until

ALL = ACTS * SECTIONS


def send(redis: Redis, name: str, **arguments: Any) -> None:
    with celery.Celery(broker=redis.url(0)) as client:
        client.send_task(f"lawbase.{name}", kwargs=arguments)


def states(place: Place) -> list[str]:
    return [state for state, _label, _message in place.runs("ingest")]


def test_a_worker_killed_in_mid_task(
    postgres: Postgres, redis_server: Redis, on_postgres: Callable[..., Place]
) -> None:
    place = on_postgres(CELERY_BROKER_URL=redis_server.url(0))
    with place.read() as readers:
        place.write(NEW)
        with place.worker() as worker:
            with held_back(place):
                send(redis_server, "ingest", only=["act-"])
                wait_until_one_stands_at_the_gate(postgres, place)
                assert states(place) == ["running"]
                (child,) = children_of(worker.pid)
                os.kill(child, signal.SIGKILL)
                say("SIGKILL for the process at work in a worker, in the middle of a law")
                wait_until("the task comes back", lambda: len(states(place)) == 2)
                assert states(place) == ["lost", "running"]
            wait_until("the task is done", lambda: states(place) == ["lost", "done"])
        assert place.words(NEW) == ALL
        place.verified()

        place.write(OLD)
        with place.worker() as worker, held_back(place):
            send(redis_server, "ingest", only=["act-"])
            wait_until_one_stands_at_the_gate(postgres, place)
            kill_family(worker)
        say("SIGKILL for the whole worker, in the middle of a law")
        assert states(place)[-1] == "running"
        with redis_server.client() as client:
            (unacked,) = client.zrange("unacked_index", 0, -1)
            # As if the visibility timeout of an hour were over.
            client.zadd("unacked_index", {unacked: 0})
        with place.worker():
            wait_until("the task is done", lambda: states(place)[2:] == ["lost", "done"])
        say("its task came back to the next worker; the dead one's run is marked lost, its lock was free")
        assert place.words(OLD) == ALL
        readers.rounds()
        place.verified()


def test_redis_killed_with_tasks_queued(on_sqlite: Place, redis_server: Redis) -> None:
    place = on_sqlite
    place.variables |= {"CELERY_BROKER_URL": redis_server.url(0), "CACHE_URL": redis_server.url(1)}
    with place.read() as readers:
        place.change(NEW, "us-made-up-1")
        place.must("tasks", "send", "sweep")
        with redis_server.client() as client:
            queued = client.llen("celery")
        assert queued == 2
        redis_server.kill()
        say(f"SIGKILL for Redis with {queued} tasks queued")
        readers.rounds(2)
        place.change(NEW, "us-made-up-2")
        refused = place.manage("tasks", "send", "sweep")
        assert "The broker does not answer" in refused.stderr
        assert place.waiting() >= 2 * SECTIONS
        say(f"{place.waiting()} changes wait in the outbox, of them {SECTIONS} could not be announced")
        redis_server.start()
        with redis_server.client() as client:
            assert client.llen("celery") == queued
        with place.worker("--beat", f"--schedule={place.folder / 'beat'}"):
            wait_until(
                "the queued sweep is done", lambda: [run[0] for run in place.runs("sweep")] == ["done"]
            )
            wait_until("everything is delivered", lambda: place.waiting() == 0)
        say("Redis is back with its tasks; all of them were done")
        readers.rounds()
        place.verified()
