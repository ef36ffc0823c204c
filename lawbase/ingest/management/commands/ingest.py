"""`manage.py ingest`: read what changed, store it, link it, index it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lawbase.ingest.errors import SourceError
from lawbase.ingest.library import bring_up_to_date
from lawbase.search.engines.base import IndexUnavailable


class Command(BaseCommand):
    help = "Ingest the data package, texts/, the shared corpus and LAWBASE_TEXTS; load corpus/; index. Idempotent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "only", nargs="*", help="read only sources whose name contains one of these words"
        )
        parser.add_argument("--force", action="store_true", help="read everything again, changed or not")
        parser.add_argument("--no-index", action="store_true", help="do not rebuild the search index")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = bring_up_to_date(
                self.stdout.write, options["only"], options["force"], not options["no_index"]
            )
        except (SourceError, IndexUnavailable) as error:
            raise CommandError(str(error)) from error
        report = outcome.report
        self.stdout.write(
            f"{report.sources} sources, {report.unchanged} unchanged; {report.laws} laws read, {report.added} versions added, "
            f"{report.superseded} superseded; "
            + (f"{outcome.indexed} documents indexed." if outcome.indexed else "the index was up to date.")
        )
        self.stdout.write("; ".join(f"{name} {seconds:.1f} s" for name, seconds in outcome.seconds.items()))
        for failure in report.errors:
            self.stderr.write(f"Not stored: {failure}")
        if report.errors:
            raise CommandError(
                f"{len(report.errors)} sources were not stored, for the reasons above; the rest was."
            )
