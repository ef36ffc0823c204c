"""Texts of the editors as columns and values of the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lawbase.ingest.corpus.schema import Mention, Partial, Statute, Text
from lawbase.statutes.pinpoint import Pinpoint, in_chinese, in_english


def pair(name: str, text: Text | Partial | None) -> dict[str, str]:
    """`{name_zh, name_en}` columns of a text for readers."""
    return {f"{name}_zh": (text and text.zh) or "", f"{name}_en": (text and text.en) or ""}


def mentions(said: Iterable[Mention]) -> list[dict[str, str | None]]:
    """What literature says about a type or topic, as stored."""
    return [{"work": m.work, "says_zh": m.says.zh, "says_en": m.says.en, "pages": m.pages} for m in said]


def cited(pinpoint: str, statutes: Mapping[str, Statute]) -> dict[str, str]:
    """How a provision that is not held is cited in both languages; its id where its law is not in the register."""
    found = Pinpoint.parse(pinpoint)
    law = statutes.get(found.law)
    if law is None:
        return {"zh": pinpoint, "en": pinpoint}
    return {
        "zh": in_chinese(found, title_zh=law.short_title.zh, code=law.code),
        "en": in_english(found, short_en=law.short_title.en, code=law.code),
    }
