"""What the editors wrote is part of what is searchable: headings, digests in the other language, terms defined."""

from __future__ import annotations

import pytest

from lawbase.search.documents import provision_drafts
from lawbase.search.editorial import glossary, topics
from tests import editors as write
from tests import factories as make


@pytest.fixture
def contexts(db: None) -> dict[str, set[str]]:
    """The context words of each document of a provision with two versions and a digest for each."""
    law = make.make_law("cn-garden")
    provision = make.make_provision(law, "1")
    make.make_version(provision, "旧文。", "2020-01-01", "2023-01-01")
    new = make.make_version(provision, "新文。", "2023-01-01")
    write.make_digest(provision, valid_to="2023-01-01", says_en="Formerly tulips.", heading_en="Earlier")
    write.make_digest(
        provision, valid_from="2023-01-01", says_en="Now orchids.", says_zh="今为兰花。", heading_en="Later"
    )
    write.define(write.make_term("orchid", "兰", "cymbidium", also_en=["cattleya"]), new, "新文")
    return {draft.id: set(draft.analysed().context.split()) for draft in provision_drafts()}


def test_a_version_is_found_by_the_digest_of_its_days(contexts: dict[str, set[str]]) -> None:
    old, new = contexts["cn-garden:1@2020-01-01"], contexts["cn-garden:1@2023-01-01"]
    assert "tulip" in old
    assert "orchid" not in old
    assert "orchid" in new
    assert "tulip" not in new


def test_a_provision_is_found_by_its_headings_and_the_terms_it_defines(contexts: dict[str, set[str]]) -> None:
    assert {"later", "cymbidium", "cattleya"} <= contexts["cn-garden:1@2023-01-01"]


def test_a_digest_in_the_language_of_the_text_adds_nothing(contexts: dict[str, set[str]]) -> None:
    assert "兰花" not in contexts["cn-garden:1@2023-01-01"]


def test_a_topic_holds_its_provisions_in_their_order(db: None) -> None:
    law = make.make_law("cn-garden")
    first, second = make.make_provision(law, "1"), make.make_provision(law, "2")
    topic = write.make_topic("flowers")
    write.make_reading(topic, second, "cn", order=1)
    write.make_reading(topic, first, "cn", order=2)
    assert topics()["flowers"].members == ("cn-garden:2", "cn-garden:1")


def test_each_name_of_a_term_brings_the_others(db: None) -> None:
    write.make_term("orchid", "兰", "cymbidium", also_en=["cattleya"])
    others = {expansion.term: set(expansion.others) for expansion in glossary()}
    assert others["兰"] == {"cymbidium", "cattleya"}
    assert others["cattleya"] == {"兰", "cymbidium"}
