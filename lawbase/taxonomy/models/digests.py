"""What a provision says, in the editors' words and in both languages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from lawbase.statutes.models import Provision, localised


class Unlinked(models.TextChoices):
    """Why the editors, having read a provision, link it to no kind of infringement."""

    SCOPE = "scope", _("It states purpose, scope or principles, and no rule of conduct.")
    DEFINITION = "definition", _("It defines words that decide no kind of infringement.")
    INSTITUTION = "institution", _("It gives authorities or associations their tasks, or plans and promotes.")
    PROCEDURE = "procedure", _("It says how authorities, courts or filings proceed.")
    OTHER_SUBJECT = "other-subject", _("It concerns something else than information about people.")
    PERMISSION = "permission", _("It encourages or permits, and makes no exception to a prohibition.")
    FINAL = "final", _("It is a final provision: commencement, repeal, delegation, reference.")


class Digest(models.Model):
    """Of one provision, for the days on which it is stated; null days are open. Days of one provision do not overlap."""

    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="digests")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    heading_zh = models.CharField(max_length=400)
    heading_en = models.CharField(max_length=400)
    says_zh = models.TextField()
    says_en = models.TextField()
    asked_zh = models.JSONField(default=list, blank=True)
    """Questions that the provision answers, as readers would put them; a list of sentences."""
    asked_en = models.JSONField(default=list, blank=True)
    unlinked = models.CharField(max_length=16, blank=True, choices=Unlinked)
    """Why the provision has no link; empty where it has one."""
    corpus_file = models.CharField(max_length=200, blank=True)
    """Path under `corpus/` of the file that says so."""
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["provision", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["provision", "valid_from"], name="one_digest_per_start")
        ]

    def __str__(self) -> str:
        return f"{self.provision_id}@{self.valid_from or '…'}"

    @property
    def asked(self) -> list[str]:
        """In the reader's language only: the other language has other askers."""
        return list(self.asked_zh if (get_language() or "en").startswith("zh") else self.asked_en)

    @property
    def heading(self) -> str:
        return localised(self.heading_zh, self.heading_en)
