"""What every template knows: the language, its counterpart's address, and where the reader is."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language

from lawbase.web.examples import CITATIONS, FACTS

LANGUAGES = {"en": ("en", "English"), "zh": ("zh-Hans", "中文")}
"""By address prefix: the value of `lang`, and the language's own name."""


@dataclass(frozen=True)
class Site:
    language: str
    lang: str
    """The page's `lang`."""
    other: str
    other_lang: str
    other_name: str
    space: str
    """What stands between two sentences."""
    path: str
    """The address without its language, with its query."""
    questions: tuple[str, ...]
    """What the search box offers before anything is typed, and where no script runs."""
    room: str
    """Name of the view's address: `law`, `provision` …; empty on error pages."""


def site(request: HttpRequest) -> dict[str, Site]:
    language = "zh" if (get_language() or "en").startswith("zh") else "en"
    other = "en" if language == "zh" else "zh"
    prefix, full = f"/{language}/", request.get_full_path()
    path = full.removeprefix(prefix) if full.startswith(prefix) else ""
    match = request.resolver_match
    return {
        "site": Site(
            language=language,
            lang=LANGUAGES[language][0],
            other=other,
            other_lang=LANGUAGES[other][0],
            other_name=LANGUAGES[other][1],
            space="" if language == "zh" else " ",
            path=path,
            questions=(*CITATIONS, *FACTS[language]),
            room=(match.url_name or "") if match else "",
        )
    }
