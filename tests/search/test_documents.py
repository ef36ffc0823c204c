"""Which documents follow from which rows, and what an index must be told when rows change (lawbase/search/documents.py)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pytest

from lawbase.search.documents import all_documents, changes_of, documents_of, expected_count, idents_of
from lawbase.search.indices.spool import Spool
from tests import factories as make
from tests.web.conftest import Library, library

__all__ = ["library"]


def ids(documents) -> list[str]:
    return sorted(document.id for document in documents)


@dataclass(frozen=True)
class Index:
    """What an index holds, as `changes_of` asks it."""

    held: dict[str, str]

    def ids_under(self, idents: Collection[str]) -> frozenset[str]:
        return frozenset(ident for ident, under in self.held.items() if under in idents)


def test_all_documents_are_as_many_as_the_database_expects(library: Library) -> None:
    found = list(all_documents())
    assert len(found) == len({document.id for document in found}) == expected_count()


def test_the_documents_of_some_rows_are_those_of_all(library: Library) -> None:
    every = {document.id: document.content_hash for document in all_documents()}
    some = list(documents_of(provision_pks=[library.dated.pk], case_pks=[library.case.pk]))
    assert ids(some) == ["case:cn-flower", "cn-garden:2-1@2020-01-01", "cn-garden:2-1@2023-07-01"]
    assert all(every[document.id] == document.content_hash for document in some)


def test_a_law_gives_the_documents_of_all_its_provisions_once(library: Library) -> None:
    found = ids(documents_of(law_pks=[library.law.pk], provision_pks=[library.dated.pk]))
    assert found == sorted(d.id for d in all_documents() if d.keywords["law"] == ("cn-garden",))


def test_addresses_give_the_same_documents_as_their_rows(library: Library) -> None:
    idents = idents_of(
        provision_pks=[library.section.pk], case_pks=[library.case.pk], law_pks=[library.law.pk]
    )
    assert {"us-orchard:10", "case:cn-flower", "cn-garden:2-1", "cn-garden:1"} <= idents
    assert ids(documents_of(idents=idents)) == ids(all_documents())


def test_nothing_asked_for_is_nothing(library: Library) -> None:
    assert list(documents_of()) == []
    assert idents_of() == frozenset()
    assert list(documents_of(idents=["cn-gone:1", "case:gone"])) == []


def test_a_core_provision_without_text_has_a_document(library: Library) -> None:
    bare = make.make_provision(library.law, "9")
    (found,) = documents_of(provision_pks=[bare.pk])
    assert (found.id, found.numbers["pk"], found.words) == ("cn-garden:9@", -bare.pk, "")


def test_changes_bring_what_is_there_and_take_what_is_not(library: Library) -> None:
    held = Index({
        "cn-garden:2-1@2020-01-01": "cn-garden:2-1", "cn-garden:2-1@1999-01-01": "cn-garden:2-1", "cn-garden:1@": "cn-garden:1",
    })  # fmt: skip
    changes = list(changes_of(["cn-garden:2-1"], 7, held))
    assert {(change.id, change.document is None, change.version) for change in changes} == {
        ("cn-garden:2-1@2020-01-01", False, 7),
        ("cn-garden:2-1@2023-07-01", False, 7),
        ("cn-garden:2-1@1999-01-01", True, 7),
    }


def test_a_row_that_is_gone_takes_its_documents_along(library: Library) -> None:
    library.case.delete()
    changes = list(changes_of(["case:cn-flower"], 8, Index({"case:cn-flower": "case:cn-flower"})))
    assert [(change.id, change.document) for change in changes] == [("case:cn-flower", None)]


def test_a_new_link_changes_the_content_hash(library: Library) -> None:
    (before,) = documents_of(idents=["us-orchard:10"])
    make.make_link(library.section, library.root, {library.section.versions.get(): "Fines apply."}, unit="b")
    (after,) = documents_of(idents=["us-orchard:10"])
    assert before.id == after.id
    assert before.content_hash != after.content_hash


def test_a_spool_analyses_once_and_gives_the_same_again(library: Library) -> None:
    passes = []

    def made():
        passes.append(1)
        yield from all_documents()

    spool = Spool(made, passes=3)
    assert list(spool) == list(spool) == list(spool)
    assert len(passes) == 1


def test_a_spool_that_breaks_off_begins_anew(library: Library) -> None:
    spool = Spool(all_documents, passes=2)
    first = iter(spool)
    next(first)
    first.close()  # type: ignore[attr-defined]
    assert ids(spool) == ids(all_documents())


@pytest.mark.parametrize("field", ["words", "grams", "context", "keywords", "numbers", "prior", "id"])
def test_every_part_of_a_document_is_in_its_hash(library: Library, field: str) -> None:
    from dataclasses import replace

    (document,) = documents_of(idents=["us-orchard:10"])
    other = {
        "words": "x", "grams": "x", "context": "x", "prior": 0.5, "id": "us-orchard:10@x",
        "keywords": {**document.keywords, "type": ("x",)}, "numbers": {**document.numbers, "core": 5},
    }  # fmt: skip
    assert replace(document, **{field: other[field]}).content_hash != document.content_hash
