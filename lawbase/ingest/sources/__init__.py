"""The adapters, one module a format, in the order in which they are asked whether a file is theirs."""

from __future__ import annotations

from lawbase.ingest.parsed import StatuteAdapter
from lawbase.ingest.sources.ccpa_markdown import CcpaMarkdown
from lawbase.ingest.sources.china_law_package import ChinaLawPackage
from lawbase.ingest.sources.chinese_markdown import ChineseMarkdown
from lawbase.ingest.sources.cppa_pdf import CppaPdf
from lawbase.ingest.sources.flk_docx import FlkDocx
from lawbase.ingest.sources.leginfo_html import LeginfoHtml
from lawbase.ingest.sources.us_json import UsJson
from lawbase.ingest.sources.uslm_xml import UslmXml

PACKAGE: StatuteAdapter = ChinaLawPackage()
STATUTE_ADAPTERS: tuple[StatuteAdapter, ...] = (
    UsJson(),
    CcpaMarkdown(),
    ChineseMarkdown(),
    FlkDocx(),
    UslmXml(),
    CppaPdf(),
    LeginfoHtml(),
)
