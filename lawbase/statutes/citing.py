"""A provision as Chinese, English and Bluebook readers cite it: pages and API print the same."""

from __future__ import annotations

from dataclasses import dataclass

from lawbase.statutes.models import Provision, ProvisionVersion
from lawbase.statutes.pinpoint import Pinpoint, in_bluebook, in_chinese, in_english


@dataclass(frozen=True)
class Printed:
    """One provision, cited three ways."""

    zh: str
    en: str
    bluebook: str


def printed(provision: Provision, version: ProvisionVersion | None) -> Printed:
    """The citations of a provision; the Bluebook form names the edition that `version` belongs to. Needs `law` loaded."""
    law = provision.law
    pinpoint = Pinpoint(law.slug, provision.key)
    edition = version.law_version if version else None
    return Printed(
        zh=in_chinese(pinpoint, title_zh=law.title_zh or law.short_zh or law.title_en, code=law.code),
        en=in_english(pinpoint, short_en=law.short_en or law.title_en or law.title_zh, code=law.code),
        bluebook=in_bluebook(
            pinpoint,
            code=law.code,
            citation=law.citation,
            title_zh=law.title_zh,
            title_en=law.title_en,
            issuer_en=law.issuer_en,
            adopted=edition.adopted if edition else None,
            in_force=edition.in_force_from if edition else None,
        ),
    )
