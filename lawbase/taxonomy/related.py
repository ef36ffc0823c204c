"""Where to read on from a type: the terms that its definition and name use."""

from __future__ import annotations

from lawbase.taxonomy.glossary import find_terms
from lawbase.taxonomy.models import InfringementType, Term


def terms_of_type(kind: InfringementType, lang: str) -> list[Term]:
    """The terms of the glossary that stand in a type's name or definition in this language, in their order."""
    chinese = lang.startswith("zh")
    texts = (kind.name_zh, kind.definition_zh) if chinese else (kind.name_en, kind.definition_en)
    return [found.term for found in find_terms(texts, lang)]
