"""What is to be fetched: the addresses in `corpus/statutes.yaml`, one entry a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lawbase.ingest.corpus.schema import Statute
from lawbase.ingest.fetch.errors import FetchError
from lawbase.ingest.fetch.formats import FORMATS, Format
from lawbase.ingest.register import Register


@dataclass(frozen=True)
class Wanted:
    """One file to fetch. Several laws may stand in one (a title of the US Code)."""

    slugs: tuple[str, ...]
    url: str
    format: str
    name: str
    """Its name in `texts/`."""
    sections: frozenset[str] = frozenset()
    """Sections of which at least one must be in the file; empty: not known."""

    @property
    def kind(self) -> Format:
        return FORMATS[self.format]


def wanted(register: Register, only: Sequence[str] = ()) -> list[Wanted]:
    """The files to fetch, in reading order. Raises `FetchError` for a slug in `only` that cannot be fetched, and for a
    faulty entry of the register."""
    entries = [_entry(register, slug) for slug in only] if only else register.statutes
    files: dict[str, Wanted] = {}
    for statute in entries:
        if statute.fetch is None:
            continue
        one = _wanted(statute)
        known = files.get(one.url)
        files[one.url] = (
            replace(known, slugs=(*known.slugs, *one.slugs), sections=known.sections | one.sections)
            if known
            else one
        )
    return list(files.values())


def _entry(register: Register, slug: str) -> Statute:
    statute = register.by_slug(slug)
    if statute is None:
        raise FetchError(
            f"There is no law “{slug}” in corpus/statutes.yaml; `python manage.py fetch --list` names those that can be fetched."
        )
    if statute.fetch is None:
        where = f"get it at {statute.official_url}" if statute.official_url else "get the official file"
        raise FetchError(
            f"corpus/statutes.yaml has no address to fetch {slug} from; {where}, put it into texts/ and call "
            "`python manage.py ingest`."
        )
    return statute


def _wanted(statute: Statute) -> Wanted:
    fetch = statute.fetch or {}
    url, kind = fetch.get("url"), fetch.get("format")
    if not isinstance(url, str) or kind not in FORMATS or set(fetch) != {"url", "format"}:
        raise FetchError(
            f"corpus/statutes.yaml, {statute.slug}: “fetch” must have a url and a format, one of {', '.join(FORMATS)}."
        )
    sections = (statute.code or {}).get("sections") or ()
    name = FORMATS[kind].name(statute, url)
    return Wanted((statute.slug,), url, kind, name, frozenset(map(str, sections)))
