"""The answer to a search. Passages are plain text with the places of the matches in it: never HTML."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lawbase.api.pagination import PageSerializer
from lawbase.api.serializers.common import PAIR, Both, Code, Local, Located
from lawbase.search.values import FACETS, Facet, Highlight, Notice, SearchAnswer
from lawbase.statutes.models import localised

Pair = dict[str, str]


class HighlightSerializer(serializers.Serializer):
    """A passage. `marks` are [start, end) in characters (Unicode code points) of `text`."""

    text = serializers.CharField()
    marks = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2)
    )
    unit = serializers.CharField(help_text="The unit it stands in, `1.2`; empty where it has none.")
    lang = serializers.CharField()

    def to_representation(self, instance: Highlight) -> dict[str, Any]:
        marks, at = [], 0
        for run, marked in instance.runs:
            if marked:
                marks.append([at, at + len(run)])
            at += len(run)
        text = "".join(run for run, _marked in instance.runs)
        return {"text": text, "marks": marks, "unit": instance.unit, "lang": instance.lang}


class ReasonSerializer(serializers.Serializer):
    """Why it is there: `words` found in it, `glossary` (terms of the question whose other names it has), `law-name` (slug),
    `meaning` (similarity), `type` (slug), `near-topic`, `near-type`, `near-claim`, `near-case` (slug of what the editors wrote
    that is near to the question and names the provision), `near-asked` (a question that the provision answers), or its
    `context` (law, chapter, types)."""

    kind = serializers.CharField()
    text = serializers.CharField()
    zh = serializers.CharField(help_text="Name of what the slug is of, where it is of an editors' item.")
    en = serializers.CharField(help_text="The same in English.")


class HitSerializer(Located):
    """A provision or a case. What does not apply to it is null."""

    kind = Code(["provision", "case"])
    id = serializers.CharField(help_text="`cn-criminal-law:253-1`, or `case:` and the id of the case.")
    title = Local("title")
    titles = Both("title")
    jurisdiction = serializers.CharField()
    score = serializers.FloatField(help_text="Comparable within one answer only.")
    highlights = HighlightSerializer(many=True)
    why = ReasonSerializer(many=True)
    law = serializers.SerializerMethodField(help_text="Slug of the law of a provision.")
    key = serializers.CharField(help_text="Key of the provision, or id of the case.")
    status = serializers.CharField(
        source="facts.status", allow_null=True, default=None, help_text="Of the law."
    )
    valid_from = serializers.DateField(source="facts.valid_from", allow_null=True, default=None)
    valid_to = serializers.DateField(source="facts.valid_to", allow_null=True, default=None)
    outdated = serializers.SerializerMethodField(
        help_text="Which later changes the edition of a provision's words is known to lack; null where none are."
    )
    headings = serializers.SerializerMethodField()
    courts = serializers.SerializerMethodField()
    case_kind = serializers.CharField(source="facts.case_kind", allow_null=True, default=None)
    decided = serializers.DateField(source="facts.decided", allow_null=True, default=None)

    def get_law(self, hit: Any) -> str | None:
        return hit.law or None

    @extend_schema_field({"oneOf": [PAIR, {"type": "null"}]})
    def get_outdated(self, hit: Any) -> Pair | None:
        return _pair(hit.facts, "outdated") if hit.facts.get("outdated_en") else None

    @extend_schema_field({"oneOf": [PAIR, {"type": "null"}]})
    def get_headings(self, hit: Any) -> Pair | None:
        return _pair(hit.facts, "heading")

    @extend_schema_field({"oneOf": [PAIR, {"type": "null"}]})
    def get_courts(self, hit: Any) -> Pair | None:
        return _pair(hit.facts, "court")


def _pair(facts: dict[str, Any], name: str) -> Pair | None:
    if f"{name}_zh" not in facts:
        return None
    return {"zh": facts[f"{name}_zh"], "en": facts[f"{name}_en"]}


class FacetValueSerializer(serializers.Serializer):
    value = serializers.CharField()
    count = serializers.IntegerField()
    labels = Both("label")
    selected = serializers.BooleanField()


class FacetsSerializer(serializers.Serializer):
    """How many there are of each value. Each facet is also the parameter of the same name."""

    jurisdiction = FacetValueSerializer(many=True)
    kind = FacetValueSerializer(many=True)
    law = FacetValueSerializer(many=True)
    status = FacetValueSerializer(many=True)
    type = FacetValueSerializer(many=True)
    year = FacetValueSerializer(many=True)

    def to_representation(self, instance: tuple[Facet, ...]) -> dict[str, Any]:
        found = {facet.name: facet.values for facet in instance}
        return {name: self.fields[name].to_representation(found.get(name, ())) for name in FACETS}


class NoticeSerializer(serializers.Serializer):
    """Something to know about how the question was read; `query` is one to ask instead, if any."""

    code = serializers.CharField()
    message = serializers.SerializerMethodField()
    messages = serializers.SerializerMethodField()
    query = serializers.CharField()

    def get_message(self, notice: Notice) -> str:
        return localised(notice.zh, notice.en)

    @extend_schema_field(PAIR)
    def get_messages(self, notice: Notice) -> Pair:
        return {"zh": notice.zh, "en": notice.en}


class AnswerSerializer(PageSerializer):
    """Needs `turned` (`lawbase.api.pagination`) in the context."""

    count_all = serializers.IntegerField(help_text="Matches with `scope=all`.")
    degraded = serializers.BooleanField(help_text="Whether the answer may be less than it should be.")
    degraded_reason = NoticeSerializer(
        allow_null=True,
        help_text="Why: `server-down`, `question-refused` (this machine's own index answered instead), or `no-index`.",
    )
    notices = NoticeSerializer(many=True)
    jump = HitSerializer(
        allow_null=True, help_text="The provision, if the whole query is one citation of it."
    )
    types = serializers.ListField(
        child=serializers.CharField(), help_text="Infringement types that the question describes."
    )
    account = serializers.DictField(
        allow_null=True,
        help_text="With `explain=1`: engine, order, analysis of the question, plan by words, and scores of the hits.",
    )
    facets = FacetsSerializer()
    results = HitSerializer(many=True)

    def to_representation(self, instance: SearchAnswer) -> dict[str, Any]:
        fields = self.fields
        return {
            **self.context["turned"],
            "count_all": instance.count_all,
            "degraded": instance.degraded is not None,
            "degraded_reason": fields["degraded_reason"].to_representation(instance.degraded)
            if instance.degraded
            else None,
            "notices": fields["notices"].to_representation(instance.notices),
            "jump": fields["jump"].to_representation(instance.jump) if instance.jump else None,
            "types": list(instance.types),
            "account": instance.account.readable if instance.account else None,
            "facets": fields["facets"].to_representation(instance.facets),
            "results": fields["results"].to_representation(instance.results),
        }
