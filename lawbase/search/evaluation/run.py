"""Asking judged questions and summing up: overall and per group, with confidence intervals and times."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from lawbase.search.engines.base import Engine
from lawbase.search.evaluation.measures import DEPTH, MEASURES, Mean, mean, measured
from lawbase.search.evaluation.questions import Question
from lawbase.search.service import search
from lawbase.search.values import Ranking, SearchRequest

Asked = Callable[[Question], Sequence[str]]
"""What answers: addresses of provisions, best first."""


@dataclass(frozen=True)
class Figures:
    """Means by group (`all`, `lang=zh`, `style=lay` …) and measure, and what was found, question by question."""

    means: dict[str, dict[str, Mean]]
    questions: dict[str, dict[str, float]]
    milliseconds: tuple[float, ...] = field(default=())
    """One a question, in ascending order."""

    def time_at(self, share: float) -> float:
        return self.milliseconds[min(len(self.milliseconds) - 1, round(share * (len(self.milliseconds) - 1)))]


def asking(ranking: Ranking, scope: str, engine: Engine | None, today: date) -> Asked:
    """Questions as readers ask them: a citation that is held is the first answer, since the page goes straight there."""

    def asked(question: Question) -> list[str]:
        request = SearchRequest(
            q=question.text,
            kind=("provision",),
            scope="all" if scope == "all" else "core",
            page_size=DEPTH,
            ranking=ranking,
        )
        answer = search(request, today, engine)
        jump = [answer.jump.id] if answer.jump else []
        return list(dict.fromkeys([*jump, *(hit.id for hit in answer.results)]))[:DEPTH]

    return asked


def evaluate(questions: Iterable[Question], asked: Asked) -> Figures:
    """Figures over the questions that have a judged provision."""
    values: dict[str, list[dict[str, float]]] = defaultdict(list)
    found: dict[str, dict[str, float]] = {}
    times = []
    for question in questions:
        if not question.grades and not question.unheld:
            continue
        started = time.perf_counter()
        ranked = asked(question)
        times.append((time.perf_counter() - started) * 1000)
        one = found[question.id] = measured(ranked, question.grades, question.unheld)
        for group in ("all", *(f"{name}={value}" for name, value in question.groups.items())):
            values[group].append(one)
    means = {
        group: {name: mean([one[name] for one in ones]) for name in MEASURES}
        for group, ones in values.items()
    }
    return Figures(means, found, tuple(sorted(times)))
