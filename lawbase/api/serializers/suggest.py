"""What a reader may be typing."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lawbase.api.serializers.common import PAIR, Code
from lawbase.search.suggest.typing import Suggestion
from lawbase.statutes.models import localised


class SuggestionSerializer(serializers.Serializer):
    """Something that the library holds and the reader may mean."""

    kind = Code(["provision", "law", "type", "term", "case"])
    id = serializers.CharField(
        help_text="Slug of the law or type, id of the provision or case; empty for a term."
    )
    text = serializers.SerializerMethodField(
        help_text="What it is called, in the language the caller prefers."
    )
    texts = serializers.SerializerMethodField(help_text="What it is called, in both languages.")
    query = serializers.CharField(help_text="The question that finds it.")

    def get_text(self, one: Suggestion) -> str:
        return localised(one.zh, one.en)

    @extend_schema_field(PAIR)
    def get_texts(self, one: Suggestion) -> dict[str, Any]:
        return {"zh": one.zh, "en": one.en}


class SuggestionsSerializer(serializers.Serializer):
    """The likeliest first."""

    results = SuggestionSerializer(many=True)
