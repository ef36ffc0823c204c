"""What the tests of the US adapters share: where the real samples lie, and how two texts are compared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lawbase.ingest.parsed import ParsedEdition, ParsedProvision, StatuteAdapter

SHARED = Path(__file__).resolve().parents[3] / "shared"
CORPUS = SHARED / "corpus"
US = CORPUS / "us"
OFFICIAL = CORPUS / "official"

needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the shared corpus does not lie beside the project"
)


def letters(text: str) -> str:
    """Letters and digits only."""
    return re.sub(r"[\W_]", "", text)


def only(adapter: StatuteAdapter, path: Path) -> ParsedEdition:
    """The single edition of a file."""
    (edition,) = adapter.read(path)
    return edition


def by_key(edition: ParsedEdition) -> dict[str, ParsedProvision]:
    return {provision.key: provision for provision in edition.provisions}
