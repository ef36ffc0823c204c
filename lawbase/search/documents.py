"""From database rows to index documents: what of a provision or a case is searchable, and with which weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from lawbase.cases.models import Case, CaseSection
from lawbase.search.drafts import Draft, analysed_on_every_core, unique_words
from lawbase.search.engines.base import Change, IndexDocument
from lawbase.search.indices.base import Held
from lawbase.search.intent import role_of
from lawbase.search.plan import OPEN_END
from lawbase.statutes.models import Law, Provision, ProvisionVersion
from lawbase.taxonomy.models import CaseLink, Digest, InfringementType, ProvisionLink, TermDefinition

CORE, WIDER, BEHIND = 1.2, 1.0, 0.0
"""Static weights: the core library a little ahead; amending instruments and repealed law behind what they repeat."""
CHUNK = 2000
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class TypeWords:
    """Everything a type is called, and the slugs of it and its ancestors."""

    words: str
    slugs: tuple[str, ...]


def type_words() -> dict[int, TypeWords]:
    """By primary key, for every infringement type."""
    types = {row.pk: row for row in InfringementType.objects.all()}

    def line(row: InfringementType) -> tuple[str, ...]:
        return (row.slug, *(line(types[row.parent_id]) if row.parent_id else ()))

    return {
        pk: TypeWords(
            " ; ".join([row.name_zh, row.name_en, *row.everyday_zh, *row.everyday_en]),
            line(row),
        )
        for pk, row in types.items()
    }


class _LawContext:
    """The words that every provision of a law carries: its names. Analysed once a law."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[str, ...]] = {}

    def words(self, law: Law) -> tuple[str, ...]:
        if law.pk not in self._known:
            names = [law.title_zh, law.title_en, law.short_zh, law.short_en, *law.aliases]
            self._known[law.pk] = unique_words(" ; ".join(filter(None, names)))
        return self._known[law.pk]


@dataclass(frozen=True)
class EditorsWords:
    """What the editors call provisions, by primary key: their digests, and the terms that each defines."""

    digests: dict[int, list[Digest]]
    terms: dict[int, str]

    @classmethod
    def read(cls, provisions: QuerySet[Provision] | None) -> EditorsWords:
        """Of some provisions, or of all."""
        digests: dict[int, list[Digest]] = defaultdict(list)
        for digest in _among(Digest.objects.order_by("pk"), "provision", provisions):
            digests[digest.provision_id].append(digest)
        terms: dict[int, list[str]] = defaultdict(list)
        definitions = _among(TermDefinition.objects.order_by("pk"), "provision", provisions)
        for row in definitions.select_related("term"):
            terms[row.provision_id] += [
                row.term.term_zh,
                row.term.term_en,
                *row.term.also_zh,
                *row.term.also_en,
            ]
        return cls(digests, {pk: " ; ".join(dict.fromkeys(words)) for pk, words in terms.items()})

    def about(self, provision: Provision, version: ProvisionVersion | None) -> list[str]:
        """Headings and digests stated for days of this version, and the terms defined.

        Of a digest only the language that the official text is not in: the other would repeat it, and what is added to a
        document's context weakens all that stands there.
        """
        foreign = "en" if provision.law.jurisdiction_id == "cn" else "zh"
        said = [provision.heading_zh, provision.heading_en, self.terms.get(provision.pk, "")]
        for digest in self.digests.get(provision.pk, ()):
            if _valid(digest, version):
                said += [digest.heading_zh, digest.heading_en, getattr(digest, f"says_{foreign}")]
        return said


def provision_drafts(of: Q | None = None) -> Iterator[Draft]:
    """One draft a version held, and one for each core provision whose text is not held; of some provisions or all."""
    types = type_words()
    provisions = None if of is None else Provision.objects.filter(of)
    links: dict[int, list[ProvisionLink]] = defaultdict(list)
    for link in _among(ProvisionLink.objects.accepted().order_by("pk"), "provision", provisions):
        links[link.provision_id].append(link)
    laws, words = _LawContext(), EditorsWords.read(provisions)
    versions = (
        _among(ProvisionVersion.objects.current(), "provision", provisions)
        .filter(text_held=True)
        .select_related("provision__law")
        .order_by("provision__law__slug", "provision__key", "valid_from", "pk")
    )
    for version in versions.iterator(chunk_size=CHUNK):
        yield _provision(version.provision, version, links[version.provision_id], types, laws, words)
    for provision in _among(unheld(), "pk", provisions).select_related("law").order_by("law__slug", "key"):
        yield _provision(provision, None, links[provision.pk], types, laws, words)


def _among(rows: QuerySet[Row], field: str, wanted: QuerySet[Any] | None) -> QuerySet[Row]:
    """Those of the rows whose `field` is among the wanted; all where nothing is asked for."""
    return rows if wanted is None else rows.filter(**{f"{field}__in": wanted})


def unheld() -> QuerySet[Provision]:
    """Provisions of the core library without any text."""
    return Provision.objects.filter(law__core=True).exclude(
        pk__in=ProvisionVersion.objects.current().filter(text_held=True).values("provision")
    )


def expected_count() -> int:
    """How many documents an index built now must have."""
    held = ProvisionVersion.objects.current().filter(text_held=True).count()
    return held + unheld().count() + Case.objects.count()


def _valid(link: ProvisionLink | Digest, version: ProvisionVersion | None) -> bool:
    return version is None or stated_for(link, version.valid_from, version.valid_to)


def stated_for(link: ProvisionLink | Digest, start: date | None, end: date | None) -> bool:
    """Whether a link or digest is stated for a day of a version that was law from `start` until before `end`."""
    starts = link.valid_from is None or end is None or link.valid_from < end
    ends = link.valid_to is None or start is None or link.valid_to > start
    return starts and ends


def prior_of(law: Law) -> float:
    """The static weight of a law's provisions."""
    if law.kind in Law.AMENDING_KINDS or law.status == Law.Status.REPEALED:
        return BEHIND
    return CORE if law.core else WIDER


def _provision(
    provision: Provision,
    version: ProvisionVersion | None,
    links: list[ProvisionLink],
    types: dict[int, TypeWords],
    laws: _LawContext,
    editors: EditorsWords,
) -> Draft:
    law = provision.law
    about = [provision.number, *editors.about(provision, version)]
    if version:
        about += [version.heading, *version.toc]
    slugs: list[str] = []
    roles: list[str] = []
    for link in links:
        if _valid(link, version):
            about.append(types[link.type_id].words)
            slugs += types[link.type_id].slugs
            roles += (role_of(slug, link.role) for slug in types[link.type_id].slugs)
    start = version.valid_from if version else None
    end = version.valid_to if version else None
    earliest = version.earliest if version else None
    ident = f"{law.slug}:{provision.key}"
    return Draft(
        id=f"{ident}@{start or ''}",
        text=version.text if version else "",
        about=" ; ".join(filter(None, about)),
        names=laws.words(law),
        keywords={
            "id": (f"{ident}@{start or ''}",),
            "ident": (ident,),
            "kind": ("provision",),
            "jurisdiction": _jurisdictions(law.jurisdiction_id),
            "law": (law.slug,),
            "key": (provision.key.lower(),),
            "status": (law.status,),
            "type": tuple(dict.fromkeys(slugs)),
            "role": tuple(dict.fromkeys(roles)),
            "year": (str(start.year),) if start else (),
        },
        numbers={
            "pk": version.pk if version else -provision.pk,
            "core": int(law.core),
            "from_day": earliest.toordinal() if earliest else 0,
            "to_day": end.toordinal() if end else OPEN_END,
            "year_number": start.year if start else 0,
            "day": start.toordinal() if start else 0,
        },
        prior=prior_of(law),
    )


def _jurisdictions(code: str) -> tuple[str, ...]:
    """A State's law is also found under the United States."""
    return (code,) if "-" not in code else (code.split("-")[0], code)


def case_drafts(of: Q | None = None) -> Iterator[Draft]:
    """One draft a case: the editors' digest in both languages and the official text. Of some cases or all."""
    types = type_words()
    cases = Case.objects.all() if of is None else Case.objects.filter(of)
    linked: dict[int, list[int]] = defaultdict(list)
    links = _among(CaseLink.objects.order_by("pk"), "case", None if of is None else cases)
    for linked_case, kind in links.values_list("case_id", "type_id"):
        linked[linked_case].append(kind)
    applied: dict[int, set[str]] = defaultdict(set)
    for citing, title_zh, short_en in (
        cases.filter(citations__law__isnull=False)
        .values_list("pk", "citations__law__short_zh", "citations__law__short_en")
        .distinct()
    ):
        applied[citing] |= {title_zh, short_en}
    for case in cases.order_by("slug").iterator(chunk_size=200):
        official = CaseSection.objects.filter(case=case).order_by("order").values_list("text", flat=True)
        yield _case(case, "\n".join(official), linked[case.pk], sorted(applied[case.pk]), types)


def _case(
    case: Case, official: str, linked: list[int], laws: Iterable[str], types: dict[int, TypeWords]
) -> Draft:
    digest = [case.facts_zh, case.facts_en, case.issues_zh, case.issues_en, case.holding_zh, case.holding_en]
    about = [case.title_zh, case.title_en, case.court_zh, case.court_en, case.docket, case.citation, case.number,
             case.parties_zh, case.parties_en, *case.keywords, *case.information_categories, *laws,
             *(types[kind].words for kind in linked)]  # fmt: skip
    day: date | None = case.decided or case.released
    ident = f"case:{case.slug}"
    return Draft(
        id=ident,
        text="\n".join(filter(None, [case.title_zh, case.title_en, *digest, official])),
        about=" ; ".join(filter(None, about)),
        names=(),
        keywords={
            "id": (ident,),
            "ident": (ident,),
            "kind": ("case",),
            "jurisdiction": _jurisdictions(case.jurisdiction_id),
            "law": (),
            "key": (case.slug,),
            "status": (),
            "type": tuple(dict.fromkeys(slug for kind in linked for slug in types[kind].slugs)),
            "role": (),
            "year": (str(day.year),) if day else (),
        },
        numbers={
            "pk": case.pk,
            # The core library is personal-information law: a case belongs to it when the editors digested it.
            "core": int(case.has_digest),
            "from_day": day.toordinal() if day else 0,
            "to_day": OPEN_END,
            "year_number": day.year if day else 0,
            "day": day.toordinal() if day else 0,
        },
        prior=CORE if case.has_digest else WIDER,
    )


def all_documents() -> Iterator[IndexDocument]:
    """Everything searchable."""
    yield from analysed_on_every_core(chain(case_drafts(), provision_drafts()))


def documents_of(
    *, provision_pks: Collection[int] = (), case_pks: Collection[int] = (), law_pks: Collection[int] = (),
    idents: Collection[str] = (),
) -> Iterator[IndexDocument]:  # fmt: skip
    """The documents, as they are now, of some provisions, of all provisions of some laws, and of some cases.

    `idents` are addresses as `IndexDocument.keywords["ident"]` has them: `cn-pipl:13`, `case:cn-…`. Each document comes
    once; rows that are gone have none.
    """
    cases, provisions = _split(idents)
    if case_pks or cases:
        drafts = case_drafts(Q(pk__in=list(case_pks)) | Q(slug__in=cases))
        yield from (draft.analysed() for draft in drafts)
    if provision_pks or law_pks or provisions:
        wanted = Q(pk__in=list(provision_pks)) | Q(law__in=list(law_pks))
        for slug, keys in provisions.items():
            wanted |= Q(law__slug=slug, key__in=keys)
        yield from (draft.analysed() for draft in provision_drafts(wanted))


def idents_of(
    *, provision_pks: Collection[int] = (), case_pks: Collection[int] = (), law_pks: Collection[int] = ()
) -> frozenset[str]:
    """Addresses of rows that are there now. Write them down before a row is deleted: its documents are found by them."""
    found: set[str] = set()
    if provision_pks or law_pks:
        rows = Provision.objects.filter(Q(pk__in=list(provision_pks)) | Q(law__in=list(law_pks)))
        found |= {f"{law}:{key}" for law, key in rows.values_list("law__slug", "key")}
    if case_pks:
        cases = Case.objects.filter(pk__in=list(case_pks))
        found |= {f"case:{slug}" for slug in cases.values_list("slug", flat=True)}
    return frozenset(found)


def changes_of(idents: Collection[str], version: int, held: Held) -> Iterator[Change]:
    """What an index must be told so that it holds exactly the present documents of these addresses.

    `held` is the index: documents that it has under the addresses and the database has no more are deleted.
    """
    gone = set(held.ids_under(idents))
    for document in documents_of(idents=idents):
        gone.discard(document.id)
        yield Change(document.id, document, version)
    for ident in sorted(gone):
        yield Change(ident, None, version)


def _split(idents: Iterable[str]) -> tuple[list[str], dict[str, list[str]]]:
    """Slugs of cases; keys of provisions by the slug of their law."""
    cases: list[str] = []
    provisions: dict[str, list[str]] = defaultdict(list)
    for ident in idents:
        slug, _, key = ident.partition(":")
        if slug == "case":
            cases.append(key)
        else:
            provisions[slug].append(key)
    return cases, provisions
