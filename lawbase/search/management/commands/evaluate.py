"""`manage.py evaluate [FILE …]`: how well search answers judged questions, with confidence intervals."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lawbase.search.engines.base import IndexUnavailable
from lawbase.search.evaluation.measures import MEASURES
from lawbase.search.evaluation.questions import QuestionsUnreadable, read
from lawbase.search.evaluation.run import Figures, asking, evaluate
from lawbase.search.indices.configured import ELASTICSEARCH, EMBEDDED, indices_of
from lawbase.search.semantic.state import WHY_NOT, ready
from lawbase.search.values import RANKINGS
from lawbase.statutes.models import Law

KEPT = settings.BASE_DIR / "bench" / "evaluation.json"
JUDGED = ("stard_train.jsonl", "privacy_queries_dev.jsonl")


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
        files = options["files"] or _judged()
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
        slugs = dict(Law.objects.exclude(title_zh="").order_by("-core_order").values_list("title_zh", "slug"))
        for file in files:
            try:
                questions = read(file, slugs)[: options["limit"]]
            except QuestionsUnreadable as error:
                raise CommandError(str(error)) from error
            figures = evaluate(
                questions, asking(options["ranking"], options["scope"], engine, options["day"])
            )
            name = f"{file.stem} {options['engine']} {options['ranking']} {options['scope']}"
            if options["ranking"] == "hybrid" and _taught(file):
                name += " (taught)"
                self.stdout.write(
                    f"The learned order was taught with {file.name}: these figures say how much it remembers, not how good it "
                    "is on other questions. `manage.py ranking measure` says that."
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


def _judged() -> list[Path]:
    found = (Path(folder) / "eval" / name for folder in settings.LAWBASE_TEXTS for name in JUDGED)
    return [path for path in found if path.is_file()]


def _taught(file: Path) -> bool:
    """Whether the learned order comes from these very questions."""
    model = settings.LAWBASE_RANKING / "model.json"
    if not model.is_file():
        return False
    record = json.loads(model.read_text(encoding="utf-8"))["record"]
    return bool(record["questions_sha256"] == hashlib.sha256(file.read_bytes()).hexdigest())


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
