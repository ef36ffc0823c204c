"""The core library's order: what the editors wrote near a question leads to the provisions it names."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

np = pytest.importorskip("numpy")

from lawbase.search.clauses import Everything  # noqa: E402
from lawbase.search.engines.base import EngineHit  # noqa: E402
from lawbase.search.knowledge import training  # noqa: E402
from lawbase.search.knowledge.items import Item, embedded, items  # noqa: E402
from lawbase.search.knowledge.measures import NAMES, Asked, Knowledge  # noqa: E402
from lawbase.search.knowledge.order import CoreOrder, read_weights  # noqa: E402
from lawbase.search.plan import Plan  # noqa: E402
from lawbase.search.ranking.trees import ModelUnreadable  # noqa: E402
from lawbase.search.semantic.nearest import Filter, Nearest  # noqa: E402
from lawbase.search.semantic.passages import Embeddable, embeddables, passage_hash  # noqa: E402
from lawbase.search.semantic.store import quantised  # noqa: E402
from lawbase.search.values import Reason  # noqa: E402
from lawbase.taxonomy.models import Topic, TopicPair, TopicProvision  # noqa: E402
from lawbase.taxonomy.questions import Question  # noqa: E402
from tests import editors as write  # noqa: E402
from tests import factories as make  # noqa: E402

FOUNTAINS, PUMPS, BASINS = "喷泉怎么开关", "水泵的保养", "池子的大小"
ASKED, OLD_ASKED, LATER_ASKED = "喷泉几处", "从前怎么办", "以后怎么办"


def provision(key: str, text: str, law: str = "cn-garden", order: str = "cn", **values: Any) -> Embeddable:
    held: dict[str, Any] = {"from_day": 0, "to_day": 10, "prior": 1.0, "core": True} | values
    return Embeddable(f"{law}:{key}@", "provision", order, law, texts=(text,), **held)


DOCUMENTS = (
    provision("1", "园中设喷泉三处。", digests=("园中喷泉之数。", "How many fountains a garden has.")),
    provision("2", "水泵每年检修一次，由管理人负责。"),
    provision("10", "A basin has a rim.", law="us-orchard", order="us"),
    provision("3", "增设喷泉。", law="cn-change", prior=0.0),
    provision("4", "喷泉旧规。", law="cn-old", to_day=3),
    provision("5", "不在核心。", law="cn-wide", core=False),
)
ITEMS = (
    Item("topic", "fountains", "喷泉", "Fountains", (FOUNTAINS,), ("cn-garden:2", "us-orchard:10")),
    Item("topic", "pumps", "水泵", "Pumps", (PUMPS,), ("cn-garden:1",)),
    Item("topic", "basins", "池子", "Basins", (BASINS,), ("cn-old:4",)),
    Item("asked", "cn-garden:1", ASKED, "", (ASKED,), ("cn-garden:1",)),
    Item("asked", "cn-old:4", OLD_ASKED, "", (OLD_ASKED,), ("cn-old:4",), 0, 3),
    Item("asked", "cn-garden:2", LATER_ASKED, "", (LATER_ASKED,), ("cn-garden:2",), 20, 30),
)
VECTORS = {
    "园中设喷泉三处。": (1, 0, 0, 0),
    "园中喷泉之数。": (0, 1, 0, 0),
    "How many fountains a garden has.": (0, 0, 1, 0),
    "水泵每年检修一次，由管理人负责。": (0, 0, 0, 1),
    "A basin has a rim.": (0, 0, 0, 1),
    FOUNTAINS: (1, 0, 0, 1),
    PUMPS: (0, 1, 0, 0),
    BASINS: (0, 1, 1, 0),
    ASKED: (1, 0, 0, 0),
    OLD_ASKED: (0, 1, 1, 0),
    LATER_ASKED: (1, 0, 0, 0),
}
QUESTION = np.array([1, 0, 0, 0], dtype=np.float32)


@pytest.fixture(scope="module")
def held() -> dict[bytes, Any]:
    return {
        passage_hash(text, "m"): quantised(np.array([vector], dtype=np.float32))[0]
        for text, vector in VECTORS.items()
    }


@pytest.fixture(scope="module")
def nearest(held: dict[bytes, Any]) -> Nearest:
    return Nearest(DOCUMENTS, held, "m")


@pytest.fixture(scope="module")
def knowledge(held: dict[bytes, Any], nearest: Nearest) -> Knowledge:
    return Knowledge(DOCUMENTS, ITEMS, nearest, held, "m")


def asked(nearest: Nearest, question: str = "喷泉", wanted: Filter | None = None, **plan: Any) -> Asked:
    about = Plan(Everything(), {}, (), question=question, **plan)
    hits = (EngineHit("cn-garden:2@", "provision", 0, 4.0), EngineHit("cn-garden:1@", "provision", 0, 1.0))
    wanted = wanted or Filter(day=(None, 5))
    return Asked(about, hits, hits[:1], QUESTION, nearest.top(QUESTION, wanted, 10), wanted)


def told(knowledge: Knowledge, question: Asked) -> dict[str, dict[str, float]]:
    """Measures by address and name."""
    values = knowledge.measured(question).values
    return {
        address: dict(zip(NAMES, map(float, line), strict=True))
        for address, line in zip(knowledge.addresses, values, strict=True)
    }


def test_every_provision_of_the_core_library_has_every_measure(
    knowledge: Knowledge, nearest: Nearest
) -> None:
    found = told(knowledge, asked(nearest, laws=("us-orchard",)))
    assert set(found) == {"cn-garden:1", "cn-garden:2", "us-orchard:10", "cn-change:3", "cn-old:4"}
    one, two = found["cn-garden:1"], found["cn-garden:2"]
    assert (two["words share"], two["words rank"]) == (1, 1)
    assert one["words share"] == 0.25
    assert (one["context share"], two["context share"]) == (0, 1)
    assert one["text"] > two["text"]
    assert found["us-orchard:10"]["law named"] == found["cn-change:3"]["amending"] == 1
    assert two["length"] > one["length"]
    assert two["law near"] == one["law near"] > found["us-orchard:10"]["law near"]


def test_a_topic_near_the_question_leads_to_what_it_names(knowledge: Knowledge, nearest: Nearest) -> None:
    found = told(knowledge, asked(nearest))
    assert found["cn-garden:2"]["topic"] == found["us-orchard:10"]["topic"] > 0
    assert found["cn-garden:1"]["topic"] == 0
    assert found["cn-garden:1"]["linked"] == found["cn-garden:2"]["linked"] > found["cn-change:3"]["linked"]


def test_a_question_like_one_that_a_provision_answers_leads_there_and_is_named(
    knowledge: Knowledge, nearest: Nearest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lawbase.search.knowledge.order.SPEAKS", 0.5)
    ordered = CoreOrder(knowledge, weights(asked=1)).ordered(asked(nearest))
    assert ordered.ids[0] == "cn-garden:1@"
    assert ordered.near["cn-garden:1@"] == Reason("near-asked", "cn-garden:1", ASKED, "")


def test_what_is_asked_in_the_readers_language_and_in_the_other_are_two_measures(
    knowledge: Knowledge, nearest: Nearest
) -> None:
    for question, own, other in (("喷泉", "asked", "foreign asked"), ("fountains", "foreign asked", "asked")):
        found = told(knowledge, asked(nearest, question))
        assert found["cn-garden:1"][own] > found["cn-garden:1"][other] == 0
        assert found["cn-garden:2"]["law asked"] == found["cn-garden:1"][own]
        assert found["cn-garden:1"]["asked share"] == 1 > found["us-orchard:10"]["asked share"]


def test_what_a_provision_answered_on_other_days_leads_to_no_version_of_these(
    knowledge: Knowledge, nearest: Nearest
) -> None:
    assert told(knowledge, asked(nearest))["cn-garden:2"]["asked"] == 0


@pytest.mark.parametrize(
    ("question", "plan", "orders"),
    [
        ("喷泉", {}, {"cn"}),
        ("fountains", {}, {"us"}),
        ("fountains china", {"words": ("fountain", "china")}, {"cn"}),
        ("喷泉", {"laws": ("us-orchard",)}, {"us"}),
    ],
)
def test_the_legal_order_is_the_one_named_else_that_of_the_language(
    knowledge: Knowledge, nearest: Nearest, question: str, plan: dict[str, Any], orders: set[str]
) -> None:
    found = told(knowledge, asked(nearest, question, **plan))
    assert {address.partition("-")[0] for address, values in found.items() if values["order"]} == orders


def weights(**given: float) -> Any:
    return np.array([given.get(name, 0.0) for name in NAMES], dtype=np.float32)


def test_the_best_come_first_and_the_item_that_led_there_is_named(
    knowledge: Knowledge, nearest: Nearest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lawbase.search.knowledge.order.SPEAKS", 1.0)
    ordered = CoreOrder(knowledge, weights(topic=2, order=1)).ordered(asked(nearest))
    assert ordered.ids[:2] == ["cn-garden:2@", "us-orchard:10@"]
    reason = ordered.near["cn-garden:2@"]
    assert (reason.kind, reason.text, reason.zh, reason.en) == (
        "near-topic",
        "fountains",
        "喷泉",
        "Fountains",
    )
    assert "cn-garden:1@" not in ordered.near


def test_what_is_not_law_on_the_day_or_filtered_away_has_no_place(
    knowledge: Knowledge, nearest: Nearest
) -> None:
    order = CoreOrder(knowledge, weights(text=1))
    assert "cn-old:4@" not in order.ordered(asked(nearest)).ids
    narrowed = replace(asked(nearest), wanted=Filter(day=(None, 2), jurisdiction=("us",)))
    assert order.ordered(narrowed).ids == ["us-orchard:10@"]
    assert order.ordered(replace(narrowed, wanted=Filter(kind=("case",)))).ids == []


def test_without_any_vector_of_the_items_words_and_text_still_order(held: dict[bytes, Any]) -> None:
    documents = DOCUMENTS[:2]
    nearest = Nearest(documents, held, "m")
    bare = Knowledge(documents, [replace(one, passages=("没有向量",)) for one in ITEMS], nearest, held, "m")
    ordered = CoreOrder(bare, weights(text=1, topic=5)).ordered(asked(nearest))
    assert (ordered.ids, ordered.near) == (["cn-garden:1@", "cn-garden:2@"], {})


@pytest.mark.parametrize("content", ["", "{}", json.dumps({"weights": {"other": 1}})])
def test_weights_of_other_measures_are_refused_in_a_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "core.json"
    path.write_text(content)
    with pytest.raises(ModelUnreadable, match="core_order train"):
        read_weights(path)


def examples(count: int, telling: str) -> list[training.Example]:
    """Questions whose answer is the provision that one measure is great for."""
    drawn = np.random.default_rng(7)
    found = []
    for number in range(count):
        values = drawn.normal(size=(40, len(NAMES))).astype(np.float32)
        answer = int(values[:, NAMES.index(telling)].argmax())
        found.append(
            training.Example(
                str(number), values, [str(row) for row in range(40)], {str(answer): 2}, {"lang": "zh"}, False
            )
        )
    return found


def test_weights_are_found_that_tell_answers_and_measured_on_other_questions() -> None:
    pytest.importorskip("scipy")
    judged = examples(20, "claim")
    line = training.fitted(judged)
    assert NAMES[int(np.abs(line.weights).argmax())] == "claim"
    means = training.in_folds(judged)
    assert means["lang=zh"] == means["all"]
    assert means["all"]["questions"] == 20
    assert means["all"]["R@10"] == 1


def test_questions_that_nothing_tells_of_are_not_answered_in_folds() -> None:
    """Measured with weights that know the questions, chance would look like skill."""
    pytest.importorskip("scipy")
    drawn = np.random.default_rng(11)
    judged = [replace(one, grades={str(int(drawn.integers(40))): 2}) for one in examples(20, "claim")]
    assert training.in_folds(judged)["all"]["R@10"] < 0.5


@pytest.mark.django_db
def test_items_are_what_the_editors_wrote_with_the_provisions_it_names() -> None:
    law, act = make.make_law("cn-garden"), make.make_law("us-orchard", core_order=2)
    one, two = make.make_provision(law, "1"), make.make_provision(law, "2")
    section = make.make_provision(act, "10")
    version = make.make_version(one, "园中设喷泉三处。", "2020-01-01")
    kind = make.make_type("flooding")
    make.make_link(one, kind, {version: "设喷泉"})
    case = make.make_case(
        "cn-pond", digest_source="a.yaml", facts_zh="喷泉漏水。", facts_en="A fountain leaks."
    )
    make.cite(two, case)
    topic = Topic.objects.create(
        slug="fountains", order=1, title_zh="喷泉", title_en="Fountains", question_zh="几处？", question_en="How many?"
    )  # fmt: skip
    TopicProvision.objects.create(topic=topic, place="cn", order=1, provision=one)
    TopicPair.objects.create(topic=topic, order=1, a=one, b=section, relation="partial")
    write.make_digest(
        one,
        valid_from="2020-01-01",
        heading_zh="喷泉",
        asked_zh=["喷泉几处"],
        asked_en=["how many fountains"],
    )
    found = {item.kind: item for item in items(embeddables(True))}
    assert found["topic"].passages == ("喷泉", "Fountains", "喷泉\n几处？", "Fountains\nHow many?")
    assert found["topic"].provisions == ("cn-garden:1", "us-orchard:10")
    assert found["type"].provisions == ("cn-garden:1",)
    assert (found["case"].slug, found["case"].provisions) == ("cn-pond", ("cn-garden:2",))
    assert any("喷泉漏水" in passage for passage in found["case"].passages)
    asked_items = [item for item in items() if item.kind == "asked"]
    assert [(item.name_zh, item.name_en) for item in asked_items] == [
        ("喷泉几处", ""),
        ("", "how many fountains"),
    ]
    assert {item.provisions for item in asked_items} == {("cn-garden:1",)}
    assert {item.from_day for item in asked_items} == {date(2020, 1, 1).toordinal()}


def test_the_nearest_question_beside_a_digest_is_told_whatever_is_typical(knowledge: Knowledge) -> None:
    assert knowledge.nearest_asked(QUESTION) == pytest.approx(1)
    assert knowledge.nearest_asked(np.array([0, 1, 0, 0], dtype=np.float32)) == pytest.approx(
        0.5**0.5, abs=0.01
    )


def test_questions_are_embedded_for_the_provisions_that_are_held(
    db: None, settings: Any, tmp_path: Path
) -> None:
    make.make_provision(make.make_law("cn-garden"), "1")
    settings.LAWBASE_CORPUS = tmp_path
    (tmp_path / "questions").mkdir()
    for law in ("cn-garden", "cn-meadow"):
        (tmp_path / "questions" / f"{law}.tsv").write_text("1\t花能卖吗\n2\t谁来浇水\n", encoding="utf-8")
    put = [one for one in embedded() if isinstance(one, Question)]
    assert put == [Question("cn-garden:1", "花能卖吗")]
    assert [one for one in embedded(core=False) if isinstance(one, Question)] == []
