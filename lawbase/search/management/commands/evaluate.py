"""`manage.py evaluate [FILE …]`: how well search answers judged questions, with confidence intervals."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lawbase.search.engines.base import IndexUnavailable
from lawbase.search.evaluation import judged
from lawbase.search.evaluation.measures import MEASURES
from lawbase.search.evaluation.questions import QuestionsUnreadable, read
from lawbase.search.evaluation.run import Figures, asking, evaluate
from lawbase.search.indices.configured import ELASTICSEARCH, EMBEDDED, indices_of
from lawbase.search.knowledge import order as core_order
from lawbase.search.ranking import order as learned_order
from lawbase.search.semantic.state import WHY_NOT, ready
from lawbase.search.values import RANKINGS

KEPT = settings.BASE_DIR / "bench" / "evaluation.json"
JUDGED = ("stard_train.jsonl", "privacy_queries_dev.jsonl")
ORDERS = {"all": (learned_order.FILE, "ranking"), "core": (core_order.FILE, "core_order")}
"""The file of the order that a search of each library asks, and the command that makes it."""


class Command(BaseCommand):
    help = (
        "Ask judged questions (one JSON object a line; lawbase/search/evaluation/questions.py says the two forms) and print "
        "recall, reciprocal rank and nDCG, overall and by language, style and persona, with 95% bootstrap intervals."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="else those in eval/ of the folders of texts")
        parser.add_argument("--engine", choices=[EMBEDDED, ELASTICSEARCH], default=EMBEDDED)
        parser.add_argument("--ranking", choices=RANKINGS, default="hybrid")
        parser.add_argument(
            "--scope", choices=["core", "all"], default="all", help="which library is searched"
        )
        parser.add_argument(
            "--day", type=date.fromisoformat, default=date.today(), help="what counts as today"
        )
        parser.add_argument("--limit", type=int, help="ask only so many questions of each file")
        parser.add_argument("--keep", action="store_true", help="keep the figures in bench/evaluation.json")
        parser.add_argument(
            "--questions", type=Path, help="write each question's figures to this file, one JSON a line"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files = options["files"] or judged.files(*JUDGED)
        if not files:
            raise CommandError(
                "No folder of texts has judged questions (eval/*.jsonl); name a file of questions."
            )
        try:
            engine = indices_of(options["engine"]).engine()
        except (ValueError, IndexUnavailable) as error:
            raise CommandError(str(error)) from error
        if options["ranking"] != "words" and (why := ready(wait=True)):
            self.stderr.write(f"Meaning is not searched: {WHY_NOT[why]}")
        slugs = judged.slugs()
        order, trainer = ORDERS[options["scope"]]
        for file in files:
            try:
                questions = read(file, slugs)[: options["limit"]]
            except QuestionsUnreadable as error:
                raise CommandError(str(error)) from error
            figures = evaluate(
                questions, asking(options["ranking"], options["scope"], engine, options["day"])
            )
            name = f"{file.stem} {options['engine']} {options['ranking']} {options['scope']}"
            if options["ranking"] == "hybrid" and judged.taught(settings.LAWBASE_RANKING / order, file):
                name += " (taught)"
                self.stdout.write(
                    f"The order was taught with {file.name}: these figures say how much it remembers, not how good it is on "
                    f"other questions. `manage.py {trainer} measure` says that."
                )
            self._print(name, figures)
            if options["questions"]:
                with options["questions"].open("a", encoding="utf-8") as out:
                    out.writelines(
                        json.dumps({"id": key, **one}) + "\n" for key, one in figures.questions.items()
                    )
            if options["keep"]:
                _keep(name, figures)

    def _print(self, name: str, figures: Figures) -> None:
        self.stdout.write(
            f"{name}: p50 {figures.time_at(0.5):.0f} ms, p95 {figures.time_at(0.95):.0f} ms a question of 100 results"
        )
        self.stdout.write(f"  {'':<24}{'n':>5}" + "".join(f"{measure:>22}" for measure in MEASURES))
        for group, means in figures.means.items():
            cells = "".join(f"{m.value:>8.3f} [{m.low:.3f}–{m.high:.3f}]" for m in means.values())
            self.stdout.write(f"  {group:<24}{means[MEASURES[0]].count:>5}{cells}")


def _keep(name: str, figures: Figures) -> None:
    """The last figures of each set, engine, ranking and scope."""
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    kept[name] = {
        "day": date.today().isoformat(),
        "questions": len(figures.questions),
        **{
            group: {measure: f"{m.value:.3f} [{m.low:.3f}, {m.high:.3f}]" for measure, m in means.items()}
            for group, means in figures.means.items()
        },
    }
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
