"""The kinds of file that are fetched: how large each may be, how it is named in `texts/`, and whether it is what it claims."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from lawbase.ingest.corpus.schema import Statute
from lawbase.ingest.fetch.errors import FetchError
from lawbase.ingest.parsed import ParsedEdition, StatuteAdapter
from lawbase.ingest.sources.cppa_pdf import CppaPdf
from lawbase.ingest.sources.flk_docx import FlkDocx, same_title
from lawbase.ingest.sources.leginfo_html import LeginfoHtml
from lawbase.ingest.sources.us_common import head
from lawbase.ingest.sources.us_owners import KEEP_REGISTERED
from lawbase.ingest.sources.uslm_xml import UslmXml

MB = 1_000_000
OLD_WORD = b"\xd0\xcf\x11\xe0"
"""How a .doc begins; a public client shows one among the database's answers."""


@dataclass(frozen=True)
class Format:
    """One value of `fetch.format` in `corpus/statutes.yaml`."""

    words: str
    """What it is, as a sentence calls it."""
    adapter: StatuteAdapter
    limit: int
    """Bytes on the line, well above what is known: a page 0.2 MB, the PDF 1.3 MB, a .docx 0.2 MB, all titles of the Code
    together some 107 MB as zip, the largest alone (title 42) 18 MB, and 114 MB unpacked."""
    name: Callable[[Statute, str], str]
    """The file's name in `texts/`, from the register's entry and the address; stable, and one that the adapter accepts."""
    unpacked: int = 0
    """The site serves a zip with one such file in it, which may have so many bytes; 0: no archive."""
    by_ticket: bool = False
    """The address answers with the address of the file (`ticket.py`)."""
    undated: bool = False
    """Neither name nor address says which edition it is: an earlier text is kept beside a new one, as what was law then."""
    keep: str = ""
    """Said in the sidecar: ingestion takes the sections of registered acts only (`us_owners.KEEP_REGISTERED`)."""
    dressed: bool = False
    """Each answer differs in its furniture (form state, session): the law is compared, not the bytes."""


def _page_name(statute: Statute, _: str) -> str:
    return f"{statute.slug}.html"


def _pdf_name(statute: Statute, url: str) -> str:
    base = _last(url)
    named = base.lower().endswith(".pdf") and "ccpa" in base.lower() and "statute" in base.lower()
    return base if named else f"{statute.slug}-ccpa-statute.pdf"


def _title_name(statute: Statute, url: str) -> str:
    match = re.search(r"usc(\d{2}A?)", _last(url), re.IGNORECASE)
    return f"usc{match[1]}.xml" if match else f"{statute.slug}.xml"


def _docx_name(statute: Statute, _: str) -> str:
    """`title_YYYYMMDD.docx`, as the database itself names the file: the day is that of the newest edition registered."""
    if not statute.editions:
        raise FetchError(f"{statute.slug} has no edition in corpus/statutes.yaml; add the one to fetch.")
    return f"{statute.title.zh}_{statute.editions[-1].version.replace('-', '')}.docx"


def _last(url: str) -> str:
    """The last part of the path, with nothing in it that could lead out of a folder."""
    return re.sub(r"[^\w.@()（）-]", "_", unquote(urlsplit(url).path).rsplit("/", 1)[-1]).lstrip(".")


FORMATS = {
    "leginfo": Format(
        "a page of leginfo.legislature.ca.gov", LeginfoHtml(), 10 * MB, _page_name, undated=True, dressed=True
    ),
    "cppa-pdf": Format("the agency's PDF of the CCPA", CppaPdf(), 20 * MB, _pdf_name),
    "uslm": Format("a title of the US Code in USLM XML", UslmXml(), 80 * MB, _title_name, undated=True, unpacked=500 * MB,
                   keep=KEEP_REGISTERED),
    "flk-docx": Format(
        "a .docx of the national database", FlkDocx(), 10 * MB, _docx_name, by_ticket=True
    ),
}  # fmt: skip
"""By the value in `corpus/statutes.yaml`."""


ENCRYPTED = 1
"""Flag of a file in a zip (APPNOTE 4.4.4, bit 0)."""


def unpack(kind: Format, archive: Path, target: Path) -> None:
    """Take the one wanted file out of a zip. What is no zip (the XML itself) is passed on as it is.

    Only the content is taken, never a name or a path from the archive, and no more than `unpacked` bytes of it.
    """
    if not zipfile.is_zipfile(archive):
        archive.replace(target)
        return
    try:
        with zipfile.ZipFile(archive) as packed:
            inside = [info for info in packed.infolist() if info.filename.lower().endswith(target.suffix)]
            wanted = [info for info in inside if info.filename.rsplit("/", 1)[-1] == target.name] or inside
            if len(wanted) != 1:
                raise FetchError(
                    f"The archive holds {len(inside)} {target.suffix} files, not {target.name}; check the address."
                )
            if wanted[0].flag_bits & ENCRYPTED:
                raise FetchError(f"{target.name} lies encrypted in its archive; check the address.")
            with packed.open(wanted[0]) as source, target.open("wb") as file:
                size = 0
                while chunk := source.read(1 << 20):
                    size += len(chunk)
                    if size > kind.unpacked:
                        raise FetchError(
                            f"{target.name} unpacks to more than {kind.unpacked:,} bytes; check the address, "
                            "or raise the limit in lawbase/ingest/fetch/formats.py."
                        )
                    file.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise FetchError(f"The archive of {target.name} is damaged ({error}); fetch again.") from error
    except NotImplementedError as error:  # zipfile's word for a packing method that it does not know
        raise FetchError(
            f"{target.name} is packed in a way that Python does not unpack ({error}); unpack it by hand into texts/."
        ) from error
    archive.unlink()


def read(
    kind: Format, path: Path, sections: Set[str] = frozenset(), code: str = "", title: str = ""
) -> Sequence[ParsedEdition]:
    """The editions in the file. Raises `FetchError` unless it is what its format says, whole, and of the law wanted:
    with one of `sections` of the `code` (of a title of the US Code only these are read), under the `title`.

    The adapter that will ingest the file reads it here first: a page saying "maintenance" never replaces a statute.
    """
    start = head(path, 2048).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        raise FetchError(f"The site answered with nothing instead of {kind.words}; fetch again later.")
    if start.startswith(OLD_WORD) and path.suffix == ".docx":
        raise FetchError(
            f"The site has {path.stem} as an old Word file (.doc); download it there, save it as {path.name} in texts/ and "
            "call `python manage.py ingest`."
        )
    if not kind.adapter.accepts(path):
        html = start.startswith((b"<!doctype html", b"<html")) or b"<html" in start
        came = "a web page" if html else "something else"
        raise FetchError(
            f"The site answered with {came} instead of {kind.words}; look at the address in corpus/statutes.yaml."
        )
    try:
        editions = tuple(_read(kind, path, sections, code))
    except (ValueError, LookupError, etree.LxmlError) as error:
        raise FetchError(f"What came is refused as {kind.words}: {error}") from error
    found = {provision.key for edition in editions for provision in edition.provisions}
    if not found:
        raise FetchError(
            f"What came is {kind.words} without a provision; look at the address in corpus/statutes.yaml."
        )
    if sections and not sections & found:
        raise FetchError(
            f"What came holds none of the sections wanted (it begins with § {min(found)}); correct the address in "
            "corpus/statutes.yaml."
        )
    others = [edition.law.title for edition in editions if title and not same_title(edition.law.title, title)]
    if others:
        raise FetchError(
            f"What came is headed {others[0]}, not {title}; look at the address in corpus/statutes.yaml."
        )
    return editions


def _read(kind: Format, path: Path, sections: Set[str], code: str) -> Iterator[ParsedEdition]:
    if isinstance(kind.adapter, UslmXml) and sections and code:
        return kind.adapter.read(path, lambda found, key: found == code and key in sections)
    return kind.adapter.read(path)


def same_law(one: Sequence[ParsedEdition], other: Sequence[ParsedEdition]) -> bool:
    """Whether two readings have the same provisions, whatever stood around them."""
    return [edition.provisions for edition in one] == [edition.provisions for edition in other]
