"""Which documents a row of the outbox means: one address, or all that name a law or a kind of infringement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lawbase.cases.models import Case
from lawbase.statutes.models import Provision
from lawbase.taxonomy.models import InfringementType


def addresses_of(ident: str) -> tuple[str, ...]:
    """Addresses as index documents have them (`cn-pipl:13`, `case:…`) of `ident`, `law:<slug>` or `type:<slug>`."""
    kind, _, name = ident.partition(":")
    if kind == "law":
        keys = Provision.objects.filter(law__slug=name).values_list("key", flat=True)
        cases = Case.objects.filter(citations__law__slug=name).values_list("slug", flat=True).distinct()
        return (*(f"{name}:{key}" for key in keys), *(f"case:{slug}" for slug in cases))
    if kind == "type":
        return _linked_to(name)
    return (ident,)


def _linked_to(slug: str) -> tuple[str, ...]:
    """Whatever is linked to the type or to one below it: documents carry the names of a type and of those above it."""
    parents = dict(InfringementType.objects.values_list("slug", "parent__slug"))
    below = {name for name in parents if slug in _line(name, parents)}
    provisions = (
        Provision.objects.filter(links__type__slug__in=below).values_list("law__slug", "key").distinct()
    )
    cases = Case.objects.filter(type_links__type__slug__in=below).values_list("slug", flat=True).distinct()
    return (*(f"{law}:{key}" for law, key in provisions), *(f"case:{name}" for name in cases))


def _line(slug: str | None, parents: Mapping[str, str | None]) -> Iterator[str]:
    while slug:
        yield slug
        slug = parents.get(slug)
