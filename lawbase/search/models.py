"""What has changed and is not yet in the search index."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class OutboxRow(models.Model):
    """A changed document, written by a database trigger in the transaction that changed it (`search/outbox`).

    Rows stay for a while after delivery, because a rebuild replays what was delivered to the old index meanwhile.
    """

    ident = models.CharField(_("what changed"), max_length=240)
    """`cn-pipl:13`, `case:cn-hic-2021-liu`; or all documents that name it: `law:cn-pipl`, `type:illegal-trade`."""
    created_at = models.DateTimeField(_("changed at"), db_default=Now())
    due_at = models.DateTimeField(_("next attempt"), db_default=Now())
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    delivered_by = models.CharField(_("delivered by"), max_length=240, db_default="", blank=True)
    """The embedded index that got it (`delivery.here`): other machines have one of their own."""
    attempts = models.PositiveSmallIntegerField(_("attempts"), db_default=0)
    set_aside = models.BooleanField(_("set aside"), db_default=False)
    """Refused by the engine as often as is tried; waits for an operator."""
    error = models.TextField(_("last error"), db_default="", blank=True)

    class Meta:
        verbose_name = _("outbox row")
        verbose_name_plural = _("outbox")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="outbox_waiting",
                condition=models.Q(delivered_at=None, set_aside=False),
            ),
            models.Index(fields=["delivered_at"], name="outbox_delivered"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.ident}"
