"""`manage.py core_order train | measure`: the weights of the core library's order, and what they reach in folds."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lawbase.citations.query import pinpoints
from lawbase.search.engines.base import IndexUnavailable
from lawbase.search.evaluation import judged
from lawbase.search.evaluation.questions import Question, QuestionsUnreadable, read
from lawbase.search.fusion import wanted
from lawbase.search.indices.configured import EMBEDDED, indices_of
from lawbase.search.knowledge import training
from lawbase.search.knowledge.asking import ask
from lawbase.search.knowledge.measures import NAMES
from lawbase.search.knowledge.order import FILE
from lawbase.search.library import library
from lawbase.search.plan import Planner
from lawbase.search.semantic import state
from lawbase.search.values import SearchRequest
from lawbase.statutes.models import Law

PRIVACY, GENERAL = "privacy_queries_dev.jsonl", "stard_train.jsonl"


class Command(BaseCommand):
    help = (
        "train: find the weights of the core library's order from judged questions and write corpus/ranking/core.json, with the "
        "record of how and how good. measure: only print how good they are in repeated folds."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("train", "measure"))
        parser.add_argument("--folder", type=Path, help="of the judged questions; else eval/ of the texts")
        parser.add_argument(
            "--day", type=date.fromisoformat, default=date.today(), help="what counts as today"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if importlib.util.find_spec("scipy") is None:
            raise CommandError("SciPy is not installed; it comes with the packages for development.")
        folder = options["folder"] or next((file.parent for file in judged.files(PRIVACY)), None)
        if folder is None:
            raise CommandError(
                f"No folder of texts has eval/{PRIVACY}; name the folder of judged questions (--folder)."
            )
        try:
            examples = list(self._examples(folder, options["day"]))
        except (QuestionsUnreadable, IndexUnavailable, state.NotWarm) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(examples)} questions asked.")
        figures = training.in_folds(examples)
        for group, means in figures.items():
            self.stdout.write(f"  {group:<24}{judged.printed(means)}")
        if options["action"] == "train":
            self._write(folder, examples, figures)

    def _examples(self, folder: Path, day: date) -> Iterator[training.Example]:
        slugs = judged.slugs()
        core = set(Law.objects.filter(core=True).values_list("slug", flat=True))
        for question in read(folder / PRIVACY, slugs):
            # What cites a provision is answered by the citation, whatever the order.
            if not pinpoints(library().resolver, question.text):
                yield from self._example(question, day, general=False)
        for question in read(folder / GENERAL, slugs):
            if not question.unheld and all(address.partition(":")[0] in core for address in question.grades):
                yield from self._example(question, day, general=True)

    def _example(self, question: Question, day: date, general: bool) -> Iterator[training.Example]:
        warm = state.needed(library().state)
        request = SearchRequest(q=question.text, kind=("provision",), scope="core")
        plan = Planner(request, library().vocabulary, day).plan().plan
        if plan.free is None:
            return
        engine = indices_of(EMBEDDED).engine()
        vector = warm.embedder.query(plan.question)
        asked = ask(plan, engine.run_all, warm.nearest, vector, wanted(plan))
        knowledge = warm.knowledge
        rows = knowledge.answering(asked.wanted).nonzero()[0]
        yield training.Example(
            question.id, knowledge.measured(asked).values[rows], [knowledge.addresses[row] for row in rows],
            question.grades, question.groups, general,
        )  # fmt: skip

    def _write(
        self, folder: Path, examples: list[training.Example], figures: dict[str, dict[str, float]]
    ) -> None:
        weights = training.fitted(examples).weights
        record = {
            "made": date.today().isoformat(),
            "questions_sha256": judged.hashes(folder / name for name in (PRIVACY, GENERAL)),
            "examples": len(examples),
            "squares": training.SQUARES,
            "general_share": training.GENERAL_SHARE,
            "folds": {
                group: {key: round(value, 4) for key, value in means.items()}
                for group, means in figures.items()
            },
        }
        found = {name: float(f"{weight:.4g}") for name, weight in zip(NAMES, weights, strict=True)}
        path = settings.LAWBASE_RANKING / FILE
        path.write_text(json.dumps({"weights": found, "record": record}, indent=1) + "\n", encoding="utf-8")
        self.stdout.write(f"Written: {path}")
