"""One provision: what it says (statutes), what it cites (citations), who applied it (cases), what it is about (taxonomy)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lawbase.cases.reading import cases_applying
from lawbase.citations.reading import cited_by_version, citing_provisions
from lawbase.statutes.reading import read_provision
from lawbase.taxonomy.claims import claims_on_provision
from lawbase.taxonomy.digests import digest_on
from lawbase.taxonomy.glossary import entry_on, find_terms
from lawbase.taxonomy.literature import statements_on_provision
from lawbase.taxonomy.reading import types_of_provision
from lawbase.taxonomy.topics import counterparts_of
from lawbase.web.citing import forms
from lawbase.web.marking import with_terms
from lawbase.web.pages import ReadingDay, page


@page
def provision(request: HttpRequest, slug: str, key: str, day: ReadingDay) -> HttpResponse:
    read = read_provision(slug, key, day.at, day.today)
    found = find_terms([line.text for line in read.lines], read.law.lang)
    terms = [entry_on(one.term, read.day) for one in found]
    context = {
        "day": day,
        "read": read,
        "lines": with_terms(read.lines, found),
        "terms": [(entry, entry.defined_in(read.law)) for entry in terms],
        "digest": None if read.of_other_days else digest_on(read.provision.pk, read.day),
        "counterparts": counterparts_of(read.provision, read.day),
        "claims": claims_on_provision(read.provision),
        "statements": statements_on_provision(read.provision),
        "provision": read.provision,
        "law": read.law,
        "version": read.version,
        "forms": forms(read.provision, read.version),
        "types": types_of_provision(read.provision, read.day),
        "applying": cases_applying(read.provision, read.version),
        "cites": cited_by_version(read.version),
        "cited_by": citing_provisions(read.provision, read.day),
    }
    return render(request, "provisions/provision.html", context)
