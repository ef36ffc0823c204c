"""Pinpoints and quotations resolved: the provision that each names, and its words in every version in the days stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lawbase.ingest.corpus.documents import Problem
from lawbase.ingest.corpus.placed import Placed
from lawbase.ingest.corpus.references import WIDER
from lawbase.ingest.corpus.wanted import Place, Wanted, place_of
from lawbase.ingest.timeline import observed_day
from lawbase.statutes.models import Law, Provision, ProvisionVersion
from lawbase.statutes.pinpoint import Pinpoint
from lawbase.statutes.selectors import SelectorError, resolve
from lawbase.statutes.units import UnitNotFound, unit_text, units_of


@dataclass(frozen=True)
class Quote:
    version: ProvisionVersion
    text: str


@dataclass(frozen=True)
class Standing:
    """A pinpoint that was found. `quotes` is empty where no words are asked for, or the law's text is not held."""

    provision: Provision
    pinpoint: Pinpoint
    quotes: tuple[Quote, ...]

    @property
    def unit(self) -> str:
        return self.pinpoint.fragment


@dataclass
class Resolved:
    """What was found, by place in `corpus/`; the faults; and how much rests on texts that are not held."""

    standing: dict[Place, Standing] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    wanted: int = 0
    unread: int = 0
    """Quotations that could not be checked, because the text is not held."""

    def at(self, entry: Placed[Any], key: str) -> Standing | None:
        """What the pinpoint at `key` of an item names; None where the law, or its text of those days, is not held."""
        return self.standing.get(place_of(entry, key))

    @property
    def quotes(self) -> int:
        return sum(len(found.quotes) for found in self.standing.values())


class _Texts:
    """The official texts held of all provisions that are named, read once."""

    def __init__(self, pinpoints: Iterable[Pinpoint]) -> None:
        named = {(pinpoint.law, pinpoint.key or "") for pinpoint in pinpoints}
        laws = {law for law, _key in named}
        rows = Provision.objects.filter(law__slug__in=laws).select_related("law")
        provisions = {(row.law.slug, row.key): row for row in rows}
        self.provisions = {name: row for name, row in provisions.items() if name in named}
        self.held = {row.law.slug for row in provisions.values() if row.law.provision_count}
        wider = Law.objects.filter(core=False).values_list("slug", "jurisdiction_id")
        self.wider = {slug for slug, _order in wider}
        self.wider_orders = {order.split("-")[0] for _slug, order in wider}
        self.versions: dict[int, list[ProvisionVersion]] = defaultdict(list)
        self.unheld: dict[int, list[ProvisionVersion]] = defaultdict(list)
        """Versions whose days are known and whose words are not."""
        versions = ProvisionVersion.objects.current().select_related("law_version")
        wanted = {row.pk for row in self.provisions.values()}
        # By law, not by provision: a list of two thousand keys is more than some databases take.
        for version in versions.filter(provision__law__slug__in=laws).defer("toc", "notes", "corrections"):
            if version.provision_id in wanted:
                (self.versions if version.text_held else self.unheld)[version.provision_id].append(version)

    def lacks(self, law: str) -> bool:
        """Whether a law would be in the wider library if there were one; unknown (False) where none of its order is held."""
        return bool(WIDER.fullmatch(law)) and law not in self.wider and law.split("-")[0] in self.wider_orders


def resolve_all(wanted: Iterable[Wanted]) -> Resolved:
    """Resolve each pinpoint against the texts held. What is about a law or days whose text is not held is left out."""
    asked = list(wanted)
    texts = _Texts(one.pinpoint for one in asked)
    found = Resolved(wanted=len(asked))
    for one in asked:
        standing, problems = _find(one, texts)
        found.problems += problems
        if standing is not None:
            found.standing[one.place] = standing
        if one.selector is not None and (standing is None or not standing.quotes):
            found.unread += 1
    return found


def _find(one: Wanted, texts: _Texts) -> tuple[Standing | None, list[Problem]]:
    provision = texts.provisions.get((one.pinpoint.law, one.pinpoint.key or ""))
    if provision is None:
        if one.pinpoint.law in texts.held:
            return None, [
                one.entry.problem(
                    one.key, _("%(provision)s is not in the text held.") % {"provision": one.pinpoint}
                )
            ]
        if texts.lacks(one.pinpoint.law):
            fault = _("the wider library has no law %(law)s; copy the slug from the law's address.") % {
                "law": one.pinpoint.law
            }
            return None, [one.entry.problem(one.key, fault)]
        return None, []
    versions = texts.versions[provision.pk]
    known = [version for version in versions if _known_then(version, one)]
    if versions and not known:
        return None, []
    within = [version for version in known if _in_days(version, one)]
    if known and not within:
        if any(_in_days(version, one) for version in texts.unheld[provision.pk]):
            return None, []
        fault = _("%(provision)s: no version held lies in the dates stated.") % {"provision": one.pinpoint}
        return None, [one.entry.problem(one.start_key or one.key, fault)]
    quotes, problems = _quotes(one, provision, within)
    return (None if problems else Standing(provision, one.pinpoint, tuple(quotes))), problems


def _known_then(version: ProvisionVersion, one: Wanted) -> bool:
    """False where the item speaks of days before the version's edition, and nothing says since when its words were law.

    Without `../shared` the Cybersecurity Law is held as of 2026 only: what an article said in 2020 is then not known.
    """
    if version.valid_from is not None or one.end is None:
        return True
    edition = version.law_version
    day = edition.in_force_from or observed_day(edition.version)
    return day is None or one.end > day


def _in_days(version: ProvisionVersion, one: Wanted) -> bool:
    after = one.start and version.valid_to and version.valid_to <= one.start
    before = one.end and version.valid_from and version.valid_from >= one.end
    return not (after or before)


def _quotes(
    one: Wanted, provision: Provision, versions: list[ProvisionVersion]
) -> tuple[list[Quote], list[Problem]]:
    """The words in each version. A unit named without words need only be in one of them."""
    quotes: list[Quote] = []
    absent: list[Problem] = []
    unfit: list[Problem] = []
    for version in versions:
        when = _("the text of %(day)s") % {"day": version.valid_from} if version.valid_from else _("the text")
        text = version.text
        if one.pinpoint.unit:
            try:
                text = unit_text(units_of(version.text, provision.law.lang), one.pinpoint.unit)
            except UnitNotFound as error:
                absent.append(
                    one.entry.problem(
                        one.key,
                        _("%(provision)s, %(when)s: %(fault)s")
                        % {"provision": one.pinpoint, "when": when, "fault": error},
                    )
                )
                continue
        if one.selector is None:
            return [], []
        try:
            quotes.append(Quote(version, resolve(one.selector, text)))
        except SelectorError as error:
            unfit.append(
                one.entry.problem(
                    one.quote_key,
                    _("%(provision)s, %(when)s: %(fault)s")
                    % {"provision": one.pinpoint, "when": when, "fault": error},
                )
            )
    return quotes, [*absent, *unfit]
