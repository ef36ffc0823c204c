"""The measures of a candidate: what the ways of asking say of it, alone and beside the other candidates, one number each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lawbase.search.analysis.words import query_words
from lawbase.search.engines.base import EngineHit
from lawbase.search.ranking.documents import Documents, characters
from lawbase.search.ranking.memory import NOTHING, Remembered
from lawbase.search.ranking.questions import NONE as ABSENT
from lawbase.search.semantic.nearest import NONE, Found

LISTS = ("plan", "words", "grams", "context")
"""The plan as search asks it, then `lists.lists`."""
K = 10
"""Of reciprocal ranks, as in `fusion`."""
FROM_MEANING, FROM_QUESTIONS, FROM_MEMORY = 200, 60, 20
NAMES = (
    *(f"{name} {what}" for name in LISTS for what in ("score", "share", "rank")),
    "meaning", "meaning gap", "meaning rank", "meaning among all",
    "text", "text gap", "digest", "digest gap",
    "fused", "fused share", "law mass", "law best", "chapter mass", "rank in law", "lists",
    "neighbour meaning", "neighbour fused", "before fused", "after fused",
    "coverage", "rare coverage", "length", "question length", "question words",
    "amending", "core", "digested", "law named",
    "asked", "asked gap", "asked rank", "asked among all", "law asked gap", "nearest asked",
)  # fmt: skip
MEMORY_NAMES = (
    "nearest remembered", "tenth remembered", "answered near", "answered near gap", "answered share", "law share",
    "chapter share", "times answered", "law times",
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """Candidates as rows of `Documents`, their fused score, and their measures: `NAMES`, then `MEMORY_NAMES`."""

    rows: Any
    fused: Any
    values: Any


def candidates(
    lists: Sequence[Sequence[EngineHit]],
    found: Found,
    asked: Any,
    mask: Any,
    documents: Documents,
    memory: Remembered,
) -> Any:
    """Rows of what any list, meaning, the questions put for laymen or memory bring, each once."""
    import numpy as np

    brought: dict[int, None] = {}
    for hits in lists:
        brought |= dict.fromkeys(documents.index[hit.id] for hit in hits if hit.id in documents.index)
    brought |= dict.fromkeys(
        documents.index[one.id] for one in found.near[:FROM_MEANING] if one.id in documents.index
    )
    first = np.argsort(-np.where(mask, asked, ABSENT), kind="stable")[:FROM_QUESTIONS]
    brought |= dict.fromkeys(int(row) for row in first if mask[row] and asked[row] > ABSENT)
    remembered = sorted(memory.article.items(), key=lambda pair: (-pair[1], pair[0]))[:FROM_MEMORY]
    brought |= dict.fromkeys(row for row, _weight in remembered if mask[row])
    return np.array(list(brought), dtype=np.int64)


def measure(
    question: str,
    lists: Sequence[Sequence[EngineHit]],
    found: Found,
    asked: Any,
    mask: Any,
    documents: Documents,
    memory: Remembered = NOTHING,
    laws: Sequence[str] = (),
) -> Measured:
    """Every measure of every candidate. `asked`: how near the questions put for each row are (`Questions.near`); `mask`: which
    provisions may answer; `laws`: slugs that the question names."""
    import numpy as np

    rows = candidates(lists, found, asked, mask, documents, memory)
    count = len(rows)
    columns: list[Any] = []
    by_row = {int(row): at for at, row in enumerate(rows)}
    fused = np.zeros(count, dtype=np.float32)
    brought = np.zeros(count, dtype=np.float32)
    for hits in lists:
        score, rank = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
        place = 0
        for hit in hits:
            at = by_row.get(documents.index.get(hit.id, -1))
            if at is not None:
                place += 1
                score[at], rank[at] = hit.score, (K + 1) / (K + place)
        columns += [score, score / max(float(score.max(initial=0.0)), 1e-6), rank]
        fused += rank
        brought += rank > 0
    texts, digests, everything = _similarities(found, documents)
    masked = np.where(mask, everything, NONE)
    meaning = masked[rows]
    order = np.argsort(np.argsort(-masked, kind="stable"), kind="stable")[rows]
    by_meaning = ((K + 1) / (K + 1 + order)).astype(np.float32)
    fused = (fused / len(lists) + by_meaning) / 2
    held = masked[masked > NONE]
    middle, spread = (float(held.mean()), float(held.std()) or 1.0) if len(held) else (0.0, 1.0)
    best = float(meaning.max(initial=0.0))
    columns += [meaning, meaning - best, by_meaning, (meaning - middle) / spread]
    columns += [texts[rows], texts[rows] - best, digests[rows], digests[rows] - best]
    columns += [fused, fused / max(float(fused.max(initial=0.0)), 1e-6)]
    columns += _beside(rows, fused, documents)
    columns.append(brought)
    columns += _neighbours(rows, fused, masked, mask, documents)
    plain, rare = documents.coverage(question)
    size = len(characters(question)) or len(question.split())
    columns += [plain[rows], rare[rows], documents.length[rows]]
    columns += [np.full(count, value, dtype=np.float32) for value in (size, len(query_words(question)))]
    named = np.array([law in laws for law in documents.law_names], dtype=np.float32)
    columns += [documents.prior[rows] == 0, documents.core[rows], documents.digested[rows]]
    columns.append(named[documents.law[rows]] if laws else np.zeros(count, dtype=np.float32))
    columns += _asked(rows, np.where(mask, asked, ABSENT), documents)
    columns += _remembered(rows, documents, memory)
    return Measured(rows, fused, np.stack([np.asarray(c, dtype=np.float32) for c in columns], axis=1))


def _similarities(found: Found, documents: Documents) -> tuple[Any, Any, Any]:
    """Of every provision: text, digest, the better of both; what has no vector is as near as the average."""
    import numpy as np

    has = documents.place >= 0
    texts = np.where(has, found.texts[documents.place], NONE)
    digests = np.where(has, found.digests[documents.place], NONE)
    both = np.maximum(texts, digests)
    known = both[both > NONE]
    average = float(known.mean()) if len(known) else 0.0
    texts = np.where(texts > NONE, texts, average)
    digests = np.where(digests > NONE, digests, 0.0)
    return texts, digests, np.maximum(texts, digests)


def _beside(rows: Any, fused: Any, documents: Documents) -> list[Any]:
    """The share of all fused scores that a candidate's law and chapter have, its law's best, its rank within its law."""
    import numpy as np

    total = max(float(fused.sum()), 1e-6)
    law, chapter = documents.law[rows], documents.chapter[rows]
    law_mass = np.bincount(law, weights=fused)[law] / total if len(rows) else fused
    chapter_mass = np.bincount(chapter, weights=fused)[chapter] / total if len(rows) else fused
    best = np.zeros(int(law.max(initial=0)) + 1, dtype=np.float32)
    np.maximum.at(best, law, fused)
    rank = np.zeros(len(rows), dtype=np.float32)
    seen: dict[int, int] = {}
    for at in np.argsort(-fused, kind="stable"):
        seen[int(law[at])] = seen.get(int(law[at]), 0) + 1
        rank[at] = seen[int(law[at])]
    return [law_mass, best[law], chapter_mass, 1 / rank if len(rows) else rank]


def _neighbours(rows: Any, fused: Any, masked: Any, mask: Any, documents: Documents) -> list[Any]:
    """What the provisions before and after a candidate in its law have: best similarity of four, fused of two."""
    import numpy as np

    standing = np.flatnonzero(mask)
    place = np.cumsum(mask) - 1
    everywhere = np.zeros(len(mask), dtype=np.float32)
    everywhere[rows] = fused
    meaning = np.zeros(len(rows), dtype=np.float32)
    around: dict[int, Any] = {}
    for step in (-2, -1, 1, 2):
        at = place[rows] + step
        inside = (at >= 0) & (at < len(standing)) & mask[rows]
        other = standing[np.clip(at, 0, max(0, len(standing) - 1))] if len(standing) else rows
        same = inside & (documents.law[other] == documents.law[rows])
        meaning = np.maximum(meaning, np.where(same, masked[other], 0.0))
        around[step] = np.where(same, everywhere[other], 0.0)
    return [meaning, np.maximum(around[-1], around[1]), around[-1], around[1]]


def _asked(rows: Any, asked: Any, documents: Documents) -> list[Any]:
    """How near the questions put for a candidate are: alone, beside the nearest of all, and what its law's nearest has."""
    import numpy as np

    best = float(asked.max(initial=ABSENT))
    rank = np.argsort(np.argsort(-asked, kind="stable"), kind="stable")[rows]
    put = asked[asked > ABSENT]
    middle, spread = (float(put.mean()), float(put.std()) or 1.0) if len(put) else (0.0, 1.0)
    near = asked[rows]
    of_law = np.full(len(documents.law_names), ABSENT, dtype=np.float32)
    np.maximum.at(of_law, documents.law, asked)
    return [
        near,
        near - best,
        ((K + 1) / (K + 1 + rank)).astype(np.float32),
        np.where(near > ABSENT, (near - middle) / spread, 0.0),
        of_law[documents.law[rows]] - best,
        np.full(len(rows), best, dtype=np.float32),
    ]


def _remembered(rows: Any, documents: Documents, memory: Remembered) -> list[Any]:
    import numpy as np

    def each(values: Mapping[int, float], keys: Any) -> Any:
        return np.array([values.get(int(key), 0.0) for key in keys], dtype=np.float32)

    near = each(memory.article_near, rows)
    return [
        np.full(len(rows), memory.nearest, dtype=np.float32),
        np.full(len(rows), memory.tenth, dtype=np.float32),
        near,
        np.where(near > 0, near - memory.nearest, -1.0),
        each(memory.article, rows),
        each(memory.law, documents.law[rows]),
        each(memory.chapter, documents.chapter[rows]),
        np.minimum(each(memory.answered, rows), 3),
        each(memory.law_answered, documents.law[rows]),
    ]
