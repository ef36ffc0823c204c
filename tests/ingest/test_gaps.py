"""What is linked to no kind of infringement needs the reason: leaves of the tree, digested provisions. What is linked may have none."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from lawbase.ingest.corpus import schema_editors
from lawbase.ingest.corpus.collection import collect
from lawbase.ingest.corpus.gaps import unexplained
from lawbase.taxonomy.models import Unlinked
from tests.ingest.editorial_samples import Editorial, absent, case, digest, kind, link, shown, statute
from tests.ingest.real_library import CORPUS


@pytest.fixture
def editorial(tmp_path: Path) -> Editorial:
    made = Editorial(tmp_path / "corpus")
    orders = {"cn-garden": "cn", "us-ca-orchard": "us-ca"}
    made.write("statutes.yaml", [statute(slug, slug, jurisdiction=order) for slug, order in orders.items()])
    made.write("taxonomy.yaml", [kind("misuse"), kind("trade", "misuse")])
    made.write("literature.yaml", [])
    made.write("links/all.yaml", [{**link(f"{law}:1", "花"), "type": "trade"} for law in orders])
    made.write("cases/cn/cn-flower.yaml", case("cn-flower", types=[shown("trade")]))
    return made


def said(editorial: Editorial) -> list[str]:
    found = collect(editorial.folder)
    assert not found.problems
    return [str(problem) for problem in unexplained(found)]


def test_a_gap_of_a_leaf_is_named_and_the_wider_kind_needs_nothing(editorial: Editorial) -> None:
    (problem,) = said(editorial)
    assert problem.startswith("taxonomy.yaml:")
    assert "trade has no cases of `us`; link some or say why under `absent`." in problem


def test_a_sentence_explains_it(editorial: Editorial) -> None:
    editorial.write(
        "taxonomy.yaml", [kind("misuse"), {**kind("trade", "misuse"), "absent": [absent("us", "cases")]}]
    )
    assert said(editorial) == []


def test_a_sentence_about_what_is_there_is_refused(editorial: Editorial) -> None:
    excuses = [absent("us", "cases"), absent("us", "provisions")]
    editorial.write("taxonomy.yaml", [kind("misuse"), {**kind("trade", "misuse"), "absent": excuses}])
    (problem,) = said(editorial)
    assert "absent.1: trade has provisions of `us` or is no leaf; remove the sentence." in problem


def test_a_sentence_of_a_kind_with_others_beneath_is_refused(editorial: Editorial) -> None:
    editorial.write(
        "taxonomy.yaml",
        [
            {**kind("misuse"), "absent": [absent("cn", "cases")]},
            {**kind("trade", "misuse"), "absent": [absent("us", "cases")]},
        ],
    )
    (problem,) = said(editorial)
    assert "misuse has cases of `cn` or is no leaf" in problem


@pytest.fixture
def whole(editorial: Editorial) -> Editorial:
    """Nothing is missing but what a test leaves out."""
    editorial.write(
        "taxonomy.yaml", [kind("misuse"), {**kind("trade", "misuse"), "absent": [absent("us", "cases")]}]
    )
    return editorial


def test_a_digested_provision_without_a_link_is_named(whole: Editorial) -> None:
    whole.write("digests/cn-garden.yaml", [digest("cn-garden:1"), digest("cn-garden:2")])
    (problem,) = said(whole)
    assert problem.startswith("digests/cn-garden.yaml:")
    assert "cn-garden:2 is linked to no kind of infringement; link it or say why not." in problem


def test_a_link_to_any_unit_of_it_is_enough(whole: Editorial) -> None:
    links = [{**link(address, "花"), "type": "trade"} for address in ("cn-garden:1(2)(1)", "us-ca-orchard:1")]
    whole.write("links/all.yaml", links)
    whole.write("digests/cn-garden.yaml", [digest("cn-garden:1")])
    assert said(whole) == []


def test_a_reason_explains_a_provision_without_a_link(whole: Editorial) -> None:
    whole.write("digests/cn-garden.yaml", [digest("cn-garden:2", unlinked="final")])
    assert said(whole) == []


def test_a_reason_beside_a_link_is_refused(whole: Editorial) -> None:
    whole.write("digests/cn-garden.yaml", [digest("cn-garden:1", unlinked="scope")])
    (problem,) = said(whole)
    assert "unlinked: cn-garden:1 has a link; take the reason away." in problem


def test_a_reason_that_is_not_known_is_refused(whole: Editorial) -> None:
    whole.write("digests/cn-garden.yaml", [digest("cn-garden:2", unlinked="dull")])
    (problem,) = map(str, collect(whole.folder).problems)
    assert "unlinked" in problem


def test_reasons_are_those_that_readers_are_told() -> None:
    assert list(get_args(schema_editors.Unlinked)) == Unlinked.values


def test_every_leaf_and_every_digested_provision_is_linked_or_says_why_not() -> None:
    assert unexplained(collect(CORPUS)) == []
