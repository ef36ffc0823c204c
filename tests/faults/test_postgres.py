"""PostgreSQL killed in mid-ingest; two ingestions of one law at once."""

from __future__ import annotations

from collections.abc import Callable

from tests.faults.gate import held_back, wait_until_one_stands_at_the_gate
from tests.faults.place import ACTS, NEW, OLD, SECTIONS, Place, say
from tests.faults.servers import Postgres, wait_until

ALL = ACTS * SECTIONS


def test_postgresql_killed_in_mid_ingest(postgres: Postgres, on_postgres: Callable[..., Place]) -> None:
    place = on_postgres()
    place.write(NEW)
    # 503 is what a reader sees who asks while there is no database.
    with place.read(allowed=(200, 503)) as readers:
        with held_back(place):
            ingesting = place.start("manage.py", "ingest", "act-")
            wait_until_one_stands_at_the_gate(postgres, place)
            say("an ingestion is in the middle of a law; SIGKILL for PostgreSQL")
            postgres.kill()
            readers.rounds()
        _said, complained = ingesting.communicate()
        assert ingesting.returncode != 0
        say("the ingestion ended: " + complained.strip().splitlines()[-1][:150])
        assert readers.seen[503]
        postgres.start()
        before = readers.seen[503]
        status = readers.search()
        assert status["count"] == ALL
        readers.rounds(2)
        assert readers.seen[503] <= before + 1, "the first request after the restart works"
        say("PostgreSQL is back; the next request worked")
        place.verified()
        assert place.words(OLD) + place.words(NEW) == ALL
        place.ingest()
        assert place.words(NEW) == ALL
        say("the ingestion, run again, completed")
        place.verified()


def test_two_ingestions_of_one_law_at_once(postgres: Postgres, on_postgres: Callable[..., Place]) -> None:
    """From two machines: they share the database and no folder."""
    one = on_postgres()
    other = one.copy(one.folder.with_name(f"{one.folder.name}-other"), **one.variables)
    one.write(NEW)
    other.write(NEW)
    with one.read() as readers:
        with held_back(one):
            first = one.start("manage.py", "ingest", "act-")
            wait_until_one_stands_at_the_gate(postgres, one)
            second = other.start("manage.py", "ingest", "act-")
            locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            wait_until("the second ingestion waits for the first", lambda: postgres.ask(locks)[0][0])
            say("one ingestion stands in the middle of a law, another waits for it")
        for process in (first, second):
            said, complained = process.communicate()
            assert process.returncode == 0, said + complained
            say(said.strip().splitlines()[-2])
        readers.rounds()
    assert one.words(NEW) == ALL
    rows = one.ask(
        "SELECT count(*), count(DISTINCT (provision_id, valid_from)) FROM statutes_provisionversion "
        "WHERE superseded_at IS NULL"
    )
    assert rows == [(ALL, ALL)], "each provision is there once"
    one.verified()
    other.verified()
