"""From engine hits to what a reader sees: titles, passages, reasons. Two queries a page, whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from lawbase.cases.models import Case, CaseSection
from lawbase.search.analysis.words import HAN
from lawbase.search.engines.base import EngineHit
from lawbase.search.highlight import Matcher, matcher, passage
from lawbase.search.plan import Plan
from lawbase.search.values import Highlight, Hit, Reason
from lawbase.statutes.models import Provision, ProvisionVersion
from lawbase.statutes.units import units_of

OFFICIAL_READ = 80_000
"""Characters of a case's official text that are searched for a passage when the digest has none."""


def present(hits: Sequence[EngineHit], plan: Plan) -> tuple[Hit, ...]:
    """Hits in the engine's order. A document that left the database since the index was built is left out."""
    question = matcher(plan.words, plan.phrases)
    han = sum(bool(HAN.search(word)) for word in plan.words) * 2 >= len(plan.words) and any(
        HAN.search(word) for word in (*plan.words, *plan.phrases)
    )
    provisions = _provisions([hit.pk for hit in hits if hit.kind == "provision"])
    cases = Case.objects.in_bulk([hit.pk for hit in hits if hit.kind == "case"])
    official = _official([case for case in cases.values() if not case.has_digest])
    shown = []
    for hit in hits:
        if hit.kind == "case" and hit.pk in cases:
            shown.append(_case(hit, cases[hit.pk], official.get(hit.pk, ""), question, han))
        elif hit.pk in provisions:
            shown.append(_provision(hit, provisions[hit.pk], question, plan))
    return tuple(shown)


PROVISION_FIELDS = {
    "key": "provision__key", "number": "provision__number", "slug": "provision__law__slug",
    "jurisdiction": "provision__law__jurisdiction_id", "law_zh": "provision__law__short_zh",
    "law_en": "provision__law__short_en", "title_zh": "provision__law__title_zh",
    "title_en": "provision__law__title_en", "status": "provision__law__status", "kind": "provision__law__kind",
    "heading_zh": "provision__heading_zh", "heading_en": "provision__heading_en",
}  # fmt: skip


def _provisions(pks: Sequence[int]) -> dict[int, dict[str, Any]]:
    """By the index's `pk`: a version's, or minus a provision's where no text is held."""
    own = ("pk", "text", "heading", "valid_from", "valid_to")
    names = [*own, *PROVISION_FIELDS]
    rows = ProvisionVersion.objects.filter(pk__in=[pk for pk in pks if pk > 0]).values_list(
        *own, *PROVISION_FIELDS.values()
    )
    found = {row[0]: dict(zip(names, row, strict=True)) for row in rows}
    if bare := [-pk for pk in pks if pk < 0]:
        columns = [path.removeprefix("provision__") for path in PROVISION_FIELDS.values()]
        for row in Provision.objects.filter(pk__in=bare).values_list("pk", *columns):
            values = dict(zip(("pk", *PROVISION_FIELDS), row, strict=True))
            found[-row[0]] = {**values, "text": "", "heading": "", "valid_from": None, "valid_to": None}
    return found


def _official(cases: Sequence[Case]) -> dict[int, str]:
    texts: dict[int, list[str]] = defaultdict(list)
    if cases:
        rows = CaseSection.objects.filter(case__in=[case.pk for case in cases]).order_by("case", "order")
        for pk, text in rows.values_list("case_id", "text"):
            texts[pk].append(text)
    return {pk: "\n".join(parts)[:OFFICIAL_READ] for pk, parts in texts.items()}


def _reasons(found: frozenset[str], plan_laws: Sequence[str], law: str) -> tuple[Reason, ...]:
    reasons = []
    if found:
        reasons.append(Reason("words", ", ".join(sorted(found, key=len, reverse=True)[:6])))
    if law and law in plan_laws:
        reasons.append(Reason("law-name", law))
    if not reasons:
        # Nothing stands in the text itself: the names of its law, chapter or infringement types brought it.
        reasons.append(Reason("context", ""))
    return tuple(reasons)


def _provision(hit: EngineHit, row: dict[str, Any], question: Matcher, plan: Plan) -> Hit:
    chinese = row["jurisdiction"] == "cn"
    lang = "zh" if chinese else "en"
    shown = passage(row["text"], question, chinese)
    heading_zh = row["heading_zh"] or (row["heading"] if chinese else "")
    heading_en = row["heading_en"] or ("" if chinese else row["heading"])
    law_zh, law_en = row["law_zh"] or row["title_zh"], row["law_en"] or row["title_en"]
    return Hit(
        kind="provision",
        id=f"{row['slug']}:{row['key']}",
        title_zh=f"{law_zh or law_en} {row['number']}",
        title_en=f"{law_en or law_zh} {article(row, chinese)}",
        law=row["slug"],
        key=row["key"],
        jurisdiction=row["jurisdiction"],
        score=hit.score,
        highlights=(
            Highlight(shown.runs, _fragment(row["text"], shown.start, lang), "zh-Hans" if chinese else "en"),
        )
        if row["text"]
        else (),
        why=_reasons(shown.terms, plan.laws, row["slug"]),
        facts={
            "law_zh": law_zh, "law_en": law_en, "number": row["number"], "heading_zh": heading_zh,
            "heading_en": heading_en, "valid_from": row["valid_from"], "valid_to": row["valid_to"],
            "status": row["status"], "law_kind": row["kind"], "lang": "zh-Hans" if chinese else "en",
            "text_held": bool(row["text"]),
        },
    )  # fmt: skip


def article(row: dict[str, Any], chinese: bool) -> str:
    """The number as an English reader cites it."""
    return f"art. {row['key']}" if chinese and row["key"][:1].isdigit() else str(row["number"])


def _fragment(text: str, start: int, lang: str) -> str:
    """Unit in which the character at `start` stands."""
    line = text.count("\n", 0, start)
    if not line:
        return ""
    units = units_of(text, lang)
    return units[line].fragment if line < len(units) else ""


def _case(hit: EngineHit, case: Case, official: str, question: Matcher, han: bool) -> Hit:
    shown = None
    if case.has_digest:
        digest = (case.facts_zh, case.holding_zh) if han else (case.facts_en, case.holding_en)
        passages = [passage(text, question, han) for text in digest if text]
        shown = max(passages, key=lambda found: len(found.terms), default=None)
        lang = "zh-Hans" if han else "en"
    else:
        lang = "zh-Hans" if case.full_text_lang == "zh" else "en"
        shown = passage(official, question, lang != "en") if official else None
    return Hit(
        kind="case",
        id=f"case:{case.slug}",
        title_zh=case.title_zh or case.title_en,
        title_en=case.title_en or case.title_zh,
        law="",
        key=case.slug,
        jurisdiction=case.jurisdiction_id,
        score=hit.score,
        highlights=(Highlight(shown.runs, "", lang),) if shown else (),
        why=_reasons(shown.terms if shown else frozenset(), (), ""),
        facts={
            "court_zh": case.court_zh, "court_en": case.court_en, "decided": case.decided, "released": case.released,
            "case_kind": case.kind, "number": case.number, "has_digest": case.has_digest,
        },
    )  # fmt: skip
