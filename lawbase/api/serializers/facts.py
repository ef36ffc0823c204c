"""Facts to precedent: the story told and the answer to it. Sentences are referred to by their number in the story."""

from __future__ import annotations

from typing import Any, get_args

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lawbase.api.serializers.cases import OutcomeSerializer
from lawbase.api.serializers.common import PAIR, ApiUrl, Both, Code, Local, PageUrl
from lawbase.api.serializers.links import LinkedTypeSerializer, LinkSerializer
from lawbase.citations.models import Citation
from lawbase.research.facts.elements import Standing
from lawbase.research.facts.enough import Lack
from lawbase.research.facts.story import LONGEST
from lawbase.statutes.pinpoint import Pinpoint
from lawbase.taxonomy.models import Claim, ClaimPart, TopicPair

DEGREES = ("very-likely", "likely", "possible")
ADVICE = {
    "zh": "这是计算机比对的结果，可能有误，不构成法律意见。",
    "en": "A computer made this comparison; it can be wrong, and it is not legal advice.",
}


class StorySerializer(serializers.Serializer):
    """What happened. Nothing of it is stored."""

    story = serializers.CharField(
        max_length=LONGEST, help_text="In Chinese or English, in the teller's words."
    )
    at = serializers.DateField(
        required=False, allow_null=True, help_text="The day it happened (YYYY-MM-DD); today if left out."
    )
    jurisdiction = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="Codes, `cn`, `us`, `us-ca` …; all if left out.",
    )


class SentenceSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    start = serializers.IntegerField(help_text="Offset in the story, without white space at its ends.")
    text = serializers.CharField()


class ShownSerializer(serializers.Serializer):
    sentence = serializers.IntegerField(source="sentence.number")
    words = serializers.ListField(child=serializers.CharField(), help_text="Stems that speak for the type.")


class PinpointsSerializer(serializers.Serializer):
    """What a part of a claim says and rests on."""

    says = Both("says")
    provisions = serializers.SerializerMethodField()

    def get_provisions(self, part: ClaimPart) -> list[str]:
        return [
            str(
                Pinpoint(
                    row.provision.law.slug, row.provision.key, tuple(row.unit.split(".")) if row.unit else ()
                )
            )
            for row in part.authorities.all()
        ]


class ElementSerializer(serializers.Serializer):
    part = PinpointsSerializer()
    burden = Code(ClaimPart.Burden.choices, source="part.burden", help_text="Who proves it.")
    standing = serializers.ChoiceField(get_args(Standing))
    sentence = serializers.IntegerField(source="sentence.number", allow_null=True, default=None)


class ClaimPartSerializer(PinpointsSerializer):
    kind = Code(ClaimPart.Kind.choices)


class ClaimSerializer(serializers.Serializer):
    """A claim of the type: its elements as the story stands to them; then thresholds, remedies, deadlines, forum."""

    slug = serializers.CharField(source="pleading.claim.slug")
    jurisdiction = serializers.CharField(source="pleading.claim.jurisdiction_id")
    nature = Code(Claim.Nature.choices, source="pleading.claim.nature")
    names = Both("name", source="pleading.claim")
    who = Both("who", source="pleading.claim")
    evidence = Both("evidence", source="pleading.claim")
    elements = ElementSerializer(many=True)
    parts = serializers.SerializerMethodField()

    @extend_schema_field(ClaimPartSerializer(many=True))
    def get_parts(self, assessed: Any) -> Any:
        rows = [
            part
            for parts in assessed.pleading.parts
            for part in parts.rows
            if part.kind != ClaimPart.Kind.ELEMENT
        ]
        return ClaimPartSerializer(rows, many=True, context=self.context).data


class FindingSerializer(serializers.Serializer):
    type = LinkedTypeSerializer()
    probability = serializers.FloatField(help_text="Calibrated on case files left out of the learning.")
    degree = serializers.ChoiceField(DEGREES)
    sentences = ShownSerializer(many=True)
    claims = ClaimSerializer(many=True)


class CounterpartOfSerializer(serializers.Serializer):
    provision = serializers.CharField(source="provision.ident", allow_null=True, default=None)
    relation = Code(TopicPair.Relation.choices, source="found.pair.relation")
    topic = serializers.CharField(source="found.pair.topic.slug")


class PleadedSerializer(serializers.Serializer):
    id = serializers.CharField(source="provision.ident")
    jurisdiction = serializers.CharField(source="provision.law.jurisdiction_id")
    law_titles = Both("short", source="provision.law")
    links = LinkSerializer(source="evidence", many=True)
    counterparts = CounterpartOfSerializer(many=True)
    url = PageUrl("provision")
    api_url = ApiUrl("provision")


class MatchSerializer(serializers.Serializer):
    fact = serializers.CharField(source="clause", help_text="Of the case, in the language of the story.")
    sentence = serializers.IntegerField(source="sentence.number")


class BridgeSerializer(serializers.Serializer):
    """A provision that the case applied and that is linked to a type of the story."""

    provision = serializers.CharField(source="provision.ident")
    unit = serializers.CharField()
    basis = Code(Citation.Basis.choices)
    type = serializers.CharField(source="type.slug")


class NearSerializer(serializers.Serializer):
    id = serializers.CharField(source="case.slug")
    title = Local("title", source="case")
    titles = Both("title", source="case")
    jurisdiction = serializers.CharField(source="case.jurisdiction_id")
    decided = serializers.DateField(source="case.decided", allow_null=True)
    types = serializers.SerializerMethodField()
    shared = serializers.SerializerMethodField(help_text="Types that the story is likely about too.")
    matched = MatchSerializer(many=True)
    missing = serializers.ListField(
        child=serializers.CharField(), help_text="Facts of the case that the story does not tell."
    )
    bridges = BridgeSerializer(many=True)
    holdings = Both("holding", source="case")
    outcome = OutcomeSerializer(source="case.outcome")
    url = PageUrl("case")
    api_url = ApiUrl("case")

    def get_types(self, near: Any) -> list[str]:
        return [kind.slug for kind in near.types]

    def get_shared(self, near: Any) -> list[str]:
        return sorted(near.shared)


class FigureSerializer(serializers.Serializer):
    case = serializers.CharField(source="case.slug")
    value = serializers.FloatField()


class LaneSerializer(serializers.Serializer):
    outcome = serializers.CharField(source="lane.name")
    unit = serializers.CharField(source="lane.unit", help_text="A currency, or `months`.")
    low = serializers.FloatField(source="lane.low")
    median = serializers.FloatField(source="lane.middle")
    high = serializers.FloatField(source="lane.high")
    figures = FigureSerializer(source="lane.figures", many=True)


class SpreadSerializer(serializers.Serializer):
    cases = serializers.IntegerField(help_text="Nearest cases looked at.")
    with_figures = serializers.IntegerField()
    outcomes = LaneSerializer(source="drawn", many=True)


class FactsSerializer(serializers.Serializer):
    """The answer to a story."""

    advice = serializers.SerializerMethodField(help_text="What this is not.")
    language = serializers.CharField(source="story.language")
    at = serializers.DateField(help_text="The day whose law is given.")
    enough = serializers.BooleanField(help_text="Whether the story says enough to name an infringement.")
    lack = serializers.ChoiceField(
        get_args(Lack), help_text="What is missing: too short, no personal information in it, no type clear."
    )
    sentences = SentenceSerializer(source="story.sentences", many=True)
    types = FindingSerializer(source="findings", many=True, help_text="Likeliest first.")
    also = LinkedTypeSerializer(
        many=True, help_text="Types not likely by the case files, of which the story uses the everyday words."
    )
    provisions = serializers.SerializerMethodField()
    cases = NearSerializer(many=True, help_text="Nearest first.")
    spread = SpreadSerializer(allow_null=True)

    @extend_schema_field(PAIR)
    def get_advice(self, _answer: Any) -> dict[str, str]:
        return ADVICE

    @extend_schema_field(PleadedSerializer(many=True))
    def get_provisions(self, answer: Any) -> Any:
        rows = [row for order in answer.orders for row in order.rows]
        return PleadedSerializer(rows, many=True, context=self.context).data
