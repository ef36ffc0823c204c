"""Database triggers that write the outbox: no path that changes a row can forget it, and a rolled-back change leaves none.

They are installed after each `migrate` rather than by a migration: SQLite changes a table by making it anew, and the old
one takes its triggers with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

OUTBOX = "search_outboxrow"
PROVISION = (
    "SELECT l.slug || ':' || p.key FROM statutes_provision p JOIN statutes_law l ON l.id = p.law_id "
    "WHERE p.id = {row}.provision_id"
)
OWN_PROVISION = "SELECT l.slug || ':' || {row}.key FROM statutes_law l WHERE l.id = {row}.law_id"
OF_TERM = (
    "SELECT l.slug || ':' || p.key FROM taxonomy_termdefinition d JOIN statutes_provision p ON p.id = d.provision_id "
    "JOIN statutes_law l ON l.id = p.law_id WHERE d.term_id = {row}.id"
)
CASE = "SELECT 'case:' || c.slug FROM cases_case c WHERE c.id = {row}.case_id"


@dataclass(frozen=True)
class Watched:
    """A table that documents are made from."""

    model: str
    ident: str
    """SQL for the ident of the documents that a row `{row}` belongs to."""
    only: tuple[str, ...] = ()
    """Fields whose change changes a document; all of them if empty."""
    ignored: tuple[str, ...] = ()

    def ident_of(self, row: str) -> str:
        return self.ident.format(row=row)


WATCHED = (
    Watched("statutes.ProvisionVersion", PROVISION, ignored=("recorded_at",)),
    Watched("statutes.Provision", OWN_PROVISION, only=("law", "key", "number", "heading_zh", "heading_en")),
    Watched(
        "statutes.Law",
        "SELECT 'law:' || {row}.slug",
        only=(
            "slug",
            "jurisdiction",
            "kind",
            "title_zh",
            "title_en",
            "short_zh",
            "short_en",
            "aliases",
            "status",
            "core",
        ),
    ),
    Watched(
        "taxonomy.ProvisionLink",
        PROVISION,
        only=("provision", "type", "role", "valid_from", "valid_to", "review"),
    ),
    Watched(
        "taxonomy.InfringementType",
        "SELECT 'type:' || {row}.slug",
        only=("slug", "parent", "name_zh", "name_en", "everyday_zh", "everyday_en"),
    ),
    Watched(
        "taxonomy.Digest",
        PROVISION,
        only=("provision", "valid_from", "valid_to", "heading_zh", "heading_en", "says_zh", "says_en"),
    ),
    Watched("taxonomy.TermDefinition", PROVISION, only=("provision", "term")),
    Watched("taxonomy.Term", OF_TERM, only=("term_zh", "term_en", "also_zh", "also_en")),
    Watched("taxonomy.CaseLink", CASE, only=("case", "type")),
    Watched("cases.Case", "SELECT 'case:' || {row}.slug", ignored=("written", "digest_sha256")),
    Watched("cases.CaseSection", CASE, only=("case", "order", "text")),
    Watched(
        "citations.Citation",
        CASE,
        only=("case", "law"),
    ),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers anew. Does nothing where a watched table does not exist yet (in the midst of migrating)."""
    tables = set(connection.introspection.table_names())
    if OUTBOX not in tables:
        return
    statements = postgresql if connection.vendor == "postgresql" else sqlite
    with connection.cursor() as cursor:
        for watched in WATCHED:
            model = apps.get_model(watched.model)
            if model._meta.db_table in tables:
                for statement in statements(watched, model):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers of SQLite away, for as long as its tables are being changed. PostgreSQL's stay."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'outbox\\_%' ESCAPE '\\'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def _columns(watched: Watched, model: Any) -> list[str]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    if watched.only:
        fields = [field for field in fields if field.name in watched.only]
    return [field.column for field in fields if field.name not in watched.ignored]


def sqlite(watched: Watched, model: Any) -> Iterator[str]:
    table = model._meta.db_table
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in _columns(watched, model))
    for event, rows, condition in (
        ("INSERT", ("NEW",), ""),
        ("UPDATE", ("OLD", "NEW"), f"WHEN {changed}"),
        ("DELETE", ("OLD",), ""),
    ):
        name = f"outbox_{table}_{event.lower()}"
        yield f"DROP TRIGGER IF EXISTS {name}"
        # UNION, so that an update that keeps the ident writes one row.
        idents = " UNION ".join(watched.ident_of(row) for row in rows)
        yield (
            f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {condition} "
            f"BEGIN INSERT INTO {OUTBOX} (ident) {idents}; END"
        )


def postgresql(watched: Watched, model: Any) -> Iterator[str]:
    table = model._meta.db_table
    columns = _columns(watched, model)
    old, new = (", ".join(f'{row}."{column}"' for column in columns) for row in ("OLD", "NEW"))
    yield f"""
        CREATE OR REPLACE FUNCTION outbox_{table}() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                INSERT INTO {OUTBOX} (ident) {watched.ident_of("NEW")};
            ELSIF TG_OP = 'DELETE' THEN
                INSERT INTO {OUTBOX} (ident) {watched.ident_of("OLD")};
            ELSIF ROW({old}) IS DISTINCT FROM ROW({new}) THEN
                INSERT INTO {OUTBOX} (ident) {watched.ident_of("OLD")} UNION {watched.ident_of("NEW")};
            END IF;
            RETURN NULL;
        END $body$
    """
    yield f"DROP TRIGGER IF EXISTS outbox ON {table}"
    yield (
        f"CREATE TRIGGER outbox AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION outbox_{table}()"
    )
