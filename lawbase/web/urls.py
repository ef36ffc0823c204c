"""Addresses are promises (DESIGN). A bare address redirects to the reader's language: `LocaleMiddleware` does it."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from lawbase.web import (
    cases,
    changes,
    compare,
    coverage,
    facts,
    glossary,
    home,
    laws,
    literature,
    provisions,
    search,
    topics,
    types,
)

urlpatterns = i18n_patterns(
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("laws/", laws.law_list, name="laws"),
    path("laws/<slug:slug>/", laws.law, name="law"),
    path("laws/<slug:slug>/changes/", changes.law_changes, name="law-changes"),
    path("laws/<slug:slug>/<str:key>/diff/", changes.difference, name="difference"),
    path("laws/<slug:slug>/<str:key>/", provisions.provision, name="provision"),
    path("cases/", cases.case_list, name="cases"),
    path("cases/<slug:slug>/", cases.case, name="case"),
    path("types/", types.type_list, name="types"),
    path("types/<slug:slug>/", types.type_, name="type"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<slug:slug>/", topics.topic, name="topic"),
    path("compare/", compare.compare, name="compare"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("literature/", literature.works, name="works"),
    path("literature/<slug:slug>/", literature.work, name="work"),
    path("facts/", facts.facts, name="facts"),
    path("coverage/", coverage.coverage, name="coverage"),
)
