"""Laws: the line in a list, and one law as of a day."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lawbase.api.pagination import PageSerializer
from lawbase.api.serializers.common import PAIR, Both, Code, Flattened, Local, Located
from lawbase.api.standing import of_law
from lawbase.statutes.models import Law
from lawbase.statutes.reading import LawPage


class LawSerializer(Located):
    slug = serializers.CharField(help_text="The published id; it never changes.")
    jurisdiction = serializers.CharField(source="jurisdiction_id")
    kind = Code(Law.Kind.choices)
    status = Code(Law.Status.choices)
    title = Local("title")
    titles = Both("title")
    short_titles = Both("short")
    citation = serializers.CharField()
    core = serializers.BooleanField(help_text="Whether it belongs to the core library.")
    lang = serializers.CharField(help_text="Language of the official text.")
    official_url = serializers.CharField()
    provision_count = serializers.IntegerField(help_text="Provisions of which a text is held.")


class LawPageSerializer(PageSerializer):
    results = LawSerializer(many=True)


class SourceSerializer(serializers.Serializer):
    """The bytes that an official text came out of."""

    name = serializers.CharField()
    origin = serializers.CharField()
    retrieved = serializers.DateField(allow_null=True)
    sha256 = serializers.CharField()
    adapter = serializers.CharField()
    adapter_version = serializers.CharField()


class EditionSerializer(serializers.Serializer):
    version = serializers.CharField()
    adopted = serializers.DateField(allow_null=True)
    in_force_from = serializers.DateField(allow_null=True)
    in_force_to = serializers.DateField(allow_null=True)
    made_by = serializers.CharField()
    evidence = serializers.CharField(help_text="What proves the dates; empty where nothing does.")
    count = serializers.IntegerField(help_text="Provisions in this edition.")
    notes = serializers.ListField(child=serializers.CharField())
    outdated = Both("outdated", help_text="Which later changes it is known to lack; empty where none are.")
    source = SourceSerializer()  # type: ignore[assignment]


class HeadingSerializer(serializers.Serializer):
    """A part, chapter or section, with the keys of its first and last provision."""

    title = serializers.CharField()
    depth = serializers.IntegerField()
    first = serializers.CharField()
    last = serializers.CharField()


class _WholeLawSerializer(LawSerializer):
    aliases = serializers.ListField(child=serializers.CharField())
    issuers = Both("issuer")
    code = serializers.DictField(help_text="Where a US act stands in a code: system, title, sections.")
    frbr_uri = serializers.CharField()
    notes = Both("notes", help_text="The editors' notes: not the law.")
    expected = serializers.IntegerField(
        allow_null=True, help_text="Provisions that the editors' register expects."
    )


class LawDetailSerializer(Flattened, _WholeLawSerializer):
    thing = "law"
    shown = _WholeLawSerializer

    at = serializers.DateField(help_text="The day asked for.")
    day = serializers.DateField(help_text="The day of the words shown: of a law that had ceased, its last.")
    standing = serializers.SerializerMethodField(help_text="Which day's words these are, and why.")
    edition = serializers.CharField(
        source="edition.version", allow_null=True, default=None, help_text="The edition in force on the day."
    )
    editions = EditionSerializer(many=True)
    contents = HeadingSerializer(many=True)
    days = serializers.ListField(
        child=serializers.DateField(), help_text="The days on which any of its words changed."
    )
    changes_after = serializers.DateField(
        allow_null=True, help_text="The first change after the day asked for."
    )
    future_count = serializers.IntegerField(help_text="Provisions enacted and not yet law.")
    unheld_count = serializers.IntegerField(help_text="Provisions of which no text is held.")
    provisions_url = serializers.SerializerMethodField(help_text="Its provisions in this API.")

    @extend_schema_field(PAIR)
    def get_standing(self, read: LawPage) -> dict[str, str]:
        return of_law(read)

    def get_provisions_url(self, _read: object) -> str:
        return self.context["provisions_url"]
