"""The adapter: a question moved to where its answers lie, learnt from judged questions, read from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

np = pytest.importorskip("numpy")

from lawbase.search.ranking.adapter import FILE, Adapter  # noqa: E402
from lawbase.search.ranking.adapting import Passages, fitted  # noqa: E402
from lawbase.search.ranking.documents import Documents  # noqa: E402
from lawbase.search.ranking.trees import ModelUnreadable  # noqa: E402
from lawbase.search.semantic.nearest import Filter, Nearest  # noqa: E402
from lawbase.search.semantic.passages import Embeddable, passage_hash  # noqa: E402
from lawbase.search.semantic.store import quantised  # noqa: E402

SIZE = 12


def unit(vectors: Any) -> Any:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def askers(count: int) -> tuple[Any, Any]:
    """(passages, a question to each): questions say half of what their passage says, and the rest in another way of talking, the
    same way for all."""
    drawing = np.random.default_rng(7)
    passages = unit(drawing.normal(size=(count, SIZE)).astype(np.float32))
    turned = np.roll(np.eye(SIZE, dtype=np.float32), 1, axis=1)
    return passages, unit(0.35 * passages + passages @ turned)


def mean_rank(questions: Any, passages: Any) -> float:
    """Of the right passage, the one in the question's place, among all."""
    similar = questions @ passages.T
    return float((similar > similar.diagonal()[:, None]).sum(axis=1).mean())


def test_questions_that_were_not_taught_are_moved_towards_their_answers() -> None:
    passages, questions = askers(1200)
    taught = list(range(1000))
    adapter = fitted(questions[taught], [[at] for at in taught], Passages(passages, np.arange(1200)))
    before = mean_rank(questions[1000:], passages[1000:])
    after = mean_rank(adapter.moved(questions[1000:]), passages[1000:])
    assert after < 0.95 * before


def test_moved_questions_keep_their_length_and_the_same_teaching_gives_the_same_matrix() -> None:
    passages, questions = askers(40)
    one, other = (
        fitted(questions, [[at] for at in range(40)], Passages(passages, np.arange(40))) for _ in range(2)
    )
    assert np.array_equal(one.matrix, other.matrix)
    assert np.linalg.norm(one.moved(questions), axis=1) == pytest.approx(1)
    assert np.array_equal(Adapter.still(SIZE).moved(questions[0]), questions[0])


def test_a_question_whose_answers_have_no_passage_teaches_nothing() -> None:
    passages, questions = askers(10)
    known = Passages(passages, np.arange(10))
    with_it = fitted(questions[:3], [[0], [1], [99]], known)
    assert np.array_equal(with_it.matrix, fitted(questions[:2], [[0], [1]], known).matrix)


def test_passages_are_those_of_provisions_that_may_answer() -> None:
    library = [
        Embeddable(f"cn-a:{key}@", "provision", law="cn-a", texts=(f"text {key}",), digests=digests, from_day=start,
                   to_day=10, prior=1.0, core=True, jurisdiction="cn", chapter="")
        for key, digests, start in (("1", ("says 1",), 0), ("2", (), 0), ("3", (), 9))
    ]  # fmt: skip
    named = [passage for one in library for passage in (*one.texts, *one.digests)]
    held = {
        passage_hash(passage, "m"): quantised(np.eye(SIZE, dtype=np.float32)[[at]])[0]
        for at, passage in enumerate(named)
    }
    nearest = Nearest(library, held, "m")
    documents = Documents(library, nearest)
    passages = Passages.of(nearest, documents, documents.mask(Filter(day=(5, 0))))
    assert passages.rows.tolist() == [0, 0, 1]
    assert passages.vectors.argmax(axis=1).tolist() == [
        named.index(one) for one in ("text 1", "says 1", "text 2")
    ]


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    passages, questions = askers(30)
    adapter = fitted(questions, [[at] for at in range(30)], Passages(passages, np.arange(30)))
    adapter.write(tmp_path)
    read = Adapter.read(tmp_path, SIZE)
    assert read.moved(questions) == pytest.approx(adapter.moved(questions), abs=1e-3)
    with pytest.raises(ModelUnreadable, match="another model"):
        Adapter.read(tmp_path, SIZE + 1)


@pytest.mark.parametrize("content", [b"", b"not numbers", None])
def test_what_is_no_adapter_is_refused_in_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ModelUnreadable, match="ranking train"):
        Adapter.read(tmp_path, SIZE)
