"""Where judged questions lie, and which of them an order was taught with. What the commands that ask them share."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings

from lawbase.search.evaluation.measures import MEASURES
from lawbase.statutes.models import Law


def files(*names: str) -> list[Path]:
    """Those of these files that are held, in eval/ of the folders of texts."""
    found = (Path(folder) / "eval" / name for folder in settings.LAWBASE_TEXTS for name in names)
    return [path for path in found if path.is_file()]


def slugs() -> dict[str, str]:
    """By full Chinese title; of laws with one title, that of the core library. One query."""
    rows = Law.objects.exclude(title_zh="").order_by("-core_order")
    return dict(rows.values_list("title_zh", "slug"))


def hashes(asked: Iterable[Path]) -> dict[str, str]:
    """SHA-256 of each file by its name: the record of what an order was taught with, under `questions_sha256`."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in asked}


def taught(order: Path, file: Path) -> bool:
    """Whether the order in a file of `corpus/ranking/` comes from these very questions."""
    if not order.is_file():
        return False
    record = json.loads(order.read_text(encoding="utf-8"))["record"]
    return hashes([file]).items() <= record["questions_sha256"].items()


def printed(means: Mapping[str, float]) -> str:
    """The means of a group of questions, and how many they were, as a command prints them."""
    cells = "".join(f"{measure} {means[measure]:.3f}  " for measure in MEASURES)
    return f"{cells}n {means['questions']:.0f}"
