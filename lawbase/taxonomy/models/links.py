"""Infringement types, and the links that tie provisions and cases to them, each with its evidence."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from lawbase.cases.models import Case
from lawbase.statutes.models import Provision, ProvisionVersion, localised


class InfringementType(models.Model):
    slug = models.SlugField(max_length=60, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    order = models.PositiveSmallIntegerField()
    """Place in a depth-first walk of the tree."""
    depth = models.PositiveSmallIntegerField(default=0)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    definition_zh = models.TextField()
    definition_en = models.TextField()
    everyday_zh = models.JSONField(default=list)
    everyday_en = models.JSONField(default=list)
    literature = models.JSONField(default=list)
    """[{work, says_zh, says_en, pages}]"""
    absent = models.JSONField(default=list)
    """[{system, what, why_zh, why_en}]: of a leaf, why the library has no provisions or no cases in a legal system."""
    corpus_file = models.CharField(max_length=200, blank=True)
    """Path under `corpus/` of the file that says so."""
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("infringement type")
        verbose_name_plural = _("infringement types")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.slug

    @property
    def name(self) -> str:
        return localised(self.name_zh, self.name_en)

    @property
    def definition(self) -> str:
        return localised(self.definition_zh, self.definition_en)


class Origin(models.TextChoices):
    EDITOR = "editor", _("editor")
    SOURCE = "source", _("source document")
    RULE = "rule", _("rule")
    MODEL = "model", _("model suggestion")


class Review(models.TextChoices):
    ACCEPTED = "accepted", _("accepted")
    PROPOSED = "proposed", _("proposed")
    DECLINED = "declined", _("declined")


class LinkQuerySet(models.QuerySet["ProvisionLink"]):
    def accepted(self) -> LinkQuerySet:
        """Those the editors stand by: what is counted, searched and listed."""
        return self.filter(review=Review.ACCEPTED)

    def proposed(self) -> LinkQuerySet:
        """Those that wait for an editor: shown as suggestions, counted nowhere."""
        return self.filter(review=Review.PROPOSED)


class ProvisionLink(models.Model):
    """Provision (or a unit of it) ↔ infringement type.

    A link of `corpus/` (origin `editor`) is accepted by being there. What a rule or a model suggests is proposed until an
    editor accepts or declines it; its history says who and when. A declined one stays, so that it is not proposed again.
    """

    class Role(models.TextChoices):
        PROHIBITS = "prohibits", _("prohibits")
        OBLIGES = "obliges", _("obliges")
        PUNISHES = "punishes", _("punishes")
        REMEDIES = "remedies", _("remedies")
        DEFINES = "defines", _("defines")
        EXCEPTS = "excepts", _("excepts")

    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="links")
    unit = models.CharField(max_length=40, blank=True)
    """Unit path joined with dots, `1.2`, `a.1.A`; empty for the whole provision."""
    type = models.ForeignKey(InfringementType, on_delete=models.CASCADE, related_name="provision_links")
    role = models.CharField(max_length=12, choices=Role.choices)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    selector = models.CharField(max_length=200)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.EDITOR)
    review = models.CharField(max_length=8, choices=Review.choices, default=Review.ACCEPTED, db_index=True)
    by = models.CharField(max_length=120, blank=True)
    """The editors; of a proposal, who or what proposed it, and once accepted, the editor who did."""
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    corpus_file = models.CharField(max_length=200, blank=True)
    """Path under `corpus/` of the file that says so."""
    objects = LinkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links to infringement types")
        ordering = ["provision__law__core_order", "provision__sort", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["provision", "unit", "type", "role", "valid_from", "selector"],
                name="one_provision_link",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provision_id}({self.unit}) {self.role} {self.type_id}"

    @property
    def note(self) -> str:
        return localised(self.note_zh, self.note_en)


class LinkQuote(models.Model):
    """The official words a link rests on, resolved from its selector for one version of the provision."""

    link = models.ForeignKey(ProvisionLink, on_delete=models.CASCADE, related_name="quotes")
    version = models.ForeignKey(ProvisionVersion, on_delete=models.CASCADE, related_name="link_quotes")
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "version"], name="one_quote_per_version")]

    def __str__(self) -> str:
        return f"{self.link_id}@{self.version_id}"


class CaseLink(models.Model):
    """Case ↔ infringement type."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="type_links")
    type = models.ForeignKey(InfringementType, on_delete=models.CASCADE, related_name="case_links")
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.EDITOR)
    by = models.CharField(max_length=120, blank=True)
    evidence_zh = models.TextField(blank=True)
    """The words of the case's digest that show the type, resolved from their selector; empty in links of other origins."""
    evidence_en = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "type"], name="one_case_link")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.type_id}"

    @property
    def evidence(self) -> str:
        return localised(self.evidence_zh, self.evidence_en)
