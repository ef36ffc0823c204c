"""Cases: what courts and agencies did (DESIGN: The model).

One `Case` is one matter. The editors' digest (`corpus/cases/`) and the official text (`ingest/sources/case_texts*`) meet in
it: `digest_source` and `full_text_source` say which of the two are held.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from lawbase.statutes.models import Jurisdiction, SourceDocument, localised


class Case(models.Model):
    class Verified(models.TextChoices):
        OFFICIAL_TEXT = "official-text", _("read in the official text")
        INDEPENDENT = "independent-source", _("confirmed by an independent source")
        SINGLE = "single-source", _("one source only")
        NOT_FOUND = "not-found", _("rests on the listed sources alone")
        NOT_DIGESTED = "", _("official text, no digest yet")

    slug = models.CharField(max_length=120, unique=True)
    """The published id, `cn-spc-gc192-li-kaixiang-face-app` or `spc-guiding-1`."""
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=40)
    proceeding = models.CharField(max_length=40, blank=True)
    title_zh = models.CharField(max_length=400, blank=True)
    title_en = models.CharField(max_length=400, blank=True)
    court_zh = models.CharField(max_length=300, blank=True)
    court_en = models.CharField(max_length=300, blank=True)
    docket = models.CharField(max_length=300, blank=True)
    citation = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=120, blank=True)
    decided = models.DateField(null=True, blank=True)
    released = models.DateField(null=True, blank=True)
    released_by_zh = models.CharField(max_length=300, blank=True)
    released_by_en = models.CharField(max_length=300, blank=True)
    batch = models.CharField(max_length=300, blank=True)
    parties_zh = models.TextField(blank=True)
    parties_en = models.TextField(blank=True)
    facts_zh = models.TextField(blank=True)
    facts_en = models.TextField(blank=True)
    issues_zh = models.TextField(blank=True)
    issues_en = models.TextField(blank=True)
    holding_zh = models.TextField(blank=True)
    holding_en = models.TextField(blank=True)
    outcome = models.JSONField(default=dict, blank=True)
    """Figures: {prison_months_max, fine, damages, penalty, confiscated, currency, other: {zh, en}}; null = not seen."""
    items_count = models.BigIntegerField(null=True, blank=True)
    people_affected = models.BigIntegerField(null=True, blank=True)
    information_categories = models.JSONField(default=list, blank=True)
    remedies = models.JSONField(default=list, blank=True)
    keywords = models.JSONField(default=list, blank=True)
    sources = models.JSONField(default=list, blank=True)
    """[{title, url, publisher}]: where the editors' facts come from."""
    verified = models.CharField(max_length=24, choices=Verified.choices, blank=True)
    checked_fields = models.JSONField(default=list, blank=True)
    notes = models.TextField(blank=True)
    digest_source = models.CharField(max_length=300, blank=True)
    """Path of the editors' file under `corpus/`; empty where there is no digest."""
    digest_sha256 = models.CharField(max_length=64, blank=True)
    written = models.TextField(blank=True)
    """The editors' digest as its file has it: its history then holds the types and provisions too."""
    full_text_id = models.CharField(max_length=120, blank=True)
    full_text_source = models.ForeignKey(
        SourceDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    full_text_url = models.URLField(max_length=600, blank=True)
    full_text_sha256 = models.CharField(max_length=64, blank=True)
    full_text_lang = models.CharField(max_length=8, blank=True)
    # What comes with an official text is not the editors' and has no history here.
    history = HistoricalRecords(
        excluded_fields=[
            "number",
            "keywords",
            "full_text_source",
            "full_text_url",
            "full_text_sha256",
            "full_text_lang",
        ]
    )

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-decided", "slug"]

    def __str__(self) -> str:
        return self.slug

    @property
    def title(self) -> str:
        return localised(self.title_zh, self.title_en)

    @property
    def court(self) -> str:
        return localised(self.court_zh, self.court_en)

    @property
    def day(self) -> date | None:
        """The day the law is read as of for this case: decision, else release."""
        return self.decided or self.released

    @property
    def has_digest(self) -> bool:
        return bool(self.digest_source)

    def is_checked(self, field: str) -> bool:
        """Whether the editors saw `field` confirmed in a source; else pages mark it "as reported"."""
        return field in self.checked_fields


class CaseSection(models.Model):
    """One part of the official text: facts, reasoning, result, opinion …; paragraphs one a line."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=24)
    heading_zh = models.CharField(max_length=300, blank=True)
    heading_en = models.CharField(max_length=300, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["case", "order"]
        constraints = [models.UniqueConstraint(fields=["case", "order"], name="one_section_per_place")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.order} {self.role}"

    @property
    def heading(self) -> str:
        return localised(self.heading_zh, self.heading_en)
