"""A leaf of the tree with nothing in a legal system needs the editors' sentence; one with something may have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawbase.ingest.corpus.collection import collect
from lawbase.ingest.corpus.gaps import unexplained
from tests.ingest.editorial_samples import Editorial, absent, case, kind, link, shown, statute
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


def test_every_leaf_has_provisions_and_cases_in_both_systems_or_says_why_not() -> None:
    assert unexplained(collect(CORPUS)) == []
