"""Links between provisions and infringement types, with their evidence."""

from __future__ import annotations

from rest_framework import serializers

from lawbase.api.pagination import PageSerializer
from lawbase.api.serializers.common import ApiUrl, Both, Code, Flattened, Outdated, PageUrl
from lawbase.statutes.pinpoint import Pinpoint
from lawbase.taxonomy.models import Origin, ProvisionLink, Review


class LinkedTypeSerializer(serializers.Serializer):
    slug = serializers.CharField()
    names = Both("name")
    url = PageUrl()
    api_url = ApiUrl()


class OtherLinkSerializer(serializers.Serializer):
    """A link without the words it rests on: those of another day than the one read."""

    provision = serializers.CharField(source="provision.ident")
    unit = serializers.CharField(help_text="The unit, `1.2`; empty for the whole provision.")
    pinpoint = serializers.SerializerMethodField()
    type = LinkedTypeSerializer()
    role = Code(ProvisionLink.Role.choices)
    valid_from = serializers.DateField(allow_null=True, help_text="First day for which it is stated.")
    valid_to = serializers.DateField(allow_null=True)
    origin = Code(Origin.choices, help_text="A `model` suggestion is one until an editor accepts it.")
    review = Code(
        Review.choices, help_text="`proposed` waits for an editor; only `accepted` links are counted."
    )
    by = serializers.CharField()
    notes = Both("note")

    def get_pinpoint(self, link: ProvisionLink) -> str:
        unit = tuple(link.unit.split(".")) if link.unit else ()
        return str(Pinpoint(link.provision.law.slug, link.provision.key, unit))


class LinkSerializer(Flattened, OtherLinkSerializer):
    """A link as of a day (`lawbase.taxonomy.reading.Evidence`), with the official words it rests on."""

    thing = "link"
    shown = OtherLinkSerializer

    quote = serializers.CharField(help_text="The official words; empty where no text is held.")
    quote_from = serializers.DateField(
        source="version.valid_from",
        allow_null=True,
        default=None,
        help_text="Since when these are the words.",
    )
    quote_to = serializers.DateField(source="version.valid_to", allow_null=True, default=None)
    outdated = Outdated()
    future = serializers.BooleanField(help_text="The words are enacted and not yet law.")
    url = PageUrl("provision")
    api_url = ApiUrl("provision")


class LinkPageSerializer(PageSerializer):
    results = LinkSerializer(many=True)
