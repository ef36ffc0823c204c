"""The learned order: its trees, its memory, its measures, and the places it deals out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

np = pytest.importorskip("numpy")

from lawbase.search.engines.base import EngineHit  # noqa: E402
from lawbase.search.ranking.documents import Documents  # noqa: E402
from lawbase.search.ranking.features import MEMORY_NAMES, NAMES, measure  # noqa: E402
from lawbase.search.ranking.memory import Memory  # noqa: E402
from lawbase.search.ranking.order import replaced  # noqa: E402
from lawbase.search.ranking.questions import Questions  # noqa: E402
from lawbase.search.ranking.trees import ModelUnreadable, Trees, read  # noqa: E402
from lawbase.search.semantic.nearest import Filter, Nearest  # noqa: E402
from lawbase.search.semantic.passages import Embeddable, passage_hash  # noqa: E402
from lawbase.search.semantic.store import quantised  # noqa: E402
from lawbase.taxonomy.questions import Question  # noqa: E402

STUMP = {"feature": [1], "threshold": [0.5], "left": [-1], "right": [-2], "value": [1.0, 3.0]}
TWO = {
    "feature": [0, 1],
    "threshold": [2.0, 0.5],
    "left": [1, -1],
    "right": [-3, -2],
    "value": [10.0, 20.0, 30.0],
}
LEAF: dict[str, list[float]] = {"feature": [], "threshold": [], "left": [], "right": [], "value": [0.25]}


def test_trees_add_up_whatever_their_shape() -> None:
    rows = np.array([[0, 0.5], [0, 0.6], [3, 0.5]], dtype=np.float32)
    assert list(Trees.of([STUMP, TWO, LEAF]).scores(rows)) == [11.25, 23.25, 31.25]


def test_trees_read_what_lightgbm_learnt() -> None:
    lightgbm = pytest.importorskip("lightgbm")
    from lawbase.search.ranking.export import tree_lists

    values = np.random.default_rng(5).normal(size=(600, 6)).astype(np.float32)
    labels = (values[:, 0] + values[:, 1] * values[:, 2] > 0.5).astype(int)
    data = lightgbm.Dataset(values, label=labels, group=[30] * 20)
    settings = {
        "objective": "lambdarank",
        "num_leaves": 7,
        "min_data_in_leaf": 5,
        "verbose": -1,
        "num_threads": 1,
    }
    model = lightgbm.train(settings, data, num_boost_round=20)
    ours = Trees.of(tree_lists(model)).scores(values)
    assert np.abs(ours - model.predict(values)).max() < 1e-4


@pytest.mark.parametrize("content", ["", "{}", json.dumps({"measures": ["other"], "trees": [STUMP]})])
def test_a_model_of_another_kind_is_refused_in_a_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "model.json"
    path.write_text(content)
    with pytest.raises(ModelUnreadable, match="ranking train"):
        read(path, ("one", "two"))


def provision(key: str, text: str, law: str = "cn-a", chapter: str = "", **values: Any) -> Embeddable:
    defaults: dict[str, Any] = {"from_day": 0, "to_day": 10, "prior": 1.0, "core": True, "jurisdiction": "cn"}
    return Embeddable(
        f"{law}:{key}@", "provision", law=law, texts=(text,), chapter=chapter, **(defaults | values)
    )


def axis(number: int) -> Any:
    vector = np.zeros(4, dtype=np.float32)
    vector[number] = 1
    return vector


LIBRARY = (
    provision("1", "买卖合同", chapter="一"),
    provision("2", "赠与合同", chapter="一"),
    provision("3", "租赁", chapter="二"),
    provision("9", "买卖", law="cn-b", prior=0.0),
)


def world(vectors: Sequence[Any]) -> tuple[Nearest, Documents]:
    held = {
        passage_hash(one.texts[0], "m"): quantised(vector[None, :])[0]
        for one, vector in zip(LIBRARY, vectors, strict=True)
    }
    nearest = Nearest(LIBRARY, held, "m")
    return nearest, Documents(LIBRARY, nearest)


def hit(ident: str, score: float) -> EngineHit:
    return EngineHit(ident, "provision", 0, score)


def unasked(documents: Documents) -> Any:
    """No question is put for any provision."""
    return Questions((), {}, "m", documents).near(axis(0))


def test_memory_tells_what_answered_the_nearest_questions_and_can_leave_some_out() -> None:
    _nearest, documents = world([axis(n) for n in range(4)])
    memory = Memory(np.stack([axis(0), axis(1)]), [["cn-a:1"], ["cn-b:9", "cn-a:2"]], documents)
    told = memory.ask(axis(0))
    assert told.nearest == 1
    assert max(told.article, key=lambda row: told.article[row]) == documents.index["cn-a:1@"]
    assert told.answered[documents.index["cn-b:9@"]] == 1
    without = memory.ask(axis(0), {0})
    assert documents.index["cn-a:1@"] not in without.article_near
    assert without.nearest == 0
    assert memory.ask(axis(0), {0, 1}).article == {}


def test_every_candidate_has_every_measure() -> None:
    nearest, documents = world([axis(n) for n in range(4)])
    found = nearest.top(axis(1), Filter(), 10)
    lists = [[hit("cn-a:1@", 2.0), hit("cn-b:9@", 1.0)], [hit("cn-a:1@", 4.0)], [], []]
    mask = documents.mask(Filter(day=(None, 5)))
    measured = measure("赠与合同", lists, found, unasked(documents), mask, documents, laws=("cn-b",))
    assert measured.values.shape == (4, len(NAMES) + len(MEMORY_NAMES))
    values = {
        documents.ids[row]: dict(zip(NAMES, line, strict=False))
        for row, line in zip(measured.rows, measured.values, strict=True)
    }
    assert values["cn-a:1@"]["plan score"] == 2
    assert values["cn-b:9@"]["plan share"] == 0.5
    assert values["cn-a:2@"]["meaning"] == pytest.approx(1)
    assert values["cn-a:2@"]["coverage"] == 1
    assert values["cn-a:2@"]["before fused"] == pytest.approx(values["cn-a:1@"]["fused"])
    assert (values["cn-b:9@"]["amending"], values["cn-b:9@"]["law named"]) == (1, 1)
    assert values["cn-a:1@"]["lists"] == 2
    assert values["cn-a:1@"]["chapter mass"] == pytest.approx(
        (values["cn-a:1@"]["fused"] + values["cn-a:2@"]["fused"]) / measured.fused.sum()
    )


def test_a_question_put_for_a_provision_brings_it_and_says_how_near_it_is() -> None:
    nearest, documents = world([axis(n) for n in range(4)])
    put = [Question("cn-b:9", "谁能买"), Question("cn-b:9", "没有向量的"), Question("cn-a:3", "租多久")]
    held = {passage_hash("谁能买", "m"): quantised(axis(0)[None, :])[0]}
    held[passage_hash("租多久", "m")] = quantised((axis(0) + axis(1))[None, :])[0]
    asked = Questions(put, held, "m", documents).near(axis(0))
    measured = measure(
        "可以买吗",
        [[], [], [], []],
        nearest.top(axis(2), Filter(), 1),
        asked,
        documents.mask(Filter()),
        documents,
    )
    values = {
        documents.ids[row]: dict(zip(NAMES, line, strict=False))
        for row, line in zip(measured.rows, measured.values, strict=True)
    }
    assert values.keys() == {"cn-b:9@", "cn-a:3@"}
    assert values["cn-b:9@"]["asked"] == pytest.approx(1)
    assert values["cn-b:9@"]["asked rank"] == 1
    assert values["cn-a:3@"]["asked gap"] == pytest.approx(0.5**0.5 - 1, abs=0.01)
    only = measure(
        "可以买吗",
        [[], [], [], []],
        nearest.top(axis(2), Filter(law=("cn-a",)), 1),
        asked,
        documents.mask(Filter(law=("cn-a",))),
        documents,
    )
    assert [documents.ids[row] for row in only.rows] == ["cn-a:3@"]


def test_conditions_hold_for_what_memory_brings() -> None:
    nearest, documents = world([axis(n) for n in range(4)])
    memory = Memory(np.stack([axis(0)]), [["cn-b:9"]], documents)
    mask = documents.mask(Filter(law=("cn-a",)))
    measured = measure(
        "租赁",
        [[], [], [], []],
        nearest.top(axis(2), Filter(law=("cn-a",)), 10),
        unasked(documents),
        mask,
        documents,
        memory.ask(axis(0)),
    )
    assert "cn-b:9@" not in [documents.ids[row] for row in measured.rows]


def test_provisions_change_places_among_themselves_and_cases_keep_theirs() -> None:
    fused = {"cn-a:1@": 0.9, "case:x": 0.8, "cn-a:2@": 0.7, "cn-a:3@": 0.5}
    dealt = replaced(fused, ["cn-a:3@", "cn-b:9@", "cn-a:1@"])
    assert dealt["case:x"] == 0.8
    assert (dealt["cn-a:3@"], dealt["cn-b:9@"], dealt["cn-a:1@"]) == (0.9, 0.7, 0.5)
    assert 0 < dealt["cn-a:2@"] < 0.5
