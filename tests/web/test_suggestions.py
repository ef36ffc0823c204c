"""A proposed link is shown as a suggestion, and counted nowhere until an editor accepts it."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.test import Client

from lawbase.search.documents import documents_of
from lawbase.search.models import OutboxRow
from lawbase.taxonomy import review
from lawbase.taxonomy.models import ProvisionLink
from lawbase.taxonomy.reading import link_count
from tests import factories as make
from tests.web.conftest import Library


def suggest(library: Library) -> ProvisionLink:
    version = library.section.versions.get()
    return make.make_link(
        library.section, library.root, {version: "apples"}, role="excepts", origin="model", review="proposed", by="a model"
    )  # fmt: skip


def types(library: Library) -> set[str]:
    (document,) = documents_of(provision_pks=[library.section.pk])
    return set(document.keywords["role"])


def test_it_is_marked_on_the_page_of_its_provision(page, library: Library) -> None:
    assert "Suggested, not yet reviewed" not in page("/en/laws/us-orchard/10/")
    suggest(library)
    english, chinese = page("/en/laws/us-orchard/10/"), page("/zh/laws/us-orchard/10/")
    assert "Suggested, not yet reviewed by an editor" in english
    assert "model suggestion" in english
    assert "建议关联" in chinese


def test_the_api_keeps_it_apart(client: Client, library: Library) -> None:
    address = "/api/v1/laws/us-orchard/provisions/10/"
    before = client.get(address).json()
    suggest(library)
    after = client.get(address).json()
    assert after["links"] == before["links"]
    assert [link["review"] for link in after["suggested_links"]] == ["proposed"]
    assert before["suggested_links"] == []
    listed = [
        client.get(f"/api/v1/links/?law=us-orchard{more}").json()["count"]
        for more in ("", "&review=proposed")
    ]
    assert listed == [len(before["links"]), 1]


def test_it_is_searched_and_counted_once_accepted(library: Library) -> None:
    counted, before = link_count(), types(library)
    proposed = suggest(library)
    assert (link_count(), types(library)) == (counted, before)
    written = OutboxRow.objects.count()
    review.accept(proposed, get_user_model().objects.create_user("lin"), "Lin")
    assert link_count() == counted + 1
    assert types(library) > before
    assert OutboxRow.objects.count() == written + 1


def test_what_was_declined_is_shown_nowhere(page, library: Library) -> None:
    review.decline(suggest(library), get_user_model().objects.create_user("lin"))
    assert "Suggested, not yet reviewed" not in page("/en/laws/us-orchard/10/")
