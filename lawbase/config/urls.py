"""Addresses are promises (DESIGN): pages under `/en/` and `/zh/`, the API without a language."""

from __future__ import annotations

from django.urls import include, path

from lawbase.web import urls as pages

urlpatterns = [
    path("api/v1/", include("lawbase.api.urls")),
    path("", include("lawbase.operations.urls")),
    # Language prefixes must stand in the root list, so the pages' list is joined, not included.
    *pages.urlpatterns,
]
