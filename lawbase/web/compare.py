"""Two provisions side by side, with the words that correspond where the editors have tied them together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lawbase.citations.query import pinpoints
from lawbase.search.library import library
from lawbase.statutes.models import Law, Provision
from lawbase.statutes.pinpoint import Pinpoint
from lawbase.statutes.reading import NotInLibrary, ProvisionPage, read_provision
from lawbase.statutes.units import units_of
from lawbase.taxonomy.digests import digests_on
from lawbase.taxonomy.models import Digest
from lawbase.taxonomy.topics import Compared, Side, example_pairs, pairs_between
from lawbase.web.marking import MarkedLine, with_passages
from lawbase.web.pages import ReadingDay, page


@dataclass(frozen=True)
class Shown:
    """One of the two provisions: its text with the corresponding words marked."""

    read: ProvisionPage
    lines: tuple[MarkedLine, ...]
    digest: Digest | None
    unit: str
    """The unit asked for, `1.2`."""
    part: bool
    """Whether only that unit is shown."""

    @property
    def provision(self) -> Provision:
        return self.read.provision

    @property
    def law(self) -> Law:
        return self.read.law


class NotAPinpoint(ValueError):
    """What was asked to be compared is read as no provision. `str()` is a sentence for the reader."""


def _pinpoint(asked: str) -> Pinpoint:
    """An address of the library (`cn-pipl:13`) or a citation as readers write it (个保法13条, CCPA § 1798.120(a))."""
    found: Pinpoint | None
    try:
        found = Pinpoint.parse(asked)
    except ValueError:
        found = next(iter(pinpoints(library().resolver, asked)), None)
    if found is None or found.key is None:
        raise NotAPinpoint(
            _(
                "“%(asked)s” is not read as one provision. Write it as you would cite it, for example PIPL art. 13, or as cn-pipl:13."
            )
            % {"asked": asked[:60]}
        )
    return found


@page
def compare(request: HttpRequest, day: ReadingDay) -> HttpResponse:
    asked = [request.GET.get(name, "").strip()[:120] for name in ("a", "b")]
    today = urlencode([(name, one) for name, one in zip("ab", asked, strict=True) if one], safe=":()")
    context = {"day": day, "asked": asked, "sentence": "", "today_query": today}
    try:
        named = [_pinpoint(one) for one in asked] if all(asked) else []
        read = [read_provision(one.law, one.key or "", day.at, day.today) for one in named]
    except NotAPinpoint as error:
        context |= {"sentence": str(error), "examples": example_pairs(day.at)}
        return render(request, "compare/compare.html", context, status=400)
    except NotInLibrary as error:
        sentence = _("The library has no provision “%(asked)s”.") % {"asked": error.asked}
        context |= {"sentence": sentence, "examples": example_pairs(day.at)}
        return render(request, "compare/compare.html", context, status=404)
    if len(read) < 2:
        return render(request, "compare/compare.html", context | {"examples": example_pairs(day.at)})
    pairs = pairs_between(read[0].provision, read[1].provision, day.at)
    digests = digests_on([one.provision.pk for one in read if not one.of_other_days], day.at)
    shown = [
        _shown(one, pinpoint, pairs, digests.get(one.provision.pk))
        for one, pinpoint in zip(read, named, strict=True)
    ]
    return render(request, "compare/compare.html", context | {"shown": shown, "pairs": pairs})


def _shown(
    read: ProvisionPage, pinpoint: Pinpoint, pairs: Sequence[Compared], digest: Digest | None
) -> Shown:
    passages = [
        (side.unit, side.quote)
        for side in _sides(pairs)
        if side.provision == read.provision and side.version == read.version
    ]
    text = read.version.text if read.version else ""
    units = units_of(text, read.law.lang) if text else ()
    path = pinpoint.unit
    within = tuple(line for line in read.lines if path and units[line.unit].path[: len(path)] == path)
    lines = with_passages(within or read.lines, text, read.law.lang, passages)
    return Shown(read, lines, digest, pinpoint.fragment, bool(within))


def _sides(pairs: Iterable[Compared]) -> Iterable[Side]:
    for found in pairs:
        yield found.a
        if found.b:
            yield found.b
