"""Facts to precedent: a story by POST, so that it stands in no address and no log."""

from __future__ import annotations

from datetime import date
from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from lawbase.api.addresses import Addresses
from lawbase.api.errors import Refusal
from lawbase.api.parameters import BadValue, day, held
from lawbase.api.serializers.common import RefusalSerializer
from lawbase.api.serializers.facts import FactsSerializer, StorySerializer
from lawbase.api.views.base import ReadingView
from lawbase.research.facts.answer import TooLong, answer
from lawbase.research.facts.classifier import NothingToLearnFrom
from lawbase.research.facts.story import LONGEST

FIELDS = ("story", "at", "jurisdiction")


class Facts(ReadingView):
    """What happened, told in Chinese or English: the kinds of infringement, provisions, nearest cases, what to prove.

    Nothing of the story is stored or logged.
    """

    http_method_names = ["post", "options"]
    parser_classes = [JSONParser]

    @extend_schema(
        operation_id="facts",
        summary="From facts to precedent",
        description=(__doc__ or "") + " The answer is not legal advice.",
        request=StorySerializer,
        responses={
            200: FactsSerializer,
            400: OpenApiResponse(RefusalSerializer, description="The body cannot be read as a story."),
            429: OpenApiResponse(
                RefusalSerializer,
                description="Too many requests; `Retry-After` says how many seconds to wait.",
            ),
            503: OpenApiResponse(RefusalSerializer, description="The library holds too few cases."),
        },
    )
    def post(self, request: Request) -> Response:
        story, at, orders = _read(request.data)
        try:
            found = answer(story, at, orders)
        except TooLong as error:
            raise _bad("story", BadValue(
                f"叙述有 {error.length} 个字符；最多 {LONGEST} 个。",
                f"the story has {error.length} characters; write at most {LONGEST}.",
            )) from error  # fmt: skip
        except NothingToLearnFrom as error:
            raise Refusal(
                503, "too-few-cases", "库中案例太少，还不能与叙述作比较；请先录入案例。", str(error)
            ) from error
        context = {"addresses": Addresses(request, at)}
        return Response(FactsSerializer(found, context=context).data, headers={"Cache-Control": "no-store"})


def _read(body: Any) -> tuple[str, date | None, tuple[str, ...]]:
    """The story, the day and the legal orders in a JSON object. Raises `Refusal` (400)."""
    if not isinstance(body, dict):
        raise _bad("story", BadValue("请求正文应为 JSON 对象。", "send a JSON object as the body."))
    for name in body:
        if name not in FIELDS:
            allowed = ", ".join(FIELDS)
            raise Refusal(
                400, "unknown-parameter", f"没有字段“{name[:60]}”；可用：{allowed}。",
                f"There is no field “{name[:60]}” here; those it takes are: {allowed}.",
                parameter=name[:60], allowed=list(FIELDS),
            )  # fmt: skip
    story, at, orders = body.get("story"), body.get("at"), body.get("jurisdiction") or []
    if not isinstance(story, str) or not story.strip() or "\x00" in story:
        raise _bad("story", BadValue("请写明发生了什么。", "say what happened, as a text."))
    if at is not None and not isinstance(at, str):
        raise _bad(
            "at",
            BadValue("日期请写作文本，例如 2021-11-01。", "write the day as a text, for example 2021-11-01."),
        )
    if not isinstance(orders, list) or not all(isinstance(code, str) for code in orders):
        raise _bad(
            "jurisdiction", BadValue("请给出法域代码的列表。", "give a list of codes of jurisdictions.")
        )
    try:
        read_day = day(at) if at else None
    except BadValue as error:
        raise _bad("at", error) from error
    try:
        return story, read_day, tuple(held("jurisdiction")(code) for code in orders)
    except BadValue as error:
        raise _bad("jurisdiction", error) from error


def _bad(name: str, error: BadValue) -> Refusal:
    return Refusal(400, "bad-value", f"字段 {name}：{error.zh}", f"Field {name}: {error.en}", parameter=name)
