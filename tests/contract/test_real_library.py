"""Both engines on the real library: the same answer to real questions, hostile ones, and clauses put together by chance."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction

from bench.timing import privacy, stard
from lawbase.search import clauses as c
from lawbase.search.documents import all_documents, expected_count
from lawbase.search.engines import order
from lawbase.search.engines.base import Engine
from lawbase.search.indices.building import build
from lawbase.search.indices.configured import index_folder
from lawbase.search.indices.elasticsearch import ElasticsearchIndices
from lawbase.search.indices.spool import Spool
from lawbase.search.indices.verify import verify
from lawbase.search.library import library
from lawbase.search.plan import Plan, Planner
from lawbase.search.service import search
from lawbase.search.values import Hit, SearchAnswer, SearchRequest
from lawbase.statutes.models import LibraryState
from tests.api.test_search import HOSTILE
from tests.contract.servers import elasticsearch_indices
from tests.ingest import real_library as real
from tests.postgresql import copy_library, opened, own_database
from tests.search.conftest import real_library, shared

__all__ = ["real_library", "shared"]

TODAY = date(2026, 11, 24)
SEED, QUESTIONS = 11, 300
ON_EDGE = (0.9 * order.SAME, 1.1 * order.SAME)
"""Between these shares of a score two neighbours' difference is too near to `order.SAME` for both engines to agree on it."""
LONG = "个人信息处理者" * 60 + " personal information of consumers" * 20


@pytest.fixture(scope="module", autouse=True)
def _opened(real_library: real.RealLibrary, django_db_blocker: Any) -> Iterator[None]:
    with real_library.opened(django_db_blocker):
        yield


@pytest.fixture(scope="module")
def documents(_opened: None) -> Spool:
    return Spool(all_documents, passes=3)


@pytest.fixture(scope="module")
def indices(documents: Spool) -> Iterator[ElasticsearchIndices]:
    for own in elasticsearch_indices():
        build(own, documents, LibraryState.current, expected_count)
        yield own


@pytest.fixture(scope="module")
def engines(indices: ElasticsearchIndices) -> tuple[Engine, Engine]:
    return index_folder().engine(), indices.engine()


def shown(answer: SearchAnswer) -> dict[str, Any]:
    """Everything a reader sees of an answer; scores are compared apart."""
    hits = [(h.id, h.highlights, h.why, h.facts.get("valid_from")) for h in answer.results]
    return {
        "hits": hits,
        "count": answer.count,
        "count_all": answer.count_all,
        "facets": answer.facets,
        "notices": answer.notices,
        "jump": answer.jump and answer.jump.id,
        "degraded": answer.degraded,
    }


def same(engines: tuple[Engine, Engine], **asked: Any) -> SearchAnswer:
    request = SearchRequest(**asked)
    ours, theirs = (search(request, TODAY, engine) for engine in engines)
    assert shown(replace(theirs, results=in_places_of(ours.results, theirs.results))) == shown(ours), request
    scores = [[hit.score for hit in answer.results] for answer in (ours, theirs)]
    assert scores[0] == pytest.approx(scores[1], rel=2 * order.SAME)
    return ours


def in_places_of(ours: Sequence[Hit], theirs: Sequence[Hit]) -> tuple[Hit, ...]:
    """`theirs`, with hits put into the places of `ours` where the last bits of their scores decide which place they have.

    Neighbours stand in order of id when their scores differ by less than `order.SAME`, else in order of score. Where they differ
    by just about that, the engines, which add in other sequences, may decide it otherwise. Nowhere else may places differ.
    """
    scores, found = [hit.score for hit in ours], list(theirs)
    for low, high in order.groups(scores, 0, len(scores), ON_EDGE[1]):
        group = ours[low:high]
        on_edge = any(not order.same(one.score, other.score, ON_EDGE[0]) for one, other in pairwise(group))
        if on_edge and {hit.id for hit in group} == {hit.id for hit in theirs[low:high]}:
            place = {hit.id: at for at, hit in enumerate(group)}
            found[low:high] = sorted(theirs[low:high], key=lambda hit: place[hit.id])
    return tuple(found)


def hits(*scores: float, ids: str = "abcdefgh") -> list[Hit]:
    return [
        Hit("provision", ident, "", "", "", "", "", score) for ident, score in zip(ids, scores, strict=False)
    ]


def test_places_may_differ_only_where_last_bits_decide() -> None:
    def ids(ours: Sequence[Hit], theirs: Sequence[Hit]) -> str:
        return "".join(hit.id for hit in in_places_of(ours, theirs))

    edge, near, far = 1 - order.SAME, 1 - order.SAME / 2, 1 - order.SAME * 2
    assert ids(hits(2, 1, edge), hits(2, 1, edge, ids="acb")) == "abc"
    assert ids(hits(2, 1, near), hits(2, 1, near, ids="acb")) == "acb"
    assert ids(hits(2, 1, far), hits(2, 1, far, ids="acb")) == "acb"
    assert ids(hits(2, 1, edge), hits(2, 1, edge, ids="adb")) == "adb"


def questions() -> list[str]:
    """Real ones: all of the bilingual privacy set, the rest of laymen's questions."""
    mine = [question["query"] for question in privacy()]
    rest = random.Random(SEED).sample([question["query"] for question in stard()], QUESTIONS - len(mine))
    return mine + rest


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("asked", [
    {}, {"scope": "all", "page": 2}, {"scope": "all", "kind": ("provision",), "jurisdiction": ("us", "cn"), "page_size": 10},
], ids=["core", "second page of all", "filtered"])  # fmt: skip
def test_three_hundred_real_questions(engines: tuple[Engine, Engine], asked: dict[str, Any]) -> None:
    asked_of = questions()
    assert len(asked_of) == QUESTIONS
    found = [same(engines, q=question, **asked) for question in asked_of]
    assert sum(bool(answer.results) for answer in found) > QUESTIONS * 0.6


@pytest.mark.usefixtures("shared")
def test_three_hundred_real_questions_and_hostile_ones_on_postgresql(
    engines: tuple[Engine, Engine], real_library: real.RealLibrary
) -> None:
    requests = [SearchRequest(question, scope="all") for question in (*questions(), *HOSTILE, LONG)]
    on_sqlite = [shown(search(request, TODAY, engines[0])) for request in requests]
    with own_database() as url:
        copy_library(real_library.data, url)
        with opened(url):
            # Another number: nothing that was kept of the library on SQLite serves here.
            with transaction.atomic():
                LibraryState.advance()
            for engine in engines:
                assert [shown(search(request, TODAY, engine)) for request in requests] == on_sqlite
    assert sum(bool(answer["hits"]) for answer in on_sqlite) > QUESTIONS * 0.6


@pytest.mark.parametrize("question", [*HOSTILE, LONG, "\u2205", "w" * 500, "条 " * 200, "a" * 255, "的"])
def test_hostile_questions(engines: tuple[Engine, Engine], question: str) -> None:
    for scope in ("core", "all"):
        same(engines, q=question, scope=scope)


@pytest.mark.parametrize("question", [
    '"个人信息"', '"人"', '"不得"', '"personal information"', "个人信息 NOT 同意", "NOT 个人信息", "敏感 OR 生物识别",
    "(出售 AND 提供) OR broker", "law:pipl OR law:cn-criminal-law", "law:pipl 同意", "art:13", "type:illegal-trade",
    "year:2019..2023 罚款", "kind:case privacy", "court:法院", "jurisdiction:us-ca sale", "status:repealed",
    "kind:case OR kind:provision", "个保法13条", "刑法第二百五十三条之一", "section",
])  # fmt: skip
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_the_query_language_in_every_order(engines: tuple[Engine, Engine], question: str, sort: str) -> None:
    for page in (1, 3):
        same(engines, q=question, scope="all", sort=sort, page=page)


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize(("page", "page_size"), [(200, 100), (290, 100), (500, 100), (500, 20)])
def test_the_last_pages_that_can_be_asked_for(
    engines: tuple[Engine, Engine], sort: str, page: int, page_size: int
) -> None:
    same(engines, q="", scope="all", kind=("provision",), sort=sort, page=page, page_size=page_size)


@pytest.mark.parametrize("question", ["个人信息", "section", "act of the state"])
def test_pages_join_without_gap_or_repetition(engines: tuple[Engine, Engine], question: str) -> None:
    whole = [hit.id for hit in same(engines, q=question, scope="all", page_size=100).results]
    pages = [same(engines, q=question, scope="all", page_size=20, page=page).results for page in range(1, 6)]
    assert [hit.id for page in pages for hit in page] == whole


@pytest.mark.parametrize("asked", [
    {"law": ("cn-pipl",)}, {"law": ("cn-pipl", "cn-criminal-law"), "status": ("in-force",)}, {"type": ("illegal-trade",)},
    {"year": ("2021", "2020"), "kind": ("provision",)}, {"jurisdiction": ("us-ca",), "type": ("illegal-trade",), "kind": ("case",)},
    {"at": date(2010, 1, 1)}, {"at": date(2022, 1, 1), "jurisdiction": ("cn",)}, {"law": ("no-such-law",)},
])  # fmt: skip
@pytest.mark.parametrize("question", ["", "出售个人信息", "sale of personal information"])
def test_filters_days_and_facets(
    engines: tuple[Engine, Engine], question: str, asked: dict[str, Any]
) -> None:
    same(engines, q=question, scope="all", **asked)
    same(engines, q=question, **asked)


def chance(random_: random.Random, words: list[str], depth: int = 3) -> c.Clause:
    """A clause out of words and values that the library has, of any shape."""
    kind = random_.choice(
        ("term", "phrase", "prefix", "keyword", "range", "all", "any", "without", "favoured", "everything")
        if depth
        else ("term", "phrase", "prefix", "keyword")
    )
    parts = lambda: tuple(chance(random_, words, depth - 1) for _ in range(random_.randint(1, 4)))  # noqa: E731
    match kind:
        case "term":
            return c.Term(
                random_.choice(c.TEXT_FIELDS), random_.choice(words), random_.choice((1.0, 0.5, 3.0))
            )
        case "phrase":
            text = random_.choice([word for word in words if len(word) > 2 and not word.isascii()])
            return c.Phrase(
                c.GRAMS, tuple(text[i : i + 2] for i in range(len(text) - 1)), random_.choice((1.0, 2.0))
            )
        case "prefix":
            return c.Prefix(random_.choice(c.TEXT_FIELDS), random_.choice(words)[:2])
        case "keyword":
            return random_.choice((
                c.Term("jurisdiction", "us", 2.0), c.Term("kind", "case"), c.Term("status", "in-force", 0.3), c.Term("key", "13", 5.0),
                c.Term("law", "cn-pipl", 6.0),
            ))  # fmt: skip
        case "range":
            return c.Range("year_number", random_.choice((None, 1990)), random_.choice((None, 2015)))
        case "all":
            return c.AllOf(parts())
        case "any":
            found = parts()
            return c.AnyOf(found, random_.randint(1, len(found)))
        case "without":
            return c.Without(chance(random_, words, depth - 1), chance(random_, words, depth - 1))
        case "favoured":
            return c.Favoured(chance(random_, words, depth - 1), parts())
    return c.Everything()


@pytest.mark.usefixtures("shared")
def test_clauses_put_together_by_chance(engines: tuple[Engine, Engine]) -> None:
    random_ = random.Random(SEED)
    known = library()
    words = [
        word
        for question in questions()[:80]
        for word in Planner(SearchRequest(question), known.vocabulary, TODAY).plan().plan.words
    ]
    for _ in range(250):
        plan = Plan(chance(random_, words), {}, (), offset=random_.choice((0, 0, 7, 300)), limit=20)
        ours, theirs = (engine.run(plan) for engine in engines)
        assert (ours.count, ours.facets) == (theirs.count, theirs.facets), plan.text
        assert [hit.id for hit in ours.hits] == [hit.id for hit in theirs.hits], plan.text


def test_both_indices_hold_what_the_database_says(indices: ElasticsearchIndices, documents: Spool) -> None:
    for one in (indices, index_folder()):
        found = verify(one, documents)
        assert not found, (one.name, found.missing[:5], found.stale[:5], found.surplus[:5])
        assert found.compared == expected_count()
