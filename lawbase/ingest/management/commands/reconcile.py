"""`manage.py reconcile`: does the history computed from the amending instruments meet the consolidated texts?"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lawbase.ingest.errors import SourceError
from lawbase.ingest.library import package_database
from lawbase.ingest.reconcile import Reconciled, reconcile
from lawbase.statutes.history import Check


class Command(BaseCommand):
    help = (
        "Compute every law's history from its amending instruments and compare it with each edition held, article by "
        "article. Reads the sources; stores nothing. Ends with an error if an article differs for no known reason."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("law", nargs="*", help="only these laws, by slug")
        parser.add_argument("--all", action="store_true", help="list the reconciled articles too")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        wanted = set(options["law"])
        try:
            found = [
                law
                for law in reconcile(settings.LAWBASE_TEXTS, package_database(), settings.LAWBASE_CORPUS)
                if not wanted or law.slug in wanted
            ]
        except SourceError as error:
            raise CommandError(str(error)) from error
        if missing := wanted - {law.slug for law in found}:
            raise CommandError(
                f"No amending instrument of {', '.join(sorted(missing))} is held, or there is no such law; "
                "`python manage.py reconcile` lists the laws that have one."
            )
        for law in found:
            self._law(law, options["all"])
        total = sum(law.seconds for law in found)
        self.stdout.write(
            f"{len(found)} laws computed in {total:.1f} s ({time.perf_counter() - started:.1f} s with reading the sources)."
        )
        if failed := sum(len(law.unexplained) for law in found):
            raise CommandError(f"{failed} articles differ for no known reason; both texts stand above.")

    def _law(self, law: Reconciled, everything: bool) -> None:
        self.stdout.write(f"\n{law.title} ({law.slug})")
        for edition in sorted({check.edition for check in law.history.checks}):
            counts = {
                verdict: sum(check.edition == edition for check in law.of(verdict))
                for verdict in ("reconciled", "in-part", "failed")
            }
            self.stdout.write(
                f"  {edition}: {counts['reconciled']} articles reconciled, {counts['in-part']} in part, "
                f"{counts['failed']} not"
            )
        for check in law.of("reconciled"):
            if everything or check.why:
                self._check(check, check.why or "reconciled")
        for check in law.of("in-part") if everything else ():
            self._check(check, check.why)
        for check in law.of("failed"):
            why = law.known.get((check.key, check.edition), "for no known reason.")
            self._check(check, f"not reconciled: {why} {check.why}")
            self.stdout.write(f"      computed: {check.computed}\n      printed:  {check.printed}")
        for entry in law.unapplied:
            self.stdout.write(
                f"    not applied: {entry.instruction.item}: {entry.instruction.raw}\n      {entry.problem}"
            )

    def _check(self, check: Check, says: str) -> None:
        by = f" ({', '.join(check.items)})" if check.items else ""
        self.stdout.write(f"    {check.key} in {check.edition}{by}: {says}")
