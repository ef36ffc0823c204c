"""Addresses for machines and, where it is turned on, for those who run the library. They carry no language."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import path

from lawbase.operations import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics_, name="metrics"),
    *([path("admin/", admin.site.urls)] if settings.LAWBASE_ADMIN else []),
]
