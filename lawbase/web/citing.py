"""Copy-citation: a provision as Chinese, English and Bluebook readers cite it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lawbase.statutes.models import Provision, ProvisionVersion
from lawbase.statutes.pinpoint import Pinpoint, in_bluebook, in_chinese, in_english


@dataclass(frozen=True)
class Form:
    """One way to cite; `name` is the way's, `lang` that of the citation."""

    id: str
    name: str
    lang: str
    text: str


def forms(provision: Provision, version: ProvisionVersion | None) -> list[Form]:
    law = provision.law
    pinpoint = Pinpoint(law.slug, provision.key)
    edition = version.law_version if version else None
    bluebook = in_bluebook(
        pinpoint,
        code=law.code,
        citation=law.citation,
        title_zh=law.title_zh,
        title_en=law.title_en,
        issuer_en=law.issuer_en,
        adopted=edition.adopted if edition else None,
        in_force=edition.in_force_from if edition else None,
    )
    chinese = in_chinese(pinpoint, title_zh=law.title_zh or law.short_zh or law.title_en, code=law.code)
    english = in_english(pinpoint, short_en=law.short_en or law.title_en or law.title_zh, code=law.code)
    return [
        Form("cite-zh", _("In Chinese"), "zh-Hans", chinese),
        Form("cite-en", _("In English"), "en", english),
        Form("cite-bluebook", "Bluebook", "en", bluebook),
    ]
