"""Reading the texts of candidates: `Verified` clauses become conditions that any engine can hold (`clauses.OneOf`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from lawbase.cases.models import Case, CaseSection
from lawbase.search import clauses as c
from lawbase.search.engines.base import EngineAnswer, EngineHit
from lawbase.search.plan import CORE_ONLY, Plan
from lawbase.search.values import Notice
from lawbase.statutes.models import ProvisionVersion

MOST = 5_000
"""Candidates whose texts are read, the best first: two tenths of a second."""
Ask = Callable[[Sequence[Plan]], Sequence[EngineAnswer]]


def verified(plan: Plan, ask: Ask) -> tuple[Plan, tuple[Notice, ...]]:
    """The plan with every `Verified` clause answered. Asks nothing where there is none. Raises what `ask` raises."""
    found = list(dict.fromkeys(_within(plan.text)))
    if not found:
        return plan, ()
    # Neither filters nor scope: facets and the count of everything are taken over the same documents.
    dates = tuple(clause for clause in plan.always if clause != CORE_ONLY)
    asked = [Plan(text=clause.clause, filters={}, always=dates, facets=(), limit=MOST) for clause in found]
    answers = ask(asked)
    notices = []
    passed: dict[c.Verified, c.Clause] = {}
    for clause, answer in zip(found, answers, strict=True):
        texts = _texts(answer.hits)
        ids = tuple(hit.id for hit in answer.hits if _passes(clause.check, hit, texts))
        passed[clause] = c.AllOf((clause.clause, c.OneOf("id", ids))) if ids else c.Nothing()
        if answer.count > MOST:
            notices.append(
                Notice(
                    "too-broad",
                    f"有 {answer.count} 个文本含有这些词语；只核对了其中最相关的 {MOST} 个。请加上更具体的词语。",
                    f"{answer.count} texts hold these words; only the {MOST} most relevant were checked for their distance. "
                    "Add a rarer word.",
                )
            )
    return replace(plan, text=_replaced(plan.text, passed)), tuple(notices)


def _within(clause: c.Clause) -> list[c.Verified]:
    match clause:
        case c.Verified():
            return [clause]
        case c.AllOf(parts) | c.AnyOf(parts, _):
            return [found for part in parts for found in _within(part)]
        case c.Without(inner, excluded):
            return [*_within(inner), *_within(excluded)]
        case c.Favoured(inner, extra):
            return [found for part in (inner, *extra) for found in _within(part)]
    return []


def _replaced(clause: c.Clause, passed: dict[c.Verified, c.Clause]) -> c.Clause:
    match clause:
        case c.Verified():
            return passed[clause]
        case c.AllOf(parts):
            return c.AllOf(tuple(_replaced(part, passed) for part in parts))
        case c.AnyOf(parts, minimum):
            return c.AnyOf(tuple(_replaced(part, passed) for part in parts), minimum)
        case c.Without(inner, excluded):
            return c.Without(_replaced(inner, passed), _replaced(excluded, passed))
        case c.Favoured(inner, extra):
            return c.Favoured(_replaced(inner, passed), tuple(_replaced(part, passed) for part in extra))
    return clause


def _texts(hits: Sequence[EngineHit]) -> dict[tuple[str, int], tuple[str, str]]:
    """(text, its language; none for a case, whose lines are its paragraphs) by kind and `pk`."""
    found: dict[tuple[str, int], tuple[str, str]] = {}
    versions = [hit.pk for hit in hits if hit.kind == "provision" and hit.pk > 0]
    for pk, text, order in _chunked(versions):
        found["provision", pk] = (text, "zh-Hans" if order == "cn" else "en")
    cases = Case.objects.in_bulk([hit.pk for hit in hits if hit.kind == "case"])
    texts: dict[int, list[str]] = {
        case.pk: [case.title_zh, case.title_en, case.facts_zh, case.facts_en, case.issues_zh, case.issues_en,
                  case.holding_zh, case.holding_en]
        for case in cases.values()
    }  # fmt: skip
    for pk, text in (
        CaseSection.objects.filter(case__in=list(cases))
        .order_by("case", "order")
        .values_list("case_id", "text")
    ):
        texts[pk].append(text)
    return found | {("case", pk): ("\n".join(filter(None, parts)), "") for pk, parts in texts.items()}


def _chunked(pks: Sequence[int]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for at in range(0, len(pks), 500):
        rows += ProvisionVersion.objects.filter(pk__in=pks[at : at + 500]).values_list(
            "pk", "text", "provision__law__jurisdiction"
        )
    return rows


def _passes(check: Any, hit: EngineHit, texts: dict[tuple[str, int], tuple[str, str]]) -> bool:
    text, lang = texts.get((hit.kind, hit.pk), ("", ""))
    return bool(text) and check.passes(text, lang)
