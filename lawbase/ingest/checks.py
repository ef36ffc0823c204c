"""What must hold before a text is stored. A source that fails changes nothing and says which provision and why."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import ParsedEdition

PLAUSIBLE = (date(1780, 1, 1), date(2035, 1, 1))
CHINESE_ARTICLE = re.compile(r"^(\d+)(?:-\d+)?$")
# What a wrong decoding leaves behind: the replacement character, UTF-8 read as Latin-1 or GBK, control characters.
MOJIBAKE = re.compile(r"\ufffd|Ã[\x80-\xbf]|â€|锟斤拷|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def check(
    edition: ParsedEdition, file: str, expected: int | None = None, gaps: frozenset[str] = frozenset()
) -> None:
    """Raise `SourceError` if the edition cannot be trusted.

    `expected` is the count the register states for this very edition; `gaps` are keys documented as missing.
    """
    where = f"{file}, {edition.law.title or edition.law.slug} ({edition.version})"
    if not edition.provisions:
        raise SourceError(
            f"{where}: no article was found; check that the file is whole and in a known format."
        )
    seen: set[str] = set()
    for provision in edition.provisions:
        name = provision.number or provision.key
        if provision.key in seen:
            raise SourceError(
                f"{where}: {name} stands twice; remove one or record it in corpus/corrections.yaml."
            )
        seen.add(provision.key)
        if not provision.text.strip():
            raise SourceError(f"{where}: {name} has no text; get a whole copy of the source.")
        if found := MOJIBAKE.search(provision.text):
            sign = unicodedata.name(found[0][0], f"U+{ord(found[0][0]):04X}")
            raise SourceError(
                f"{where}: {name} holds {sign}: the file was decoded wrongly; save it as UTF-8."
            )
        for day in (provision.valid_from, provision.valid_to):
            _plausible(day, f"{where}: {name}")
    for day in (edition.adopted, edition.published, edition.in_force_from, edition.in_force_to):
        _plausible(day, where)
    if edition.in_force_from and edition.in_force_to and edition.in_force_from >= edition.in_force_to:
        raise SourceError(
            f"{where}: in force from {edition.in_force_from} until {edition.in_force_to}; the end must come after the start."
        )
    _no_gaps(edition, where, gaps)
    if expected is not None and not edition.partial and len(edition.provisions) != expected:
        raise SourceError(
            f"{where}: {len(edition.provisions)} provisions, but corpus/statutes.yaml expects {expected}; "
            "get a whole copy, or correct the register with evidence."
        )


def _plausible(day: date | None, where: str) -> None:
    if day is not None and not PLAUSIBLE[0] <= day <= PLAUSIBLE[1]:
        raise SourceError(f"{where}: {day} is not a plausible date; check the source.")


def _no_gaps(edition: ParsedEdition, where: str, gaps: frozenset[str]) -> None:
    """Chinese laws number their articles 1…n; what is missing in between was lost (US codes leave numbers free)."""
    if edition.law.jurisdiction != "cn" or edition.partial:
        return
    numbers = {
        int(found[1]) for provision in edition.provisions if (found := CHINESE_ARTICLE.match(provision.key))
    }
    if not numbers:
        return
    # An amendment's items may count on from those of the amendment before (Constitution, 1993: 第三条 to 第十一条).
    first = min(numbers) if edition.law.kind == "amendment" else 1
    missing = [n for n in range(first, max(numbers) + 1) if n not in numbers and str(n) not in gaps]
    if missing:
        shown = ", ".join(map(str, missing[:5])) + ("…" if len(missing) > 5 else "")
        raise SourceError(
            f"{where}: article {shown} is missing; get a whole copy, or record the gap in corpus/corrections.yaml."
        )
