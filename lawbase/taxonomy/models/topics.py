"""Topics: a problem that both systems meet, what each has to read on it, and which words correspond."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from lawbase.statutes.models import Provision, ProvisionVersion, localised
from lawbase.taxonomy.models.links import InfringementType


class Topic(models.Model):
    slug = models.SlugField(max_length=100, unique=True)
    order = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    question_zh = models.TextField()
    question_en = models.TextField()
    alike_zh = models.TextField()
    alike_en = models.TextField()
    differs_zh = models.TextField()
    differs_en = models.TextField()
    matters_zh = models.TextField()
    matters_en = models.TextField()
    """What follows from the difference for a client or for a legislator."""
    types = models.ManyToManyField(InfringementType, related_name="topics")
    literature = models.JSONField(default=list)
    """[{work, says_zh, says_en, pages}]"""
    unheld = models.JSONField(default=list)
    """[{zh, en}]: provisions it names, as cited, that could not be linked because the law's text is not held."""
    corpus_file = models.CharField(max_length=200, blank=True)
    """Path under `corpus/` of the file that says so."""
    written = models.TextField(blank=True)
    """The item as its file has it, with the parts that have tables of their own, so that its history holds all of it."""
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics of comparison")
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.slug

    @property
    def title(self) -> str:
        return localised(self.title_zh, self.title_en)


class TopicProvision(models.Model):
    """A provision, or a unit of it, to read on a topic; in the column of its legal order."""

    class Place(models.TextChoices):
        CHINA = "cn", _("China")
        FEDERAL = "us", _("US federal")
        CALIFORNIA = "us-ca", _("California")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="provisions")
    place = models.CharField(max_length=8, choices=Place.choices)
    order = models.PositiveSmallIntegerField()
    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="topics")
    unit = models.CharField(max_length=40, blank=True)
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    class Meta:
        ordering = ["topic", "order"]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.provision_id}({self.unit})"


class TopicPair(models.Model):
    """A Chinese provision (`a`) and its American counterpart (`b`), for the days on which both say so."""

    class Relation(models.TextChoices):
        EQUIVALENT = "equivalent", _("Equivalent")
        BROADER = "broader", _("China’s is broader")
        NARROWER = "narrower", _("China’s is narrower")
        PARTIAL = "partial", _("Partly alike")
        NONE = "none", _("No counterpart")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="pairs")
    order = models.PositiveSmallIntegerField()
    a = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="pairs_from")
    a_unit = models.CharField(max_length=40, blank=True)
    a_selector = models.CharField(max_length=200)
    b = models.ForeignKey(Provision, null=True, blank=True, on_delete=models.CASCADE, related_name="pairs_to")
    """Null with the relation `none`: the other system lacks it."""
    b_unit = models.CharField(max_length=40, blank=True)
    b_selector = models.CharField(max_length=200, blank=True)
    relation = models.CharField(max_length=12, choices=Relation.choices)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    note_zh = models.TextField()
    note_en = models.TextField()

    class Meta:
        ordering = ["topic", "order"]

    def __str__(self) -> str:
        return f"{self.a_id} {self.relation} {self.b_id or '–'}"


class PairQuote(models.Model):
    """The official words of one side of a pair, resolved from its selector for one version of the provision."""

    class Side(models.TextChoices):
        A = "a", "a"
        B = "b", "b"

    pair = models.ForeignKey(TopicPair, on_delete=models.CASCADE, related_name="quotes")
    side = models.CharField(max_length=1, choices=Side.choices)
    version = models.ForeignKey(ProvisionVersion, on_delete=models.CASCADE, related_name="pair_quotes")
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "side", "version"], name="one_pair_quote_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.pair_id}{self.side}@{self.version_id}"
