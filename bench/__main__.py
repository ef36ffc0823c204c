"""`python -m bench [part …]`: run the measurements and print a table; the last figures are kept in `bench/figures.json`."""

from __future__ import annotations

import json
import os
import platform
import sys
from datetime import date
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lawbase.config.settings")
LONG = ("load", "scale")
"""Only when named: minutes to half an hour, with every core busy."""
FIGURES = Path(__file__).with_name("figures.json")


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from bench import databases, elasticsearch, history, ingestion, load, pages, scale, searching

    parts = {
        "ingestion": ingestion.measure,
        "search": searching.measure,
        "history": history.measure,
        "pages": pages.measure,
        "elasticsearch": elasticsearch.measure,
        "databases": databases.measure,
        "load": load.measure,
        "scale": scale.measure,
    }
    wanted = sys.argv[1:] or [name for name in parts if name not in LONG]
    if unknown := [name for name in wanted if name not in parts]:
        sys.exit(f"There is no part {unknown[0]!r}; choose from {', '.join(parts)}.")
    if set(wanted) - {"ingestion"}:
        # The library of LAWBASE_DATA; made where there is none, in some two minutes.
        call_command("up", prepare_only=True)
    kept = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    for name in wanted:
        print(f"== {name}", flush=True)
        figures = parts[name]()
        kept[name] = {
            "day": str(date.today()),
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            **figures,
        }
        for label, value in figures.items():
            print(f"  {label:<58} {value}")
    FIGURES.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
