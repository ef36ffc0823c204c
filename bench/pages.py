"""Pages through Django's own client: no network, everything else real."""

from __future__ import annotations

import gc
import random
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.timing import milliseconds, summary
from lawbase.statutes.models import Provision

PAGES = 200


def measure() -> dict[str, Any]:
    client = Client()
    rows = list(
        Provision.objects.filter(law__core=True, versions__isnull=False)
        .values_list("law__slug", "key")
        .distinct()
    )
    sample = random.Random(3).sample(rows, min(PAGES, len(rows)))
    addresses = [f"/en/laws/{slug}/{key}/" for slug, key in sample]
    for address in addresses[:10]:
        assert client.get(address).status_code == 200, address
    # As deploy/gunicorn.conf.py does.
    gc.collect()
    gc.freeze()
    queries = set()
    for address in addresses[:40]:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(address)
        queries.add(len(captured))
    figures: dict[str, Any] = {
        "provision page": summary([milliseconds(lambda a=a: client.get(a)) for a in addresses]),
        "  database queries": f"{min(queries)} to {max(queries)}",
    }
    for name, address in {
        "Civil Code page": "/zh/laws/cn-civil-code/",
        "home page": "/en/",
        "type page": "/en/types/illegal-trade/",
        "search page": "/zh/search/?q=卖个人信息判几年",
    }.items():
        client.get(address)
        response = client.get(address)
        times = [milliseconds(lambda a=address: client.get(a)) for _ in range(10)]
        figures[name] = (
            f"{summary(times)}, {len(response.content) / 1e6:.2f} MB, status {response.status_code}"
        )
    return figures
