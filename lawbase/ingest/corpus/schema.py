"""The shape of the editors' files (docs/corpus.md), one model a kind of item. Unknown keys and missing keys are faults."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)  # fmt: skip

from lawbase.statutes.pinpoint import Pinpoint

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Role = Literal["prohibits", "obliges", "punishes", "remedies", "defines", "excepts"]
Kind = Literal[
    "constitution", "law", "amendment", "decision", "legislative-interpretation", "judicial-interpretation",
    "administrative-regulation", "departmental-rule", "normative-document", "federal-act", "federal-regulation",
    "state-act", "state-regulation",
]  # fmt: skip
Status = Literal["in-force", "repealed", "not-yet-in-force", "partly-enjoined", "unverified"]
EARLIEST, LATEST = date(1780, 1, 1), date(2035, 1, 1)


def _day(value: Any) -> date | None:
    """`"2021-11-01"` or null. A partial date is not a date: it belongs into a note."""
    if value is None:
        return None
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError('write a day as "2021-11-01" in quotes, or null')
    day = date.fromisoformat(value)
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"{value} is not a plausible day for law")
    return day


Day = Annotated[date | None, BeforeValidator(_day)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Text(Strict):
    """A text for readers, both languages present."""

    zh: Annotated[str, StringConstraints(min_length=1)]
    en: Annotated[str, StringConstraints(min_length=1)]


def _address(value: str) -> str:
    """A pinpoint with a provision. Raises `ValueError` with a sentence."""
    if Pinpoint.parse(value).key is None:
        raise ValueError(f"{value!r} names a whole law; name a provision of it, like cn-pipl:13")
    return value


Address = Annotated[str, AfterValidator(_address)]
"""A pinpoint: a provision or a unit of it."""
Selector = Annotated[str, StringConstraints(min_length=1, max_length=160)]


class Partial(Strict):
    """A text that may exist in one language or none: names as published, notes."""

    zh: str | None
    en: str | None


class Match(Strict):
    """How sources name a law."""

    titles: list[str] = []
    acts: list[str] = []
    files: list[str] = []
    documents: list[dict[str, str]] = []


class Fetch(Strict):
    """Where `manage.py fetch` gets the text, and as what. `check_corpus` also asks the allow-list about the host."""

    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+/\S*$")]
    format: Literal["leginfo", "cppa-pdf", "uslm", "flk-docx"]
    """A key of `lawbase.ingest.fetch.formats.FORMATS`."""


class Edition(Strict):
    version: str
    adopted: Day
    in_force: Day
    to: Day
    made_by: str | None
    evidence: str | None


class OtherAmendment(Strict):
    """An instrument that amended the law and is not found by its title: its title names another matter, or it is not held."""

    instrument: Slug
    """Slug of the instrument where it is held, else a name for it that no law has."""
    held: bool
    items: list[str]
    """Keys of its items that amend this law; empty where it is not held."""
    title: Text
    adopted: Day
    in_force: Day
    changes: list[str]
    """Where it is not held: the articles that it is known to have changed."""
    evidence: str


class Begun(Strict):
    """When the law first took effect, where its editions do not say so."""

    day: Day
    evidence: str


class Outdated(Strict):
    """An edition that is known to lack later changes, though nothing newer is held of at least some of its provisions."""

    version: str
    says: Text
    """What it lacks, a sentence for readers."""
    evidence: str


class KeyProvision(Strict):
    key: str
    heading: Text


class Statute(Strict):
    slug: Slug
    jurisdiction: str
    kind: Kind
    title: Text
    short_title: Text
    aliases: list[str]
    issuer: Partial
    citation: str | None
    official_url: str | None
    fetch: Fetch | None
    expected: int | None
    match: Match
    code: dict[str, Any] | None
    editions: list[Edition]
    other_amendments: list[OtherAmendment] = []
    begun: Begun | None = None
    outdated: list[Outdated] = []
    status: Status
    key_provisions: list[KeyProvision]
    notes: Partial


class Mention(Strict):
    work: Slug
    says: Text
    pages: str | None


class Absence(Strict):
    """Why a leaf of the tree has nothing in a legal system: the editors' sentence, shown instead of a list."""

    system: Literal["cn", "us"]
    what: Literal["provisions", "cases"]
    why: Text


class Type(Strict):
    slug: Slug
    parent: Slug | None
    name: Text
    definition: Text
    everyday: dict[Literal["zh", "en"], list[str]]
    literature: list[Mention]
    absent: list[Absence] = []


class About(Strict):
    """What a statement in literature is about; each list may be empty."""

    provisions: list[Address]
    cases: list[Slug]
    types: list[Slug]


class Assertion(Strict):
    """What a work asserts, as its claim and not as ours; `overtaken` says which later law no longer bears it out."""

    says: Text
    about: About
    as_of: int | None
    """The year of which it speaks."""
    overtaken: Text | None


class Literature(Strict):
    slug: Slug
    authors: list[str]
    year: int | None
    title: Partial
    container: str | None
    doi: str | None
    url: str | None
    notes: Text
    abstract: Text | None = None
    claims: list[Assertion] = []


class Link(Strict):
    provision: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+:[^\s:]+$")]
    type: Slug
    role: Role
    from_: Day = Field(alias="from")
    to: Day
    quote: Selector
    note: Text | None
    by: str


class Outcome(Strict):
    prison_months_max: int | float | None
    fine: int | float | None
    damages: int | float | None
    penalty: int | float | None
    confiscated: int | float | None
    currency: Literal["CNY", "USD"] | None
    other: Partial


class Applied(Strict):
    law: str
    provision: str | None
    as_cited: bool


class Origin(Strict):
    title: str
    url: str | None
    publisher: str | None


class Shown(Strict):
    """Selectors in the case's own digest, one in each language."""

    zh: Selector
    en: Selector


class CaseType(Strict):
    """A type of a case with the words of its digest that show it. What no words show is no type of the case."""

    type: Slug
    shown: Shown

    @model_validator(mode="before")
    @classmethod
    def _with_words(cls, value: Any) -> Any:
        if isinstance(value, str):
            raise ValueError(
                f"{value}: add `shown`, the words of this digest that show the type in each language"
            )
        return value


class CaseFile(Strict):
    id: Slug
    jurisdiction: str
    kind: str
    proceeding: str | None
    title: Text
    court: Text
    docket: str | None
    citation: str | None
    decided: Day
    released: Day
    released_by: Partial
    batch: str | None
    parties: Partial
    facts: Text
    issues: Text
    holding: Text
    outcome: Outcome
    items_count: int | None
    people_affected: int | None
    information_categories: list[str]
    remedies: list[str]
    provisions: list[Applied]
    types: Annotated[list[CaseType], Field(min_length=1)]
    full_text: str | None
    sources: list[Origin]
    confidence: str
    verified: Literal["official-text", "independent-source", "single-source", "not-found"]
    checked_fields: list[str]
    notes: str | None


class Correction(Strict):
    law: Slug
    version: str | None
    provision: str | None
    what: Literal[
        "strip-suffix",
        "replace",
        "set-heading",
        "drop-duplicate",
        "set-dates",
        "mark-gap",
        "known-defect",
        "mark-outdated",
    ]
    selector: str | None
    replacement: str | None
    valid_from: Day = None
    valid_to: Day = None
    enacted_by: str | None = None
    why: Text
    evidence: str

    @model_validator(mode="after")
    def _names_an_edition(self) -> Correction:
        if self.what == "mark-outdated" and (self.version is None or self.provision is not None):
            raise ValueError(
                "mark-outdated speaks of one edition: give its `version`, and null for `provision`"
            )
        return self
