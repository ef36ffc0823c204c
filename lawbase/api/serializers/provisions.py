"""Provisions: the entry in a law, and one provision with everything known about it on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from drf_spectacular.helpers import lazy_serializer
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lawbase.api.pagination import PageSerializer
from lawbase.api.serializers.common import (
    PAIR,
    ApiUrl,
    Both,
    Code,
    Local,
    Located,
    Outdated,
    PageUrl,
    PageUrls,
)
from lawbase.api.serializers.laws import SourceSerializer
from lawbase.api.serializers.links import LinkSerializer, OtherLinkSerializer
from lawbase.api.serializers.topics import CounterpartSerializer, DigestSerializer
from lawbase.api.standing import of_provision
from lawbase.api.units import Node, tree
from lawbase.cases.reading import Applying
from lawbase.citations.models import Citation
from lawbase.citations.reading import Reference
from lawbase.statutes.citing import Printed
from lawbase.statutes.contents import Entry
from lawbase.statutes.models import Provision, ProvisionVersion
from lawbase.statutes.reading import Dated, ProvisionPage, State
from lawbase.statutes.units import units_of
from lawbase.taxonomy.models import Digest
from lawbase.taxonomy.reading import ProvisionTypes
from lawbase.taxonomy.topics import Counterparts

STATES = get_args(State)
STATUS_HELP = (
    "On the day read: `in-force`; `past` (law then, replaced since); `future` (enacted, not yet law); `not-yet` (it did not "
    "exist); `ended` (it had ceased); `not-held` (no text is held)."
)


@extend_schema_field(
    {
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("zh", "en", "official")},
        "required": ["zh", "en", "official"],
    }
)
class Headings(serializers.Field):
    """The editors' headings in both languages, those of the day read where it has its own, and the official one."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def to_representation(self, value: Any) -> dict[str, str]:
        provision: Provision = value.provision
        version: ProvisionVersion | None = value.version
        official = version.heading if version else ""
        own = getattr(value, "digest", None) or provision
        return {"zh": own.heading_zh, "en": own.heading_en, "official": official}


@dataclass(frozen=True)
class Listed:
    """A provision in its law's list, with what its words are on the day."""

    entry: Entry
    status: State

    @property
    def provision(self) -> Provision:
        return self.entry.provision

    @property
    def version(self) -> ProvisionVersion | None:
        return self.entry.version


class ProvisionEntrySerializer(serializers.Serializer):
    id = serializers.CharField(source="provision.ident")
    law = serializers.CharField(source="provision.law.slug")
    number = serializers.CharField(source="provision.number", help_text="As printed.")
    key = serializers.CharField(source="provision.key")
    heading = serializers.CharField(source="entry.heading")
    headings = Headings()
    text = serializers.CharField(
        source="version.text", default="", help_text="Official text, one unit a line."
    )
    valid_from = serializers.DateField(source="version.valid_from", allow_null=True, default=None)
    valid_to = serializers.DateField(source="version.valid_to", allow_null=True, default=None)
    outdated = Outdated()
    status = Code(STATES, help_text=STATUS_HELP)
    url = PageUrl("provision")
    urls = PageUrls("provision")
    api_url = ApiUrl("provision")


class ProvisionPageSerializer(PageSerializer):
    results = ProvisionEntrySerializer(many=True)


class UnitSerializer(serializers.Serializer):
    """A unit with the units inside it; read depth first it is the text as printed."""

    id = serializers.CharField(help_text="The pinpoint: `cn-pipl:13(1)(2)`, `us-ca-ccpa:1798.120(a)`.")
    unit = serializers.CharField(help_text="Its fragment on the page: `1.2`, `a.1`.")
    label = serializers.CharField(help_text="The enumerator as printed; empty for an unnumbered paragraph.")  # type: ignore[assignment]
    text = serializers.CharField()
    continues = serializers.BooleanField(
        help_text="Words that belong to the unit they stand in, without a number."
    )
    units = serializers.SerializerMethodField()

    @extend_schema_field(lazy_serializer("lawbase.api.serializers.provisions.UnitSerializer")(many=True))
    def get_units(self, node: Node) -> list[dict[str, Any]]:
        return [self.to_representation(inner) for inner in node.units]


class ReferenceSerializer(serializers.Serializer):
    """A provision, or a law as a whole, at the other end of a citation."""

    id = serializers.SerializerMethodField()
    law = serializers.CharField(source="law.slug")
    law_titles = Both("short", source="law")
    key = serializers.CharField(source="provision.key", allow_null=True, default=None)
    number = serializers.CharField(source="provision.number", allow_null=True, default=None)
    units = serializers.ListField(child=serializers.CharField(), help_text="The units named: `1.2`.")
    url = serializers.SerializerMethodField()
    api_url = serializers.SerializerMethodField()

    def get_id(self, reference: Reference) -> str:
        return reference.provision.ident if reference.provision else reference.law.slug

    def get_url(self, reference: Reference) -> str:
        return self.context["addresses"].page(reference.provision or reference.law)

    def get_api_url(self, reference: Reference) -> str:
        return self.context["addresses"].resource(reference.provision or reference.law)


class ApplyingSerializer(serializers.Serializer):
    """A case that applies the provision."""

    id = serializers.CharField(source="case.slug")
    title = Local("title", source="case")
    titles = Both("title", source="case")
    jurisdiction = serializers.CharField(source="case.jurisdiction_id")
    decided = serializers.DateField(source="case.decided", allow_null=True)
    released = serializers.DateField(source="case.released", allow_null=True)
    basis = Code(Citation.Basis.choices, help_text="How the library knows that it applies the provision.")
    units = serializers.ListField(child=serializers.CharField())
    other_version = serializers.BooleanField(help_text="It read other words than those shown.")
    url = PageUrl("case")
    urls = PageUrls("case")
    api_url = ApiUrl("case")


class VersionSerializer(serializers.Serializer):
    """One version of the words; `at` is the day to ask for to read it, null for today."""

    at = serializers.DateField(allow_null=True)
    valid_from = serializers.DateField(source="version.valid_from", allow_null=True)
    valid_to = serializers.DateField(source="version.valid_to", allow_null=True)
    enacted_by = serializers.CharField(
        source="version.enacted_by", help_text="The amending item that made these words."
    )
    made_by = serializers.SerializerMethodField(help_text="Every amending item that made these words.")
    text_held = serializers.BooleanField(
        source="version.text_held", help_text="False: it was law, but no source gives its words."
    )
    computed = serializers.BooleanField(
        source="version.law_version.computed",
        help_text="No source prints these words: they follow from the amending instrument.",
    )
    not_before = serializers.DateField(
        source="version.not_before",
        allow_null=True,
        help_text="Where `valid_from` is not known: a day before which these words were not law.",
    )
    outdated = Both(
        "outdated",
        source="version.law_version",
        help_text="Which later changes its edition is known to lack.",
    )
    gap_before = serializers.SerializerMethodField(
        help_text="The days before it, since the version before, whose words no source gives: `from` (inclusive), `to` (exclusive)."
    )
    shown = serializers.BooleanField()
    current = serializers.BooleanField(help_text="Law today.")
    future = serializers.BooleanField()

    @extend_schema_field(
        {
            "type": "object",
            "nullable": True,
            "properties": {name: {"type": "string", "format": "date"} for name in ("from", "to")},
            "required": ["from", "to"],
        }
    )
    def get_gap_before(self, dated: Dated) -> dict[str, date | None] | None:
        return {"from": dated.gap.start, "to": dated.gap.end} if dated.gap else None

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_made_by(self, dated: Dated) -> list[str]:
        return [made.name for made in dated.enactments]


class MovedSerializer(serializers.Serializer):
    """Another number under which the provision's words stood or stand."""

    id = serializers.CharField(source="other.ident")
    on = serializers.DateField(help_text="The day of the renumbering.")
    later = serializers.BooleanField(
        help_text="True: from that day its words stand in `id`; false: they came from `id`."
    )
    whole = serializers.BooleanField(help_text="False where only a part of the words did.")
    at = serializers.DateField(help_text="A day on which `id` has the words.")


class ChangeSerializer(serializers.Serializer):
    """What an item of an amending instrument changes; `problem` says why an instruction was not applied; it is empty where it was."""

    law = serializers.CharField(source="law.slug")
    provision = serializers.CharField(source="provision.ident", allow_null=True, default=None)
    earlier = serializers.CharField(source="earlier.ident", allow_null=True, default=None)
    on = serializers.DateField()
    action = serializers.CharField()
    problem = Local("problem")
    problems = Both("problem")


class ChargeSerializer(serializers.Serializer):
    """What an offence of the provision is called, as a judicial interpretation determines it."""

    name = serializers.CharField()
    unit = serializers.CharField(help_text="The paragraph; empty for the whole provision.")
    valid_from = serializers.DateField(source="start", allow_null=True)
    valid_to = serializers.DateField(source="end", allow_null=True)
    source = serializers.CharField(source="source.ident")  # type: ignore[assignment]
    ended_by = serializers.CharField(source="ended_by.ident", allow_null=True, default=None)


class CorrectionSerializer(serializers.Serializer):
    """What was wrong in the source, and what proves it."""

    what = serializers.CharField()
    reasons = serializers.SerializerMethodField()
    evidence = serializers.CharField(default="")

    def get_reasons(self, correction: dict[str, str]) -> dict[str, str]:
        return {"zh": correction.get("why_zh", ""), "en": correction.get("why_en", "")}


class CitationFormsSerializer(serializers.Serializer):
    zh = serializers.CharField()
    en = serializers.CharField()
    bluebook = serializers.CharField()


class ProvisionLawSerializer(Located):
    slug = serializers.CharField()
    titles = Both("title")
    short_titles = Both("short")
    jurisdiction = serializers.CharField(source="jurisdiction_id")
    status = serializers.CharField()
    official_url = serializers.CharField()


@dataclass(frozen=True)
class ProvisionRead:
    """A provision on a day, from every room that knows something of it."""

    page: ProvisionPage
    cited: Printed
    types: ProvisionTypes
    digest: Digest | None
    counterparts: Counterparts
    applying: dict[str, list[Applying]]
    cites: list[Reference]
    cited_by: list[Reference]

    @property
    def provision(self) -> Provision:
        return self.page.provision

    @property
    def version(self) -> ProvisionVersion | None:
        return self.page.version

    @property
    def cases(self) -> list[Applying]:
        return [row for rows in self.applying.values() for row in rows]

    @property
    def units(self) -> list[Node]:
        law, text = self.provision.law, self.version.text if self.version else ""
        return tree(law.slug, self.provision.key, units_of(text, law.lang)) if text else []


class ProvisionSerializer(serializers.Serializer):
    id = serializers.CharField(source="provision.ident", help_text="`cn-criminal-law:253-1`.")
    law = serializers.CharField(source="provision.law.slug")
    law_details = ProvisionLawSerializer(source="provision.law")
    number = serializers.CharField(source="provision.number", help_text="As printed.")
    key = serializers.CharField(source="provision.key")
    heading = serializers.CharField(source="page.heading")
    headings = Headings()
    contents = serializers.ListField(
        child=serializers.CharField(), source="version.toc", default=list,
        help_text="The part, chapter and section it stands in.",
    )  # fmt: skip
    text = serializers.CharField(
        source="version.text", default="", help_text="Official text, one unit a line."
    )
    lang = serializers.CharField(source="provision.law.lang", help_text="Language of the official text.")
    units = UnitSerializer(many=True)
    at = serializers.DateField(source="page.at", help_text="The day asked for.")
    day = serializers.DateField(
        source="page.day", help_text="The day on which the words shown are law: the day asked for, unless a text that "
        "is still to come or has ceased is shown.",
    )  # fmt: skip
    status = Code(STATES, source="page.state", help_text=STATUS_HELP)
    standing = serializers.SerializerMethodField(
        help_text="The same in a sentence: which version is given, and why."
    )
    valid_from = serializers.DateField(source="version.valid_from", allow_null=True, default=None)
    valid_to = serializers.DateField(source="version.valid_to", allow_null=True, default=None)
    enacted_by = serializers.CharField(source="version.enacted_by", default="")
    edition = serializers.CharField(source="version.law_version.version", allow_null=True, default=None)
    outdated = Outdated()
    source = SourceSerializer(source="version.law_version.source", allow_null=True, default=None)  # type: ignore[assignment]
    corrections = CorrectionSerializer(source="version.corrections", many=True, default=list)
    notes = serializers.ListField(child=serializers.CharField(), source="version.notes", default=list)
    links = LinkSerializer(
        source="types.shown", many=True, help_text="Infringement types it is about on the day."
    )
    suggested_links = LinkSerializer(
        source="types.suggested",
        many=True,
        help_text="What a rule or a model proposes for the day and no editor has accepted; counted nowhere.",
    )
    digest = DigestSerializer(
        allow_null=True,
        help_text="What it says on the day, in the editors' words; null where they wrote none.",
    )
    counterparts = CounterpartSerializer(
        source="counterparts.shown", many=True, help_text="What corresponds in the other system on the day."
    )
    topics = serializers.SerializerMethodField()
    other_links = OtherLinkSerializer(
        source="types.other", many=True, help_text="Links stated for other days."
    )
    cases = ApplyingSerializer(many=True, help_text="Cases that apply it, those best known first.")
    cites = ReferenceSerializer(many=True, help_text="What its words cite.")
    cited_by = ReferenceSerializer(many=True, help_text="Provisions whose words cite it.")
    versions = VersionSerializer(source="page.versions", many=True)
    lineage = MovedSerializer(source="page.lineage", many=True, help_text="Its other numbers.")
    changes = ChangeSerializer(
        source="page.changes", many=True, help_text="Of an item of an amending instrument: what it changes."
    )
    charges = ChargeSerializer(
        source="page.charges", many=True, help_text="Names of its offences, with their days."
    )
    citations = CitationFormsSerializer(source="cited")
    previous = serializers.CharField(source="page.previous.provision.ident", allow_null=True, default=None)
    next = serializers.CharField(source="page.next.provision.ident", allow_null=True, default=None)
    url = PageUrl("provision")
    urls = PageUrls("provision")
    api_url = ApiUrl("provision")

    @extend_schema_field(PAIR)
    def get_standing(self, read: ProvisionRead) -> dict[str, str]:
        return of_provision(read.page)

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_topics(self, read: ProvisionRead) -> list[str]:
        return [topic.slug for topic in read.counterparts.topics]
