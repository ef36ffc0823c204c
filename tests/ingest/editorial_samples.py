"""A made-up `corpus/` folder: sound as it is made, with faults where a test puts them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

Item = dict[str, Any]


def text(words: str) -> Item:
    return {"zh": f"{words}（中）", "en": words}


def edition(version: str, in_force: str | None, **values: Any) -> Item:
    return {"version": version, "adopted": None, "in_force": in_force, "to": None, "made_by": None,
            "evidence": "the file", **values}  # fmt: skip


def statute(slug: str, title: str, **values: Any) -> Item:
    """An entry of the register that sources with this title belong to."""
    return {
        "slug": slug, "jurisdiction": "cn", "kind": "departmental-rule", "title": {"zh": title, "en": f"Rules {slug}"},
        "short_title": {"zh": title, "en": slug}, "aliases": [], "issuer": {"zh": None, "en": None}, "citation": None,
        "official_url": None, "fetch": None, "expected": None, "match": {"titles": [title], "acts": []}, "code": None,
        "editions": [], "status": "in-force", "key_provisions": [], "notes": {"zh": None, "en": None}, **values,
    }  # fmt: skip


def correction(law: str, provision: str | None, what: str, **values: Any) -> Item:
    return {"law": law, "version": None, "provision": provision, "what": what, "selector": None, "replacement": None,
            "why": text("why"), "evidence": "another copy", **values}  # fmt: skip


def kind(slug: str, parent: str | None = None) -> Item:
    return {"slug": slug, "parent": parent, "name": text(slug), "definition": text(f"what {slug} is"),
            "everyday": {"zh": ["卖花"], "en": [slug]}, "literature": []}  # fmt: skip


def absent(system: str, what: str) -> Item:
    """Why a kind has no `provisions` or `cases` in a legal system."""
    return {"system": system, "what": what, "why": text("Nobody has written of it")}


def link(provision: str, quote: str, **values: Any) -> Item:
    return {"provision": provision, "type": "misuse", "role": "prohibits", "from": None, "to": None, "quote": quote,
            "note": None, "by": "LawBase editors", **values}  # fmt: skip


def shown(slug: str) -> Item:
    """A type of the case below with words of its digest."""
    return {"type": slug, "shown": {"zh": "issues", "en": "issues"}}


def case(ident: str, **values: Any) -> Item:
    none = {"zh": None, "en": None}
    return {
        "id": ident, "jurisdiction": "cn", "kind": "guiding-case", "proceeding": None, "title": text("Flower case"),
        "court": text("Court"), "docket": None, "citation": None, "decided": "2021-06-01", "released": None,
        "released_by": none, "batch": None, "parties": none, "facts": text("facts"), "issues": text("issues"),
        "holding": text("holding"),
        "outcome": {"prison_months_max": None, "fine": None, "damages": None, "penalty": None, "confiscated": None,
                    "currency": None, "other": none},
        "items_count": None, "people_affected": None, "information_categories": [], "remedies": [], "provisions": [],
        "types": [shown("misuse")], "full_text": None, "sources": [], "confidence": "confirmed", "verified": "single-source",
        "checked_fields": [], "notes": None, **values,
    }  # fmt: skip


class Editorial:
    """A `corpus/` folder with one type, no statutes, no links and no cases."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("statutes.yaml", [])
        self.write("corrections.yaml", [])
        self.write("taxonomy.yaml", [kind("misuse")])
        self.write("literature.yaml", [])

    def write(self, name: str, data: object) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
        return path


def digest(provision: str, **values: Any) -> Item:
    return {"provision": provision, "from": None, "to": None, "heading": text("Flowers"), "digest": text("No sale."),
            **values}  # fmt: skip


def topic(slug: str, cn: list[str], us: list[str], pairs: list[Item], **values: Any) -> Item:
    def column(pinpoints: list[str]) -> list[Item]:
        return [{"provision": pinpoint, "note": None} for pinpoint in pinpoints]

    return {
        "slug": slug, "order": 1, "title": text("Flowers"), "question": text("Who sells?"), "types": ["misuse"],
        "provisions": {"cn": column(cn), "us": column(us), "us-ca": []}, "pairs": pairs, "alike": text("alike"),
        "differs": text("differs"), "matters": text("matters"), "literature": [], **values,
    }  # fmt: skip


def pair(a: str, a_quote: str, b: str | None, b_quote: str | None, **values: Any) -> Item:
    return {"a": a, "a_quote": a_quote, "b": b, "b_quote": b_quote, "relation": "partial" if b else "none", "from": None,
            "to": None, "note": text("why"), **values}  # fmt: skip


def term(slug: str, zh: str, en: str, **values: Any) -> Item:
    return {"slug": slug, "term": {"zh": zh, "en": en}, "also": {"zh": [], "en": []}, "definition": text("meaning"),
            "defined_by": [], "false_friend": None, "see": [], **values}  # fmt: skip


def claim(slug: str, provisions: list[str], **values: Any) -> Item:
    element = {"element": text("fault"), "burden": "defendant", "provisions": provisions, "cases": []}
    return {"slug": slug, "jurisdiction": "cn", "name": text("tort"), "nature": "civil", "who": text("anyone"),
            "elements": [element], "evidence": text("petals"), "remedies": [], "thresholds": [], "limitation": None,
            "forum": None, **values}  # fmt: skip


def work(slug: str, **values: Any) -> Item:
    return {"slug": slug, "authors": ["A. Rose"], "year": 2019, "title": {"zh": None, "en": "On Flowers"},
            "container": None, "doi": None, "url": None, "notes": text("notes"), **values}  # fmt: skip


def said(provisions: list[str], cases: list[str], types: list[str], **values: Any) -> Item:
    return {"says": text("Flowers are few"), "about": {"provisions": provisions, "cases": cases, "types": types},
            "as_of": 2018, "overtaken": None, **values}  # fmt: skip
