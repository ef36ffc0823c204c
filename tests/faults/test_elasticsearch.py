"""Elasticsearch killed in mid-bulk and in mid-rebuild; one of three nodes killed while searching and rebuilding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.place import NEW, SECTIONS, Place, say
from tests.faults.road import road_to
from tests.faults.servers import Elasticsearch, wait_until

BUILD = ("index", "build", "--engine", "elasticsearch")


def delivered(place: Place) -> bool:
    place.manage("outbox", "deliver")
    return place.waiting() == 0


def test_elasticsearch_killed_in_mid_bulk_and_in_mid_rebuild(
    on_sqlite: Place, elasticsearch: Elasticsearch
) -> None:
    place = on_sqlite
    place.variables["ELASTICSEARCH_URL"] = elasticsearch.url
    place.must(*BUILD)
    with place.read() as readers:
        readers.rounds()
        assert not readers.last_degraded

        with road_to(elasticsearch.port, elasticsearch.kill) as road:
            place.variables["ELASTICSEARCH_URL"] = road.url
            place.change(NEW)
        place.variables["ELASTICSEARCH_URL"] = elasticsearch.url
        wait_until("it was killed by the first bulk request", lambda: elasticsearch.process is None)
        assert place.waiting() >= SECTIONS
        say(f"SIGKILL in mid-bulk; {place.waiting()} changes wait in the outbox")
        readers.rounds()
        assert readers.last_degraded
        elasticsearch.start()
        wait_until("search asks Elasticsearch again", lambda: not readers.last_degraded)
        wait_until("the outbox is delivered", lambda: delivered(place))
        say("Elasticsearch is back, search asks it again, and the outbox is delivered")
        place.verified()

        with road_to(elasticsearch.port, elasticsearch.kill) as road:
            built = place.manage(*BUILD, ELASTICSEARCH_URL=road.url)
        assert built.returncode != 0
        wait_until("it was killed by the first bulk request", lambda: elasticsearch.process is None)
        say("SIGKILL in mid-rebuild; the build ended: " + built.stderr.strip().splitlines()[-1][:150])
        readers.rounds()
        elasticsearch.start()
        wait_until("search asks Elasticsearch again", lambda: not readers.last_degraded)
        place.verified()
        place.must(*BUILD)
        say("the index in use was whole, and the build, run again, completed")
        place.verified()


@pytest.fixture
def cluster(ground: Path) -> Iterator[list[Elasticsearch]]:
    folder = ground / "cluster"
    folder.mkdir()
    nodes = Elasticsearch.cluster(folder, 3)
    try:
        for node in nodes:
            node.launch()
        for node in nodes:
            node.wait()
        wait_until(
            "three nodes form one cluster", lambda: nodes[0].ask("_cluster/health")["number_of_nodes"] == 3
        )
        yield nodes
    finally:
        for node in nodes:
            node.kill()


def test_one_of_three_nodes_killed_while_searching_and_rebuilding(
    on_sqlite: Place, cluster: list[Elasticsearch]
) -> None:
    place = on_sqlite
    place.variables["ELASTICSEARCH_URL"] = ",".join(node.url for node in cluster)
    place.must(*BUILD)
    wait_until("the cluster is green", lambda: cluster[0].answers("green"))
    shards = cluster[0].ask("_cat/shards/lawbase-library-*?format=json")
    name = next(shard["node"] for shard in shards if shard["prirep"] == "p")
    victim = next(node for node in cluster if node.folder.name == name)
    left = [node for node in cluster if node is not victim]
    say(f"green with three nodes; {name} holds the index in use: " + json.dumps(shards)[:300])
    with place.read() as readers:
        readers.rounds()
        assert not readers.last_degraded
        with ExitStack() as roads:
            urls = [roads.enter_context(road_to(node.port, victim.kill)).url for node in cluster]
            built = place.manage(*BUILD, ELASTICSEARCH_URL=",".join(urls))
        wait_until("it was killed by the first bulk request", lambda: victim.process is None)
        say(f"SIGKILL for {name} in mid-rebuild; the build ended with {built.returncode}: "
            + (built.stdout + built.stderr).strip().splitlines()[-1][:200])  # fmt: skip
        # The cluster would wait a minute for the dead node before it copies the shards that it held.
        left[0].put("_all/_settings", {"index.unassigned.node_left.delayed_timeout": "0"})
        before = readers.searches
        wait_until(
            "two nodes answer searches", lambda: readers.searches > before + 2 and not readers.last_degraded
        )
        wait_until("two nodes are green", lambda: left[0].answers("green"))
        place.verified()
        if built.returncode:
            place.must(*BUILD)
            place.verified()
        place.change(NEW)
        wait_until("the outbox is delivered to two nodes", lambda: delivered(place))
        place.verified()
