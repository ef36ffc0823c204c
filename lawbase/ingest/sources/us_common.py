"""What the adapters of US sources share: white space, section keys, jurisdictions, the sidecar of a fetched file."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from lawbase.ingest.errors import SourceError

_WIDE_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t\x0b\x0c\r]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
DAY = rf"(?P<month>{'|'.join(_MONTHS)})\s+(?P<day>\d{{1,2}}),\s+(?P<year>(?:19|20)\d\d)"
"""A day as American statutes print it, as a regular expression with the groups month, day, year."""

# How a citation names its legal order. Order matters: the first that fits decides.
_JURISDICTIONS = (
    (r"\bCal\.|\bCalifornia\b|\bC\.?C\.?R\.?\b", "us-ca"),
    (r"\bILCS\b|\bIllinois\b", "us-il"),
    (r"\bC\.R\.S\.|\bColorado\b", "us-co"),
    (r"\bVa\.\s*Code|\bVirginia\b", "us-va"),
    (r"\bTex\.|\bTexas\b", "us-tx"),
    (r"\bMont\.|\bMontana\b", "us-mt"),
    (r"\bOhio\b", "us-oh"),
    (r"\bMinn\.|\bMinnesota\b", "us-mn"),
    (r"\bRCW\b|\bWash\.|\bWashington State\b", "us-wa"),
    (r"\bN\.Y\.|\bNew York\b", "us-ny"),
    (r"\bConn\.|\bConnecticut\b", "us-ct"),
    (r"\bUtah\b", "us-ut"),
    (r"\bU\.\s?S\.\s?C\.|\bC\.?F\.?R\.?\b|\bU\.S\. Const|\bUnited States\b", "us"),
)


def jurisdiction_of(citation: str, act: str = "") -> str:
    """The legal order a citation belongs to (`us`, `us-ca` …), read off its abbreviations; `""` where none is known."""
    for text in (citation, act):
        for pattern, code in _JURISDICTIONS:
            if re.search(pattern, text):
                return code
    return ""


def kind_of(citation: str, jurisdiction: str) -> str:
    """The kind of instrument a citation names, as a value of `lawbase.statutes.models.Law.Kind`."""
    if re.search(r"\bConst\.", citation):
        return "constitution"
    federal = jurisdiction == "us"
    if re.search(r"\bC\.?F\.?R\b|\bCode Regs\.|\bC\.?C\.?R\b|\bAdmin\. Code", citation):
        return "federal-regulation" if federal else "state-regulation"
    return "federal-act" if federal else "state-act"


def slug_from_citation(citation: str, jurisdiction: str) -> str:
    """A lasting slug from the first section cited: `15 U.S.C. §§ 6501–6506` → `us-usc-15-6501`."""
    # An en dash joins a range, a hyphen belongs to the number (1681c-1).
    first = re.split(r"[–—;,(]|\bto\b|\bet seq", citation)[0]
    first = re.sub(r"\bU\.S\. Const\.", "const", first)
    first = re.sub(r"\bU\.\s?S\.\s?C\.", "usc", first)
    first = re.sub(r"\bC\.?F\.?R\.?", "cfr", first)
    first = re.sub(r"\bC\.R\.S\.", "crs", first)
    first = re.sub(r"^(?:Cal|Va|Tex|Mont|Minn)\.?\s|^Ohio\b|\bCode\b", " ", first)
    words = re.sub(r"[^a-z0-9]+", "-", first.lower()).strip("-")
    if match := re.match(r"(\d+)-(usc|cfr)-(.*)", words):
        words = f"{match[2]}-{match[1]}-{match[3]}"
    return f"{jurisdiction}-{words}".strip("-")


def section_key(number: str) -> str:
    """`§ 1320d–1.` → `1320d-1`, `Section 1798.100.` → `1798.100`, `amend. IV` → `amend-iv`, `art. I § 1` → `art-i-1`."""
    text = _DASHES.sub("-", number)
    text = (
        re.sub(r"^\s*(?:§+|Sec(?:tion|\.)?)\s*", "", text, flags=re.IGNORECASE)
        .strip()
        .strip("[]")
        .rstrip(".")
        .strip()
    )
    if re.search(r"\s", text):
        text = re.sub(r"[^a-z0-9.]+", "-", text.lower().replace(". ", " ")).strip("-.")
    return text


def printed_number(number: str) -> str:
    """The number as a reader expects it: with the section sign where the source gives the bare number."""
    text = number.strip().rstrip(".")
    return f"§ {text}" if re.match(r"^\d", text) else text


def tidy(text: str) -> str:
    """Normalise white space; the only change to words is that invisible characters (soft hyphens) go.

    Wide and hard spaces become a space, runs of spaces one, lines are trimmed, empty lines removed.
    """
    text = _INVISIBLE.sub("", _WIDE_SPACES.sub(" ", text.replace("\r\n", "\n")))
    lines = (re.sub(r" {2,}", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def parse_day(match: re.Match[str]) -> date | None:
    """The date in a match of `DAY`, None where there is no such day."""
    try:
        return date(int(match["year"]), _MONTHS.index(match["month"].capitalize()) + 1, int(match["day"]))
    except ValueError:
        return None


def iso_day(value: object) -> date | None:
    """A full ISO date at the start of a text, else None (a month alone is no day)."""
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", str(value or ""))
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def read_bytes(path: Path) -> bytes:
    """The bytes of a source. Raises SourceError where the file cannot be read or is empty."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path.name} cannot be read ({error.strerror}); check that the file is there."
        ) from error
    if not data.strip():
        raise SourceError(f"{path.name} is empty; fetch it again or remove it.")
    return data


def head(path: Path, size: int = 4096) -> bytes:
    """The first bytes of a file, for `accepts`; nothing where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


def stated(path: Path) -> dict[str, Any]:
    """What `<file>.meta.json` says, taken at its word; empty where there is none. `sidecar` also compares the checksum.

    Raises SourceError where the sidecar is no JSON object.
    """
    place = path.with_name(path.name + ".meta.json")
    if not place.is_file():
        return {}
    try:
        meta = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SourceError(
            f"{place.name} is no readable JSON; fetch {path.name} again or remove the sidecar."
        ) from error
    if not isinstance(meta, dict):
        raise SourceError(
            f"{place.name} must hold a JSON object; fetch {path.name} again or remove the sidecar."
        )
    return meta


def sidecar(path: Path) -> dict[str, Any]:
    """What `<file>.meta.json` says about the fetch; empty where there is none.

    Raises SourceError where the sidecar is no JSON object, or where its checksum (`sha256`, or `checksum` as
    `sha256:…`) is not that of the file: then the bytes are not the ones that were fetched.
    """
    meta = stated(path)
    checksum = str(meta.get("sha256") or str(meta.get("checksum", "")).removeprefix("sha256:"))
    if checksum and checksum != _sha256(path):
        raise SourceError(
            f"{path.name} is not the file that {path.name}.meta.json describes (SHA-256 differs); fetch it again."
        )
    return meta


def _sha256(path: Path) -> str:
    """By pieces: a title of the US Code has up to 114 MB."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(
            f"{path.name} cannot be read ({error.strerror}); check that the file is there."
        ) from error


def describe_file(
    path: Path, origin: str, notes: tuple[str, ...] = ()
) -> tuple[str, date | None, tuple[str, ...]]:
    """Origin, day of retrieval and notes: from the sidecar, else the given origin and no day."""
    meta = sidecar(path)
    where = str(meta.get("final_url") or meta.get("url") or meta.get("origin") or origin)
    day = next((d for k in ("retrieved", "fetched", "date") if (d := iso_day(meta.get(k)))), None)
    return where, day, notes
