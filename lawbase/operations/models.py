"""What long work is being done, how far it is, and how it ended."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TaskRun(models.Model):
    """One run of a task: on a worker, or in the process that asked for it."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        SKIPPED = "skipped", _("skipped")
        LOST = "lost", _("lost")

    name = models.CharField(_("task"), max_length=40)
    key = models.CharField(_("of"), max_length=200, blank=True)
    """What it works on, where runs on different things may stand side by side."""
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RUNNING)
    task_id = models.CharField(max_length=64, blank=True)
    worker = models.CharField(_("worker"), max_length=120, blank=True)
    label = models.CharField(_("step"), max_length=80, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    message = models.TextField(_("outcome"), blank=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    changed_at = models.DateTimeField(_("last sign"), auto_now=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("task run")
        verbose_name_plural = _("task runs")
        ordering = ["-id"]
        indexes = [models.Index(fields=["name", "key", "state"], name="task_runs_by_name")]

    def __str__(self) -> str:
        return f"{self.name} {self.key}".strip() + f": {self.state}"

    @property
    def progress(self) -> str:
        """`Storing laws 120/468`; empty where no step is known."""
        if not self.label:
            return ""
        return f"{self.label} {self.done}/{self.total}" if self.total else f"{self.label} {self.done}"
