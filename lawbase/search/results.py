"""From engine hits to what a reader sees: titles, passages, reasons. Two queries a page, whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection

from lawbase.cases.models import Case, CaseSection
from lawbase.search.analysis.words import HAN
from lawbase.search.engines.base import EngineHit
from lawbase.search.highlight import Matcher, matcher, passage
from lawbase.search.library import LawFacts, Library
from lawbase.search.plan import Plan
from lawbase.search.values import Highlight, Hit, Reason
from lawbase.statutes.models import Provision
from lawbase.statutes.units import units_of

OFFICIAL_READ = 80_000
"""Characters of a case's official text that are searched for a passage when the digest has none."""


def present(hits: Sequence[EngineHit], plan: Plan, known: Library) -> tuple[Hit, ...]:
    """Hits in the engine's order. A document that left the database since the index was built is left out."""
    question = matcher((*plan.words, *plan.added), plan.phrases, plan.beginnings)
    han = sum(bool(HAN.search(word)) for word in plan.words) * 2 >= len(plan.words) and any(
        HAN.search(word) for word in (*plan.words, *plan.phrases)
    )
    provisions = _provisions([hit.pk for hit in hits if hit.kind == "provision"], known.laws)
    cases = _cases([hit.pk for hit in hits if hit.kind == "case"])
    official = _official([case for case in cases.values() if not case.has_digest])
    shown: list[tuple[Hit, int]] = []
    for hit in hits:
        if hit.kind == "case" and hit.pk in cases:
            shown.append((_case(hit, cases[hit.pk], official.get(hit.pk, ""), question, han, plan), hit.pk))
        elif hit.pk in provisions:
            shown.append((_provision(hit, provisions[hit.pk], question, plan), hit.pk))
    return (
        tuple(_with_types(hit, pk, plan, known) for hit, pk in shown)
        if plan.types
        else tuple(hit for hit, _pk in shown)
    )


def _with_types(hit: Hit, pk: int, plan: Plan, known: Library) -> Hit:
    """The hit, with the kinds of infringement among its reasons that the question describes and it is linked to."""
    fitting = known.types_of.get((hit.kind, pk), frozenset()).intersection(plan.types)
    named = tuple(Reason("type", slug) for slug in plan.types if slug in fitting)
    others = tuple(reason for reason in hit.why if not (named and reason.kind == "context"))
    return replace(hit, why=(*others, *named))


@dataclass(frozen=True)
class Row:
    """What a result line needs of a provision as one version has it. Its law comes out of the cached library."""

    law: LawFacts
    key: str
    number: str
    heading_zh: str
    heading_en: str
    heading: str = ""
    text: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    outdated_zh: str = ""
    outdated_en: str = ""


VERSIONS = """
    SELECT v.id, p.law_id, p.key, p.number, p.heading_zh, p.heading_en, v.heading, v.text, v.valid_from, v.valid_to,
    e.outdated_zh, e.outdated_en
    FROM statutes_provisionversion v JOIN statutes_provision p ON p.id = v.provision_id
    JOIN statutes_lawversion e ON e.id = v.law_version_id
"""


def _provisions(pks: Sequence[int], laws: Mapping[int, LawFacts]) -> dict[int, Row]:
    """By the index's `pk`: a version's, or minus a provision's where no text is held."""
    found: dict[int, Row] = {}
    if held := [pk for pk in pks if pk > 0]:
        # Written out: building this join in the ORM takes longer than the database takes to answer it.
        with connection.cursor() as cursor:
            cursor.execute(f"{VERSIONS} WHERE v.id IN ({', '.join(['%s'] * len(held))})", held)
            rows = cursor.fetchall()
        found = {pk: Row(laws[law], *rest) for pk, law, *rest in rows if law in laws}
    if bare := [-pk for pk in pks if pk < 0]:
        unheld = Provision.objects.filter(pk__in=bare)
        for row in unheld.filter(law__in=laws):
            found[-row.pk] = Row(laws[row.law_id], row.key, row.number, row.heading_zh, row.heading_en)
    return found


CASES = """
    SELECT id, slug, jurisdiction_id, title_zh, title_en, court_zh, court_en, decided, released, kind, number, digest_source,
    facts_zh, facts_en, holding_zh, holding_en, full_text_lang FROM cases_case
"""


def _cases(pks: Sequence[int]) -> dict[int, Case]:
    """What a result line needs of cases, by primary key; one query, none without any. Written out for the same reason."""
    if not pks:
        return {}
    rows = Case.objects.raw(f"{CASES} WHERE id IN ({', '.join(['%s'] * len(pks))})", pks)
    return {case.pk: case for case in rows}


def _official(cases: Sequence[Case]) -> dict[int, str]:
    texts: dict[int, list[str]] = defaultdict(list)
    if cases:
        rows = CaseSection.objects.filter(case__in=[case.pk for case in cases]).order_by("case", "order")
        for pk, text in rows.values_list("case_id", "text"):
            texts[pk].append(text)
    return {pk: "\n".join(parts)[:OFFICIAL_READ] for pk, parts in texts.items()}


def _reasons(found: frozenset[str], plan: Plan, ident: str, law: str = "") -> tuple[Reason, ...]:
    reasons = []
    asked = found.difference(plan.added)
    if asked:
        reasons.append(Reason("words", ", ".join(sorted(asked, key=lambda word: (-len(word), word))[:6])))
    if expanded := list(dict.fromkeys(plan.added[word] for word in sorted(found & plan.added.keys()))):
        reasons.append(Reason("glossary", ", ".join(expanded[:3])))
    if law and law in plan.laws:
        reasons.append(Reason("law-name", law))
    if ident in plan.meaning:
        reasons.append(Reason("meaning", f"{plan.meaning[ident]:.2f}"))
    near = plan.near.get(ident)
    if near and not (near.kind == "near-type" and near.text in plan.types):
        reasons.append(near)
    if not reasons:
        # Nothing stands in the text itself: the names of its law, chapter or infringement types brought it.
        reasons.append(Reason("context", ""))
    return tuple(reasons)


def _provision(hit: EngineHit, row: Row, question: Matcher, plan: Plan) -> Hit:
    law = row.law
    chinese = law.jurisdiction == "cn"
    lang = "zh-Hans" if chinese else "en"
    shown = passage(row.text, question, chinese)
    fragment = _fragment(row.text, shown.start, lang)
    return Hit(
        kind="provision",
        id=f"{law.slug}:{row.key}",
        title_zh=f"{law.name_zh} {row.number}",
        title_en=f"{law.name_en} {article(row.key, row.number, chinese)}",
        law=law.slug,
        key=row.key,
        jurisdiction=law.jurisdiction,
        score=hit.score,
        highlights=(Highlight(shown.runs, fragment, lang),) if row.text else (),
        why=_reasons(shown.terms, plan, hit.id, law.slug),
        facts={
            "law_zh": law.name_zh, "law_en": law.name_en, "number": row.number,
            "heading_zh": row.heading_zh or (row.heading if chinese else ""),
            "heading_en": row.heading_en or ("" if chinese else row.heading),
            "valid_from": row.valid_from, "valid_to": row.valid_to, "status": law.status, "law_kind": law.kind,
            "lang": lang, "text_held": bool(row.text), "outdated_zh": row.outdated_zh, "outdated_en": row.outdated_en,
        },
    )  # fmt: skip


def article(key: str, number: str, chinese: bool) -> str:
    """The number as an English reader cites it."""
    return f"art. {key}" if chinese and key[:1].isdigit() else number


def _fragment(text: str, start: int, lang: str) -> str:
    """Unit in which the character at `start` stands."""
    line = text.count("\n", 0, start)
    if not line:
        return ""
    units = units_of(text, lang)
    return units[line].fragment if line < len(units) else ""


def _case(hit: EngineHit, case: Case, official: str, question: Matcher, han: bool, plan: Plan) -> Hit:
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
        why=_reasons(shown.terms if shown else frozenset(), plan, hit.id),
        facts={
            "court_zh": case.court_zh, "court_en": case.court_en, "decided": case.decided, "released": case.released,
            "case_kind": case.kind, "number": case.number, "has_digest": case.has_digest,
        },
    )  # fmt: skip
