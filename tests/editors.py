"""A made-up editors' library over the made-up laws of `tests.web.conftest`. None of its words are law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lawbase.statutes.models import LibraryState, Provision, ProvisionVersion
from lawbase.taxonomy.models import (
    Claim,
    ClaimAuthority,
    ClaimPart,
    Digest,
    InfringementType,
    PairQuote,
    Statement,
    StatementProvision,
    Term,
    TermDefinition,
    TermQuote,
    Topic,
    TopicPair,
    TopicProvision,
    Work,
)


def make_digest(provision: Provision, **values: Any) -> Digest:
    defaults = {
        "heading_zh": "花事",
        "heading_en": "Flower matters",
        "says_zh": "此条说花。",
        "says_en": "It speaks of flowers.",
    }
    row = Digest.objects.create(provision=provision, **(defaults | values))
    provision.heading_zh, provision.heading_en = row.heading_zh, row.heading_en
    provision.save()
    LibraryState.advance()
    return row


def make_topic(slug: str = "flowers", **values: Any) -> Topic:
    fields = ("question", "alike", "differs", "matters")
    texts = {f"{name}_{lang}": f"{name} {slug} {lang}" for name in fields for lang in ("zh", "en")}
    defaults = texts | {"order": Topic.objects.count(), "title_zh": f"{slug}题", "title_en": f"Topic {slug}"}
    topic = Topic.objects.create(slug=slug, **(defaults | values))
    LibraryState.advance()
    return topic


def make_reading(topic: Topic, provision: Provision, place: str, **values: Any) -> TopicProvision:
    return TopicProvision.objects.create(
        topic=topic, place=place, provision=provision, **({"order": 0} | values)
    )


def make_pair(
    topic: Topic,
    a: Provision,
    b: Provision | None,
    quotes: dict[str, dict[ProvisionVersion, str]],
    **values: Any,
) -> TopicPair:
    """A pair with the words of its sides `a` and `b`, by version."""
    defaults = {
        "relation": "partial" if b else "none", "order": topic.pairs.count(), "note_zh": "为何。", "note_en": "Why so.",
        "a_selector": "…", "b_selector": "…" if b else "",
    }  # fmt: skip
    pair = TopicPair.objects.create(topic=topic, a=a, b=b, **(defaults | values))
    for side, by_version in quotes.items():
        for version, text in by_version.items():
            PairQuote.objects.create(pair=pair, side=side, version=version, text=text)
    LibraryState.advance()
    return pair


def make_term(slug: str, zh: str, en: str, **values: Any) -> Term:
    defaults = {"definition_zh": f"{zh}之义。", "definition_en": f"What {en} means."}
    term = Term.objects.create(slug=slug, term_zh=zh, term_en=en, **(defaults | values))
    LibraryState.advance()
    return term


def define(term: Term, version: ProvisionVersion, text: str, unit: str = "") -> TermDefinition:
    row = TermDefinition.objects.create(
        term=term, order=0, provision=version.provision, unit=unit, selector="…"
    )
    TermQuote.objects.create(definition=row, version=version, text=text)
    LibraryState.advance()
    return row


def make_claim(kind: InfringementType, slug: str, code: str = "cn", **values: Any) -> Claim:
    defaults = {"nature": "civil", "name_zh": f"{slug}之诉", "name_en": f"Claim {slug}", "who_zh": "何人。", "who_en": "Anyone hurt.",
                "evidence_zh": "留证。", "evidence_en": "Keep the petals."}  # fmt: skip
    order = kind.claims.count()
    claim = Claim.objects.create(
        type=kind, slug=slug, order=order, jurisdiction_id=code, **(defaults | values)
    )
    LibraryState.advance()
    return claim


def make_part(claim: Claim, provision: Provision | None = None, **values: Any) -> ClaimPart:
    defaults = {
        "kind": "element",
        "burden": "defendant",
        "says_zh": "有过错。",
        "says_en": "There was fault.",
    }
    part = ClaimPart.objects.create(claim=claim, order=claim.parts.count(), **(defaults | values))
    if provision:
        ClaimAuthority.objects.create(part=part, order=0, provision=provision)
    return part


def make_work(slug: str = "rose", **values: Any) -> Work:
    defaults = {"authors": ["A. Rose"], "year": 2019, "title_en": "On Flowers", "notes_zh": "记。", "notes_en": "Notes.",
                "abstract_zh": "摘要文。", "abstract_en": "An abstract."}  # fmt: skip
    work = Work.objects.create(slug=slug, **(defaults | values))
    LibraryState.advance()
    return work


def make_statement(work: Work, *provisions: Provision, **values: Any) -> Statement:
    defaults = {"says_zh": "花少。", "says_en": "Flowers are few.", "as_of": 2018}
    statement = Statement.objects.create(work=work, order=work.statements.count(), **(defaults | values))
    for provision in provisions:
        StatementProvision.objects.create(statement=statement, provision=provision)
    LibraryState.advance()
    return statement


@dataclass
class Editors:
    """What the editors made of the made-up library."""

    digest: Digest
    topic: Topic
    pair: TopicPair
    flower: Term
    claim: Claim
    work: Work


def write(library: Any) -> Editors:
    """Something of every kind about the dated provision and its American counterpart."""
    digest = make_digest(library.dated)
    make_digest(
        library.section,
        heading_zh="苹果",
        heading_en="Apples for sale",
        says_zh="不得卖苹果。",
        says_en="No apples.",
    )
    topic = make_topic()
    topic.types.add(library.trade)
    work = make_work()
    topic.literature = [{"work": "rose", "says_zh": "论花", "says_en": "Discusses flowers", "pages": "§ 2"}]
    topic.save()
    make_reading(topic, library.dated, "cn", unit="1.1", note_zh="先读。", note_en="Read first.")
    make_reading(topic, library.section, "us", unit="a.1")
    section = library.section.versions.get()
    pair = make_pair(
        topic,
        library.dated,
        library.section,
        {"a": {library.new: "红花", library.old: "旧花"}, "b": {section: "sell apples"}},
        b_unit="a.1",
        relation="broader",
    )
    flower = make_term(
        "flower",
        "花",
        "apple",
        also_zh=["红花"],
        false_friend_zh="不是苹果。",
        false_friend_en="Not an apple.",
    )
    define(flower, library.new, "红花", "1.1")
    claim = make_claim(library.trade, "tort")
    part = make_part(claim, library.dated)
    part.cases.add(library.case)
    statement = make_statement(
        work, library.dated, overtaken_zh="今已多。", overtaken_en="They are many now."
    )
    statement.types.add(library.trade)
    statement.cases.add(library.case)
    return Editors(digest, topic, pair, flower, claim, work)
