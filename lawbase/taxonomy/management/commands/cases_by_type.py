"""`manage.py cases_by_type`: how many cases there are of each type in each legal order, and which types have few."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from lawbase.taxonomy.coverage import FEW, PLACES, types_covered, unproved_elements

SYSTEMS = {"cn": "China", "us": "the United States"}


class Command(BaseCommand):
    help = (
        "Cases by type and legal order, each once with those of the types beneath; then the types with fewer than "
        f"{FEW} in a legal system, and how many elements of claims no two cases of the library bear out."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        rows = types_covered()
        width = max((len(row.type.slug) + 2 * row.type.depth for row in rows), default=0)
        self.stdout.write(f"{'type':{width}} " + " ".join(f"{place:>8}" for place in PLACES))
        for row in rows:
            name = "  " * row.type.depth + row.type.slug
            self.stdout.write(f"{name:{width}} " + " ".join(f"{row.cases[place]:>8}" for place in PLACES))
        self.stdout.write(f"\nFewer than {FEW} cases:")
        few = [(row, system) for row in rows for system in row.few]
        for row, system in few:
            self.stdout.write(f"  {row.type.slug}: {row.cases_by_system[system]} in {SYSTEMS[system]}")
        if not few:
            self.stdout.write("  none")
        bare, thin, total = unproved_elements()
        self.stdout.write(f"\nElements of claims: {total}; without a case {bare}, with one only {thin}.")
