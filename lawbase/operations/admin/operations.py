"""What those who run the library see and may set off. Long work goes to the worker; its run shows how far it is."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lawbase.operations.admin.readonly import ReadOnly
from lawbase.operations.models import TaskRun
from lawbase.operations.sending import send
from lawbase.search.models import OutboxRow
from lawbase.statutes.models import SourceDocument


class Waiting(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", _("waiting")), ("aside", _("set aside")), ("delivered", _("delivered"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[OutboxRow]) -> QuerySet[OutboxRow]:
        match self.value():
            case "waiting":
                return queryset.filter(delivered_at=None, set_aside=False)
            case "aside":
                return queryset.filter(set_aside=True)
            case "delivered":
                return queryset.exclude(delivered_at=None)
        return queryset


@admin.register(OutboxRow)
class OutboxAdmin(ReadOnly):
    list_display = ("ident", "created_at", "attempts", "set_aside", "delivered_at", "error")
    list_filter = (Waiting,)
    search_fields = ("ident",)
    actions = ("try_again",)

    @admin.action(description=gettext_lazy("Try again now"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[OutboxRow]) -> None:
        count = queryset.filter(delivered_at=None).update(set_aside=False, attempts=0, due_at=timezone.now())
        send("deliver")
        said = ngettext("%(n)d row is tried again.", "%(n)d rows are tried again.", count) % {"n": count}
        self.message_user(request, said, messages.SUCCESS)


@admin.register(TaskRun)
class TaskRunAdmin(ReadOnly):
    list_display = (
        "name",
        "key",
        "state",
        "progress",
        "started_at",
        "changed_at",
        "ended_at",
        "worker",
        "message",
    )
    list_filter = ("name", "state")


@admin.register(SourceDocument)
class SourceDocumentAdmin(ReadOnly):
    list_display = ("name", "adapter", "adapter_version", "retrieved", "ingested_at", "error")
    list_filter = ("adapter",)
    search_fields = ("name", "origin", "sha256")
    actions = ("ingest_all", "rebuild_index", "compare_index", "check_corpus")

    def _sent(self, request: HttpRequest, name: str) -> None:
        sent = send(name)
        said = (
            _("Given to the worker; its run stands under “Task runs”.")
            if sent
            else _("The broker does not answer; try again, or run it on the command line.")
        )
        self.message_user(request, said, messages.SUCCESS if sent else messages.ERROR)

    @admin.action(description=gettext_lazy("Ingest whatever has changed"))
    def ingest_all(self, request: HttpRequest, queryset: QuerySet[SourceDocument]) -> None:
        self._sent(request, "ingest")

    @admin.action(description=gettext_lazy("Rebuild the search index"))
    def rebuild_index(self, request: HttpRequest, queryset: QuerySet[SourceDocument]) -> None:
        self._sent(request, "build_index")

    @admin.action(description=gettext_lazy("Compare index and database, and mend"))
    def compare_index(self, request: HttpRequest, queryset: QuerySet[SourceDocument]) -> None:
        self._sent(request, "sweep")

    @admin.action(description=gettext_lazy("Check the editors’ data"))
    def check_corpus(self, request: HttpRequest, queryset: QuerySet[SourceDocument]) -> None:
        self._sent(request, "check_corpus")
