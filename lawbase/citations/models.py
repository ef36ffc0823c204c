"""Citations found in texts, and what each resolves to. Unresolved ones are kept."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lawbase.statutes.models import Law, Provision, ProvisionVersion


class Citation(models.Model):
    """A reference from a case or a provision version to a provision.

    `raw` and `start`/`end` (character offsets in the citing text) are kept whether or not it resolved. `as_of` is the day the
    target was read on; `version` the words it pointed at that day.
    """

    class Basis(models.TextChoices):
        TEXT = "text", _("read in the official text")
        AS_CITED = "as-cited", _("named in a source the editors read")
        INFERRED = "inferred", _("inferred from the facts by the editors")

    case = models.ForeignKey(
        "cases.Case", null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    citing_version = models.ForeignKey(
        ProvisionVersion, null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    section_order = models.PositiveSmallIntegerField(null=True, blank=True)
    """Which section of the case's official text; null for the editors' list."""
    raw = models.CharField(max_length=300)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    basis = models.CharField(max_length=10, choices=Basis.choices)
    law = models.ForeignKey(
        Law, null=True, blank=True, on_delete=models.SET_NULL, related_name="citations_in"
    )
    provision = models.ForeignKey(
        Provision, null=True, blank=True, on_delete=models.SET_NULL, related_name="citations_in"
    )
    unit = models.CharField(max_length=40, blank=True)
    as_of = models.DateField(null=True, blank=True)
    version = models.ForeignKey(
        ProvisionVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="cited_as"
    )
    problem = models.CharField(max_length=200, blank=True)
    """Why it did not resolve, as a sentence; empty when it did."""

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["provision", "case"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case__isnull=False, citing_version__isnull=True)
                | models.Q(case__isnull=True, citing_version__isnull=False),
                name="cited_from_case_or_provision",
            )
        ]

    def __str__(self) -> str:
        return self.raw
