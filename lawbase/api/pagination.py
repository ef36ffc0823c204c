"""Pages of results: {count, next, previous, results}. `next` and `previous` are whole addresses, null at the ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from rest_framework import serializers
from rest_framework.request import Request

from lawbase.api.errors import Refusal

T = TypeVar("T")


class PageSerializer(serializers.Serializer):
    """What every list answers; a resource adds `results`."""

    count = serializers.IntegerField(help_text="All that fit, on every page together.")
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


def turned(request: Request, page: int, size: int, count: int, last: int | None = None) -> dict[str, Any]:
    """`count`, `next` and `previous` of a page; `last` is a page that nobody may turn beyond, however many there are.

    Raises `Refusal` (400) for a page past the end.
    """
    pages = max(1, -(-count // size))
    pages = min(pages, last) if last else pages
    if page > pages:
        raise Refusal(
            400, "bad-value",
            f"参数 page：没有第 {page} 页，一共 {pages} 页；请写 1 至 {pages} 的整数。",
            f"Parameter page: there is no page {page}, the last is {pages}; write a whole number from 1 to {pages}.",
            parameter="page", pages=pages,
        )  # fmt: skip
    return {
        "count": count,
        "next": _address(request, page + 1) if page < pages else None,
        "previous": _address(request, page - 1) if page > 1 else None,
    }


def cut(rows: Sequence[T], page: int, size: int) -> Sequence[T]:
    return rows[(page - 1) * size : page * size]


def _address(request: Request, page: int) -> str:
    query = request.query_params.copy()
    query["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
