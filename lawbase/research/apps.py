from __future__ import annotations

from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "lawbase.research"
    default_auto_field = "django.db.models.BigAutoField"
