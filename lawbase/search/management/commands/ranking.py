"""`manage.py ranking train | measure`: the learned order made anew, and measured on questions it was not taught."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lawbase.search.engines.base import IndexUnavailable
from lawbase.search.evaluation import judged
from lawbase.search.evaluation.questions import QuestionsUnreadable, read
from lawbase.search.fusion import wanted
from lawbase.search.indices.configured import EMBEDDED, indices_of
from lawbase.search.library import library
from lawbase.search.plan import Planner
from lawbase.search.ranking import training
from lawbase.search.ranking.adapter import Adapter
from lawbase.search.ranking.adapting import Passages
from lawbase.search.ranking.asking import ask
from lawbase.search.ranking.export import tree_lists, write_memory, write_model
from lawbase.search.ranking.features import MEMORY_NAMES, NAMES
from lawbase.search.ranking.order import FILE
from lawbase.search.semantic import state
from lawbase.search.values import SearchRequest

QUESTIONS = "stard_train.jsonl"


class Command(BaseCommand):
    help = (
        "train: teach the order of provisions from judged questions and write corpus/ranking/, with the record of how and how "
        "good. measure: only print how good it is in five folds."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("train", "measure"))
        parser.add_argument(
            "file", nargs="?", type=Path, help=f"else eval/{QUESTIONS} of the folders of texts"
        )
        parser.add_argument(
            "--day", type=date.fromisoformat, default=date.today(), help="what counts as today"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if importlib.util.find_spec("lightgbm") is None:
            raise CommandError("LightGBM is not installed; it comes with the packages for development.")
        file = options["file"] or next(iter(judged.files(QUESTIONS)), None)
        if file is None:
            raise CommandError(f"No folder of texts has eval/{QUESTIONS}; name a file of judged questions.")
        try:
            examples, world = self._examples(file, options["day"])
        except (QuestionsUnreadable, IndexUnavailable, state.NotWarm) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(examples)} questions asked.")
        figures = training.measured_in_folds(examples, world)
        for name, means in figures.items():
            self.stdout.write(f"  {name:<32}{judged.printed(means)}")
        if options["action"] == "train":
            self._write(file, examples, world, figures)

    def _examples(self, file: Path, day: date) -> tuple[list[training.Example], training.World]:
        warm = state.needed(library().state)
        documents = warm.documents
        engine = indices_of(EMBEDDED).engine()
        still = Adapter.still(warm.embedder.dimensions)
        found = []
        for question in read(file, judged.slugs()):
            request = SearchRequest(q=question.text, kind=("provision",), scope="all")
            plan = Planner(request, library().vocabulary, day).plan().plan
            if plan.free is None:
                continue
            vector = warm.embedder.query(plan.question)
            asked = ask(
                plan, engine.run_all, warm.nearest, documents, still, warm.questions, vector, wanted(plan)
            )
            found.append(training.Example(question.id, asked, question.grades, question.unheld))
        if not found:
            raise QuestionsUnreadable(f"{file} has no question that is asked in free words.")
        passages = Passages.of(warm.nearest, documents, found[0].asked.mask)
        return found, training.World(warm.nearest, documents, passages)

    def _write(
        self,
        file: Path,
        examples: list[training.Example],
        world: training.World,
        figures: dict[str, Any],
    ) -> None:
        folder = settings.LAWBASE_RANKING
        model, adapter = training.final(examples, world)
        record = {
            "made": date.today().isoformat(),
            "questions_sha256": judged.hashes([file]),
            "examples": len(examples),
            "trees": training.TREES,
            "settings": training.SETTINGS,
            "five_folds": {
                name: {key: round(value, 4) for key, value in means.items()}
                for name, means in figures.items()
            },
        }
        write_model(folder / FILE, (*NAMES, *MEMORY_NAMES), tree_lists(model), record)
        adapter.write(folder)
        write_memory(folder, training.vectors(examples), [sorted(example.grades) for example in examples])
        self.stdout.write(f"Written: {folder}")
