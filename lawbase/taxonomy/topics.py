"""Reading topics: the list, one topic as of a day, and the counterparts of a provision.

Each function makes a constant number of queries, named in its docstring.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from lawbase.statutes.models import Provision, ProvisionVersion
from lawbase.taxonomy.digests import digests_on
from lawbase.taxonomy.literature import Said, said_by
from lawbase.taxonomy.models import Digest, InfringementType, PairQuote, Topic, TopicPair, TopicProvision
from lawbase.taxonomy.quotes import EDITION_UNREAD, Quoted, quoted


@dataclass(frozen=True)
class TopicEntry:
    """A topic in the list. `counts`: provisions by place (`cn`, `us`, `us-ca`)."""

    topic: Topic
    counts: dict[str, int]
    pairs: int


@dataclass(frozen=True)
class Side:
    """One side of a pair on a day: the provision, the words that correspond, and the version they stand in."""

    provision: Provision
    unit: str
    quoted: Quoted
    digest: Digest | None = None

    @property
    def quote(self) -> str:
        return self.quoted.text

    @property
    def version(self) -> ProvisionVersion | None:
        return self.quoted.version

    @property
    def future(self) -> bool:
        return self.quoted.future


@dataclass(frozen=True)
class Compared:
    """A pair on a day. `b` is None where the other system has no counterpart."""

    pair: TopicPair
    a: Side
    b: Side | None


@dataclass(frozen=True)
class ToRead:
    """A provision to read on a topic, with what the editors say it says on the day.

    `begins`: the day on which it first became law, where the day read on lies before it; `ended`: it had ceased by then.
    """

    row: TopicProvision
    digest: Digest | None
    begins: date | None = None
    ended: bool = False

    @property
    def provision(self) -> Provision:
        return self.row.provision


@dataclass(frozen=True)
class Column:
    place: str
    label: str
    rows: tuple[ToRead, ...]


@dataclass(frozen=True)
class TopicPage:
    topic: Topic
    types: tuple[InfringementType, ...]
    columns: tuple[Column, ...]
    pairs: tuple[Compared, ...]
    other_days: int
    """Pairs that are stated for other days only."""
    literature: tuple[Said, ...]
    previous: Topic | None
    next: Topic | None


def topic_list() -> list[TopicEntry]:
    """Every topic in order. Three queries."""
    counts: dict[int, Counter[str]] = {}
    for topic, place in TopicProvision.objects.order_by().values_list("topic_id", "place"):
        counts.setdefault(topic, Counter())[place] += 1
    pairs = Counter(TopicPair.objects.order_by().values_list("topic_id", flat=True))
    return [TopicEntry(row, dict(counts.get(row.pk, {})), pairs[row.pk]) for row in all_topics()]


def all_topics() -> list[Topic]:
    """Every topic in order. One query."""
    return list(Topic.objects.all())


def topics_of_type(kind: InfringementType) -> list[Topic]:
    """The topics about a kind of infringement, in order. One query."""
    return list(kind.topics.order_by("order", "slug"))


def _quotes(with_text: bool) -> Prefetch:
    rows = PairQuote.objects.filter(version__superseded_at=None).select_related("version__law_version")
    later = ("toc", "notes", "corrections", *(() if with_text else ("text",)))
    return Prefetch(
        "quotes",
        rows.order_by("version__valid_from").defer(*(f"version__{name}" for name in later), *EDITION_UNREAD),
    )


def _pairs(rows: QuerySet[TopicPair], at: date, with_text: bool = False) -> tuple[list[Compared], int]:
    """The pairs stated for `at`, and how many are stated for other days only. Two queries."""
    found: list[Compared] = []
    other = 0
    for pair in rows.select_related("a__law__jurisdiction", "b__law__jurisdiction").prefetch_related(
        _quotes(with_text)
    ):
        quotes = list(pair.quotes.all())
        a = _side(pair, quotes, "a", pair.a, pair.a_unit, at)
        b = _side(pair, quotes, "b", pair.b, pair.b_unit, at) if pair.b else None
        if a is None or (pair.b and b is None):
            other += 1
        else:
            found.append(Compared(pair, a, b))
    return found, other


def _side(
    pair: TopicPair, quotes: Iterable[PairQuote], side: str, provision: Provision, unit: str, at: date
) -> Side | None:
    own = [quote for quote in quotes if quote.side == side]
    found = quoted(own, pair.valid_from, pair.valid_to, at)
    return Side(provision, unit, found) if found else None


def read_topic(slug: str, at: date) -> TopicPage | None:
    """One topic as of `at`, with the text of every version it quotes; None if there is none. Nine queries."""
    topics = all_topics()
    place = next((number for number, row in enumerate(topics) if row.slug == slug), None)
    if place is None:
        return None
    topic = topics[place]
    to_read = list(topic.provisions.select_related("provision__law__jurisdiction").order_by("order", "pk"))
    pairs, other = _pairs(topic.pairs.order_by("order"), at, with_text=True)
    sides = [side for found in pairs for side in (found.a, found.b) if side]
    days = _days([row.provision_id for row in to_read])
    digests = digests_on({row.provision_id for row in to_read} | {side.provision.pk for side in sides}, at)
    return TopicPage(
        topic=topic,
        types=tuple(topic.types.order_by("order")),
        columns=tuple(
            Column(
                code,
                str(label),
                tuple(
                    _to_read(row, digests.get(row.provision_id), days.get(row.provision_id, ()), at)
                    for row in to_read
                    if row.place == code
                ),
            )
            for code, label in TopicProvision.Place.choices
        ),
        pairs=tuple(_digested(found, digests) for found in pairs),
        other_days=other,
        literature=said_by(topic.literature),
        previous=topics[place - 1] if place else None,
        next=topics[place + 1] if place + 1 < len(topics) else None,
    )


Days = tuple[date | None, date | None]
"""The first day on which words can have been law, and the day on which they ceased; null where open."""


def _days(provisions: Iterable[int]) -> dict[int, list[Days]]:
    """When the versions of each provision were law. One query."""
    found: dict[int, list[Days]] = {}
    rows = ProvisionVersion.objects.current().filter(provision__in=list(provisions))
    for pk, start, bound, end in rows.values_list("provision_id", "valid_from", "not_before", "valid_to"):
        found.setdefault(pk, []).append((start or bound, end))
    return found


def _to_read(row: TopicProvision, digest: Digest | None, days: Sequence[Days], at: date) -> ToRead:
    starts = [start for start, _end in days]
    known = [start for start in starts if start]
    begins = min(known) if known and len(known) == len(starts) and min(known) > at else None
    return ToRead(
        row, digest, begins, bool(days) and all(end is not None and end <= at for _start, end in days)
    )


def _digested(found: Compared, digests: dict[int, Digest]) -> Compared:
    def with_digest(side: Side) -> Side:
        return Side(side.provision, side.unit, side.quoted, digests.get(side.provision.pk))

    return Compared(found.pair, with_digest(found.a), with_digest(found.b) if found.b else None)


@dataclass(frozen=True)
class Counterpart:
    """What corresponds to a provision in the other system: `own` are its words, `other` those of the counterpart."""

    pair: TopicPair
    own: Side
    other: Side | None
    digest: Digest | None
    """Of the counterpart."""

    @property
    def topic(self) -> Topic:
        return self.pair.topic


@dataclass(frozen=True)
class Counterparts:
    shown: tuple[Counterpart, ...]
    other_days: int
    topics: tuple[Topic, ...] = field(default=())
    """Every topic on which the provision is to be read."""


def counterparts_of(provision: Provision, at: date) -> Counterparts:
    """The counterparts of a provision as of `at`, and its topics. One query where it has none, else four."""
    of_it = Q(provisions__provision=provision) | Q(pairs__a=provision) | Q(pairs__b=provision)
    topics = tuple(Topic.objects.filter(of_it).distinct().order_by("order", "slug"))
    if not topics:
        return Counterparts((), 0)
    rows = TopicPair.objects.filter(Q(a=provision) | Q(b=provision)).select_related("topic")
    pairs, other = _pairs(rows.order_by("topic__order", "order"), at)
    turned = [
        (found.pair, found.a, found.b) if found.a.provision == provision or found.b is None
        else (found.pair, found.b, found.a)
        for found in pairs
    ]  # fmt: skip
    digests = digests_on({across.provision.pk for _pair, _own, across in turned if across}, at)
    shown = tuple(
        Counterpart(pair, own, across, digests.get(across.provision.pk) if across else None)
        for pair, own, across in turned
    )
    return Counterparts(shown, other, topics)


def pairs_between(one: Provision, other: Provision, at: date) -> Sequence[Compared]:
    """The pairs that tie two provisions together as of `at`, whichever is named first. Two queries."""
    rows = TopicPair.objects.filter(Q(a=one, b=other) | Q(a=other, b=one)).select_related("topic")
    return _pairs(rows.order_by("topic__order", "order"), at)[0]


def example_pairs(at: date, count: int = 12) -> Sequence[Compared]:
    """The first pair of each of the first topics, to start comparing with. Two queries."""
    rows = TopicPair.objects.filter(b__isnull=False).select_related("topic").order_by("topic__order", "order")
    first: dict[int, int] = {}
    for pk, topic in rows.values_list("pk", "topic_id"):
        first.setdefault(topic, pk)
    return _pairs(rows.filter(pk__in=list(first.values())[:count]), at)[0]


def pairs_of(provisions: Iterable[int], at: date) -> Sequence[Compared]:
    """The pairs in which any of these provisions (primary keys) stands, as of `at`. Two queries."""
    wanted = list(provisions)
    rows = TopicPair.objects.filter(Q(a__in=wanted) | Q(b__in=wanted)).select_related("topic")
    return _pairs(rows.order_by("topic__order", "order"), at)[0]
