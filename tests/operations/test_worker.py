"""A real worker on a real Redis: told after a commit, sent long work, and missed by nobody while the broker is down."""

from __future__ import annotations

import redis

from tests.faults.conftest import ground, on_sqlite, redis_server, sqlite_library
from tests.faults.place import ACTS, NEW, SECTIONS, Place, fetch
from tests.faults.servers import Redis, wait_until

__all__ = ["ground", "on_sqlite", "redis_server", "sqlite_library"]


def test_a_worker_delivers_after_a_commit_and_does_what_it_is_sent(
    on_sqlite: Place, redis_server: Redis
) -> None:
    place = on_sqlite
    place.variables["CELERY_BROKER_URL"] = redis_server.url(0)
    place.change(NEW)
    assert place.waiting() >= SECTIONS, "whoever commits does not deliver"
    with place.worker():
        wait_until("the worker delivers what was announced before it came", lambda: place.waiting() == 0)
        place.change("wren")
        wait_until("the worker delivers what is announced", lambda: place.waiting() == 0)
        assert "was given to the worker" in place.must("tasks", "send", "check_corpus")
        assert "was given to the worker" in place.must("tasks", "send", "sweep")
        # The small corpus of this library has faults; that, too, is an outcome.
        for name in ("check_corpus", "sweep"):
            wait_until(
                f"{name} ended",
                lambda name=name: [run for run in place.runs(name) if run[0] in ("done", "failed")],
            )
    (state, label, message) = place.runs("sweep")[-1]
    assert state == "done"
    assert label == "Comparing"
    assert f"{ACTS * SECTIONS} documents compared; 0 missing, 0 stale, 0 surplus" in message
    (state, _label, message) = place.runs("check_corpus")[-1]
    assert (state in ("done", "failed"), bool(message)) == (True, True)
    listed = place.must("tasks")
    assert "check_corpus" in listed
    assert "documents compared" in listed
    place.verified()


def test_with_the_broker_down_nothing_is_lost_and_the_periodic_delivery_finds_it(
    on_sqlite: Place, redis_server: Redis
) -> None:
    place = on_sqlite
    place.variables["CELERY_BROKER_URL"] = redis_server.url(0)
    redis_server.kill()
    place.change(NEW)  # ends well
    assert place.words(NEW) == SECTIONS
    assert place.waiting() >= SECTIONS
    redis_server.start()
    with redis_server.client() as client:
        assert client.llen("celery") == 0, "nobody was told"
    with place.worker("--beat", f"--schedule={place.folder / 'beat'}"):
        wait_until("the periodic delivery finds it", lambda: place.waiting() == 0)
    place.verified()


def test_without_the_cache_pages_search_and_throttle_go_on_and_it_comes_back_by_itself(
    on_sqlite: Place, redis_server: Redis
) -> None:
    place = on_sqlite
    place.variables |= {"CACHE_URL": redis_server.url(1), "LAWBASE_ANONYMOUS_RATE": "30/hour"}

    def part(url: str) -> str:
        return fetch(f"{url}/readyz")[1].partition('"cache": {"state": "')[2].partition('"')[0]

    with place.served() as url, redis.Redis.from_url(redis_server.url(1)) as client:
        assert part(url) == "up"
        assert client.keys("*throttle*")
        redis_server.kill()
        for path in ("/en/", "/zh/laws/us-made-up-2/7/", "/en/search/?q=meadow&scope=all"):
            assert fetch(url + path)[0] == 200
        assert part(url) == "down"
        seen = [fetch(f"{url}/api/v1/laws/us-made-up-3/")[0] for _time in range(31)]
        assert seen[0] == 200
        assert seen[-1] == 429, "the throttle counts on, in the process"
        assert set(seen) == {200, 429}
        redis_server.start()
        client.flushdb()

        def remembered() -> bool:
            fetch(f"{url}/api/v1/laws/us-made-up-3/")
            return bool(client.keys("*throttle*"))

        wait_until("the cache is asked again", remembered)
        assert part(url) == "up"
