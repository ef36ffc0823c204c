"""The list of resources, the OpenAPI description, its pages, and what is at no address."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lawbase.api.views.base import ReadingView, documented


class RootSerializer(serializers.Serializer):
    """Where each resource is."""

    laws = serializers.URLField()
    cases = serializers.URLField()
    types = serializers.URLField()
    links = serializers.URLField()
    topics = serializers.URLField()
    terms = serializers.URLField()
    search = serializers.URLField()
    facts = serializers.URLField(help_text="Takes a story by POST.")
    tasks = serializers.URLField()
    schema = serializers.URLField()
    docs = serializers.URLField()


@documented("root", "List the resources", RootSerializer)
class Root(ReadingView):
    """Where each resource is."""

    def get(self, request: Request) -> Response:
        names = RootSerializer().fields
        return Response({name: request.build_absolute_uri(reverse(f"api-{name}")) for name in names})


class Schema(SpectacularAPIView):
    """The description in JSON, unless the caller asks for YAML by `Accept`. JSON can be read as YAML too."""

    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer, OpenApiYamlRenderer2]


@extend_schema(exclude=True)
class Nowhere(APIView):
    """Any other address under the API: a sentence in JSON, not a page."""

    def get(self, request: Request, **_rest: Any) -> Response:
        raise exceptions.NotFound
