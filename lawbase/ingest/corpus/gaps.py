"""Leaves of the tree of types that have no provision or no case in a legal system: each needs the editors' sentence why.

A gap stops no load: what the library holds is sound without it. `check_corpus` asks for the sentence, and for taking it away
once there is something to show.
"""

from __future__ import annotations

from collections.abc import Iterator

from lawbase.ingest.corpus.documents import Problem
from lawbase.ingest.corpus.placed import Collection

SYSTEMS = ("cn", "us")


def unexplained(found: Collection) -> list[Problem]:
    """A problem for every gap without a sentence, and for every sentence without a gap."""
    return list(_unexplained(found))


def _unexplained(found: Collection) -> Iterator[Problem]:
    held = _held(found)
    parents = {kind.item.parent for kind in found.types}
    for kind in found.types:
        said = {(row.system, row.what): number for number, row in enumerate(kind.item.absent)}
        leaf = kind.item.slug not in parents
        gaps = {
            (system, what)
            for system in SYSTEMS
            for what in ("provisions", "cases")
            if leaf and (kind.item.slug, system, what) not in held
        }
        for system, what in sorted(gaps - said.keys()):
            yield kind.problem(
                "absent",
                f"{kind.item.slug} has no {what} of `{system}`; link some or say why under `absent`.",
            )
        for system, what in sorted(said.keys() - gaps):
            yield kind.problem(
                f"absent.{said[system, what]}",
                f"{kind.item.slug} has {what} of `{system}` or is no leaf; remove the sentence.",
            )


def _held(found: Collection) -> set[tuple[str, str, str]]:
    """(type, system, what) of everything that is linked."""
    orders = {statute.slug: statute.jurisdiction for statute in found.statutes}
    held = {
        (kind.type, _system(case.item.jurisdiction), "cases")
        for case in found.cases
        for kind in case.item.types
    }
    for link in found.links:
        law = link.item.provision.partition(":")[0]
        held.add((link.item.type, _system(orders.get(law, law)), "provisions"))
    return held


def _system(order: str) -> str:
    return order.partition("-")[0]
