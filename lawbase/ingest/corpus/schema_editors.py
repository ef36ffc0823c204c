"""The shape of what the editors explain: digests, topics, the glossary, claims (docs/corpus.md)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from lawbase.ingest.corpus.schema import Address, Day, Mention, Selector, Slug, Strict, Text

Relation = Literal["equivalent", "broader", "narrower", "partial", "none"]
Place = Literal["cn", "us", "us-ca"]
Unlinked = Literal[
    "scope", "definition", "institution", "procedure", "other-subject", "permission", "final"
]  # fmt: skip
"""Values of `lawbase.taxonomy.models.Unlinked`."""


Question = Annotated[str, StringConstraints(min_length=4, max_length=200)]


class Asked(Strict):
    """What readers ask that a provision answers, as they would put it. The languages are other askers, not translations."""

    zh: list[Question] = Field(min_length=1, max_length=12)
    en: list[Question] = Field(min_length=1, max_length=12)

    @model_validator(mode="after")
    def _each_once(self) -> Asked:
        for questions in (self.zh, self.en):
            for question in questions:
                if questions.count(question) > 1:
                    raise ValueError(f"{question!r} is asked twice; leave it once")
        return self


class Digest(Strict):
    """What a provision says, in the editors' words."""

    provision: Address
    from_: Day = Field(alias="from")
    to: Day
    unlinked: Unlinked | None = None
    heading: Text
    digest: Text
    asked: Asked | None = None

    @model_validator(mode="after")
    def _whole(self) -> Digest:
        if "(" in self.provision:
            raise ValueError(f"a digest is of a whole provision; write {self.provision.partition('(')[0]}")
        return self


class Reading(Strict):
    """A provision to read on a topic."""

    provision: Address
    note: Text | None


class Columns(Strict):
    cn: list[Reading]
    us: list[Reading]
    us_ca: list[Reading] = Field(alias="us-ca")

    def all(self) -> tuple[tuple[Place, list[Reading]], ...]:
        """Every column with its place, in the order in which they stand on a page."""
        return ("cn", self.cn), ("us", self.us), ("us-ca", self.us_ca)


class Pair(Strict):
    """A Chinese provision and its American counterpart, with the words of both that correspond."""

    a: Address
    a_quote: Selector
    b: Address | None
    b_quote: Selector | None
    relation: Relation
    from_: Day = Field(alias="from")
    to: Day
    note: Text

    @model_validator(mode="after")
    def _other_side(self) -> Pair:
        lacking = self.b is None and self.b_quote is None
        whole = self.b is not None and self.b_quote is not None
        if self.relation == "none" and not lacking:
            raise ValueError(
                "`relation: none` says that there is no counterpart; make `b` and `b_quote` null, or name the relation"
            )
        if self.relation != "none" and not whole:
            raise ValueError(f"`relation: {self.relation}` needs both `b` and `b_quote`")
        return self


class Topic(Strict):
    slug: Slug
    order: int
    title: Text
    question: Text
    types: list[Slug]
    provisions: Columns
    pairs: list[Pair]
    alike: Text
    differs: Text
    matters: Text
    literature: list[Mention]


class Forms(Strict):
    """Other forms of a term, by language."""

    zh: list[Annotated[str, StringConstraints(min_length=1)]]
    en: list[Annotated[str, StringConstraints(min_length=1)]]


class Defining(Strict):
    """The words that define a term; `from` and `to` where they stand there on some days only."""

    provision: Address
    quote: Selector
    from_: Day = Field(default=None, alias="from")
    to: Day = None


class Term(Strict):
    slug: Slug
    term: Text
    also: Forms
    definition: Text
    defined_by: list[Defining]
    false_friend: Text | None
    see: list[Slug]


class Element(Strict):
    """What is to be proved, and who has to prove it."""

    element: Text
    burden: Literal["claimant", "defendant", "prosecution", "agency"]
    provisions: list[Address]
    cases: list[Slug]


class Remedy(Strict):
    remedy: Text
    provisions: list[Address]


class Threshold(Strict):
    threshold: Text
    provisions: list[Address]


class Rule(Strict):
    """A rule of procedure with the provisions that state it."""

    text: Text
    provisions: list[Address]


class Claim(Strict):
    slug: Slug
    jurisdiction: Place
    name: Text
    nature: Literal["civil", "criminal", "administrative"]
    who: Text
    elements: list[Element]
    evidence: Text
    remedies: list[Remedy]
    thresholds: list[Threshold]
    limitation: Rule | None
    forum: Rule | None


class ClaimFile(Strict):
    type: Slug
    claims: list[Claim]
