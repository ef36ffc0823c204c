"""What must be linked to a kind of infringement, or say why not: leaves of the tree of types, and digested provisions.

A leaf without a provision or a case in a legal system needs the editors' sentence why; a digested provision without a link
needs the reason, in its digest. A gap stops no load: what the library holds is sound without it. `check_corpus` asks for the
words, and for taking them away once there is something to show.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lawbase.ingest.corpus.documents import Problem
from lawbase.ingest.corpus.placed import Collection

SYSTEMS = ("cn", "us")


def unexplained(found: Collection) -> list[Problem]:
    """A problem for every gap without a sentence, and for every sentence without a gap."""
    return [*_leaves(found), *_provisions(found)]


def _provisions(found: Collection) -> Iterator[Problem]:
    linked = {link.item.provision.partition("(")[0] for link in found.links}
    for digest in found.digests:
        provision, unlinked = digest.item.provision, digest.item.unlinked
        if provision not in linked and unlinked is None:
            yield digest.problem(
                "unlinked",
                _("%(provision)s is linked to no kind of infringement; link it or say why not.")
                % {"provision": provision},
            )
        if provision in linked and unlinked is not None:
            yield digest.problem(
                "unlinked",
                _("%(provision)s has a link; take the reason away.") % {"provision": provision},
            )


def _leaves(found: Collection) -> Iterator[Problem]:
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
                _("%(type)s has no %(what)s of `%(system)s`; link some or say why under `absent`.")
                % {"type": kind.item.slug, "what": what, "system": system},
            )
        for system, what in sorted(said.keys() - gaps):
            yield kind.problem(
                f"absent.{said[system, what]}",
                _("%(type)s has %(what)s of `%(system)s` or is no leaf; remove the sentence.")
                % {"type": kind.item.slug, "what": what, "system": system},
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
