"""Quotations resolved: the official words that each link rests on, for every version in the link's dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lawbase.ingest.corpus.collection import Placed
from lawbase.ingest.corpus.documents import Problem
from lawbase.ingest.corpus.schema import Link
from lawbase.ingest.timeline import observed_day
from lawbase.statutes.models import Provision, ProvisionVersion
from lawbase.statutes.pinpoint import Pinpoint
from lawbase.statutes.selectors import SelectorError, resolve
from lawbase.statutes.units import UnitNotFound, unit_text, units_of


@dataclass(frozen=True)
class Quote:
    version: ProvisionVersion
    text: str


@dataclass(frozen=True)
class Resolved:
    """A link whose every quotation was found. `quotes` is empty only where the law's text is not held."""

    placed: Placed[Link]
    pinpoint: Pinpoint
    provision: Provision
    quotes: tuple[Quote, ...]


def resolve_links(links: Iterable[Placed[Link]]) -> tuple[list[Resolved], list[Problem]]:
    """Resolve each link against the texts held. A link about a law or about days whose text is not held is left out."""
    found: list[Resolved] = []
    problems: list[Problem] = []
    links = list(links)
    pinpoints = [Pinpoint.parse(entry.item.provision) for entry in links]
    provisions = {
        (row.law.slug, row.key): row
        for row in Provision.objects.filter(law__slug__in={p.law for p in pinpoints}).select_related("law")
    }
    versions: dict[int, list[ProvisionVersion]] = defaultdict(list)
    for version in (
        ProvisionVersion.objects.current()
        .filter(provision__in=[row.pk for row in provisions.values()], text_held=True)
        .select_related("law_version")
    ):
        versions[version.provision_id].append(version)
    held = {row.law.slug for row in provisions.values() if row.law.provision_count}
    for entry, pinpoint in zip(links, pinpoints, strict=True):
        provision = provisions.get((pinpoint.law, pinpoint.key or ""))
        if provision is None:
            if pinpoint.law in held:
                problems.append(
                    entry.problem("provision", f"{entry.item.provision} is not in the text held.")
                )
            continue
        known = [version for version in versions[provision.pk] if _known_then(version, entry.item)]
        if versions[provision.pk] and not known:
            continue
        quotes, faults = _quotes(entry, pinpoint, provision, known)
        problems += faults
        if not faults:
            found.append(Resolved(entry, pinpoint, provision, tuple(quotes)))
    return found, problems


def _known_then(version: ProvisionVersion, link: Link) -> bool:
    """False where the link speaks of days before the version's edition, and nothing says since when its words were law.

    Without `../shared` the Cybersecurity Law is held as of 2026 only: what an article said in 2020 is then not known.
    """
    if version.valid_from is not None or link.to is None:
        return True
    edition = version.law_version
    day = edition.in_force_from or observed_day(edition.version)
    return day is None or link.to > day


def _quotes(
    entry: Placed[Link], pinpoint: Pinpoint, provision: Provision, versions: list[ProvisionVersion]
) -> tuple[list[Quote], list[Problem]]:
    """The words in every version that overlaps the link's dates."""
    link = entry.item
    quotes: list[Quote] = []
    problems: list[Problem] = []
    for version in versions:
        after = link.from_ and version.valid_to and version.valid_to <= link.from_
        before = link.to and version.valid_from and version.valid_from >= link.to
        if after or before:
            continue
        when = f"the text of {version.valid_from}" if version.valid_from else "the text"
        text = version.text
        if pinpoint.unit:
            try:
                text = unit_text(units_of(version.text, provision.law.lang), pinpoint.unit)
            except UnitNotFound as error:
                problems.append(entry.problem("provision", f"{link.provision}, {when}: {error}"))
                continue
        try:
            quotes.append(Quote(version, resolve(link.quote, text)))
        except SelectorError as error:
            problems.append(entry.problem("quote", f"{link.provision}, {when}: {error}"))
    if versions and not quotes and not problems:
        problems.append(entry.problem("from", f"{link.provision}: no version held lies in the link's dates."))
    return quotes, problems
