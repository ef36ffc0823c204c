"""What is to be fetched: the addresses in `corpus/statutes.yaml`, one entry a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lawbase.ingest.corpus.schema import Statute
from lawbase.ingest.fetch import flk
from lawbase.ingest.fetch.errors import FetchError
from lawbase.ingest.fetch.formats import FORMATS, Format
from lawbase.ingest.fetch.hosts import OFFICIAL, AllowList
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
    code: str = ""
    """The code that the sections are of, as `us_owners.address` has it (`usc:15`); empty: not known."""
    title: str = ""
    """The title to search for where `url` is a search: then `name` still lacks the day (`flk.py`)."""

    @property
    def kind(self) -> Format:
        return FORMATS[self.format]


def wanted(register: Register, only: Sequence[str] = ()) -> list[Wanted]:
    """The files to fetch, in reading order. Raises `FetchError` for a slug in `only` that cannot be fetched, and for a
    faulty entry of the register."""
    entries = [_entry(register, slug) for slug in only] if only else register.statutes
    files: dict[tuple[str, str], Wanted] = {}
    for statute in entries:
        if statute.fetch is None:
            continue
        one = _wanted(statute)
        known = files.get((one.url, one.title))
        files[one.url, one.title] = (
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
    assert statute.fetch is not None  # the caller looked
    url, kind = statute.fetch.url, statute.fetch.format
    if flk.is_search(url) and FORMATS[kind].by_ticket:
        title = statute.title.zh
        return Wanted((statute.slug,), url, kind, f"{title}.docx", title=title)
    code = statute.code or {}
    place = f"{code['system']}:{code['title']}" if code.get("title") else str(code.get("system") or "")
    sections = frozenset(map(str, code.get("sections") or ()))
    return Wanted((statute.slug,), url, kind, FORMATS[kind].name(statute, url), sections, place)


def refused(statutes: Sequence[Statute], hosts: AllowList = OFFICIAL) -> Iterator[tuple[Statute, str]]:
    """The register's entries whose address would not be fetched, with the reason as a sentence."""
    for statute in statutes:
        if statute.fetch is not None:
            try:
                hosts.check(statute.fetch.url)
                _wanted(statute)
            except FetchError as error:
                yield statute, str(error)
