"""A site with the admin turned on, in a process of its own: `LAWBASE_ADMIN` is read at the start. Prints what it saw as JSON.

Run with LAWBASE_ADMIN=1 and a data folder; `argv[1]` is an empty folder for a made-up `corpus/`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lawbase.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from lawbase.ingest.corpus.collection import collect  # noqa: E402
from lawbase.ingest.corpus.load import load  # noqa: E402
from lawbase.taxonomy.models import ProvisionLink  # noqa: E402
from tests import factories as make  # noqa: E402
from tests.ingest.editorial_samples import Editorial, digest, edition, link, statute  # noqa: E402


def main(folder: Path) -> dict[str, Any]:
    settings.ALLOWED_HOSTS.append("testserver")
    settings.LAWBASE_CORPUS = folder
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    law = make.make_law("cn-garden")
    make.make_version(make.make_provision(law, "1"), "任何人不得卖花。", "2020-01-01")
    made = Editorial(folder)
    made.write(
        "statutes.yaml", [statute("cn-garden", "园艺法", editions=[edition("2020-01-01", "2020-01-01")])]
    )
    made.write("links/cn-garden.yaml", [link("cn-garden:1", "不得卖花")])
    made.write("digests/cn-garden.yaml", [digest("cn-garden:1")])
    load(collect(folder))
    ours = ProvisionLink.objects.get()
    for selector in ("任何人", "卖花"):
        call_command("propose_link", "cn-garden:1", "misuse", "defines", selector, by="a model", verbosity=0)
    first, second = ProvisionLink.objects.filter(review="proposed").order_by("pk")
    user = get_user_model().objects.create_superuser(
        "lin", password="made-up", first_name="Lin", last_name="Hua"
    )
    site = Client()
    site.force_login(user)
    base = "/admin/taxonomy/provisionlink/"
    seen: dict[str, Any] = {
        "waiting": site.get(f"{base}?review=proposed").content.decode(),
        "detail": site.get(f"{base}{ours.pk}/change/").content.decode(),
        "chinese": site.get(f"{base}{ours.pk}/change/", HTTP_ACCEPT_LANGUAGE="zh-CN").content.decode(),
        "proposal": site.get(f"{base}{first.pk}/change/").content.decode(),
    }
    site.post(base, {"action": "accept", "_selected_action": [first.pk, ours.pk]})
    site.post(base, {"action": "decline", "_selected_action": [second.pk]})
    seen["history"] = site.get(f"{base}{first.pk}/history/").content.decode()
    load(collect(folder))
    for name, row in (("accepted", first), ("declined", second), ("ours", ours)):
        row.refresh_from_db()
        last = row.history.first()
        seen[name] = {
            "review": row.review, "origin": row.origin, "by": row.by, "records": row.history.count(),
            "quotes": row.quotes.count(), "user": last.history_user and last.history_user.username,
        }  # fmt: skip
    made.write("links/cn-garden.yaml", [link("cn-garden:1", "不得卖花"), link("cn-garden:1", "不得卖草")])
    seen["answers"] = {
        name: site.get(f"/admin/{name}/").status_code
        for name in ("taxonomy/digest", "taxonomy/topic", "taxonomy/term", "taxonomy/claim", "taxonomy/work",
                     "taxonomy/infringementtype", "cases/case", "search/outboxrow", "statutes/sourcedocument")
    }  # fmt: skip
    made.write("links/cn-garden.yaml", [])
    seen["left"] = site.get(f"{base}{ours.pk}/change/").content.decode()
    reader = get_user_model().objects.create_user("reader", password="made-up", is_staff=True)
    other = Client()
    other.force_login(reader)
    seen["stranger"] = other.get(base).status_code
    return seen


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
