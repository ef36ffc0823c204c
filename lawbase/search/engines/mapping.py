"""How the library lies in Elasticsearch: settings and a strict mapping, and the hash that names them.

Provisions and cases share one index, of the kind `library`. Scores of two indices are not comparable (each has its own
word statistics), and the embedded engine has one index: only one on either side gives one order.

There are no vectors here: the nearest passages are found in Python, for both engines alike (docs/search.md, "Meaning").
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from lawbase.search.clauses import TEXT_FIELDS
from lawbase.search.engines.base import KEYWORDS, NUMBERS, IndexDocument
from lawbase.search.engines.elasticsearch import FAR

Json = dict[str, Any]
KIND = "library"

SETTINGS: Json = {
    # One shard: word statistics, and with them scores, are those of the whole library.
    "number_of_shards": 1,
    # A second copy as soon as there is a second node, so that one may die.
    "auto_expand_replicas": "0-1",
    "max_result_window": FAR,
    "similarity": {"tokens": {"type": "BM25", "k1": 1.2, "b": 0.75}},
}


def _text() -> Json:
    return {"type": "text", "analyzer": "whitespace", "similarity": "tokens", "norms": True}


def _properties() -> Json:
    fields: Json = {name: _text() for name in TEXT_FIELDS}
    fields |= {name: {"type": "keyword"} for name in KEYWORDS}
    fields |= {name: {"type": "long" if name == "pk" else "integer"} for name in NUMBERS}
    fields["prior"] = {"type": "float", "index": False}
    fields["hash"] = {"type": "keyword", "index": False}
    return fields


MAPPING: Json = {
    "dynamic": "strict",
    # Tokens are searched, never read back: passages come out of the database.
    "_source": {"excludes": list(TEXT_FIELDS)},
    "properties": _properties(),
}

HASH = hashlib.sha256(json.dumps([SETTINGS, MAPPING], sort_keys=True).encode()).hexdigest()[:8]
"""Names the mapping: an index built under another one is noticed."""


def source(document: IndexDocument) -> Json:
    """What is sent of a document."""
    return {
        **document.tokens,
        **{name: list(values) for name, values in document.keywords.items() if values},
        **document.numbers,
        "prior": document.prior,
        "hash": document.content_hash,
    }
