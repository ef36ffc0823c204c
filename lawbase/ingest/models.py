"""What ingestion remembers of itself."""

from __future__ import annotations

from django.db import models


class Marker(models.Model):
    """A named value that says how far something was brought: the hash of the corpus loaded, the sources last seen."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.TextField(blank=True, default="")
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.name}={self.value[:20]}"

    @classmethod
    def read(cls, name: str) -> str:
        return cls.objects.filter(pk=name).values_list("value", flat=True).first() or ""

    @classmethod
    def write(cls, name: str, value: str) -> None:
        cls.objects.update_or_create(pk=name, defaults={"value": value})
