"""Copy-citation: a provision as Chinese, English and Bluebook readers cite it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lawbase.statutes.citing import printed
from lawbase.statutes.models import Provision, ProvisionVersion


@dataclass(frozen=True)
class Form:
    """One way to cite; `name` is the way's, `lang` that of the citation."""

    id: str
    name: str
    lang: str
    text: str


def forms(provision: Provision, version: ProvisionVersion | None) -> list[Form]:
    cited = printed(provision, version)
    return [
        Form("cite-zh", _("In Chinese"), "zh-Hans", cited.zh),
        Form("cite-en", _("In English"), "en", cited.en),
        Form("cite-bluebook", "Bluebook", "en", cited.bluebook),
    ]
