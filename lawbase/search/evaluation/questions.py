"""Judged questions out of files, one JSON object a line, in the two forms of `../shared/corpus/eval/`.

STARD: `query_id`, `query`, `gold: [{law: full Chinese title, article: 第五十四条}]`. The privacy set: `id`, `lang`, `style`,
`persona`, `cross_lingual`, `query`, `gold: [{law: slug, number: key, grade: 1 or 2}]`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lawbase.statutes.numbers import key_of

HAN = re.compile(r"[\u3400-\u9fff]")
GROUPS = ("lang", "style", "persona", "cross_lingual")
"""What questions are told apart by, where their file says it."""


class QuestionsUnreadable(ValueError):
    """A file that is not a set of judged questions; the message names the line and what is wrong."""


@dataclass(frozen=True)
class Question:
    id: str
    text: str
    grades: Mapping[str, int]
    """Address of a provision (`cn-pipl:13`) → how well it answers: 2 fully, 1 in part."""
    groups: Mapping[str, str]
    """Name of a group → which one this question is in: {lang: zh, style: lay}."""
    unheld: int = 0
    """Judged provisions of laws that the library does not know; no search can find them."""


def read(path: Path, slugs: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions of a file. `slugs`: full Chinese title of a law → slug. Raises `QuestionsUnreadable`."""
    found = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsUnreadable(f"{path} cannot be read ({error}); name a file of questions.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(_question(json.loads(line), slugs))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise QuestionsUnreadable(
                f"{path}, line {number}: this is no judged question ({type(error).__name__}: {error}); see "
                "lawbase/search/evaluation/questions.py for the two forms."
            ) from error
    if not found:
        raise QuestionsUnreadable(f"{path} holds no question.")
    return tuple(found)


def _question(row: dict[str, Any], slugs: Mapping[str, str]) -> Question:
    text = str(row["query"])
    grades: dict[str, int] = {}
    unheld = 0
    for address, grade in _gold(row["gold"], slugs):
        if address:
            grades[address] = max(grade, grades.get(address, 0))
        else:
            unheld += 1
    groups = {name: _value(row[name]) for name in GROUPS if name in row}
    groups.setdefault("lang", "zh" if HAN.search(text) else "en")
    return Question(str(row["id"] if "id" in row else row["query_id"]), text, grades, groups, unheld)


def _gold(rows: list[dict[str, Any]], slugs: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """(address or nothing, grade) of each judged provision."""
    for row in rows:
        if "number" in row:
            yield f"{row['law']}:{row['number']}", int(row.get("grade", 1))
        else:
            slug = slugs.get(row["law"])
            yield (f"{slug}:{key_of(row['article'])}" if slug else ""), 1


def _value(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
