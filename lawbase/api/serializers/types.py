"""Infringement types: the line in the tree, and one type with its provisions, cases and literature."""

from __future__ import annotations

from dataclasses import dataclass

from rest_framework import serializers

from lawbase.api.pagination import PageSerializer
from lawbase.api.serializers.cases import CaseSerializer
from lawbase.api.serializers.common import Both, Flattened, Local, Located
from lawbase.api.serializers.links import LinkSerializer
from lawbase.cases.models import Case
from lawbase.taxonomy.models import InfringementType
from lawbase.taxonomy.reading import Evidence
from lawbase.taxonomy.tree import Node
from lawbase.taxonomy.type_page import TypePage


@dataclass(frozen=True)
class TypeEntry:
    """A type in the tree, with what is beneath it counted in."""

    node: Node

    @property
    def type(self) -> InfringementType:
        return self.node.type

    @property
    def parent(self) -> InfringementType | None:
        return self.type.parent

    @property
    def children(self) -> list[str]:
        return [child.type.slug for child in self.node.children]


class CountSerializer(serializers.Serializer):
    """By legal system."""

    cn = serializers.IntegerField(default=0)
    us = serializers.IntegerField(default=0)


class _TypeSerializer(Located):
    slug = serializers.CharField(help_text="The published id; it never changes.")
    name = Local("name")
    names = Both("name")
    definitions = Both("definition", help_text="In the editors' words.")
    everyday_zh = serializers.ListField(child=serializers.CharField(), help_text="What people call it.")
    everyday_en = serializers.ListField(child=serializers.CharField())
    depth = serializers.IntegerField(help_text="0 for a root of the tree.")


class TypeSerializer(Flattened, _TypeSerializer):
    thing = "type"
    shown = _TypeSerializer

    parent = serializers.CharField(source="parent.slug", allow_null=True, default=None)  # type: ignore[assignment]
    children = serializers.ListField(
        child=serializers.CharField(), help_text="Slugs of the types beneath it."
    )
    provision_counts = CountSerializer(source="node.provisions")
    case_counts = CountSerializer(source="node.cases")


class TypePageSerializer(PageSerializer):
    results = TypeSerializer(many=True)


class SaidSerializer(serializers.Serializer):
    """What a work of literature says about the type."""

    work = serializers.CharField(source="slug")
    authors = serializers.ListField(child=serializers.CharField(), source="work.authors", default=list)
    year = serializers.IntegerField(source="work.year", allow_null=True, default=None)
    title = Local("title", source="work", default="")
    work_url = serializers.CharField(source="work.url", default="")
    says = Both("says")
    pages = serializers.CharField()


@dataclass(frozen=True)
class TypeRead(TypeEntry):
    """One type as of a day."""

    page: TypePage

    @property
    def ancestors(self) -> list[str]:
        return [row.slug for row in self.page.ancestors]

    @property
    def links(self) -> list[Evidence]:
        return [found for row in self.page.rows for side in (row.cn, row.us) for found in side.evidence]

    @property
    def cases(self) -> list[Case]:
        return [case for family in self.page.cases.values() for case in family]


class TypeDetailSerializer(TypeSerializer):
    ancestors = serializers.ListField(
        child=serializers.CharField(), help_text="Slugs of the types above it, the root first."
    )
    links = LinkSerializer(
        many=True, help_text="Provisions about it or a type beneath it, by role and legal system."
    )
    cases = CaseSerializer(many=True, help_text="Cases about it or a type beneath it, newest first.")
    literature = SaidSerializer(source="page.literature", many=True)
