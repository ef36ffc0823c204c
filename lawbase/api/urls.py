"""Addresses of the API; they carry no language and never change once published (DESIGN)."""

from __future__ import annotations

from csp.decorators import csp_update
from django.urls import path, re_path
from drf_spectacular.views import SpectacularSwaggerSplitView

from lawbase.api.views import cases, facts, laws, root, search, suggest, tasks, topics, types

# Swagger UI sets styles of its own while it runs.
DOCS = csp_update({"style-src": ["'unsafe-inline'"]})(
    SpectacularSwaggerSplitView.as_view(url_name="api-schema")
)

urlpatterns = [
    path("", root.Root.as_view(), name="api-root"),
    path("schema/", root.Schema.as_view(), name="api-schema"),
    path("docs/", DOCS, name="api-docs"),
    path("laws/", laws.Laws.as_view(), name="api-laws"),
    path("laws/<slug:slug>/", laws.OneLaw.as_view(), name="api-law"),
    path("laws/<slug:slug>/provisions/", laws.Provisions.as_view(), name="api-provisions"),
    path("laws/<slug:slug>/provisions/<str:key>/", laws.OneProvision.as_view(), name="api-provision"),
    path("cases/", cases.Cases.as_view(), name="api-cases"),
    path("cases/<slug:slug>/", cases.OneCase.as_view(), name="api-case"),
    path("types/", types.Types.as_view(), name="api-types"),
    path("types/<slug:slug>/", types.OneType.as_view(), name="api-type"),
    path("links/", types.Links.as_view(), name="api-links"),
    path("topics/", topics.Topics.as_view(), name="api-topics"),
    path("topics/<slug:slug>/", topics.OneTopic.as_view(), name="api-topic"),
    path("terms/", topics.Terms.as_view(), name="api-terms"),
    path("search/", search.Search.as_view(), name="api-search"),
    path("facts/", facts.Facts.as_view(), name="api-facts"),
    path("suggest/", suggest.Suggest.as_view(), name="api-suggest"),
    path("tasks/", tasks.Tasks.as_view(), name="api-tasks"),
    # Only with a slash at the end: an address without one is first tried with it (APPEND_SLASH).
    re_path(r"^[\s\S]+/\Z", root.Nowhere.as_view()),
]
