"""Cases: the line in a list, and one matter with digest, official text and the provisions it applies."""

from __future__ import annotations

from dataclasses import dataclass

from rest_framework import serializers

from lawbase.api.pagination import PageSerializer
from lawbase.api.serializers.common import ApiUrl, Both, Code, Flattened, Local, Located, PageUrl
from lawbase.api.serializers.links import LinkedTypeSerializer
from lawbase.cases.models import Case
from lawbase.cases.reading import Applied, CasePage
from lawbase.citations.models import Citation
from lawbase.statutes.pinpoint import Pinpoint
from lawbase.taxonomy.models import CaseLink, Origin


class CaseSerializer(Located):
    """A matter. Needs `types` (by primary key) in the context."""

    id = serializers.CharField(source="slug", help_text="The published id; search prints it as `case:<id>`.")
    jurisdiction = serializers.CharField(source="jurisdiction_id")
    kind = serializers.CharField()
    proceeding = serializers.CharField()
    title = Local("title")
    titles = Both("title")
    courts = Both("court")
    docket = serializers.CharField()
    citation = serializers.CharField()
    number = serializers.CharField()
    decided = serializers.DateField(allow_null=True)
    released = serializers.DateField(allow_null=True)
    verified = Code(
        Case.Verified.choices, help_text="How far the editors could confirm it; empty: not digested."
    )
    has_digest = serializers.BooleanField()
    types = serializers.SerializerMethodField()

    def get_types(self, case: Case) -> list[str]:
        return [link.type.slug for link in self.context["types"].get(case.pk, [])]


class CasePageSerializer(PageSerializer):
    results = CaseSerializer(many=True)
    count_all = serializers.IntegerField(help_text="Matches with `scope=all`.")


class OtherOutcomeSerializer(serializers.Serializer):
    zh = serializers.CharField(allow_null=True, default=None)
    en = serializers.CharField(allow_null=True, default=None)


class OutcomeSerializer(serializers.Serializer):
    """Figures as the editors read them; null: not seen. `checked_fields` says which a source confirmed."""

    prison_months_max = serializers.FloatField(allow_null=True, default=None)
    fine = serializers.FloatField(allow_null=True, default=None)
    damages = serializers.FloatField(allow_null=True, default=None)
    penalty = serializers.FloatField(allow_null=True, default=None)
    confiscated = serializers.FloatField(allow_null=True, default=None)
    currency = serializers.CharField(allow_null=True, default=None)
    other = OtherOutcomeSerializer(allow_null=True, default=None)


class CaseSourceSerializer(serializers.Serializer):
    title = serializers.CharField(allow_null=True, default=None)
    url = serializers.CharField(allow_null=True, default=None)
    publisher = serializers.CharField(allow_null=True, default=None)


class SectionSerializer(serializers.Serializer):
    """A part of the official text; paragraphs one a line."""

    role = serializers.CharField()
    headings = Both("heading")
    text = serializers.CharField()


class AppliedSerializer(serializers.Serializer):
    """A provision that the case applies, under the strongest basis on which that is known."""

    id = serializers.CharField(source="provision.ident")
    law = serializers.CharField(source="provision.law.slug")
    key = serializers.CharField(source="provision.key")
    number = serializers.CharField(source="provision.number")
    law_titles = Both("short", source="provision.law")
    basis = Code(Citation.Basis.choices)
    bases = serializers.ListField(child=serializers.CharField())
    units = serializers.ListField(child=serializers.CharField())
    as_of = serializers.DateField(allow_null=True, help_text="The day the law was read on for this case.")
    valid_from = serializers.DateField(
        source="version.valid_from", allow_null=True, default=None, help_text="Of the words it read."
    )
    times = serializers.IntegerField()
    pinpoints = serializers.SerializerMethodField()
    url = PageUrl("provision")
    api_url = ApiUrl("provision")

    def get_pinpoints(self, applied: Applied) -> list[str]:
        provision = applied.provision
        return [
            str(Pinpoint(provision.law.slug, provision.key, tuple(unit.split(".")))) for unit in applied.units
        ]


class UnresolvedSerializer(serializers.Serializer):
    """A citation that led to no provision, in the words in which it was found."""

    raw = serializers.CharField()
    basis = Code(Citation.Basis.choices)
    problem = serializers.CharField()
    law = serializers.CharField(source="law.slug", allow_null=True, default=None)
    times = serializers.IntegerField()


class CaseTextSerializer(serializers.Serializer):
    """Where the official text came from."""

    origin = serializers.CharField(source="full_text_source.origin", allow_null=True, default=None)
    retrieved = serializers.DateField(source="full_text_source.retrieved", allow_null=True, default=None)
    url = serializers.CharField(source="full_text_url")
    sha256 = serializers.CharField(source="full_text_sha256")
    lang = serializers.CharField(source="full_text_lang")


class WholeCaseSerializer(CaseSerializer):
    parties = Both("parties")
    released_by = Both("released_by")
    batch = serializers.CharField()
    facts = Both("facts", help_text="The editors' digest.")
    issues = Both("issues")
    holding = Both("holding")
    outcome = OutcomeSerializer()
    items_count = serializers.IntegerField(allow_null=True)
    people_affected = serializers.IntegerField(allow_null=True)
    information_categories = serializers.ListField(child=serializers.CharField())
    remedies = serializers.ListField(child=serializers.CharField())
    keywords = serializers.ListField(child=serializers.CharField())
    sources = CaseSourceSerializer(many=True, help_text="What the digest rests on.")
    checked_fields = serializers.ListField(
        child=serializers.CharField(), help_text="Fields confirmed in a source; the others are as reported."
    )
    notes = serializers.CharField(help_text="The editors' notes.")
    official_text = CaseTextSerializer(source="*")


class CaseTypeSerializer(serializers.Serializer):
    """An infringement type of the case, and who said so."""

    type = LinkedTypeSerializer()
    origin = Code(Origin.choices)
    by = serializers.CharField()
    evidence = Both(
        "evidence", help_text="The words of the digest that show the type; empty where none are given."
    )


@dataclass(frozen=True)
class CaseRead:
    """A case, from every room that knows something of it."""

    page: CasePage
    links: list[CaseLink]

    @property
    def case(self) -> Case:
        return self.page.case

    @property
    def applied(self) -> list[Applied]:
        return [row for law in self.page.applied for row in law.provisions]


class CaseDetailSerializer(Flattened, WholeCaseSerializer):
    thing = "case"
    shown = WholeCaseSerializer

    links = CaseTypeSerializer(many=True, help_text="Infringement types that it is about.")
    sections = SectionSerializer(
        source="page.sections", many=True, help_text="The official text; empty where it is not held."
    )
    applied = AppliedSerializer(many=True, help_text="The provisions it applies.")
    unresolved = UnresolvedSerializer(source="page.unresolved", many=True)
