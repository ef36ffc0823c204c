"""Cases."""

from __future__ import annotations

from django.http import HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from lawbase.api.errors import missing
from lawbase.api.pagination import turned
from lawbase.api.parameters import JURISDICTION, PAGE, PAGE_SIZE, SCOPE, Parameter, held, one_of, year
from lawbase.api.serializers.cases import CaseDetailSerializer, CasePageSerializer, CaseRead, CaseSerializer
from lawbase.api.views.base import ReadingView, documented
from lawbase.cases.reading import CaseFilter, case_kinds, digest_of_text, find_cases, read_case
from lawbase.taxonomy.reading import cases_of_type, types_of_cases

KIND: Parameter[str] = Parameter(
    "kind", "Kind of document: `judgment`, `guiding-case`, `settlement` …", lambda value: one_of(*case_kinds())(value), ""
)  # fmt: skip
TYPE: Parameter[str] = Parameter(
    "type", "Slug of an infringement type; those beneath it are taken in.", held("type"), ""
)
YEAR: Parameter[str] = Parameter("year", "Year of the decision, else of the release.", year, "")


@documented("cases_list", "List cases", CasePageSerializer)
class Cases(ReadingView):
    """Cases, newest first. `scope=core` are the matters that the editors digested."""

    parameters = (JURISDICTION, KIND, TYPE, YEAR, SCOPE, PAGE, PAGE_SIZE)

    def get(self, request: Request) -> Response:
        asked = self.asked
        wanted = CaseFilter(asked[JURISDICTION], asked[KIND], asked[YEAR], asked[SCOPE])
        among = cases_of_type(asked[TYPE]) if asked[TYPE] else None
        found = find_cases(wanted, among, asked[PAGE], asked[PAGE_SIZE])
        envelope = turned(request, asked[PAGE], asked[PAGE_SIZE], found.count)
        context = self.context(types=types_of_cases(case.pk for case in found.cases))
        written = CaseSerializer(found.cases, many=True, context=context)
        return Response({**envelope, "count_all": found.count_all, "results": written.data})


@documented("cases_retrieve", "Read a case", CaseDetailSerializer, found_by_id=True)
class OneCase(ReadingView):
    """A case: the editors' digest, the official text where it is held, and the provisions it applies."""

    def get(self, request: Request, slug: str) -> HttpResponseBase:
        page = read_case(slug)
        if page is None:
            if matter := digest_of_text(slug):
                return HttpResponsePermanentRedirect(reverse("api-case", args=[matter]))
            raise missing("case", slug)
        types = types_of_cases([page.case.pk])
        read = CaseRead(page, types.get(page.case.pk, []))
        return Response(CaseDetailSerializer(read, context=self.context(types=types)).data)
