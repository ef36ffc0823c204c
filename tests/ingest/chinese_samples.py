"""Made-up Chinese sources in the forms of the real ones. None of their words are law."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from lawbase.ingest.parsed import ParsedEdition, ParsedProvision, StatuteAdapter

SCHEMA = """
CREATE TABLE laws (law_id TEXT PRIMARY KEY, law_name TEXT NOT NULL, doc_type TEXT, level TEXT, issuing_body TEXT,
    publish_date TEXT, effective_date TEXT, version_date TEXT, status TEXT, law_department TEXT);
CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id TEXT NOT NULL, law_name TEXT NOT NULL, law_department TEXT, level TEXT,
    status TEXT, chapter TEXT, section TEXT, article_no TEXT, article_no_arabic INTEGER, article_text TEXT, char_count INTEGER);
"""
Article = tuple[str, str] | tuple[str, str, str]
"""Number and text, or number, text and chapter."""


class PackageFile:
    """A data file in the schema of the package, filled law by law."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with sqlite3.connect(path) as database:
            database.executescript(SCHEMA)

    def add(
        self,
        name: str,
        articles: list[Article],
        *,
        law_id: str = "",
        doc_type: str = "法律",
        version: str = "2020-01-01",
        effective: str | None = None,
        status: str = "现行有效",
    ) -> None:
        law_id = law_id or f"id-{name}-{version}"
        with sqlite3.connect(self.path) as database:
            database.execute(
                "INSERT INTO laws VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    law_id,
                    name,
                    doc_type,
                    doc_type,
                    "制定机关",
                    version,
                    effective or version,
                    version,
                    status,
                    "部门",
                ),
            )
            for number, text, *chapter in articles:
                database.execute(
                    "INSERT INTO articles (law_id, law_name, status, chapter, article_no, article_text) "
                    "VALUES (?, ?, ?, ?, ?, ?)",
                    (law_id, name, status, chapter[0] if chapter else None, number, text),
                )


def markdown(articles: str, title: str = "示例管理办法", lines: str = "2020年1月1日 示例部公布") -> str:
    """A norm in Markdown: title, promulgation lines, mark, text."""
    return f"# {title}\n\n{lines}\n\n<!-- INFO END -->\n\n{articles}\n"


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def docx(path: Path, paragraphs: list[str]) -> Path:
    """A .docx with these paragraphs; a newline inside one is a line break in it."""

    def paragraph(text: str) -> str:
        runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n"))
        return f"<w:p><w:r>{runs}</w:r></w:p>"

    body = "".join(map(paragraph, paragraphs))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        )
    return path


def only(adapter: StatuteAdapter, path: Path) -> ParsedEdition:
    """The single edition of a file."""
    (edition,) = adapter.read(path)
    return edition


def by_key(edition: ParsedEdition) -> dict[str, ParsedProvision]:
    return {provision.key: provision for provision in edition.provisions}
