"""Every refusal of the API: {"error": {code, message, messages, parameter?, …}}.

`message` is in the language the caller prefers (Accept-Language, English otherwise), `messages` has both. A sentence says
what to do next.
"""

from __future__ import annotations

import logging
import math
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from lawbase.statutes.models import localised
from lawbase.statutes.reading import NotInLibrary

log = logging.getLogger(__name__)
RETRY_AFTER = 5
"""Seconds after which a caller who met no database may ask again."""


class Refusal(exceptions.APIException):
    """A request that is not answered as asked. `more` stands beside the message: what a program may act on."""

    def __init__(self, status: int, code: str, zh: str, en: str, parameter: str = "", **more: object) -> None:
        super().__init__(en, code)
        self.status_code = status
        self.code, self.zh, self.en, self.parameter, self.more = code, zh, en, parameter, more

    def body(self) -> dict[str, Any]:
        named = {"parameter": self.parameter} if self.parameter else {}
        return {
            "code": self.code,
            "message": localised(self.zh, self.en),
            "messages": {"zh": self.zh, "en": self.en},
            **named,
            **self.more,
        }


def missing(what: str, asked: str) -> Refusal:
    """404 for a law, case, type or topic that is not held."""
    zh, folder = {
        "law": ("法律", "laws"),
        "case": ("案例", "cases"),
        "type": ("侵害类型", "types"),
        "topic": ("专题", "topics"),
    }[what]
    shown = asked[:80]
    return Refusal(
        404,
        "not-in-library",
        f"库中没有编号为“{shown}”的{zh}；/api/v1/{folder}/ 列出所藏的全部编号。",
        f"The library has no {what} “{shown}”; /api/v1/{folder}/ lists what it holds.",
    )


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """The exception handler that the settings name. What nobody foresaw is logged and answered as 500."""
    refusal = _refusal(error, "POST" in getattr(context.get("view"), "allowed_methods", ()))
    request = context.get("request")
    if isinstance(error, OperationalError | InterfaceError):
        log.error("The database did not answer at %s", getattr(request, "path", "?"), exc_info=error)
    elif refusal is None:
        log.error("The API failed at %s", getattr(request, "path", "?"), exc_info=error)
    if refusal is None:
        refusal = Refusal(
            500,
            "failed",
            "服务器出错，未能作答；请稍后再试，若仍如此请告知站点管理员。",
            "The server failed and could not answer; try again later, and tell the site's operator if it persists.",
        )
    response = Response({"error": refusal.body()}, status=refusal.status_code)
    if isinstance(error, exceptions.Throttled):
        response["Retry-After"] = str(_seconds(error))
    elif refusal.status_code == 503:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def _seconds(error: exceptions.Throttled) -> int:
    """How long to wait, in whole seconds; the type stubs do not know the attribute."""
    return math.ceil(getattr(error, "wait", None) or 1)


def _refusal(error: Exception, takes_posts: bool) -> Refusal | None:
    match error:
        case Refusal():
            return error
        case NotInLibrary(law=None):
            return missing("law", error.asked)
        case NotInLibrary(law=law) if law is not None:
            key = error.key[:60]
            return Refusal(
                404,
                "not-in-library",
                f"“{law.slug}”中没有条文“{key}”；/api/v1/laws/{law.slug}/provisions/ 列出其全部条文。",
                f"“{law.slug}” has no provision “{key}”; /api/v1/laws/{law.slug}/provisions/ lists those it has.",
                near=[row.ident for row in error.near],
            )
        case Http404() | exceptions.NotFound():
            return Refusal(
                404,
                "no-such-address",
                "此处没有资源；/api/v1/ 列出各项资源，/api/v1/docs/ 有说明。",
                "There is nothing at this address; /api/v1/ lists the resources, /api/v1/docs/ explains them.",
            )
        case exceptions.MethodNotAllowed() if takes_posts:
            return Refusal(
                405, "post-only", "请用 POST 发送 JSON 正文。", "Send a JSON body to this address by POST."
            )
        case exceptions.MethodNotAllowed():
            return Refusal(405, "read-only", "本接口只读；请用 GET。", "This API only reads; use GET.")
        case exceptions.NotAcceptable():
            return Refusal(
                406,
                "not-acceptable",
                "本接口以 JSON 作答；请发送 Accept: application/json，或不发送 Accept。",
                "This API answers in JSON; send Accept: application/json, or no Accept at all.",
            )
        case exceptions.Throttled():
            seconds = _seconds(error)
            return Refusal(
                429,
                "too-many-requests",
                f"请求过于频繁；请等待 {seconds} 秒后再试。",
                f"You are asking faster than this server allows; wait {seconds} seconds and ask again.",
            )
        case OperationalError() | InterfaceError():
            return Refusal(
                503,
                "no-database",
                "数据库暂时没有应答；请稍候数秒再试。",
                "The database does not answer at the moment; ask again in a few seconds.",
            )
        case SuspiciousOperation() | exceptions.ParseError():
            return Refusal(
                400,
                "unreadable",
                "无法读懂此请求；请减少参数并检查其写法。",
                "The request cannot be read; send fewer parameters and check how they are written.",
            )
        case exceptions.APIException():
            return Refusal(
                error.status_code, "refused", "请求未被接受。", f"The request was refused: {error.detail}"
            )
    return None
