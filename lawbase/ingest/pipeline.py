"""A law comes in (DESIGN): sources → parsed → checked → corrected → laid in time → stored, one transaction a law.

`ingest()` reads what changed since last time and what belongs to the same laws, and nothing else. It yields `Step`s so
that a command line can draw a bar; iterate it to the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from lawbase.ingest import checks, corrections, discover, histories, store
from lawbase.ingest.corpus.schema import Statute
from lawbase.ingest.errors import SourceError
from lawbase.ingest.jurisdictions import ensure_jurisdictions
from lawbase.ingest.parsed import LawNames, ParsedEdition, SourceFile
from lawbase.ingest.register import Register, load_sound
from lawbase.ingest.sources.us_common import stated
from lawbase.ingest.sources.us_owners import KEEP_REGISTERED, address, part_by_owner
from lawbase.ingest.sources.uslm_xml import UslmXml
from lawbase.ingest.store_history import store_history
from lawbase.ingest.timeline import DatedEdition
from lawbase.statutes.history import History
from lawbase.statutes.models import Amendment, LawVersion, SourceDocument

PRIORITY = {"flk-docx": 50, "uslm-xml": 45, "us-json": 40, "leginfo-html": 35, "ccpa-markdown": 32, "china-law-package": 30,
            "chinese-markdown": 20, "cppa-pdf": 10}  # fmt: skip
"""Whose print is preferred where several sources hold the same edition: the official file before the package, structured
text before a PDF's text layer."""


@dataclass(frozen=True)
class Step:
    """Progress: `done` of `total` in a phase (`read`, `store`)."""

    phase: str
    done: int
    total: int
    name: str = ""


@dataclass
class Report:
    """What an ingestion did: sources read, laws changed, and each failure as a sentence."""

    sources: int = 0
    unchanged: int = 0
    laws: int = 0
    added: int = 0
    superseded: int = 0
    errors: list[str] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)
    """Names of the sources behind `errors`: they keep their sentence and are tried again in the next run."""
    changed_laws: set[str] = field(default_factory=set)
    rules: str = ""
    """Hash of the register that this run goes by."""
    case_files: list[SourceFile] = field(default_factory=list)
    """Case-text sources that changed; `lawbase.ingest.casework` takes them from here."""


@dataclass
class Incoming:
    """Editions read in this run, by law."""

    editions: dict[str, list[DatedEdition]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, tuple[LawNames, Statute | None]] = field(default_factory=dict)
    owners: Mapping[str, LawNames] = field(default_factory=dict)
    corrections: dict[str, dict[tuple[str, str, str], list[dict[str, Any]]]] = field(
        default_factory=lambda: defaultdict(dict)
    )


def slug_of(names: LawNames, registered: Statute | None) -> str:
    if registered is not None:
        return registered.slug
    if names.slug:
        return names.slug
    raise SourceError(f"{names.file}: {names.title} has no slug; add it to corpus/statutes.yaml.")


def date_edition(
    edition: ParsedEdition, file: SourceFile, register: Register, entry: Statute | None, slug: str
) -> DatedEdition:
    """Give the edition its dates: the register's where it knows the edition, else what the source proves."""
    known = register.edition(entry, edition.version)
    outdated = register.outdated(slug, edition.version)
    return DatedEdition(
        edition=replace(edition, adopted=known.adopted or edition.adopted) if known else edition,
        source=file,
        start=known.in_force if known else edition.in_force_from,
        end=known.to if known and known.to else edition.in_force_to,
        evidence=(known.evidence or "") if known else "",
        made_by=(known.made_by or "") if known else "",
        outdated_zh=outdated.zh if outdated else "",
        outdated_en=outdated.en if outdated else "",
        priority=PRIORITY.get(file.adapter, 0),
    )


def read_source(found: discover.Found, file: SourceFile, register: Register, into: Incoming) -> set[str]:
    """Read one source into `into`; returns the slugs of its laws. All or nothing: raises before adding anything."""
    assert found.adapter is not None
    ready = []
    for parsed in _by_owner(_editions(found, into.owners), register, into.owners):
        entry = register.find(parsed.law)
        slug = slug_of(parsed.law, entry)
        gaps = register.gaps(slug, parsed.version)
        corrected, done = corrections.apply(parsed, register.corrections_for(slug, parsed.version), file.name)
        checks.check(corrected, file.name, _expected(register, entry, parsed), gaps)
        ready.append((slug, parsed.law, entry, date_edition(corrected, file, register, entry, slug), done))
    for slug, names, entry, dated, done in ready:
        into.editions[slug].append(dated)
        into.names[slug] = (names, entry)
        for key, records in done.items():
            into.corrections[slug][dated.edition.version, file.name, key] = records
    return {slug for slug, *_rest in ready}


def _editions(found: discover.Found, owners: Mapping[str, LawNames]) -> Iterator[ParsedEdition]:
    """What the adapter reads; of a title that was fetched for the sake of registered acts, their sections only."""
    assert found.adapter is not None
    if isinstance(found.adapter, UslmXml) and stated(found.path).get("keep") == KEEP_REGISTERED:
        return found.adapter.read(found.path, lambda code, key: address(code, key) in owners)
    return found.adapter.read(found.path)


def _by_owner(
    editions: Iterable[ParsedEdition], register: Register, owners: Mapping[str, LawNames]
) -> Iterator[ParsedEdition]:
    """Sections that the register gives to another act go to that act (18 U.S.C. 2710 stands in two files)."""
    for edition in editions:
        entry = register.find(edition.law)
        yield from part_by_owner(edition, slug_of(edition.law, entry), owners)


def _expected(register: Register, entry: Statute | None, parsed: ParsedEdition) -> int | None:
    """The register states the count of the newest registered edition only."""
    if entry is None or not entry.editions or entry.editions[-1].version != parsed.version:
        return None
    return entry.expected


def ingest(
    folders: Sequence[Path],
    package: Path | None,
    corpus: Path,
    report: Report,
    only: Sequence[str] = (),
    force: bool = False,
) -> Iterator[Step]:
    """Bring the database up to date with the sources. Fills `report` while it goes.

    `only` restricts to sources whose name contains one of the words. Raises `SourceError` if the register has faults;
    a faulty source does not stop the others, and changes nothing.
    """
    register = load_sound(corpus)
    ensure_jurisdictions(entry.jurisdiction for entry in register.statutes)
    every = [
        found for found in discover.find(folders, package) if not only or any(w in found.name for w in only)
    ]
    known = {document.name: document for document in SourceDocument.objects.all()}
    files: dict[str, SourceFile] = {}
    for done, found in enumerate(every, start=1):
        yield Step("hash", done, len(every), found.name)
        try:
            files[found.name] = discover.describe(found)
        except SourceError as error:
            report.errors.append(f"{found.name}: {error}")
            report.failed.add(found.name)
    for name, gap in register.left_out.items():
        if name in files:
            store.store_source(files[name], error=gap.why.en, error_zh=gap.why.zh)
    every = [found for found in every if found.name in files and found.name not in register.left_out]
    rules = report.rules = register.sha256
    stale = [found for found in every if force or _is_stale(files[found.name], known.get(found.name), rules)]
    report.sources, report.unchanged = len(every), len(every) - len(stale)
    report.case_files = [files[found.name] for found in stale if found.adapter is None]
    incoming = Incoming(owners=register.owners())
    affected: set[str] = set()
    read = {found.name for found in stale if found.adapter}
    queue = [found for found in every if found.name in read]
    # The other sources of an affected law are read again too: a version's dates depend on its neighbours.
    for done, found in enumerate(queue, start=1):
        affected |= _try(found, files[found.name], register, incoming, report)
        yield Step("read", done, len(queue), found.name)
    affected |= _amended(affected, incoming)
    names = _sources_of(affected)
    for found in every:
        if found.adapter and found.name in names - read:
            _try(found, files[found.name], register, incoming, report)
    yield from _store(incoming, affected, files, register, report)
    for found in stale:
        if found.adapter and found.name not in report.failed:
            document = store.store_source(files[found.name])
            remember_rules(document, rules)


def _amended(affected: set[str], incoming: Incoming) -> set[str]:
    """The laws that the affected instruments amend: their history is computed anew."""
    known = Amendment.objects.filter(instrument__slug__in=affected).values_list("law__slug", flat=True)
    targets = histories.amended_laws(incoming.names)
    return set(known) | {law for instrument, law in targets.items() if instrument in affected}


def _sources_of(affected: set[str]) -> set[str]:
    """Names of the sources that the affected laws, and the instruments that amend them, were last read from."""
    instruments = Amendment.objects.filter(law__slug__in=affected).values("instrument")
    editions = LawVersion.objects.filter(law__slug__in=affected) | LawVersion.objects.filter(
        law__in=instruments
    )
    return set(editions.values_list("source__name", flat=True))


def _try(
    found: discover.Found, file: SourceFile, register: Register, incoming: Incoming, report: Report
) -> set[str]:
    try:
        return read_source(found, file, register, incoming)
    except SourceError as error:
        message = str(error) if str(error).startswith(file.name) else f"{file.name}: {error}"
        report.errors.append(message)
        report.failed.add(file.name)
        store.store_source(file, error=message)
        return set()


def _is_stale(file: SourceFile, known: SourceDocument | None, rules: str) -> bool:
    return (
        known is None
        or bool(known.error)
        or known.sha256 != file.sha256
        or known.adapter_version != file.adapter_version
        or known.register_sha256 != rules
    )


def remember_rules(document: SourceDocument, rules: str) -> None:
    """Last step for a source: only now does it count as read under this register, so a killed run reads it again."""
    document.register_sha256 = rules
    document.save(update_fields=["register_sha256"])


def _store(
    incoming: Incoming,
    affected: set[str],
    files: dict[str, SourceFile],
    register: Register,
    report: Report,
) -> Iterator[Step]:
    order = {statute.slug: place for place, statute in enumerate(register.statutes)}
    documents: dict[str, SourceDocument] = {}
    laws = sorted(affected & set(incoming.editions), key=lambda slug: (order.get(slug, len(order)), slug))
    targets = histories.amended_laws(incoming.names)
    computed: list[tuple[str, History]] = []
    for done, slug in enumerate(laws, start=1):
        names, entry = incoming.names[slug]
        sources = histories.gather(slug, incoming.names, incoming.editions, targets)
        laid = histories.lay(sources)
        for dated in laid.editions:
            name = dated.source.name
            if name not in documents:
                documents[name] = SourceDocument.objects.filter(name=name).first() or store.store_source(
                    replace(files[name], sha256="")
                )
        plan = store.LawPlan(
            slug=slug,
            names=names,
            registered=entry,
            core_order=order.get(slug, 10_000),
            editions=laid.editions,
            spans=laid.spans,
            corrections=incoming.corrections[slug],
            today=date.today(),
        )
        present = sum(1 for spans in plan.spans.values() if spans and spans[-1].end is None)
        if entry and entry.expected is not None and present > entry.expected:
            message = (
                f"{slug}: the sources give {present} provisions in force, corpus/statutes.yaml expects {entry.expected}; "
                "one of them holds sections of another law, or the register is out of date. The law was left as it is."
            )
            report.errors.append(message)
            for dated in sources.editions:
                report.failed.add(dated.source.name)
                store.store_source(files[dated.source.name], error=message)
            continue
        stored = store.store_law(plan, documents)
        report.laws += 1
        report.added += stored.added
        report.superseded += stored.superseded
        if stored.changed:
            report.changed_laws.add(slug)
        if laid.history is not None:
            computed.append((slug, laid.history))
        yield Step("store", done, len(laws), slug)
    for slug, history in computed:
        # After all laws: an instruction belongs to its instrument, which may be stored after the law that it changes.
        store_history(slug, history)
    yield from _placeholders(register, order)


def _placeholders(register: Register, order: dict[str, int]) -> Iterator[Step]:
    """Core laws without a text still have their page, with the provisions that the register names."""
    for done, statute in enumerate(register.statutes, start=1):
        if store.store_placeholder(statute, order[statute.slug]):
            yield Step("placeholders", done, len(register.statutes), statute.slug)
