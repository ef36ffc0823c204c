"""`manage.py propose_link`: enter a link that waits for an editor's yes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lawbase.ingest.corpus.collection import collect
from lawbase.ingest.corpus.proposals import propose
from lawbase.ingest.errors import SourceError
from lawbase.taxonomy.models import Origin, ProvisionLink


class Command(BaseCommand):
    help = (
        "Propose a link between a provision and an infringement type. It is checked like a link of corpus/, shown as a "
        "suggestion, and counted nowhere until an editor accepts it in the admin."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("provision", help="pinpoint, like cn-pipl:10 or 'cn-criminal-law:253-1(1)'")
        parser.add_argument("type", help="slug of an infringement type, like illegal-trade")
        parser.add_argument("role", choices=ProvisionLink.Role.values)
        parser.add_argument("selector", help="first and last words of the quotation, joined by …")
        parser.add_argument("--by", required=True, help="who or what proposes it")
        parser.add_argument(
            "--origin", choices=[Origin.MODEL.value, Origin.RULE.value], default=Origin.MODEL.value
        )
        parser.add_argument("--from", dest="start", help="first day for which it holds, 2021-11-01")
        parser.add_argument("--to", dest="end", help="day from which it holds no more")
        parser.add_argument("--note-zh", help="why, in Chinese; together with --note-en")
        parser.add_argument("--note-en", help="why, in English; together with --note-zh")

    def handle(self, *args: Any, **options: Any) -> None:
        note = {"zh": options["note_zh"], "en": options["note_en"]}
        data = {
            "provision": options["provision"],
            "type": options["type"],
            "role": options["role"],
            "from": options["start"],
            "to": options["end"],
            "quote": options["selector"],
            "note": note if any(note.values()) else None,
            "by": options["by"],
        }
        try:
            row = propose(data, Origin(options["origin"]), collect(settings.LAWBASE_CORPUS))
        except SourceError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Proposed as link {row.pk}; an editor accepts or declines it in the admin.")
