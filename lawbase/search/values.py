"""A question and its answer, as values shared by pages, API and command line.

`SearchRequest` is what a caller may ask; `SearchAnswer` is what every caller shows. Both are independent of the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

Kind = Literal["provision", "case"]
Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
Ranking = Literal["hybrid", "fused", "words"]
RANKINGS: tuple[Ranking, ...] = get_args(Ranking)
"""`words`: by the question's words alone. `fused`: words and meaning together, where meaning can be asked; by words where not.
`hybrid`: the same, in the learned order where there is one and it can be trusted."""
LONGEST = 500
"""Characters of a question that are read; more is no question."""
LAST_PAGE = 500
FACETS = ("jurisdiction", "kind", "law", "status", "type", "year")
"""Facet names, in the order shown. Each is also a filter of the same name."""


@dataclass(frozen=True)
class SearchRequest:
    """What a reader asks. Several values of one filter are alternatives; different filters narrow together."""

    q: str
    kind: tuple[str, ...] = ()
    jurisdiction: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    scope: Literal["core", "all"] = "core"
    sort: Sort = "relevance"
    at: date | None = None
    page: int = 1
    page_size: int = 20
    ranking: Ranking = "hybrid"
    explain: bool = False
    """Whether the answer gives its account: analysis, plan, scores."""


@dataclass(frozen=True)
class Highlight:
    """A passage around matches: runs of text, each marked or not. Escaping is the template's."""

    runs: tuple[tuple[str, bool], ...]
    unit: str = ""
    """Fragment of the unit the passage stands in, `1.2`; empty where it has none."""
    lang: str = "en"


@dataclass(frozen=True)
class Reason:
    """One reason why a hit is there: `words`, `glossary` (terms whose other names it has), `law-name`, `meaning` (similarity),
    `type` (slug), `context` (names of its law, chapter, types); `near-topic`, `near-type`, `near-claim`, `near-case` (slug and
    names of what the editors wrote that is near to the question and names the provision), `near-asked` (address, and a question
    that the editors say it answers, as it is put)."""

    kind: str
    text: str
    zh: str = ""
    en: str = ""


@dataclass(frozen=True)
class Hit:
    kind: Kind
    id: str
    """`cn-criminal-law:253-1`, `case:cn-spc-gc192-li-kaixiang-face-app`."""
    title_zh: str
    title_en: str
    law: str
    """Slug of the law of a provision; empty for a case."""
    key: str
    """Provision key, or the id of the case."""
    jurisdiction: str
    score: float
    highlights: tuple[Highlight, ...] = ()
    why: tuple[Reason, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    """What a result line shows: law titles (law_zh, law_en), number, heading, valid_from, valid_to, status, lang;
    for a case court_zh, court_en, decided, types, cases' kind."""


@dataclass(frozen=True)
class FacetValue:
    value: str
    count: int
    label_zh: str
    label_en: str
    selected: bool = False


@dataclass(frozen=True)
class Facet:
    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Notice:
    """Something the reader should know about how the question was read: a sentence in both languages.

    `query` is a repaired or widened query to offer, if any. `code`: `empty`, `broken-syntax`, `unknown-field`, `nothing-in-core` …
    """

    code: str
    zh: str
    en: str
    query: str = ""


@dataclass(frozen=True)
class SearchAnswer:
    request: SearchRequest
    count: int
    results: tuple[Hit, ...]
    facets: tuple[Facet, ...] = ()
    notices: tuple[Notice, ...] = ()
    count_all: int = 0
    """Matches in the whole library when `scope` is `core`."""
    jump: Hit | None = None
    """Set when the whole query is one citation of a provision held: pages go straight there."""
    degraded: Notice | None = None
    """Why the answer is less than it should be: `server-down` and `question-refused` (the embedded index answered instead),
    `no-index` (nothing could). None when all is well."""
    types: tuple[str, ...] = ()
    """Slugs of the infringement types that the question describes; what is linked to them ranks higher."""
    plan: Any = None
    """What the engine was asked (`lawbase.search.plan.Plan`); `clauses.printable` prints it."""
    account: Any = None
    """`lawbase.search.account.Account`, where the request asks for it."""
