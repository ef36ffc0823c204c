"""What the editors wrote: each item with its file, its validation and its history; and the links that wait for their answer.

Items are changed in `corpus/`, so all but the answer to a proposed link is read here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from simple_history.admin import SimpleHistoryAdmin

from lawbase.cases.models import Case
from lawbase.ingest.corpus.one_item import Checked, check_item
from lawbase.operations.admin.readonly import ReadOnly
from lawbase.operations.sending import send
from lawbase.taxonomy import review
from lawbase.taxonomy.models import (
    Claim,
    Digest,
    InfringementType,
    ProvisionLink,
    Review,
    Term,
    Topic,
    Work,
)


class Editorial(ReadOnly, SimpleHistoryAdmin):
    """An item loaded from `corpus/`."""

    file_field = "corpus_file"
    said: tuple[str, ...] = ()
    """What the item says, beside its file and validation."""
    list_per_page = 50

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("place", *self.said, "as_written", "validation")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.get_fields(request, obj)

    @admin.display(description=gettext_lazy("file"))
    def place(self, row: Any) -> str:
        file = getattr(row, self.file_field).removeprefix("corpus/")
        if not file:
            return _("not in corpus/")
        line = check_item(row).line
        return f"corpus/{file}:{line}" if line else f"corpus/{file}"

    @admin.display(description=gettext_lazy("as written"))
    def as_written(self, row: Any) -> SafeString | str:
        written = getattr(row, "written", "")
        return format_html("<pre>{}</pre>", written) if written else "–"

    @admin.display(description=gettext_lazy("validation"))
    def validation(self, row: Model) -> SafeString:
        """✓ for each pinpoint whose words stand in every version of its days, else the sentence that `check_corpus` says."""
        found = check_item(row)
        faults = format_html_join("", '<li class="fault">✗ {}</li>', ((fault,) for fault in found.faults))
        lines = format_html_join("", "<li>{}</li>", ((_checked(one),) for one in found.pinpoints))
        head = _("✓ sound") if found.sound else _("✗ has faults")
        return format_html("<p><strong>{}</strong></p><ul>{}{}</ul>", head, faults, lines)


def _checked(one: Checked) -> SafeString:
    if one.faults:
        said = format_html_join(" ", "✗ {}", ((fault,) for fault in one.faults))
    elif not one.held:
        said = format_html("{}", _("– the text of these days is not held, so nothing can be checked"))
    elif one.selector is None:
        said = format_html("✓ {}", _("the provision is held"))
    else:
        said = format_html_join(
            "; ",
            "✓ {} “{}”",
            ((_("version of %(day)s:") % {"day": q.version.valid_from or "–"}, q.text) for q in one.quotes),
        )
    return format_html("<code>{}</code> {} {}", one.pinpoint, one.selector or "", said)


def _both(name: str, label: Any) -> Callable[[Any], str]:
    """A column for readers in both languages, one under the other."""

    @admin.display(description=label)
    def column(row: Any) -> SafeString:
        return format_html("{}<br>{}", getattr(row, f"{name}_zh"), getattr(row, f"{name}_en"))

    return column


HEADING = _both("heading", gettext_lazy("heading"))
SAYS = _both("says", gettext_lazy("digest"))
NAME = _both("name", gettext_lazy("name"))
DEFINITION = _both("definition", gettext_lazy("definition"))
TITLE = _both("title", gettext_lazy("title"))
TERM = _both("term", gettext_lazy("term"))
NOTE = _both("note", gettext_lazy("note"))
QUESTION = _both("question", gettext_lazy("question"))


@admin.display(description=gettext_lazy("questions it answers"))
def asked(row: Any) -> SafeString:
    return format_html_join("", "{}<br>", ((one,) for one in (*row.asked_zh, *row.asked_en)))


@admin.display(description=gettext_lazy("days"))
def days(row: Any) -> str:
    return f"{row.valid_from or '…'} – {row.valid_to or '…'}"


@admin.display(description=gettext_lazy("provision concerned"), ordering="provision__sort")
def provision(row: Any) -> str:
    return row.provision.ident + (f" ({row.unit})" if getattr(row, "unit", "") else "")


@admin.display(description=gettext_lazy("kind of infringement"), ordering="type__order")
def kind(row: Any) -> str:
    return row.type.name


@admin.display(description=gettext_lazy("origin"), ordering="origin")
def origin(row: Any) -> str:
    return row.get_origin_display()


@admin.display(description=gettext_lazy("review"), ordering="review")
def reviewed(row: Any) -> str:
    return row.get_review_display()


@admin.display(description=gettext_lazy("role"), ordering="role")
def role(row: Any) -> str:
    return row.get_role_display()


@admin.display(description=gettext_lazy("file"), ordering="corpus_file")
def file(row: Any) -> str:
    return row.corpus_file or "–"


@admin.display(description=gettext_lazy("said by"), ordering="by")
def by(row: Any) -> str:
    return row.by


@admin.display(description=gettext_lazy("quotation"))
def selector(row: Any) -> str:
    return row.selector


def _signed_in(request: HttpRequest) -> AbstractUser:
    """Who asks; the admin lets nobody else in. Raises `PermissionDenied`."""
    if not isinstance(request.user, AbstractUser):
        raise PermissionDenied(_("Sign in to answer a proposal."))
    return request.user


class ByReview(admin.SimpleListFilter):
    title = gettext_lazy("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Review.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ProvisionLink]) -> QuerySet[ProvisionLink]:
        return queryset.filter(review=self.value()) if self.value() else queryset


@admin.register(ProvisionLink)
class ProvisionLinkAdmin(Editorial):
    said = (provision, kind, role, days, selector, origin, reviewed, by, NOTE)  # type: ignore[assignment]
    list_display = ("__str__", provision, kind, role, origin, reviewed, by, file)
    list_filter = (ByReview, "role")
    search_fields = ("provision__law__slug", "provision__key", "type__slug", "selector", "by")
    list_select_related = ("provision__law", "type")
    actions = ("accept", "decline")

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Editors are those who may change links, though here they only answer."""
        return request.user.has_perm("taxonomy.change_provisionlink")

    @admin.action(description=gettext_lazy("Accept what is proposed"), permissions=["review"])
    def accept(self, request: HttpRequest, queryset: QuerySet[ProvisionLink]) -> None:
        editor = _signed_in(request)
        name = editor.get_full_name() or editor.get_username()
        count = self._answered(request, queryset, lambda link: review.accept(link, editor, name))
        said = ngettext("%(n)d link is accepted.", "%(n)d links are accepted.", count) % {"n": count}
        self.message_user(request, said, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Decline what is proposed"), permissions=["review"])
    def decline(self, request: HttpRequest, queryset: QuerySet[ProvisionLink]) -> None:
        editor = _signed_in(request)
        count = self._answered(request, queryset, lambda link: review.decline(link, editor))
        said = ngettext("%(n)d link is declined.", "%(n)d links are declined.", count) % {"n": count}
        self.message_user(request, said, messages.SUCCESS)

    def _answered(
        self, request: HttpRequest, rows: QuerySet[ProvisionLink], answer: Callable[[ProvisionLink], None]
    ) -> int:
        """How many were answered. What is not proposed, or was answered meanwhile, is left as it is and said."""
        count = left = 0
        for link in rows:
            try:
                answer(link)
            except review.NotProposed:
                left += 1
            else:
                count += 1
        if left:
            said = ngettext(
                "%(n)d link is not proposed and was left as it is.",
                "%(n)d links are not proposed and were left as they are.",
                left,
            )
            self.message_user(request, said % {"n": left}, messages.WARNING)
        if count:
            send("deliver")
        return count


@admin.register(Digest)
class DigestAdmin(Editorial):
    said = (provision, days, HEADING, SAYS, asked)  # type: ignore[assignment]
    list_display = ("__str__", provision, days, HEADING, file)
    search_fields = ("provision__law__slug", "provision__key", "heading_zh", "heading_en")
    list_select_related = ("provision__law",)


@admin.register(InfringementType)
class InfringementTypeAdmin(Editorial):
    said = (NAME, DEFINITION)  # type: ignore[assignment]
    list_display = ("slug", NAME, file)
    search_fields = ("slug", "name_zh", "name_en")


@admin.register(Topic)
class TopicAdmin(Editorial):
    said = (TITLE, QUESTION)  # type: ignore[assignment]
    list_display = ("slug", TITLE, file)
    search_fields = ("slug", "title_zh", "title_en")


@admin.register(Term)
class TermAdmin(Editorial):
    said = (TERM, DEFINITION)  # type: ignore[assignment]
    list_display = ("slug", TERM, file)
    search_fields = ("slug", "term_zh", "term_en")


@admin.register(Claim)
class ClaimAdmin(Editorial):
    said = (kind, NAME)  # type: ignore[assignment]
    list_display = ("slug", kind, NAME, file)
    search_fields = ("slug", "name_zh", "name_en", "type__slug")
    list_select_related = ("type",)


@admin.register(Work)
class WorkAdmin(Editorial):
    said = (TITLE,)  # type: ignore[assignment]
    list_display = ("slug", TITLE, "year", file)
    search_fields = ("slug", "title_zh", "title_en")


@admin.register(Case)
class CaseAdmin(Editorial):
    """The matters that the editors digested. The provisions they apply are citations: one that does not resolve is kept."""

    file_field = "digest_source"
    said = (TITLE, "resolved_citations")  # type: ignore[assignment]
    list_display = ("slug", TITLE, "decided", "digest_source")
    search_fields = ("slug", "title_zh", "title_en", "docket")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        return super().get_queryset(request).exclude(digest_source="")

    @admin.display(description=gettext_lazy("provisions applied"))
    def resolved_citations(self, row: Case) -> SafeString:
        cited = row.citations.filter(citing_version=None, section_order=None).order_by("pk")
        return format_html(
            "<ul>{}</ul>",
            format_html_join(
                "",
                "<li>{} {}</li>",
                ((one.raw, f"✗ {_(one.problem)}" if one.problem else "✓") for one in cited),
            ),
        )
