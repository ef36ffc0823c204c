"""Works of literature and what they say: always theirs, dated, and marked where later law overtook it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from lawbase.cases.models import Case
from lawbase.statutes.models import Provision, localised
from lawbase.taxonomy.models.links import InfringementType


class Work(models.Model):
    """A piece of literature."""

    slug = models.SlugField(max_length=80, unique=True)
    authors = models.JSONField(default=list)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    title_zh = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    container = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=400, blank=True)
    notes_zh = models.TextField(blank=True)
    notes_en = models.TextField(blank=True)
    abstract_zh = models.TextField(blank=True)
    abstract_en = models.TextField(blank=True)
    corpus_file = models.CharField(max_length=200, blank=True)
    """Path under `corpus/` of the file that says so."""
    written = models.TextField(blank=True)
    """The item as its file has it, with the parts that have tables of their own, so that its history holds all of it."""
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("work of literature")
        verbose_name_plural = _("works of literature")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug

    @property
    def title(self) -> str:
        return localised(self.title_zh, self.title_en)


class Statement(models.Model):
    """What a work says, in the editors' words, about provisions, cases and kinds of infringement."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="statements")
    order = models.PositiveSmallIntegerField()
    says_zh = models.TextField()
    says_en = models.TextField()
    as_of = models.PositiveSmallIntegerField(null=True, blank=True)
    """The year of which it speaks."""
    overtaken_zh = models.TextField(blank=True)
    overtaken_en = models.TextField(blank=True)
    types = models.ManyToManyField(InfringementType, related_name="statements")
    cases = models.ManyToManyField(Case, related_name="statements")

    class Meta:
        ordering = ["work", "order"]
        constraints = [models.UniqueConstraint(fields=["work", "order"], name="one_statement_per_place")]

    def __str__(self) -> str:
        return f"{self.work_id}/{self.order}"


class StatementProvision(models.Model):
    """A provision, or a unit of it, that a statement is about."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="provisions")
    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="statements")
    unit = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["statement", "pk"]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.provision_id}({self.unit})"
