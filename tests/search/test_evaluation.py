"""Judged questions: what files say, what is measured, how sure a mean is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings

from lawbase.search.evaluation import judged
from lawbase.search.evaluation.measures import mean, measured, ndcg, recall, reciprocal_rank
from lawbase.search.evaluation.questions import Question, QuestionsUnreadable, read
from lawbase.search.evaluation.run import evaluate
from lawbase.search.knowledge import order as core_order
from lawbase.search.ranking import order as learned_order


def written(folder: Path, *rows: dict) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_titles_and_printed_numbers_become_addresses(tmp_path: Path):
    row = {"query_id": 4, "query": "甲？", "gold": [{"law": "甲法", "article": "第五十四条之一"}]}
    (question,) = read(written(tmp_path, row), {"甲法": "cn-a"})
    assert (question.id, question.grades, question.groups) == ("4", {"cn-a:54-1": 1}, {"lang": "zh"})


def test_a_law_that_is_not_held_counts_as_not_found(tmp_path: Path):
    row = {"query_id": 4, "query": "甲？", "gold": [{"law": "乙法", "article": "第一条"}]}
    (question,) = read(written(tmp_path, row), {})
    assert (question.grades, question.unheld) == ({}, 1)
    assert evaluate([question], lambda _question: ["cn-a:1"]).means["all"]["R@10"].value == 0.0


def test_grades_and_groups_of_the_privacy_set(tmp_path: Path):
    row = {"id": "q1", "lang": "en", "style": "lay", "persona": "student", "cross_lingual": True, "query": "a",
           "gold": [{"law": "cn-a", "number": "1", "grade": 2}, {"law": "cn-a", "number": "2", "grade": 1}]}  # fmt: skip
    (question,) = read(written(tmp_path, row), {})
    assert question.grades == {"cn-a:1": 2, "cn-a:2": 1}
    assert question.groups["cross_lingual"] == "yes"


@pytest.mark.parametrize(
    "text", ["", "not json", '{"query": "no judgments"}', '{"query": "a", "id": 1, "gold": [{}]}']
)
def test_what_is_no_file_of_questions_is_refused_with_its_place(tmp_path: Path, text: str):
    path = tmp_path / "bad.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionsUnreadable, match=r"bad\.jsonl"):
        read(path, {})


def test_measures_of_a_list_worked_by_hand():
    grades = {"a": 2, "b": 1}
    assert recall(["x", "a", "b"], grades, 2) == 0.5
    assert reciprocal_rank(["x", "a"], grades) == 0.5
    assert reciprocal_rank([*"xxxxxxxxxx", "a"], grades) == 0.0
    # gains 3 and 1: found at ranks 1 and 3, best at 1 and 2.
    assert ndcg(["a", "x", "b"], grades) == pytest.approx((3 + 1 / 2) / (3 + 1 / 1.5849625))


def test_recall_at_five_of_seven_judged_can_be_full():
    grades = {str(number): 1 for number in range(7)}
    assert measured([str(number) for number in range(5)], grades)["R@5"] == 1.0


def test_the_same_provision_in_two_versions_counts_once():
    assert measured(["a", "a", "b"], {"b": 1})["MRR@10"] == 0.5


def test_an_interval_holds_its_mean_and_is_the_same_each_time():
    first, again = mean([0.0, 1.0] * 20), mean([0.0, 1.0] * 20)
    assert first == again
    assert first.low < first.value == 0.5 < first.high
    assert mean([1.0] * 10).low == 1.0


def test_figures_are_summed_by_group():
    questions = [
        Question("1", "a", {"a": 1}, {"lang": "en"}),
        Question("2", "b", {"z": 1}, {"lang": "zh"}),
    ]
    figures = evaluate(questions, lambda question: [question.text])
    assert {name: means["R@5"].value for name, means in figures.means.items()} == {
        "all": 0.5,
        "lang=en": 1.0,
        "lang=zh": 0.0,
    }
    assert len(figures.milliseconds) == 2


def test_an_order_knows_the_questions_it_was_taught_with(tmp_path: Path) -> None:
    asked, other = tmp_path / "asked.jsonl", tmp_path / "other.jsonl"
    asked.write_text("{}")
    other.write_text("[]")
    order = tmp_path / "order.json"
    assert not judged.taught(order, asked)
    order.write_text(json.dumps({"record": {"questions_sha256": judged.hashes([asked])}}))
    assert judged.taught(order, asked)
    assert not judged.taught(order, other)
    asked.write_text("changed")
    assert not judged.taught(order, asked)


@pytest.mark.parametrize("name", [learned_order.FILE, core_order.FILE])
def test_each_shipped_order_records_what_it_was_taught_with(name: str) -> None:
    record = json.loads((settings.LAWBASE_RANKING / name).read_text("utf-8"))["record"]
    assert record["questions_sha256"]
    assert all(len(sha256) == 64 for sha256 in record["questions_sha256"].values())
