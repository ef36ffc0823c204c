"""Where a law, provision, case, type, topic or term is: its page in both languages, and its resource in this API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, singledispatch
from urllib.parse import quote

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language, override
from rest_framework.request import Request

from lawbase.cases.models import Case
from lawbase.search.values import Hit
from lawbase.statutes.models import Law, Provision
from lawbase.taxonomy.models import InfringementType, Term, Topic

SAFE = "!$&'()*+,;=~:@"
"""What Django leaves as it is in a path."""


@dataclass(frozen=True)
class Place:
    """A named address, its variable parts, and the unit on the page. `dated`: it reads differently on another day."""

    name: str
    parts: tuple[str, ...]
    fragment: str = ""
    dated: bool = True


@singledispatch
def place(value: object) -> Place:
    raise TypeError(f"{type(value).__name__} has no address; give `place` a rule for it.")


@place.register
def _law(value: Law) -> Place:
    return Place("law", (value.slug,))


@place.register
def _provision(value: Provision) -> Place:
    return Place("provision", (value.law.slug, value.key))


@place.register
def _case(value: Case) -> Place:
    return Place("case", (value.slug,), dated=False)


@place.register
def _type(value: InfringementType) -> Place:
    return Place("type", (value.slug,))


@place.register
def _topic(value: Topic) -> Place:
    return Place("topic", (value.slug,))


@place.register
def _term(value: Term) -> Place:
    return Place("glossary", (), value.slug)


@place.register
def _hit(value: Hit) -> Place:
    if value.kind == "case":
        return Place("case", (value.key,), dated=False)
    return Place("provision", (value.law, value.key), str(value.facts.get("fragment") or ""))


class Addresses:
    """Whole addresses for the answers to one request; those that depend on the day carry the day asked for."""

    def __init__(self, request: Request, at: date | None = None) -> None:
        self._root = request.build_absolute_uri("/")[:-1]
        self._day = f"?at={at.isoformat()}" if at else ""

    def pages(self, value: object) -> Mapping[str, str]:
        """By language, `zh` and `en`."""
        where = place(value)
        tail = (self._day if where.dated else "") + (f"#{quote(where.fragment)}" if where.fragment else "")
        return {
            language: self._root + _filled(where.name, language, where.parts) + tail
            for language in ("zh", "en")
        }

    def page(self, value: object) -> str:
        """In the language the caller prefers."""
        return self.pages(value)["zh" if (get_language() or "en").startswith("zh") else "en"]

    def resource(self, value: object) -> str:
        where = place(value)
        return (
            self._root + _filled(f"api-{where.name}", "en", where.parts) + (self._day if where.dated else "")
        )


def _filled(name: str, language: str, parts: tuple[str, ...]) -> str:
    path = _pattern(name, language, len(parts), get_script_prefix())
    for number, part in enumerate(parts):
        path = path.replace(f"part-{number}-", quote(part, safe=SAFE), 1)
    return path


@cache
def _pattern(name: str, language: str, count: int, prefix: str) -> str:
    """The address with stand-ins: resolving twenty hits anew in two languages costs more than finding them."""
    with override(language):
        return reverse(name, args=[f"part-{number}-" for number in range(count)])
