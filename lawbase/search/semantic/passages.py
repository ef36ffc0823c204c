"""What of a provision or a case is embedded: passages short enough for the model, each under the name of where it stands.

A provision that the editors digested has their digest too, a passage in each language: a question in one language then meets
a text in the same language, whatever the law is written in. A vector is kept under the hash of its passage and its model, so
the same words are embedded once, in whatever library.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lawbase.cases.models import Case, CaseSection
from lawbase.search.documents import CORE, WIDER, prior_of, stated_for, unheld
from lawbase.search.plan import OPEN_END
from lawbase.statutes.models import Law, ProvisionVersion
from lawbase.taxonomy.models import Digest

HAN_LENGTH, LATIN_LENGTH = 480, 1500
"""Characters of a passage: what fits into the model's 512 tokens, beside the heading."""
MOST = 12
"""Passages of one document; what stands behind them is found by its words."""
BREAK = re.compile(r"(?<=[。；;.\n])\s*")
CHUNK = 2000


@dataclass(frozen=True)
class Embeddable:
    """A document of the index by its id, what of it is embedded, and what it is filtered by."""

    id: str
    kind: str
    jurisdiction: str
    law: str
    core: bool
    from_day: int
    to_day: int
    prior: float
    texts: tuple[str, ...]
    """The words of the law or the case."""
    digests: tuple[str, ...] = ()
    """What the editors say of a provision."""
    chapter: str = ""
    """Headings of the table of contents that a provision stands under."""

    @property
    def passages(self) -> tuple[str, ...]:
        return (*self.texts, *self.digests)


def passage_hash(passage: str, model: str) -> bytes:
    """Sixteen bytes that name a passage as one model embeds it."""
    return hashlib.blake2b(f"{model}\x1f{passage}".encode(), digest_size=16).digest()


def pieces(text: str, length: int) -> tuple[str, ...]:
    """`text` cut between sentences into at most `MOST` pieces of at most `length` characters."""
    found: list[str] = []
    piece = ""
    for sentence in BREAK.split(text):
        if piece and len(piece) + len(sentence) > length:
            found.append(piece)
            piece = ""
        while len(sentence) > length:
            found.append(sentence[:length])
            sentence = sentence[length:]
        piece += ("" if not piece or piece[-1] > "\u2fff" else " ") + sentence
    if piece.strip():
        found.append(piece)
    return tuple(found[:MOST])


def headed(heading: str, text: str, chinese: bool) -> tuple[str, ...]:
    length = HAN_LENGTH if chinese else LATIN_LENGTH
    return tuple(f"{heading}\n{piece.strip()}" for piece in pieces(text, length))


def provision_passages(core: bool | None = None) -> Iterator[Embeddable]:
    """Of every version that the index holds, and of what it holds without a text if there is a digest; `core` leaves only
    those in or outside the core library."""
    laws = Law.objects.in_bulk()
    digests: dict[int, list[Digest]] = defaultdict(list)
    for digest in Digest.objects.order_by("pk"):
        digests[digest.provision_id].append(digest)
    versions = ProvisionVersion.objects.current().filter(text_held=True)
    if core is not None:
        versions = versions.filter(provision__law__core=core)
    rows = versions.order_by("provision__law__slug", "provision__sort", "pk").values_list(
        "provision", "provision__law", "provision__key", "valid_from", "valid_to", "text", "heading", "toc",
    )  # fmt: skip
    for pk, law_pk, key, start, end, text, heading, toc in rows.iterator(chunk_size=CHUNK):
        law = laws[law_pk]
        chinese = law.jurisdiction_id == "cn"
        # Under the law's name, not under the chapter's: see docs/search.md, "What was tried".
        place = f"{name_of(law, chinese)} {heading}".strip()
        yield Embeddable(
            id=f"{law.slug}:{key}@{start or ''}",
            kind="provision",
            jurisdiction=law.jurisdiction_id,
            law=law.slug,
            core=law.core,
            from_day=start.toordinal() if start else 0,
            to_day=end.toordinal() if end else OPEN_END,
            prior=prior_of(law),
            texts=headed(place, text, chinese),
            digests=digested(law, [one for one in digests[pk] if stated_for(one, start, end)]),
            chapter=" / ".join(toc),
        )
    if core is False:
        return
    for pk, law_pk, key in unheld().order_by("law__slug", "sort").values_list("pk", "law", "key"):
        law = laws[law_pk]
        if pk in digests:
            yield Embeddable(
                id=f"{law.slug}:{key}@",
                kind="provision",
                jurisdiction=law.jurisdiction_id,
                law=law.slug,
                core=True,
                from_day=0,
                to_day=OPEN_END,
                prior=prior_of(law),
                texts=(),
                digests=digested(law, digests[pk]),
            )


def name_of(law: Law, chinese: bool) -> str:
    """The law's full title, in the language that is asked for if it has one."""
    title = (law.title_zh or law.title_en) if chinese else (law.title_en or law.title_zh)
    return title.removeprefix("中华人民共和国")


def digested(law: Law, digests: list[Digest]) -> tuple[str, ...]:
    """Each digest in each language, under the law's name and the editors' heading."""
    found: list[str] = []
    for one in digests:
        found += headed(f"{name_of(law, True)} {one.heading_zh}", one.says_zh, chinese=True)
        found += headed(f"{name_of(law, False)} {one.heading_en}", one.says_en, chinese=False)
    return tuple(found)


def case_passages(core: bool | None = None) -> Iterator[Embeddable]:
    """Of a digest: its facts and holding, in either language. Of a case without one: the beginning of its official text."""
    cases = Case.objects.order_by("slug")
    if core is not None:
        cases = cases.exclude(digest_source="") if core else cases.filter(digest_source="")
    for case in cases.iterator(chunk_size=200):
        found: list[str] = []
        if case.has_digest:
            for title, parts, chinese in (
                (case.title_zh, (case.facts_zh, case.holding_zh), True),
                (case.title_en, (case.facts_en, case.holding_en), False),
            ):
                found += (passage for part in parts for passage in headed(title, part, chinese)[:1])
        else:
            first = CaseSection.objects.filter(case=case).order_by("order").values_list("text", flat=True)[:1]
            chinese = case.full_text_lang == "zh"
            title = case.title_zh if chinese else case.title_en
            found += headed(title, "".join(first), chinese)[:2]
        yield Embeddable(
            id=f"case:{case.slug}",
            kind="case",
            jurisdiction=case.jurisdiction_id,
            law="",
            core=case.has_digest,
            from_day=case.day.toordinal() if case.day else 0,
            to_day=OPEN_END,
            prior=CORE if case.has_digest else WIDER,
            texts=tuple(found),
        )


def embeddables(core: bool | None = None) -> Iterator[Embeddable]:
    """Everything that is embedded, the core library first."""
    for wanted in (True, False) if core is None else (core,):
        yield from case_passages(wanted)
        yield from provision_passages(wanted)
