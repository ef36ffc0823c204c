"""The words of a case's digest that show each of its types, resolved like a quotation, but in the editors' own words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lawbase.ingest.corpus.schema import CaseFile, CaseType
from lawbase.statutes.selectors import SelectorError, resolve

LANGUAGES = ("zh", "en")


def digest_of(case: CaseFile, lang: str) -> str:
    """The whole digest in one language: facts, issues and holding, one a line."""
    return "\n".join(getattr(part, lang) for part in (case.facts, case.issues, case.holding))


def evidence(case: CaseFile, kind: CaseType) -> dict[str, str]:
    """`{evidence_zh, evidence_en}`. Raises `SelectorError` if the words do not stand there."""
    return {f"evidence_{lang}": _words(case, kind, lang) for lang in LANGUAGES}


def unshown(case: CaseFile, kind: CaseType) -> Iterator[tuple[str, str]]:
    """Language and fault of each selector that does not name exactly one passage of the digest."""
    for lang in LANGUAGES:
        try:
            _words(case, kind, lang)
        except SelectorError as error:
            yield lang, str(error)


def _words(case: CaseFile, kind: CaseType, lang: str) -> str:
    return resolve(getattr(kind.shown, lang), digest_of(case, lang), place=_("this case's digest"))
