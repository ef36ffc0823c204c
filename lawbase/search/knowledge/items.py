"""What the editors wrote that names provisions: a question that is near to it is near to what it names.

A topic's title and question, the heading of a provision's digest, the names, everyday words and definition of a kind of
infringement, a part of a claim under the claim's name, facts and holding of a case: each in both languages, so that each
question meets its own. And the questions that a provision answers, each by itself, as the editors put them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings

from lawbase.citations.models import Citation
from lawbase.search.plan import OPEN_END
from lawbase.search.semantic.passages import Embeddable, embeddables
from lawbase.statutes.models import Provision
from lawbase.taxonomy.models import (
    Claim,
    ClaimAuthority,
    ClaimPart,
    Digest,
    InfringementType,
    ProvisionLink,
    Topic,
    TopicPair,
    TopicProvision,
)
from lawbase.taxonomy.questions import Question, questions

LINKING = ("topic", "type", "claim", "case")
"""Kinds that link provisions."""
ASKED, FOREIGN_ASKED = "asked", "foreign asked"
"""What a provision answers, put in the language of the reader's question and in the other: one kind of item, two measures, since
a question is nearer to those in its own language whatever they ask."""
SPEAKING = (*LINKING, ASKED, FOREIGN_ASKED)
"""Kinds that may be named as a reason."""
KINDS = (*SPEAKING, "heading")
"""In the order of the measures. A heading is what the editors call one provision."""


@dataclass(frozen=True)
class Item:
    """One thing the editors wrote. `provisions`: addresses, `cn-pipl:13`; of the versions that are law on the item's days."""

    kind: str
    slug: str
    name_zh: str
    name_en: str
    passages: tuple[str, ...]
    provisions: tuple[str, ...]
    from_day: int = 0
    to_day: int = OPEN_END


def items(documents: Iterable[Embeddable] = ()) -> Iterator[Item]:
    """All items. Cases come from `documents`, whose passages have vectors already; without them, there are none."""
    yield from _topics()
    yield from _types()
    yield from _claims()
    yield from _digests()
    yield from _cases(documents)


def embedded(core: bool | None = None) -> Iterator[Embeddable | Item | Question]:
    """Everything that has vectors: documents, items and laymen's questions; `core`: only what is in, or outside, the core
    library, the questions with what is in."""
    yield from embeddables(core)
    if core is not False:
        yield from items()
        yield from _put_for_laymen()


def _put_for_laymen() -> Iterator[Question]:
    """The questions whose provision the library holds."""
    put = questions(settings.LAWBASE_CORPUS)
    laws = {one.provision.partition(":")[0] for one in put}
    rows = Provision.objects.filter(law__slug__in=laws).values_list("law__slug", "key")
    held = {f"{law}:{key}" for law, key in rows}
    yield from (one for one in put if one.provision in held)


def _topics() -> Iterator[Item]:
    named: dict[int, list[str]] = defaultdict(list)
    for topic, law, key in TopicProvision.objects.order_by("topic", "order").values_list(
        "topic", "provision__law__slug", "provision__key"
    ):
        named[topic].append(f"{law}:{key}")
    for topic, *sides in TopicPair.objects.order_by("topic", "order").values_list(
        "topic", "a__law__slug", "a__key", "b__law__slug", "b__key"
    ):
        named[topic] += (
            f"{law}:{key}" for law, key in zip(sides[::2], sides[1::2], strict=True) if law is not None
        )
    for row in Topic.objects.order_by("order"):
        yield _item("topic", row.slug, row.title_zh, row.title_en, (
            row.title_zh, row.title_en,
            f"{row.title_zh}\n{row.question_zh}", f"{row.title_en}\n{row.question_en}",
        ), named[row.pk])  # fmt: skip


def _types() -> Iterator[Item]:
    named: dict[int, list[str]] = defaultdict(list)
    for kind, law, key in (
        ProvisionLink.objects.accepted()
        .order_by("pk")
        .values_list("type", "provision__law__slug", "provision__key")
    ):
        named[kind].append(f"{law}:{key}")
    for row in InfringementType.objects.order_by("order"):
        yield _item("type", row.slug, row.name_zh, row.name_en, (
            row.name_zh, row.name_en, *row.everyday_zh, *row.everyday_en,
            f"{row.name_zh}\n{row.definition_zh}", f"{row.name_en}\n{row.definition_en}",
        ), named[row.pk])  # fmt: skip


def _claims() -> Iterator[Item]:
    """Each part by itself: it is about one thing, and says which provisions that rests on."""
    named: dict[int, list[str]] = defaultdict(list)
    for part, law, key in ClaimAuthority.objects.order_by("part", "order").values_list(
        "part", "provision__law__slug", "provision__key"
    ):
        named[part].append(f"{law}:{key}")
    claims = Claim.objects.in_bulk()
    for row in ClaimPart.objects.order_by("claim", "kind", "order"):
        if row.pk in named:
            claim = claims[row.claim_id]
            said = (f"{claim.name_zh}\n{row.says_zh}", f"{claim.name_en}\n{row.says_en}")
            yield _item("claim", claim.slug, claim.name_zh, claim.name_en, said, named[row.pk])


def _digests() -> Iterator[Item]:
    """Headings by themselves, since a question of a few words is nearer to a heading than to what stands under it; and each
    question that the provision answers."""
    rows = Digest.objects.order_by("provision__law__slug", "provision__sort", "pk")
    for law, key, start, end, zh, en, asked_zh, asked_en in rows.values_list(
        "provision__law__slug",
        "provision__key",
        "valid_from",
        "valid_to",
        "heading_zh",
        "heading_en",
        "asked_zh",
        "asked_en",
    ):
        address = f"{law}:{key}"
        days = (start.toordinal() if start else 0, end.toordinal() if end else OPEN_END)
        yield Item("heading", address, zh, en, tuple(dict.fromkeys((zh, en))), (address,), *days)
        for names in (*((one, "") for one in asked_zh), *(("", one) for one in asked_en)):
            yield Item("asked", address, *names, ("".join(names),), (address,), *days)


def _cases(documents: Iterable[Embeddable]) -> Iterator[Item]:
    named: dict[str, list[str]] = defaultdict(list)
    cited = Citation.objects.filter(case__isnull=False, provision__isnull=False).order_by("pk")
    names: dict[str, tuple[str, str]] = {}
    for slug, zh, en, law, key in cited.values_list(
        "case__slug", "case__title_zh", "case__title_en", "provision__law__slug", "provision__key"
    ):
        named[f"case:{slug}"].append(f"{law}:{key}")
        names[f"case:{slug}"] = (zh or en, en or zh)
    for one in documents:
        if one.core and one.id in named:
            yield _item("case", one.id.partition(":")[2], *names[one.id], one.texts, named[one.id])


def _item(kind: str, slug: str, zh: str, en: str, passages: Iterable[str], provisions: Iterable[str]) -> Item:
    return Item(
        kind, slug, zh, en, tuple(dict.fromkeys(filter(None, passages))), tuple(dict.fromkeys(provisions))
    )
