"""Nothing that changes a document can miss the index: written down with the change, delivered, mended, replayed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from lawbase.cases.models import Case
from lawbase.search.documents import all_documents
from lawbase.search.engines.base import Change, IndexDocument, IndexUnavailable, ItemError
from lawbase.search.indices.base import Indices
from lawbase.search.indices.configured import index_folder
from lawbase.search.indices.verify import verify
from lawbase.search.models import OutboxRow
from lawbase.search.outbox import delivery
from lawbase.search.outbox.addresses import addresses_of
from lawbase.search.outbox.delivery import ATTEMPTS, KEPT, deliver, deliver_all, pause, waiting
from lawbase.search.outbox.rebuild import rebuild
from lawbase.search.outbox.sweep import sweep
from lawbase.search.outbox.triggers import WATCHED
from lawbase.statutes.models import Law, LibraryState
from lawbase.taxonomy.models import Digest, InfringementType, ProvisionLink, Term
from tests import editors as write
from tests import factories as make
from tests.operations.conftest import Library
from tests.operations.test_backup import made
from tests.operations.test_env import manage


def written() -> list[str]:
    return list(OutboxRow.objects.filter(delivered_at=None).values_list("ident", flat=True))


def differences() -> tuple[tuple[str, ...], ...]:
    found = verify(index_folder(), all_documents())
    return found.missing, found.stale, found.surplus


def held(ident: str) -> frozenset[str]:
    return index_folder().ids_under([ident])


# -- written down ---------------------------------------------------------------------------------------------------------


CHANGES: dict[str, tuple[Callable[[Library], object], set[str]]] = {
    "a version": (lambda one: make.make_version(one.section, "(a) Plums.", "2030-01-01"), {"us-orchard:10"}),
    "the words of a version": (
        lambda one: type(one.new).objects.filter(pk=one.new.pk).update(text="新花。"),
        {"cn-garden:2-1"},
    ),
    "a version that goes": (lambda one: one.old.delete(), {"cn-garden:2-1"}),
    "a heading": (
        lambda one: type(one.dated).objects.filter(pk=one.dated.pk).update(heading_zh="草"),
        {"cn-garden:2-1"},
    ),
    "a provision": (lambda one: make.make_provision(one.law, "9"), {"cn-garden:9"}),
    "a law's status": (
        lambda one: Law.objects.filter(pk=one.law.pk).update(status="repealed"),
        {"law:cn-garden"},
    ),
    "a link": (lambda one: make.make_link(one.section, one.root, {}), {"us-orchard:10"}),
    "a link that goes": (
        lambda one: ProvisionLink.objects.filter(provision=one.section).delete(),
        {"us-orchard:10"},
    ),
    "a type's name": (
        lambda one: InfringementType.objects.filter(pk=one.trade.pk).update(name_en="Barter"),
        {"type:trade"},
    ),
    "a digest of a provision": (
        lambda one: Digest.objects.create(provision=one.section, says_zh="不得卖苹果。"),
        {"us-orchard:10"},
    ),
    "a term that a provision defines": (
        lambda one: write.define(write.make_term("flower", "花", "flower"), one.new, "新花"),
        {"cn-garden:2-1"},
    ),
    "a case": (lambda one: make.make_case("cn-tree"), {"case:cn-tree"}),
    "the digest of a case": (
        lambda one: Case.objects.filter(pk=one.case.pk).update(facts_en="Other facts."),
        {"case:cn-flower"},
    ),
    "a section of a case": (lambda one: make.make_section(one.case, 1, "文。"), {"case:cn-flower"}),
    "a type of a case": (lambda one: make.make_case_link(one.case, one.root), {"case:cn-flower"}),
    "a law that a case cites": (lambda one: make.cite(one.section, one.case), {"case:cn-flower"}),
    "a case that goes": (lambda one: one.case.delete(), {"case:cn-flower"}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_of_a_document_is_written_down(indexed: Library, name: str) -> None:
    change, idents = CHANGES[name]
    change(indexed)
    assert set(written()) == idents


def test_another_name_of_a_term_is_written_down_for_what_defines_it(indexed: Library) -> None:
    term = write.make_term("flower", "花", "flower")
    write.define(term, indexed.new, "新花")
    OutboxRow.objects.all().delete()
    Term.objects.filter(pk=term.pk).update(definition_en="Other words.")
    assert written() == []
    Term.objects.filter(pk=term.pk).update(also_en=["bloom"])
    assert written() == ["cn-garden:2-1"]


def test_a_change_that_is_rolled_back_leaves_no_row(indexed: Library) -> None:
    with transaction.atomic():
        make.make_case("cn-tree")
        assert written()
        transaction.set_rollback(True)
    assert written() == []


def test_what_changes_no_document_writes_no_row(indexed: Library) -> None:
    Law.objects.filter(pk=indexed.law.pk).update(
        notes_en="A note.", provision_count=7, title_zh=indexed.law.title_zh
    )
    assert written() == []


def test_every_watched_table_has_its_triggers(db: None) -> None:
    from django.apps import apps

    tables = {apps.get_model(watched.model)._meta.db_table for watched in WATCHED}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'outbox'")
            assert {row[0] for row in cursor.fetchall()} == tables
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'outbox_%'")
            events = ("insert", "update", "delete")
            assert {row[0] for row in cursor.fetchall()} == {
                f"outbox_{t}_{e}" for t in tables for e in events
            }


def test_tables_with_rows_can_be_changed_by_a_migration_and_are_watched_again_afterwards(
    tmp_path: Path,
) -> None:
    """SQLite makes a changed table anew; a trigger that reads it would stop that."""
    made(tmp_path)
    for target in ("0001", "0002"):
        done = manage("migrate", "-v0", "cases", target, data=tmp_path)
        assert done.returncode == 0, done.stderr[-2000:]
    assert manage("migrate", "-v0", data=tmp_path).returncode == 0
    change = (
        "from lawbase.cases.models import Case; from lawbase.search.models import OutboxRow\n"
        "OutboxRow.objects.all().delete(); Case.objects.update(facts_en='Others.')\n"
        "print(*OutboxRow.objects.values_list('ident', flat=True))"
    )
    assert manage("shell", "-v0", "-c", change, data=tmp_path).stdout.split() == ["case:cn-flower"]


def test_a_law_and_a_type_stand_for_all_documents_that_name_them(library: Library) -> None:
    assert set(addresses_of("law:cn-garden")) == {
        *(f"cn-garden:{key}" for key in ("1", "2", "2-1", "3")),
        "case:cn-flower",
    }
    assert set(addresses_of("type:misuse")) == {"cn-garden:2-1", "us-orchard:10", "case:cn-flower"}
    assert addresses_of("cn-garden:1") == ("cn-garden:1",)


# -- delivered ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_delivered_is_in_the_index_as_it_is_in_the_database(indexed: Library, name: str) -> None:
    CHANGES[name][0](indexed)
    done = deliver_all()
    assert (bool(done.delivered), done.waiting, done.unavailable) == (True, 0, "")
    assert differences() == ((), (), ())


def test_what_is_gone_from_the_database_goes_from_the_index(indexed: Library) -> None:
    assert held("case:cn-flower")
    indexed.case.delete()
    deliver_all()
    index_folder().refresh()
    assert not held("case:cn-flower")


def test_an_index_with_nothing_waiting_stands_where_the_library_does(indexed: Library) -> None:
    make.make_case("cn-tree")
    current = index_folder().current()
    assert current is not None
    assert current.state < LibraryState.current()
    deliver_all()
    current = index_folder().current()
    assert current is not None
    assert current.fits(LibraryState.current())


def test_without_an_index_rows_wait(library: Library) -> None:
    before = waiting()
    assert before
    assert deliver().delivered == 0
    assert waiting() == before


class Refusing:
    """The indices in use, but some documents are refused, or the server does not answer. Everything else is real."""

    def __init__(
        self, indices: Indices, refused: str = "", retryable: bool = False, down: bool = False
    ) -> None:
        self._indices, self._refused, self._retryable, self._down = indices, refused, retryable, down

    def __getattr__(self, name: str) -> object:
        return getattr(self._indices, name)

    def apply(self, changes: Iterable[Change], state: int | None = None) -> tuple[ItemError, ...]:
        if self._down:
            raise IndexUnavailable("It does not answer.")
        changes = list(changes)
        refused = (
            [change for change in changes if change.id.startswith(self._refused)] if self._refused else []
        )
        self._indices.apply(
            [change for change in changes if change not in refused], None if refused else state
        )
        return tuple(ItemError(change.id, "field too long", self._retryable) for change in refused)


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def so(**values: object) -> None:
        monkeypatch.setattr(delivery, "all_indices", lambda: (Refusing(index_folder(), **values),))  # type: ignore[arg-type]

    return so


def test_a_refused_row_waits_longer_each_time_and_is_set_aside_with_its_error(
    indexed: Library, refusing: Callable[..., None]
) -> None:
    make.make_case("cn-poison")
    make.make_case("cn-tree")
    refusing(refused="case:cn-poison")
    for attempt in range(1, ATTEMPTS + 1):
        OutboxRow.objects.filter(delivered_at=None).update(due_at=timezone.now())
        deliver()
        row = OutboxRow.objects.get(ident="case:cn-poison")
        assert (row.attempts, row.delivered_at) == (attempt, None)
        assert row.error == "embedded: field too long"
        assert row.due_at > timezone.now()
        assert row.set_aside == (attempt == ATTEMPTS)
    assert OutboxRow.objects.get(ident="case:cn-tree").delivered_at
    assert waiting() == 0
    said = StringIO()
    call_command("outbox", stdout=said)
    assert "1 are set aside" in said.getvalue()
    assert "case:cn-poison: refused 8 times; embedded: field too long" in said.getvalue()


def test_a_server_that_takes_nothing_at_the_moment_counts_as_no_attempt(
    indexed: Library, refusing: Callable[..., None]
) -> None:
    make.make_case("cn-tree")
    refusing(refused="case:", retryable=True)
    done = deliver()
    assert (done.waiting, done.unavailable) == (1, "field too long")
    assert OutboxRow.objects.get(ident="case:cn-tree").attempts == 0


def test_what_was_set_aside_is_delivered_once_its_cause_is_mended(
    indexed: Library, refusing: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    make.make_case("cn-poison")
    refusing(refused="case:cn-poison")
    deliver()
    OutboxRow.objects.filter(ident="case:cn-poison").update(set_aside=True)
    monkeypatch.undo()
    call_command("outbox", "retry", stdout=StringIO())
    assert differences() == ((), (), ())
    assert not OutboxRow.objects.filter(set_aside=True).exists()


def test_an_engine_that_does_not_answer_counts_as_no_attempt(
    indexed: Library, refusing: Callable[..., None]
) -> None:
    make.make_case("cn-tree")
    refusing(down=True)
    done = deliver()
    assert (done.delivered, done.waiting, done.unavailable) == (0, 1, "It does not answer.")
    assert OutboxRow.objects.get(ident="case:cn-tree").attempts == 0
    with pytest.raises(CommandError, match="What waits is kept"):
        call_command("outbox", "deliver", stdout=StringIO())


def test_pauses_grow_and_leave_something_to_chance() -> None:
    assert all(2.5 <= pause(1) <= 5 for _time in range(50))
    assert all(40 <= pause(5) <= 80 for _time in range(50))
    assert pause(60) <= 1800
    assert len({pause(3) for _time in range(20)}) > 1


def test_delivered_rows_are_forgotten_after_two_days(indexed: Library) -> None:
    make.make_case("cn-tree")
    deliver()
    OutboxRow.objects.update(delivered_at=timezone.now() - timedelta(days=3))
    make.make_case("cn-bush")
    deliver()
    assert list(OutboxRow.objects.values_list("ident", flat=True)) == ["case:cn-bush"]


def elsewhere(indexed: Library) -> None:
    """A change that a machine with an embedded index of its own delivered to that one."""
    make.make_case("cn-tree")
    OutboxRow.objects.filter(delivered_at=None).update(delivered_at=timezone.now(), delivered_by="elsewhere")


def test_what_another_machine_delivered_is_caught_up_with(indexed: Library) -> None:
    elsewhere(indexed)
    assert differences() != ((), (), ())
    deliver_all()
    assert differences() == ((), (), ())
    current = index_folder().current()
    assert current is not None
    assert current.fits(LibraryState.current())


def test_an_index_that_missed_what_is_forgotten_does_not_claim_to_have_it(indexed: Library) -> None:
    folder = index_folder()
    elsewhere(indexed)
    OutboxRow.objects.all().delete()
    long_ago = (timezone.now() - KEPT).timestamp()
    os.utime(folder.root / folder.pointer.read_text() / "built.json", (long_ago, long_ago))
    deliver_all()
    current = folder.current()
    assert current is not None
    assert not current.fits(LibraryState.current())


# -- compared and mended --------------------------------------------------------------------------------------------------


def test_a_sweep_finds_and_mends_each_difference(indexed: Library) -> None:
    folder = index_folder()
    make.make_case("cn-tree")
    Case.objects.filter(slug="cn-flower").update(facts_en="Other facts.")
    make.make_version(indexed.law.provisions.get(key="1"), "另处。", "2031-01-01")
    indexed.section.versions.all().delete()
    # As if their rows had been lost.
    OutboxRow.objects.all().delete()
    swept = sweep(folder, list(all_documents()))
    assert swept.found.missing
    assert "case:cn-flower" in swept.found.stale
    assert swept.found.surplus == ("us-orchard:10@2021-01-01",)
    assert swept.errors == ()
    assert differences() == ((), (), ())


def test_a_sweep_without_differences_writes_nothing(indexed: Library, refusing: Callable[..., None]) -> None:
    found = sweep(Refusing(index_folder(), down=True), list(all_documents()))  # type: ignore[arg-type]
    assert (bool(found.found), found.mended) == (False, 0)


def test_verify_ends_with_an_error_that_names_the_document(indexed: Library) -> None:
    said = StringIO()
    call_command("verify", stdout=said)
    assert "Zero differences" in said.getvalue()
    make.make_case("cn-tree")
    with pytest.raises(CommandError, match="1 changes wait in the outbox"):
        call_command("verify", stdout=said)
    assert "missing: case:cn-tree" in said.getvalue()


# -- rebuilt meanwhile ----------------------------------------------------------------------------------------------------


def test_what_changes_while_an_index_is_built_is_in_it(indexed: Library) -> None:
    """Also when it was delivered to the old index before the new one is in use."""

    def documents() -> Iterator[IndexDocument]:
        found = list(all_documents())
        make.make_case("cn-tree")
        deliver_all()
        make.make_case("cn-bush")
        indexed.section.versions.all().delete()
        yield from found

    before = index_folder().current()
    rebuild([index_folder()], documents())
    after = index_folder().current()
    assert before is not None
    assert after is not None
    assert before.name != after.name
    assert differences() == ((), (), ())


def test_a_rebuild_counts_as_the_delivery_of_what_it_read(library: Library) -> None:
    assert waiting()
    rebuild([index_folder()], all_documents())
    assert waiting() == 0


def test_changes_are_announced_after_the_commit_and_delivered_here_without_a_broker(
    indexed: Library, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    from lawbase.search.outbox.notice import notify

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        make.make_case("cn-tree")
        notify()
        assert waiting() == 1
    assert waiting() == 0
