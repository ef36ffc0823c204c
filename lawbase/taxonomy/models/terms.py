"""The glossary: terms of both languages, which provision defines each, and what the nearest foreign word does not mean."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from lawbase.statutes.models import Provision, ProvisionVersion, localised


class Term(models.Model):
    slug = models.SlugField(max_length=100, unique=True)
    term_zh = models.CharField(max_length=120)
    term_en = models.CharField(max_length=160)
    also_zh = models.JSONField(default=list)
    also_en = models.JSONField(default=list)
    """Other forms that are recognised in texts."""
    definition_zh = models.TextField()
    definition_en = models.TextField()
    false_friend_zh = models.TextField(blank=True)
    false_friend_en = models.TextField(blank=True)
    see = models.ManyToManyField("self", symmetrical=False, related_name="seen_from")
    corpus_file = models.CharField(max_length=200, blank=True)
    """Path under `corpus/` of the file that says so."""
    written = models.TextField(blank=True)
    """The item as its file has it, with the parts that have tables of their own, so that its history holds all of it."""
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms of the glossary")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug

    @property
    def name(self) -> str:
        return localised(self.term_zh, self.term_en)

    @property
    def has_false_friend(self) -> bool:
        return bool(self.false_friend_zh)


class TermDefinition(models.Model):
    """A provision whose words define a term."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="defined_by")
    order = models.PositiveSmallIntegerField()
    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="defined_terms")
    unit = models.CharField(max_length=40, blank=True)
    selector = models.CharField(max_length=200)

    class Meta:
        ordering = ["term", "order"]

    def __str__(self) -> str:
        return f"{self.term_id} {self.provision_id}({self.unit})"


class TermQuote(models.Model):
    """The defining words, resolved for one version of the provision."""

    definition = models.ForeignKey(TermDefinition, on_delete=models.CASCADE, related_name="quotes")
    version = models.ForeignKey(ProvisionVersion, on_delete=models.CASCADE, related_name="term_quotes")
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["definition", "version"], name="one_term_quote_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.definition_id}@{self.version_id}"
