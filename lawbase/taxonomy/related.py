"""Where to read on from a type: the terms that its definition and name use."""

from __future__ import annotations

from lawbase.taxonomy.glossary import find_terms
from lawbase.taxonomy.models import InfringementType, Term


def terms_of_type(kind: InfringementType, lang: str) -> list[Term]:
    """The terms of the glossary that stand in a type's name or definition in this language, in their order. Two queries."""
    chinese = lang.startswith("zh")
    texts = (kind.name_zh, kind.definition_zh) if chinese else (kind.name_en, kind.definition_en)
    found = [one.term for one in find_terms(texts, lang)]
    held = Term.objects.in_bulk(found)
    return [held[pk] for pk in found]
