"""`manage.py check_corpus`: is what the editors wrote sound, and do its quotations stand in the official texts?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lawbase.ingest.corpus.collection import collect
from lawbase.ingest.corpus.documents import Problem, read
from lawbase.ingest.corpus.gaps import unexplained
from lawbase.ingest.corpus.resolve import Resolved, resolve_all
from lawbase.ingest.corpus.schema import Statute
from lawbase.ingest.corpus.wanted import everything_wanted
from lawbase.ingest.fetch.plan import refused
from lawbase.statutes.models import Law, Provision
from lawbase.taxonomy.questions import FOLDER, Question, faults, questions


class Command(BaseCommand):
    help = (
        "Validate corpus/: shapes, ids, references and quotations. Names file, line and key of every fault."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-texts", action="store_true", help="check shapes and ids only, not the quotations"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = collect(settings.LAWBASE_CORPUS)
        # What cannot be read would look like a gap.
        problems = [*(found.problems or unexplained(found)), *self._not_fetched(found.statutes)]
        problems += [Problem(one.file, one.line, "", one.says) for one in faults(settings.LAWBASE_CORPUS)]
        put = questions(settings.LAWBASE_CORPUS)
        resolved = Resolved()
        if not options["no_texts"]:
            if not Law.objects.filter(provision_count__gt=0).exists():
                raise CommandError(
                    "No texts are stored yet; run `python manage.py ingest` first, or add --no-texts."
                )
            resolved = resolve_all(everything_wanted(found))
            problems += [*resolved.problems, *self._put_for_nothing(put)]
        for problem in problems:
            self.stderr.write(str(problem))
        if problems:
            raise CommandError(f"{len(problems)} faults in corpus/; mend them at the places named above.")
        held = {
            "statutes": found.statutes, "types": found.types, "works": found.literature, "links": found.links,
            "cases": found.cases, "digests": found.digests, "topics": found.topics, "terms": found.terms,
            "claims": [claim for entry in found.claims for claim in entry.item.claims], "questions": put,
        }  # fmt: skip
        counted = ", ".join(f"{len(items)} {name}" for name, items in held.items())
        self.stdout.write(f"corpus/ is sound: {counted}.")
        if not options["no_texts"]:
            unread = resolved.unread
            said = f"{resolved.quotes} quotations found in the official texts"
            rest = f"; {unread} rest on texts not held here and could not be checked" if unread else ""
            self.stdout.write(f"{said}{rest}.")

    @staticmethod
    def _put_for_nothing(put: Sequence[Question]) -> Iterator[Problem]:
        """Questions for provisions that a law held does not have."""
        laws = {one.provision.partition(":")[0] for one in put}
        held: dict[str, set[str]] = {law: set() for law in laws}
        for law, key in Provision.objects.filter(law__slug__in=laws).values_list("law__slug", "key"):
            held[law].add(key)
        for address in dict.fromkeys(one.provision for one in put):
            law, _colon, key = address.partition(":")
            if held[law] and key not in held[law]:
                yield Problem(
                    f"{FOLDER}/{law}.tsv",
                    0,
                    key,
                    "is no provision of this law; put the questions for another.",
                )

    @staticmethod
    def _not_fetched(statutes: Sequence[Statute]) -> Iterator[Problem]:
        """Addresses that `manage.py fetch` would refuse. Not a fault for readers, so ingestion does not look at them."""
        faults = {statute.slug: reason for statute, reason in refused(statutes)}
        if not faults:
            return
        document, _ = read(settings.LAWBASE_CORPUS / "statutes.yaml", settings.LAWBASE_CORPUS)
        for place, entry in enumerate(document.data if document else ()):
            if entry.get("slug") in faults:
                assert document is not None
                yield document.problem((place, "fetch", "url"), faults[entry["slug"]])
