"""Codes of the corpus as words for readers. What only the editors name has its words in `words.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, dict[str, Promise]] = {
    "order": {
        "words": _("words alone"),
        "hybrid": _("words and meaning"),
        "learned": _("words and meaning, in an order learned from judged questions"),
    },
    "unasked": {
        "by-words": _("the question is answered by its words alone"),
        "not-installed": _("the model is not installed"),
        "switched-off": _("it is switched off here"),
        "warming": _("the model is being warmed"),
        "no-vectors": _("the library has no vectors yet"),
        "failed": _("the model or its vectors cannot be read"),
    },
    "kind": {
        "guiding-case": _("Guiding case"),
        "typical-case": _("Typical case"),
        "judgment": _("Judgment"),
        "opinion": _("Opinion"),
        "consent-order": _("Consent order"),
        "settlement": _("Settlement"),
        "complaint": _("Complaint"),
        "administrative-penalty": _("Administrative penalty"),
        "regulatory-action": _("Regulatory action"),
        "enforcement-document": _("Enforcement document"),
        "incident": _("Incident"),
    },
    "proceeding": {
        "criminal": _("criminal"),
        "civil": _("civil"),
        "administrative": _("administrative"),
        "constitutional": _("constitutional"),
        "class-action": _("class action"),
        "civil-pil": _("civil public-interest litigation"),
        "administrative-pil": _("administrative public-interest litigation"),
        "criminal-with-civil-pil": _("criminal, with civil public-interest litigation"),
    },
    "outcome": {
        "prison_months_max": _("Longest prison term"),
        "fine": _("Fine"),
        "damages": _("Damages"),
        "penalty": _("Penalty"),
        "confiscated": _("Confiscated"),
    },
    "degree": {
        "very-likely": _("very likely"),
        "likely": _("likely"),
        "possible": _("possible"),
    },
    "standing": {
        "shown": _("shown"),
        "not-shown": _("not shown"),
        "contradicted": _("spoken against"),
    },
    "facet": {
        "jurisdiction": _("Jurisdiction"),
        "kind": _("Kind"),
        "law": _("Statute"),
        "status": _("Status"),
        "type": _("Infringement type"),
        "year": _("Year"),
    },
    "sort": {
        "relevance": _("Best match"),
        "newest": _("Newest first"),
        "oldest": _("Oldest first"),
    },
    "fetch": {
        "running": _("running"),
        "done": _("done"),
        "failed": _("stopped"),
        "offline": _("no network"),
    },
}


def word(table: str, code: str) -> str:
    """The word for a code; a code that nobody named yet is shown as it is, with spaces."""
    known = WORDS[table].get(code)
    return str(known) if known is not None else code.replace("-", " ").replace("_", " ")


def term(table: str, code: str) -> tuple[str, str]:
    """A code of the editors as (Chinese, English) words; one without words is shown in English as it is, with spaces."""
    known = terms()[table].get(code)
    return (known[0], known[1]) if known else ("", code.replace("-", " ").replace("_", " "))


@cache
def terms() -> dict[str, dict[str, list[str]]]:
    """`words.yaml`: by table and code."""
    return yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
