"""Home: each of the three readers starts in one click."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lawbase.cases.reading import held_cases
from lawbase.research.facts.story import LONGEST
from lawbase.statutes.models import Provision
from lawbase.statutes.reading import held
from lawbase.taxonomy.reading import link_count
from lawbase.taxonomy.topics import all_topics
from lawbase.taxonomy.tree import tree, walk
from lawbase.web.pages import ReadingDay, page

EXAMPLES = (
    ("cn-pipl", "13"), ("cn-pipl", "28"), ("cn-civil-code", "1034"), ("cn-criminal-law", "253-1"),
    ("us-ca-ccpa", "1798.120"), ("us-ca-ccpa", "1798.150"), ("us-coppa", "6502"), ("us-cfaa", "1030"), ("us-vppa", "2710"),
)  # fmt: skip
"""Provisions often looked up: those of them that are held are offered."""


@page
def home(request: HttpRequest, day: ReadingDay) -> HttpResponse:
    found = Provision.objects.select_related("law").filter(law__slug__in=[slug for slug, _key in EXAMPLES])
    held_examples = {
        (row.law.slug, row.key): row for row in found.filter(key__in=[key for _slug, key in EXAMPLES])
    }
    nodes = tree(day.at)
    context = {
        "day": day,
        "examples": [held_examples[example] for example in EXAMPLES if example in held_examples],
        "nodes": nodes,
        "topics": all_topics(),
        "leaves": [node for node in walk(nodes) if node.type.everyday_zh or node.type.everyday_en],
        "statutes": held(),
        "cases": held_cases(),
        "links": link_count(),
        "longest": LONGEST,
    }
    return render(request, "home/home.html", context)
