"""Timing in process, and where the real questions come from."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

EVAL = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "eval"


def milliseconds(call: Callable[[], Any]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def summary(values: list[float]) -> str:
    return f"p50 {statistics.median(values):.1f} ms, p95 {percentile(values, 0.95):.1f} ms, n {len(values)}"


def stard() -> list[dict[str, Any]]:
    """Real lay questions with the articles that answer them; empty where `../shared` is absent."""
    path = EVAL / "stard_train.jsonl"
    return [json.loads(line) for line in path.open(encoding="utf-8")] if path.exists() else []


def privacy() -> list[dict[str, Any]]:
    path = EVAL / "privacy_queries_dev.jsonl"
    return [json.loads(line) for line in path.open(encoding="utf-8")] if path.exists() else []
