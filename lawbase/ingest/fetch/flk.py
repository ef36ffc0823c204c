"""Finding a norm's file in the national database of laws and regulations (flk.npc.gov.cn) by its title.

The register cannot name a file there: each edition has an id of its own (`bbbs`), and none is known. So the entry gives the
address of the search, and three questions lead to the text: the search by title → the row of the newest edition → its
download address, which answers with a signed address (`ticket.py`).

**Never tried against the site.** Addresses, parameters and fields are those that public client programs of 2026 use and
describe, read in stored copies; no stored answer of the search itself was found. Several of them report that the site also
turns programs away. Hence every answer that is not as described ends in one sentence that sends the reader to the site.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from lawbase.ingest.fetch.errors import FetchError, TurnedAway, Unreachable
from lawbase.ingest.sources.flk_docx import same_title
from lawbase.ingest.sources.us_common import iso_day

SITE = "https://flk.npc.gov.cn/"
SEARCH = "/law-search/search/list"
DOWNLOAD = "/law-search/download/pc"
LIMIT = 1_000_000
"""Bytes of the search's answer: ten rows."""
HEADERS = {"Referer": SITE}
"""The clients send a page of the site as referrer; the notes of August 2026 call it necessary."""
ENOUGH = 3
"""So many searches turned away, and the site is left in peace: the other norms are not searched for."""
_ID = re.compile(r"[\w.-]{1,100}")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Row:
    """One edition that the search found."""

    bbbs: str
    day: str
    """Promulgated (`gbrq`), as YYYYMMDD."""


def is_search(url: str) -> bool:
    """Whether an address of the register is that of the search, not of a file."""
    return urlsplit(url).path == SEARCH


def question(title: str) -> dict[str, Any]:
    """The body of the search for exactly this title.

    Values and their sources, all read in stored copies of public programs: the whole body is that of `phase1_exact.py` in a
    project cn-law-hub, which comments `searchRange` 1 as title and `searchType` 1 as exact; a class `NpcLawClient` and a
    guide for an assistant's skill ("title exact") have the same two. A crawler's notes of August 2026 give `searchRange` 2 as
    the text and `searchType` 2 as loose, and report 500 for lists there and for an `orderByParam.order` other than "-1".
    The empty lists are filters that are not set.
    """
    return {
        "searchRange": 1,
        "searchType": 1,
        "searchContent": title,
        "pageNum": 1,
        "pageSize": 10,
        "orderByParam": {"order": "-1", "sort": ""},
        "flfgCodeId": [],
        "zdjgCodeId": [],
        "sxx": [],
        "gbrq": [],
        "sxrq": [],
        "gbrqYear": [],
    }


def newest(answer: Path, title: str) -> Row:
    """The newest edition of the norm among the rows of an answer.

    Raises `TurnedAway` for what is no such answer, `FetchError` where the norm is not in it; both say what to do by hand.
    """
    try:
        data = json.loads(answer.read_text("utf-8"))
    except ValueError as error:
        raise TurnedAway(f"The search of {SITE} did not answer in JSON; {by_hand(title)}") from error
    rows = data.get("rows") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise TurnedAway(f"The search of {SITE} answered without a list of texts; {by_hand(title)}")
    found = sorted(_editions(rows, title), key=lambda row: row.day)
    if not found:
        raise FetchError(
            f"The search of {SITE} found no text with this title and a day of promulgation; {by_hand(title)}"
        )
    return found[-1]


def _editions(rows: list[Any], title: str) -> Iterator[Row]:
    for row in rows:
        if not isinstance(row, Mapping) or not same_title(_TAG.sub("", str(row.get("title") or "")), title):
            continue
        day, bbbs = iso_day(row.get("gbrq")), row.get("bbbs")
        if day and isinstance(bbbs, str) and _ID.fullmatch(bbbs):
            yield Row(bbbs, day.strftime("%Y%m%d"))


def address(search: str, row: Row) -> str:
    """The address that answers with the signed address of the edition's .docx; it lasts, so it is the text's origin."""
    return urljoin(search, f"{DOWNLOAD}?format=docx&bbbs={quote(row.bbbs)}")


def file_name(title: str, row: Row) -> str:
    """As the database itself names its files, and as `FlkDocx` reads them."""
    return f"{title}_{row.day}.docx"


def not_asked(title: str) -> FetchError:
    return FetchError(f"The search of {SITE} turned {ENOUGH} others away and was not asked; {by_hand(title)}")


def by_hand(title: str) -> str:
    return (
        f"look {title} up at {SITE}, download the Word file and put it into texts/ as {title}_YYYYMMDD.docx, with the day "
        "of promulgation."
    )


def sent_by_hand(error: FetchError, title: str) -> FetchError:
    """The same failure with the advice that helps here: no address in the register is to be corrected.

    A dead network, a full disk and what already says how to do it by hand stay as they are.
    """
    if isinstance(error, Unreachable) or isinstance(error.__cause__, OSError) or "texts/" in str(error):
        return error
    return type(error)(f"{str(error).partition(';')[0].rstrip('.')}; {by_hand(title)}")
