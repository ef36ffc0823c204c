"""The national database hands out its files by ticket: the download address answers with a signed address, good for about an hour.

`GET /law-search/download/pc?format=docx&bbbs=…` → `{"code": 200, "data": {"url": "https://…", "urlIn": …}}`, as its public
clients describe it (no stored answer was found); `urlIn` points into the site's own network and is of no use.
"""

from __future__ import annotations

import json
from pathlib import Path

from lawbase.ingest.fetch.errors import FetchError

LIMIT = 100_000
"""Bytes of the answer: it is one short object."""


def address_in(answer: Path, asked: str) -> str:
    """The address of the file. The allow-list is asked again before it is used."""
    try:
        data = json.loads(answer.read_text("utf-8"))
        url = data["data"]["url"]
    except (ValueError, LookupError, TypeError) as error:
        raise FetchError(
            f"{asked} did not answer with the address of a file; look the law up at its official site and put the file "
            "into texts/."
        ) from error
    if not isinstance(url, str) or not url:
        raise FetchError(
            f"{asked} names no file; look the law up at its official site and put the file into texts/."
        )
    return url
