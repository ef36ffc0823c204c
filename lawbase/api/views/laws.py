"""Laws and their provisions."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from lawbase.api.parameters import AT, JURISDICTION, PAGE, PAGE_SIZE, SCOPE, Parameter, one_of
from lawbase.api.serializers.laws import LawDetailSerializer, LawPageSerializer, LawSerializer
from lawbase.api.serializers.provisions import (
    Listed,
    ProvisionEntrySerializer,
    ProvisionPageSerializer,
    ProvisionRead,
    ProvisionSerializer,
)
from lawbase.api.views.base import ReadingView, documented
from lawbase.cases.reading import cases_applying
from lawbase.citations.reading import cited_by_version, citing_provisions
from lawbase.statutes.citing import printed
from lawbase.statutes.models import Law
from lawbase.statutes.reading import law_groups, read_law, read_provision, state_of
from lawbase.taxonomy.digests import digest_on
from lawbase.taxonomy.reading import types_of_provision
from lawbase.taxonomy.topics import counterparts_of

KINDS, STATUSES = tuple(Law.Kind.values), tuple(Law.Status.values)
KIND: Parameter[str] = Parameter("kind", "Kind of instrument.", one_of(*KINDS), "", enum=KINDS)
STATUS: Parameter[str] = Parameter("status", "Status of the law.", one_of(*STATUSES), "", enum=STATUSES)


@documented("laws_list", "List laws", LawPageSerializer)
class Laws(ReadingView):
    """Laws by jurisdiction and kind, in the order of the core library."""

    parameters = (JURISDICTION, KIND, STATUS, SCOPE, PAGE, PAGE_SIZE)

    def get(self, request: Request) -> Response:
        place, kind, status = self.asked[JURISDICTION], self.asked[KIND], self.asked[STATUS]
        laws = [
            law
            for group in law_groups(core_only=self.asked[SCOPE] == "core")
            for law in group.laws
            # A State's law is also found under the United States.
            if (not place or law.jurisdiction_id == place or law.jurisdiction_id.startswith(f"{place}-"))
            and kind in ("", law.kind)
            and status in ("", law.status)
        ]
        return self.answer_page(laws, LawSerializer)


@documented("laws_retrieve", "Read a law", LawDetailSerializer, found_by_id=True)
class OneLaw(ReadingView):
    """A law as of a day: its names, editions and contents. Its words are under `provisions_url`."""

    parameters = (AT,)

    def get(self, request: Request, slug: str) -> Response:
        read = read_law(slug, self.day)
        provisions = request.build_absolute_uri(reverse("api-provisions", args=[slug]))
        if at := self.asked[AT]:
            provisions += f"?at={at.isoformat()}"
        return Response(LawDetailSerializer(read, context=self.context(provisions_url=provisions)).data)


@documented("provisions_list", "List a law's provisions", ProvisionPageSerializer, found_by_id=True)
class Provisions(ReadingView):
    """The provisions of a law as of a day, as printed; today also those still to come. Those without a text stand too."""

    parameters = (AT, PAGE, PAGE_SIZE)

    def get(self, request: Request, slug: str) -> Response:
        read, today = read_law(slug, self.day), date.today()
        rows = [Listed(entry, state_of(read.law, entry.version, read.at, today)) for entry in read.entries]
        # A law's page of an earlier day announces what is still to come; a list of that day's law does not hold it.
        return self.answer_page([row for row in rows if row.status != "not-yet"], ProvisionEntrySerializer)


@documented("provisions_retrieve", "Read a provision", ProvisionSerializer, found_by_id=True)
class OneProvision(ReadingView):
    """A provision as of a day: its words and units, where they came from, and what is linked to it."""

    parameters = (AT,)

    def get(self, request: Request, slug: str, key: str) -> Response:
        if "\x00" in key:
            raise NotFound  # PostgreSQL cannot even be asked.
        page = read_provision(slug, key, self.day)
        read = ProvisionRead(
            page=page,
            cited=printed(page.provision, page.version),
            types=types_of_provision(page.provision, page.day),
            digest=None if page.of_other_days else digest_on(page.provision.pk, page.day),
            counterparts=counterparts_of(page.provision, page.day),
            applying=cases_applying(page.provision, page.version),
            cites=cited_by_version(page.version),
            cited_by=citing_provisions(page.provision, page.day),
        )
        return Response(ProvisionSerializer(read, context=self.context()).data)
