"""`manage.py evaluate_facts`: how well stories are answered, measured on every case file left out of the learning."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from lawbase.research.facts import classifier, evaluation
from lawbase.research.facts.answer import answer
from lawbase.research.facts.training import training_set

TARGETS = {"macro_f1": 0.70, "top_3": 0.92, "nearest_agrees": 0.80}


class Command(BaseCommand):
    help = "Measure facts-to-precedent: leave-one-out over all case files, in Chinese and English."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--keep", type=Path, help="write the figures to this file (JSON)")

    def handle(self, *args: Any, **options: Any) -> None:
        known = training_set()
        try:
            model = classifier.fit(known)
        except classifier.NothingToLearnFrom as error:
            raise CommandError(str(error)) from error
        judged = evaluation.leave_one_out(known, lambda rows: tqdm(rows, desc="Leaving out", unit="case"))
        figures: dict[str, Any] = {
            "day": str(date.today()),
            "cases": len(known.cases),
            "types": len(known.types),
            "targets": TARGETS,
        }
        for language, rows in judged.items():
            values = {name: round(value, 3) for name, value in evaluation.scores(rows).items()}
            figures[language] = {
                **values,
                "by_type": {
                    slug: [size, round(value, 3)]
                    for slug, (size, value) in evaluation.by_type(rows, model.slugs).items()
                },
                "calibration": [
                    [name, count, round(said, 3), round(was, 3)]
                    for name, count, said, was in evaluation.calibration(rows)
                ],
            }
            self._print(language, figures[language])
        figures["false_matches"] = {
            name: round(value, 3) for name, value in evaluation.false_matches(model).items()
        }
        texts, refused = evaluation.refused_elsewhere()
        figures["other_subjects"] = {"texts": texts, "refused": round(refused, 3)}
        figures["milliseconds"] = self._time([row.told["zh"] for row in known.cases[:40]])
        for name in ("false_matches", "other_subjects", "milliseconds"):
            self.stdout.write(f"{name}: {figures[name]}")
        if options["keep"]:
            options["keep"].write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
            self.stdout.write(f"Kept in {options['keep']}.")

    def _print(self, language: str, figures: dict[str, Any]) -> None:
        self.stdout.write(f"== {language}")
        for name, value in figures.items():
            if isinstance(value, float):
                target = f"  (target {TARGETS[name]:.2f})" if name in TARGETS else ""
                self.stdout.write(f"  {name:<22} {value:.3f}{target}")
        for slug, (size, value) in figures["by_type"].items():
            self.stdout.write(f"  {slug:<30} {size:>3} cases  F1 {value:.3f}")
        for name, count, said, was in figures["calibration"]:
            self.stdout.write(f"  said {name}: {count:>4} pairs, mean {said:.2f}, true {was:.2f}")

    def _time(self, stories: list[str]) -> dict[str, float]:
        """Wall and processor time of whole answers, once the library is learnt."""
        if not stories:
            return {}
        answer(stories[0])
        walls, works = [], []
        for story in stories:
            wall, work = time.perf_counter(), time.process_time()
            answer(story)
            walls.append((time.perf_counter() - wall) * 1000)
            works.append((time.process_time() - work) * 1000)
        walls.sort()
        works.sort()
        return {
            "wall_p50": round(walls[len(walls) // 2]),
            "wall_p95": round(walls[int(len(walls) * 0.95)]),
            "processor_p50": round(works[len(works) // 2]),
            "processor_p95": round(works[int(len(works) * 0.95)]),
        }
