"""`manage.py search QUESTION`: the answer with its account: how the question was read, what was asked, what scored what."""

from __future__ import annotations

import json
from typing import Any, get_args

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lawbase.search.engines.base import IndexUnavailable
from lawbase.search.indices.configured import ELASTICSEARCH, EMBEDDED, indices_of
from lawbase.search.semantic.state import WHY_NOT, ready
from lawbase.search.service import search
from lawbase.search.values import RANKINGS, Kind, SearchRequest


class Command(BaseCommand):
    help = "Search the library and print results, analysis, plan and scores."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("question")
        parser.add_argument("--engine", choices=[EMBEDDED, ELASTICSEARCH], help="ask this one and no other")
        parser.add_argument("--ranking", choices=RANKINGS, default="hybrid")
        parser.add_argument("--scope", choices=["core", "all"], default="core")
        parser.add_argument("--kind", choices=get_args(Kind), action="append", default=[])
        parser.add_argument("--results", type=int, default=10, help="how many are shown")
        parser.add_argument("--plan", action="store_true", help="print analysis and plan too")
        parser.add_argument(
            "--engine-account",
            action="store_true",
            help="print the engine's account of the first hit's score",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            engine = indices_of(options["engine"]).engine() if options["engine"] else None
        except (ValueError, IndexUnavailable) as error:
            raise CommandError(str(error)) from error
        if options["ranking"] != "words":
            # A command may wait for what a reader would not.
            ready(wait=True)
        request = SearchRequest(
            q=options["question"],
            kind=tuple(options["kind"]),
            scope="all" if options["scope"] == "all" else "core",
            page_size=max(1, options["results"]),
            ranking=options["ranking"],
            explain=True,
        )
        answer = search(request, engine=engine)
        for notice in filter(None, (answer.degraded, *answer.notices)):
            self.stdout.write(f"! {notice.en} {notice.query}".rstrip())
        if answer.account is None:
            raise CommandError("There is no index to ask; run `python manage.py index build`.")
        if answer.jump:
            self.stdout.write(f"→ {answer.jump.id} {answer.jump.title_en}")
        account = answer.account
        self.stdout.write(
            f"{answer.count} results ({answer.count_all} in everything), {account.engine}, ordered by {account.order}"
            + (f"; meaning not asked: {WHY_NOT[account.why_not]}" if account.why_not else "")
        )
        for hit, scored in zip(answer.results, account.hits, strict=False):
            reasons = "; ".join(f"{reason.kind} {reason.text}".strip() for reason in hit.why)
            figures = " ".join(
                f"{name}={value}"
                for name in ("words", "meaning", "fused")
                if (value := getattr(scored, name)) is not None
            )
            self.stdout.write(f"  {hit.id:<40} {figures:<44} {reasons}")
        if options["plan"]:
            self.stdout.write(
                json.dumps({"analysis": account.analysis, "plan": account.plan}, ensure_ascii=False, indent=1)
            )
        if options["engine_account"] and answer.results:
            self._engine_account(engine, answer)

    def _engine_account(self, engine: Any, answer: Any) -> None:
        asked = engine or indices_of(EMBEDDED).engine()
        (first,) = asked.run(answer.plan).hits[:1]
        self.stdout.write(asked.explain(answer.plan, first.pk))
