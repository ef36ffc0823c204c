"""A small made-up library. None of its words are law."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from lawbase.cases.models import Case, CaseSection
from lawbase.citations.models import Citation
from lawbase.ingest.jurisdictions import ensure_jurisdictions
from lawbase.statutes.models import Law, LawVersion, LibraryState, Provision, ProvisionVersion, SourceDocument
from lawbase.statutes.numbers import number_of, sort_key
from lawbase.taxonomy.models import CaseLink, InfringementType, LinkQuote, ProvisionLink


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def make_source(name: str = "made-up.md", **values: Any) -> SourceDocument:
    defaults = {"origin": "https://example.org/made-up", "retrieved": date(2026, 11, 1), "sha256": sha(name), "size": 1,
                "adapter": "made-up", "adapter_version": "1"}  # fmt: skip
    return SourceDocument.objects.get_or_create(name=name, defaults=defaults | values)[0]


def make_law(slug: str = "cn-garden", **values: Any) -> Law:
    """A law with one edition. The jurisdiction is what the slug begins with."""
    code = "cn" if slug.startswith("cn-") else "us-ca" if slug.startswith("us-ca-") else "us"
    ensure_jurisdictions()
    defaults = {
        "jurisdiction_id": code, "kind": Law.Kind.LAW if code == "cn" else Law.Kind.FEDERAL_ACT,
        "title_zh": f"中华人民共和国{slug}法", "title_en": f"Law on {slug}", "short_zh": f"{slug}法", "short_en": f"{slug} Law",
        "issuer_zh": "制定机关", "issuer_en": "Issuer", "core": True, "core_order": 1, "official_url": "https://example.org/law",
        "code": {} if code == "cn" else {"system": "usc", "title": 99},
    }  # fmt: skip
    law = Law.objects.create(slug=slug, **(defaults | values))
    LawVersion.objects.create(
        law=law,
        version="2020-01-01",
        adopted=date(2019, 6, 1),
        in_force_from=date(2020, 1, 1),
        source=make_source(),
    )
    LibraryState.advance()
    return law


def make_provision(law: Law, key: str, **values: Any) -> Provision:
    number = number_of(key) if law.jurisdiction_id == "cn" else f"§ {key}"
    return Provision.objects.create(law=law, key=key, number=number, sort=sort_key(key), **values)


def make_version(
    provision: Provision, text: str, start: str | None = None, end: str | None = None, **values: Any
) -> ProvisionVersion:
    """Words of a provision, law from `start` to `end`."""
    version = ProvisionVersion.objects.create(
        provision=provision,
        law_version=provision.law.versions.first(),
        text=text,
        text_sha256=sha(text),
        valid_from=date.fromisoformat(start) if start else None,
        valid_to=date.fromisoformat(end) if end else None,
        **values,
    )
    law = provision.law
    law.provision_count = Provision.objects.filter(law=law, versions__text_held=True).distinct().count()
    law.save()
    LibraryState.advance()
    return version


def make_type(slug: str, parent: InfringementType | None = None, **values: Any) -> InfringementType:
    defaults = {
        "name_zh": f"{slug}类",
        "name_en": f"{slug} kind",
        "definition_zh": "释义。",
        "definition_en": "A definition.",
    }
    return InfringementType.objects.create(
        slug=slug,
        parent=parent,
        order=InfringementType.objects.count(),
        depth=parent.depth + 1 if parent else 0,
        **(defaults | values),
    )


def make_link(
    provision: Provision, kind: InfringementType, quotes: dict[ProvisionVersion, str], **values: Any
) -> ProvisionLink:
    """A link with the words it rests on, by version."""
    defaults = {"role": "prohibits", "selector": "…", "by": "LawBase editors"}
    link = ProvisionLink.objects.create(provision=provision, type=kind, **(defaults | values))
    for version, text in quotes.items():
        LinkQuote.objects.create(link=link, version=version, text=text)
    LibraryState.advance()
    return link


def make_case(slug: str = "cn-case", **values: Any) -> Case:
    """A digested matter; give `digest_source=""` for an official text without a digest."""
    ensure_jurisdictions()
    code = "cn" if slug.startswith(("cn-", "spc-")) else "us"
    defaults = {
        "jurisdiction_id": code, "kind": "judgment", "proceeding": "civil", "title_zh": f"案件{slug}", "title_en": f"Matter {slug}",
        "court_zh": "法院", "court_en": "Court", "decided": date(2022, 5, 1), "facts_zh": "事实。", "facts_en": "Facts were these.",
        "holding_zh": "要旨。", "holding_en": "Held so.", "verified": "single-source", "digest_source": "corpus/cases/x.yaml",
        "outcome": {},
    }  # fmt: skip
    case = Case.objects.create(slug=slug, **(defaults | values))
    LibraryState.advance()
    return case


def make_section(case: Case, order: int, text: str, **values: Any) -> CaseSection:
    defaults = {"role": "facts", "heading_zh": "基本案情", "heading_en": "Facts"}
    return CaseSection.objects.create(case=case, order=order, text=text, **(defaults | values))


def make_case_link(case: Case, kind: InfringementType) -> CaseLink:
    return CaseLink.objects.create(case=case, type=kind, by="LawBase editors")


def cite(provision: Provision | None, case: Case, basis: str = "as-cited", **values: Any) -> Citation:
    """`case` applies `provision`; None leaves the citation unresolved."""
    defaults: dict[str, Any] = {"raw": str(provision or "Unknown Act § 1"), "as_of": case.day}
    if provision is not None:
        versions = ProvisionVersion.objects.as_of(case.day).filter(provision=provision)
        defaults |= {"law": provision.law, "provision": provision, "version": versions.first()}
    else:
        defaults["problem"] = "not in the library"
    row = Citation.objects.create(case=case, basis=basis, **(defaults | values))
    LibraryState.advance()
    return row


def refer(version: ProvisionVersion, target: Provision) -> Citation:
    """The words of `version` cite `target`."""
    row = Citation.objects.create(
        citing_version=version,
        basis="text",
        raw=str(target),
        start=0,
        end=1,
        law=target.law,
        provision=target,
    )
    LibraryState.advance()
    return row
