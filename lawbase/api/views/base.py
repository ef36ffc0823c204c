"""What every endpoint has in common: declared parameters, the day read on, a description for OpenAPI."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar, TypeVar

from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lawbase.api.addresses import Addresses
from lawbase.api.pagination import cut, turned
from lawbase.api.parameters import AT, PAGE, PAGE_SIZE, Asked, Parameter, read
from lawbase.api.serializers.common import RefusalSerializer

View = TypeVar("View", bound=type["ReadingView"])


class ReadingView(APIView):
    """Reads `parameters` before the view runs; `asked` holds what the request says."""

    parameters: ClassVar[Sequence[Parameter[Any]]] = ()
    http_method_names = ["get", "head", "options"]
    asked: Asked

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS":
            self.asked = read(request.query_params, self.parameters)

    @property
    def day(self) -> date:
        """The day to read on: the one asked for, else today."""
        return self.asked[AT] or date.today()

    def context(self, **more: Any) -> dict[str, Any]:
        """What serializers need: addresses, which carry the day asked for."""
        at = self.asked[AT] if AT in self.parameters else None
        return {"addresses": Addresses(self.request, at), **more}

    def answer_page(
        self, rows: Sequence[Any], serializer: type[serializers.Serializer], **context: Any
    ) -> Response:
        """One page of `rows`, each written by `serializer`."""
        page, size = self.asked[PAGE], self.asked[PAGE_SIZE]
        envelope = turned(self.request, page, size, len(rows))
        written = serializer(cut(rows, page, size), many=True, context=self.context(**context))
        return Response({**envelope, "results": written.data})


def documented(
    operation: str,
    summary: str,
    answer: type[serializers.Serializer],
    description: str = "",
    found_by_id: bool = False,
) -> Callable[[View], View]:
    """Describe a view's `get` for OpenAPI: its declared parameters, its answer, its refusals."""

    def describe(view: View) -> View:
        refusals: dict[int, str] = {400: "A parameter is unknown or has a value it cannot take."}
        if found_by_id:
            refusals[404] = "The library does not hold it."
        refusals[429] = "Too many requests; `Retry-After` says how many seconds to wait."
        schema = extend_schema(
            operation_id=operation,
            summary=summary,
            description=description or (view.__doc__ or ""),
            parameters=[parameter.openapi() for parameter in view.parameters],
            responses={
                200: answer,
                **{
                    code: OpenApiResponse(RefusalSerializer, description=text)
                    for code, text in refusals.items()
                },
            },
        )
        return extend_schema_view(get=schema)(view)

    return describe
