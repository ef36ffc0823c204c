"""What machines ask: health, readiness, metrics."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from lawbase.operations import health, metrics


def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Each part, its state, its lag. 503 only where readers cannot be served; a degraded search still reads."""
    found = health.parts()
    ready = all(part.state != "down" for part in found if part.needed)
    degraded = [part.name for part in found if part.state == "down"]
    answer = {"ready": ready, "degraded": degraded, "parts": {part.name: part.public() for part in found}}
    return JsonResponse(answer, status=200 if ready else 503, headers={"Cache-Control": "no-store"})


def metrics_(request: HttpRequest) -> HttpResponse:
    """For Prometheus, with the token that `LAWBASE_METRICS_TOKEN` holds; for others there is no such page."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.LAWBASE_METRICS_TOKEN
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        raise Http404
    text, content_type = metrics.exposition()
    return HttpResponse(text, content_type=content_type)
