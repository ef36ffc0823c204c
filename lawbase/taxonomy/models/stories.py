"""Stories that the editors made up: what those tell to whom it happened. The classifier of facts learns words from them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Story(models.Model):
    """No case, and no source of law: nothing but its kinds is said of it anywhere."""

    types = models.JSONField()
    """Slugs of the kinds of infringement that its facts show, a list."""
    text_zh = models.TextField(unique=True)
    text_en = models.TextField()
    corpus_file = models.CharField(max_length=200, blank=True)
    """Path under `corpus/` of the file that tells it."""
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("made-up story")
        verbose_name_plural = _("made-up stories")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text_en[:60]
