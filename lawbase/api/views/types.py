"""Infringement types, and the links of provisions to them."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lawbase.api.errors import missing
from lawbase.api.parameters import AT, PAGE, PAGE_SIZE, BadValue, Parameter, held, one_of
from lawbase.api.serializers.links import LinkPageSerializer, LinkSerializer
from lawbase.api.serializers.types import (
    TypeDetailSerializer,
    TypeEntry,
    TypePageSerializer,
    TypeRead,
    TypeSerializer,
)
from lawbase.api.views.base import ReadingView, documented
from lawbase.statutes.pinpoint import Pinpoint
from lawbase.statutes.reading import has_provision
from lawbase.taxonomy.models import ProvisionLink, Review
from lawbase.taxonomy.reading import LinkFilter, find_links, types_of_cases
from lawbase.taxonomy.tree import tree, walk
from lawbase.taxonomy.type_page import read_type

ROLES = tuple(ProvisionLink.Role.values)


def provision(value: str) -> Pinpoint:
    """The id of a provision that the library has."""
    try:
        found = Pinpoint.parse(value)
    except ValueError:
        found = None
    if found is None or found.key is None or found.unit:
        raise BadValue(
            f"“{value[:60]}”不是条文编号；请写作 法律:条，例如 cn-criminal-law:253-1。",
            f"“{value[:60]}” is not the id of a provision; write law:key, for example cn-criminal-law:253-1.",
        )
    if not has_provision(found.law, found.key):
        raise BadValue(
            f"库中没有条文“{value[:60]}”；/api/v1/laws/<法律编号>/provisions/ 列出一部法律的全部条文。",
            f"the library has no provision “{value[:60]}”; /api/v1/laws/<slug>/provisions/ lists those of a law.",
        )
    return found


LAW: Parameter[str] = Parameter("law", "Slug of a law.", held("law"), "")
PROVISION: Parameter[Pinpoint | None] = Parameter(
    "provision", "Id of a provision, `cn-criminal-law:253-1`.", provision, None
)
TYPE: Parameter[str] = Parameter(
    "type", "Slug of an infringement type; those beneath it are taken in.", held("type"), ""
)
ROLE: Parameter[str] = Parameter(
    "role", "What the provision does about the type.", one_of(*ROLES), "", enum=ROLES
)
REVIEW: Parameter[str] = Parameter(
    "review",
    "`accepted` links are those the editors stand by; `proposed` ones wait for an editor.",
    one_of(Review.ACCEPTED.value, Review.PROPOSED.value),
    Review.ACCEPTED.value,
    enum=(Review.ACCEPTED.value, Review.PROPOSED.value),
)


@documented("types_list", "List infringement types", TypePageSerializer)
class Types(ReadingView):
    """The tree of infringement types, depth first, with what is linked to each and beneath it as of a day."""

    parameters = (AT, PAGE, PAGE_SIZE)

    def get(self, request: Request) -> Response:
        return self.answer_page([TypeEntry(node) for node in walk(tree(self.day))], TypeSerializer)


@documented("types_retrieve", "Read an infringement type", TypeDetailSerializer, found_by_id=True)
class OneType(ReadingView):
    """A type as of a day: its definition, the provisions and cases about it, and what literature says."""

    parameters = (AT,)

    def get(self, request: Request, slug: str) -> Response:
        page = read_type(slug, self.day)
        if page is None:
            raise missing("type", slug)
        read = TypeRead(page.node, page)
        context = self.context(types=types_of_cases(case.pk for case in read.cases))
        return Response(TypeDetailSerializer(read, context=context).data)


@documented("links_list", "List links", LinkPageSerializer)
class Links(ReadingView):
    """Links between provisions and infringement types as of a day, each with the official words it rests on."""

    parameters = (LAW, PROVISION, TYPE, ROLE, REVIEW, AT, PAGE, PAGE_SIZE)

    def get(self, request: Request) -> Response:
        asked = self.asked
        named = asked[PROVISION]
        if named and asked[LAW] not in ("", named.law):
            return self.answer_page([], LinkSerializer)
        wanted = LinkFilter(
            law=named.law if named else asked[LAW],
            key=named.key or "" if named else "",
            type=asked[TYPE],
            role=asked[ROLE],
            review=asked[REVIEW],
        )
        return self.answer_page(find_links(wanted, self.day), LinkSerializer)
