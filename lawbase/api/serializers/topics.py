"""Topics, the counterparts of a provision, digests, and the terms of the glossary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from lawbase.api.pagination import PageSerializer
from lawbase.api.serializers.common import (
    ApiUrl,
    Both,
    Code,
    Flattened,
    Local,
    Located,
    Outdated,
    PageUrl,
    PageUrls,
)
from lawbase.api.serializers.types import SaidSerializer
from lawbase.statutes.models import Provision
from lawbase.statutes.pinpoint import Pinpoint
from lawbase.taxonomy.models import TopicPair, TopicProvision, Unlinked
from lawbase.taxonomy.topics import TopicEntry, TopicPage, ToRead


def pinpoint(provision: Provision, unit: str) -> str:
    return str(Pinpoint(provision.law.slug, provision.key, tuple(unit.split(".")) if unit else ()))


class DigestSerializer(serializers.Serializer):
    """What a provision says, in the editors' words: not the law."""

    headings = Both("heading")
    digests = Both("says")
    asked = serializers.SerializerMethodField(
        help_text="Questions that it answers, as readers put them, by language."
    )
    unlinked = serializers.ChoiceField(
        Unlinked.choices,
        allow_blank=True,
        help_text="Why the editors, having read the provision, link it to no kind of infringement; empty where they link it.",
    )
    valid_from = serializers.DateField(allow_null=True, help_text="First day for which it is stated.")
    valid_to = serializers.DateField(allow_null=True)

    def get_asked(self, digest: Any) -> dict[str, list[str]]:
        return {"zh": digest.asked_zh, "en": digest.asked_en}


class SideSerializer(serializers.Serializer):
    """One side of a pair (`lawbase.taxonomy.topics.Side`): a provision with the official words that correspond."""

    provision = serializers.CharField(source="provision.ident")
    unit = serializers.CharField(help_text="The unit, `1.2`; empty for the whole provision.")
    pinpoint = serializers.SerializerMethodField()
    quote = serializers.CharField(help_text="The official words; empty where no text is held.")
    quote_from = serializers.DateField(source="version.valid_from", allow_null=True, default=None)
    quote_to = serializers.DateField(source="version.valid_to", allow_null=True, default=None)
    outdated = Outdated()
    future = serializers.BooleanField(help_text="The words are enacted and not yet law.")
    url = PageUrl("provision")
    api_url = ApiUrl("provision")

    def get_pinpoint(self, side: Any) -> str:
        return pinpoint(side.provision, side.unit)


RELATION_HELP = "Of the Chinese provision to the American one; `none`: the United States has no counterpart."


class PairSerializer(serializers.Serializer):
    """A Chinese provision (`a`) and its American counterpart (`b`)."""

    relation = Code(TopicPair.Relation.choices, source="pair.relation", help_text=RELATION_HELP)
    a = SideSerializer()
    b = SideSerializer(allow_null=True)
    notes = Both("note", source="pair")
    valid_from = serializers.DateField(source="pair.valid_from", allow_null=True)
    valid_to = serializers.DateField(source="pair.valid_to", allow_null=True)


class CounterpartSerializer(serializers.Serializer):
    """What corresponds to a provision in the other system."""

    topic = serializers.CharField(source="topic.slug")
    topic_titles = Both("title", source="topic")
    relation = Code(TopicPair.Relation.choices, source="pair.relation", help_text=RELATION_HELP)
    own = SideSerializer(help_text="The words of the provision itself.")
    other = SideSerializer(allow_null=True, help_text="Those of the counterpart; null where there is none.")
    notes = Both("note", source="pair")


class PlaceCountSerializer(serializers.Serializer):
    """Provisions by the column in which they stand."""

    cn = serializers.IntegerField(default=0)
    us = serializers.IntegerField(default=0)
    us_ca = serializers.IntegerField(default=0)


class _TopicSerializer(Located):
    slug = serializers.CharField(help_text="The published id; it never changes.")
    title = Local("title")
    titles = Both("title")
    questions = Both("question", help_text="The problem, in one sentence.")


@dataclass(frozen=True)
class TopicListed:
    """A topic in the list."""

    entry: TopicEntry

    @property
    def topic(self) -> Any:
        return self.entry.topic

    @property
    def provision_counts(self) -> dict[str, int]:
        return {place.replace("-", "_"): count for place, count in self.entry.counts.items()}


class TopicSerializer(Flattened, _TopicSerializer):
    thing = "topic"
    shown = _TopicSerializer

    provision_counts = PlaceCountSerializer()
    pair_count = serializers.IntegerField(source="entry.pairs")


class TopicPageSerializer(PageSerializer):
    results = TopicSerializer(many=True)


class TopicReadingSerializer(serializers.Serializer):
    """A provision to read on a topic."""

    place = Code(TopicProvision.Place.choices, source="row.place", help_text="The column in which it stands.")
    provision = serializers.CharField(source="provision.ident")
    unit = serializers.CharField(source="row.unit")
    pinpoint = serializers.SerializerMethodField()
    digest = DigestSerializer(allow_null=True)
    begins = serializers.DateField(
        allow_null=True, help_text="When it first became law, where the day asked for lies before that."
    )
    ended = serializers.BooleanField(help_text="Whether it had ceased by the day asked for.")
    notes = Both("note", source="row")
    url = PageUrl("provision")
    api_url = ApiUrl("provision")

    def get_pinpoint(self, found: ToRead) -> str:
        return pinpoint(found.provision, found.row.unit)


class CitedSerializer(serializers.Serializer):
    """A provision as cited in both languages."""

    zh = serializers.CharField()
    en = serializers.CharField()


@dataclass(frozen=True)
class TopicRead:
    """One topic as of a day."""

    page: TopicPage

    @property
    def topic(self) -> Any:
        return self.page.topic

    @property
    def types(self) -> list[str]:
        return [kind.slug for kind in self.page.types]

    @property
    def provisions(self) -> list[ToRead]:
        return [found for column in self.page.columns for found in column.rows]


class TopicDetailSerializer(Flattened, _TopicSerializer):
    thing = "topic"
    shown = _TopicSerializer

    alike = Both("alike", source="topic")
    differs = Both("differs", source="topic")
    matters = Both("matters", source="topic", help_text="What follows from the difference.")
    types = serializers.ListField(child=serializers.CharField(), help_text="Slugs of infringement types.")
    provisions = TopicReadingSerializer(many=True, help_text="What there is to read, by column.")
    pairs = PairSerializer(source="page.pairs", many=True)
    pairs_of_other_days = serializers.IntegerField(source="page.other_days")
    unheld = CitedSerializer(
        source="topic.unheld", many=True, help_text="Provisions not linked, because no text is held."
    )
    literature = SaidSerializer(source="page.literature", many=True)


class TermDefinitionSerializer(serializers.Serializer):
    """A provision that defines a term, with its words on the day."""

    provision = serializers.CharField(source="row.provision.ident")
    unit = serializers.CharField(source="row.unit")
    pinpoint = serializers.SerializerMethodField()
    quote = serializers.CharField(help_text="The official words; empty where no text is held.")
    url = PageUrl("row.provision")
    api_url = ApiUrl("row.provision")

    def get_pinpoint(self, found: Any) -> str:
        return pinpoint(found.row.provision, found.row.unit)


class _TermSerializer(serializers.Serializer):
    slug = serializers.CharField(help_text="The published id; it never changes.")
    terms = Both("term")
    also_zh = serializers.ListField(
        child=serializers.CharField(), help_text="Other forms recognised in texts."
    )
    also_en = serializers.ListField(child=serializers.CharField())
    definitions = Both("definition", help_text="In the editors' words.")
    false_friends = Both(
        "false_friend", help_text="What the nearest word of the other language does not mean; may be empty."
    )
    url = PageUrl()
    urls = PageUrls()


class TermSerializer(Flattened, _TermSerializer):
    thing = "term"
    shown = _TermSerializer

    defined_by = TermDefinitionSerializer(source="definitions", many=True)
    see = serializers.SerializerMethodField()

    def get_see(self, entry: Any) -> list[str]:
        return [term.slug for term in entry.see]


class TermPageSerializer(PageSerializer):
    results = TermSerializer(many=True)
