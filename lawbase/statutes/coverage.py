"""What is held, from where, as of when, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from lawbase.statutes.models import Law, LawVersion, Provision, ProvisionVersion, SourceDocument


@dataclass(frozen=True)
class HeldLaw:
    """A law with the editions held of it, newest first."""

    law: Law
    editions: tuple[LawVersion, ...]

    @property
    def newest(self) -> LawVersion | None:
        return self.editions[0] if self.editions else None

    @property
    def complete(self) -> bool | None:
        """Whether as many provisions are held as expected; None where the number is not known."""
        return None if self.law.expected is None else self.law.provision_count >= self.law.expected


@dataclass(frozen=True)
class Coverage:
    core: tuple[HeldLaw, ...]
    wider: tuple[HeldLaw, ...]
    without_text: tuple[Law, ...]
    """Core laws of which no text is held."""
    gaps: tuple[Provision, ...]
    """Provisions of core laws, otherwise held, whose text is missing."""
    failed: tuple[SourceDocument, ...]
    sources: int
    provisions: int
    versions: int

    @property
    def missing(self) -> int:
        return len(self.without_text) + len(self.gaps)


def coverage() -> Coverage:
    """Six queries."""
    editions: dict[int, list[LawVersion]] = {}
    for row in LawVersion.objects.select_related("source").order_by("-in_force_from", "-version"):
        editions.setdefault(row.law_id, []).append(row)
    held = [
        HeldLaw(law, tuple(editions.get(law.pk, ())))
        for law in Law.objects.select_related("jurisdiction").order_by("core_order", "title_zh", "slug")
    ]
    current = ProvisionVersion.objects.current().filter(text_held=True)
    gaps = (
        Provision.objects.filter(law__core=True, law__provision_count__gt=0)
        .exclude(pk__in=current.values("provision"))
        .select_related("law")
    )
    return Coverage(
        core=tuple(row for row in held if row.law.core and row.law.provision_count),
        wider=tuple(row for row in held if not row.law.core),
        without_text=tuple(row.law for row in held if row.law.core and not row.law.provision_count),
        gaps=tuple(gaps),
        failed=tuple(SourceDocument.objects.exclude(error="")),
        sources=SourceDocument.objects.count(),
        provisions=sum(row.law.provision_count for row in held),
        versions=current.count(),
    )
