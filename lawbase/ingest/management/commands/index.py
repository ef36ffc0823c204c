"""`manage.py index build | status`: the search index."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lawbase.ingest.library import build_index
from lawbase.search.service import index_folder
from lawbase.statutes.models import LibraryState


class Command(BaseCommand):
    help = "Build the search index anew beside the one in use and swap it in, or say what the one in use was built from."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["build", "status"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "build":
            self.stdout.write(f"{build_index(force=True)} documents indexed.")
        built = index_folder().current()
        if built is None:
            self.stdout.write("There is no index; run `python manage.py index build`.")
            return
        state = LibraryState.current()
        fits = (
            "fits the library"
            if built.fits(state)
            else f"is older than the library (state {state}); build it anew"
        )
        self.stdout.write(f"{built.folder}: {built.documents} documents, analysis {built.analysis}; {fits}.")
