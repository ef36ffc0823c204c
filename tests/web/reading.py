"""What a reader sees of a page, however its template breaks lines."""

from __future__ import annotations

from lxml import html


def texts(page: str, path: str) -> list[str]:
    """The words of each element that the XPath finds, white space folded as a browser does."""
    return [" ".join(found.text_content().split()) for found in html.fromstring(page).xpath(path)]


def plain(part: str) -> str:
    """The words of a page, or of a part of one, white space folded."""
    return " ".join(html.document_fromstring(part).text_content().split())
