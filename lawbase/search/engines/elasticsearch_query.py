"""From plans to Elasticsearch's query language: the same matches and the same scores as the embedded engine gives."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from lawbase.search import clauses as c
from lawbase.search.engines.base import FACET_SIZE
from lawbase.search.plan import Plan

Json = dict[str, Any]
SORTS: dict[str, list[Json]] = {
    "relevance": [{"_score": "desc"}, {"id": "asc"}],
    "newest": [{"day": "desc"}, {"id": "asc"}],
    "oldest": [{"day": "asc"}, {"id": "asc"}],
}
WEIGHT: Json = {
    # ln(2 + prior) / ln 2 = log2(2 + prior), the static weight of `IndexDocument.prior`, without a script.
    "field_value_factor": {"field": "prior", "modifier": "ln2p"},
    "weight": 1 / math.log(2),
}
NONE: Json = {"match_none": {}}


def search_body(plan: Plan, offset: int, limit: int, facets: bool = True) -> Json:
    """The request for hits [offset, offset + limit) of a plan, with its count and, if wanted, its facets."""
    names = plan.facets if facets else ()
    # Filters stand outside the query where a facet must count without its own: hits are filtered after counting.
    after = bool(names) and any(name in plan.filters for name in names)
    query = _question(plan, {} if after else plan.filters)
    body: Json = {
        "query": _weighted(query, plan),
        "from": offset,
        "size": limit,
        "track_total_hits": True,
        "_source": False,
        "docvalue_fields": ["id", "kind", "pk"],
    }
    if limit:
        body["sort"] = SORTS[plan.sort]
    else:
        body["query"] = query
    if after:
        body["post_filter"] = {"bool": {"filter": _filters(plan.filters)}}
    if names:
        body["aggs"] = {name: _facet(name, plan.filters if after else {}) for name in names}
    return body


def explained(plan: Plan) -> Json:
    """The scored query alone."""
    return _weighted(_question(plan, plan.filters), plan)


def _weighted(query: Json, plan: Plan) -> Json:
    if not plan.weighted:
        return query
    return {"function_score": {"query": query, "functions": [WEIGHT], "boost_mode": "multiply"}}


def _question(plan: Plan, filters: Mapping[str, tuple[str, ...]]) -> Json:
    conditions = [compile_clause(clause) for clause in plan.always] + _filters(filters)
    text = compile_clause(plan.text)
    return {"bool": {"must": [text], "filter": conditions}} if conditions else text


def _filters(filters: Mapping[str, tuple[str, ...]]) -> list[Json]:
    return [{"terms": {name: list(values)}} for name, values in filters.items()]


def _facet(name: str, filters: Mapping[str, tuple[str, ...]]) -> Json:
    """Counts of a facet's values, the most frequent first, those of one count by value; its own choice left out."""
    terms: Json = {
        "terms": {"field": name, "size": FACET_SIZE, "order": [{"_count": "desc"}, {"_key": "asc"}]}
    }
    others = {other: values for other, values in filters.items() if other != name}
    return {"filter": {"bool": {"filter": _filters(others)}}, "aggs": {"values": terms}} if others else terms


def _constant(query: Json, score: float) -> Json:
    return {"constant_score": {"filter": query, "boost": score}}


# Elasticsearch refuses queries nested more than 30 deep: what can stand side by side is not nested.


def _all(parts: Sequence[c.Clause]) -> Json:
    flat = [compile_clause(part) for part in _flat_all(parts)]
    return flat[0] if len(flat) == 1 else {"bool": {"must": flat}}


def _flat_all(parts: Sequence[c.Clause]) -> list[c.Clause]:
    """AllOf inside AllOf asks for no more than one with all their parts."""
    found: list[c.Clause] = []
    for part in parts:
        found += _flat_all(part.clauses) if isinstance(part, c.AllOf) and part.clauses else [part]
    return found


def _any(parts: Sequence[c.Clause], minimum: int) -> Json:
    if not parts or minimum > len(parts):
        return NONE
    if len(parts) == 1:
        return compile_clause(parts[0])
    alternatives = _flat_any(parts) if minimum == 1 else parts
    return {
        "bool": {"should": [compile_clause(part) for part in alternatives], "minimum_should_match": minimum}
    }


def _flat_any(parts: Sequence[c.Clause]) -> list[c.Clause]:
    found: list[c.Clause] = []
    for part in parts:
        found += _flat_any(part.clauses) if isinstance(part, c.AnyOf) and part.minimum == 1 else [part]
    return found


def _without(clause: c.Without) -> Json:
    """All exclusions from one clause side by side; to exclude everything without X is to require X."""
    kept: c.Clause = clause
    query: dict[str, list[Json]] = {"must": [], "must_not": [], "filter": []}
    while isinstance(kept, c.Without):
        excluded, place = kept.excluded, "must_not"
        while isinstance(excluded, c.Without) and isinstance(excluded.clause, c.Everything):
            excluded, place = excluded.excluded, "filter" if place == "must_not" else "must_not"
        query[place].append(compile_clause(excluded))
        kept = kept.clause
    whole = kept.clauses if isinstance(kept, c.AllOf) and kept.clauses else (kept,)
    query["must"] = [compile_clause(part) for part in _flat_all(whole)]
    return {"bool": {name: parts for name, parts in query.items() if parts}}


def compile_clause(clause: c.Clause) -> Json:
    match clause:
        case c.Term(field, term, boost):
            if field in c.TEXT_FIELDS:
                return {"term": {field: {"value": term, "boost": boost}}}
            return _constant({"term": {field: term}}, boost)
        case c.Phrase(field, words, boost):
            # The field's analyzer splits at spaces: what is joined here comes apart as it was.
            return {"match_phrase": {field: {"query": " ".join(words), "boost": boost}}}
        case c.Prefix(field, prefix):
            return _constant({"prefix": {field: {"value": prefix}}}, 1.0)
        case c.OneOf(field, values):
            return _constant({"terms": {field: list(values)}}, 0.0)
        case c.Verified():
            raise c.NotVerified
        case c.Range(field, low, high):
            bounds = {name: value for name, value in (("gte", low), ("lte", high)) if value is not None}
            return _constant({"range": {field: bounds}}, 0.0)
        case c.AllOf(parts):
            return _all(parts) if parts else NONE
        case c.AnyOf(parts, minimum):
            return _any(parts, minimum)
        case c.Without():
            return _without(clause)
        case c.Favoured(inner, extra):
            return {"bool": {"must": [compile_clause(inner)], "should": [compile_clause(p) for p in extra]}}
        case c.Everything():
            return {"match_all": {}}
        case c.Nothing():
            return NONE
