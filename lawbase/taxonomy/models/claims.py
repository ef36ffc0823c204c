"""Claims: what an advocate pleads and proves for a kind of infringement, each part with its provisions and cases."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from lawbase.cases.models import Case
from lawbase.statutes.models import Jurisdiction, Provision, localised
from lawbase.taxonomy.models.links import InfringementType


class Claim(models.Model):
    """A cause of action, a crime or an administrative violation in one legal order."""

    class Nature(models.TextChoices):
        CIVIL = "civil", _("civil")
        CRIMINAL = "criminal", _("criminal")
        ADMINISTRATIVE = "administrative", _("administrative")

    type = models.ForeignKey(InfringementType, on_delete=models.CASCADE, related_name="claims")
    slug = models.SlugField(max_length=100)
    order = models.PositiveSmallIntegerField()
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="claims")
    nature = models.CharField(max_length=16, choices=Nature.choices)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=300)
    who_zh = models.TextField()
    who_en = models.TextField()
    """Who may bring it, or who prosecutes."""
    evidence_zh = models.TextField()
    evidence_en = models.TextField()
    """What to keep."""
    corpus_file = models.CharField(max_length=200, blank=True)
    """Path under `corpus/` of the file that says so."""
    written = models.TextField(blank=True)
    """The item as its file has it, with the parts that have tables of their own, so that its history holds all of it."""
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims to plead")
        ordering = ["type", "order"]
        constraints = [models.UniqueConstraint(fields=["type", "slug"], name="one_claim_per_slug")]

    def __str__(self) -> str:
        return f"{self.type_id} {self.slug}"

    @property
    def name(self) -> str:
        return localised(self.name_zh, self.name_en)


class ClaimPart(models.Model):
    """An element, remedy, threshold, limitation period or rule on the forum; with what it rests on."""

    class Kind(models.TextChoices):
        ELEMENT = "element", _("To be proved")
        THRESHOLD = "threshold", _("Thresholds")
        REMEDY = "remedy", _("Remedies")
        LIMITATION = "limitation", _("Limitation")
        FORUM = "forum", _("Forum and procedure")

    class Burden(models.TextChoices):
        CLAIMANT = "claimant", _("the claimant proves it")
        DEFENDANT = "defendant", _("the defendant bears the burden")
        PROSECUTION = "prosecution", _("the prosecution proves it")
        AGENCY = "agency", _("the agency proves it")

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    order = models.PositiveSmallIntegerField()
    says_zh = models.TextField()
    says_en = models.TextField()
    burden = models.CharField(max_length=12, choices=Burden.choices, blank=True)
    """Of an element; empty for the other kinds."""
    cases = models.ManyToManyField(Case, related_name="claim_parts")
    unheld = models.JSONField(default=list)
    """[{zh, en}]: provisions it names, as cited, that could not be linked because the law's text is not held."""

    class Meta:
        ordering = ["claim", "order"]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.kind} {self.order}"


class ClaimAuthority(models.Model):
    """A provision, or a unit of it, that a part of a claim rests on."""

    part = models.ForeignKey(ClaimPart, on_delete=models.CASCADE, related_name="authorities")
    order = models.PositiveSmallIntegerField()
    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="claim_authorities")
    unit = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["part", "order"]

    def __str__(self) -> str:
        return f"{self.part_id} {self.provision_id}({self.unit})"
