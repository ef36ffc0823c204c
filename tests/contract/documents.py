"""A small made-up library for the contract suite."""

from __future__ import annotations

from lawbase.search.analysis.words import index_terms
from lawbase.search.drafts import unique_words
from lawbase.search.engines.base import IndexDocument, spaced
from lawbase.search.plan import OPEN_END

DAY_2015, DAY_2020 = 735_599, 737_425


def document(
    ident: str,
    text: str,
    context: str = "",
    *,
    pk: int,
    kind: str = "provision",
    law: str = "",
    jurisdiction: tuple[str, ...] = ("cn",),
    types: tuple[str, ...] = (),
    roles: tuple[str, ...] = (),
    core: int = 1,
    start: int = 0,
    end: int = OPEN_END,
    year: str = "2020",
    prior: float = 1.0,
) -> IndexDocument:
    words, grams = index_terms(text)
    return IndexDocument(
        id=ident,
        words=spaced(words),
        grams=spaced(grams),
        context=spaced(unique_words(context)),
        keywords={
            "id": (ident,),
            "ident": (ident.split("@")[0],),
            "kind": (kind,),
            "jurisdiction": jurisdiction,
            "law": (law,) if law else (),
            "key": (ident.split("@")[0].rpartition(":")[2],),
            "status": ("in-force",),
            "type": types,
            "role": roles,
            "year": (year,),
        },
        numbers={
            "pk": pk,
            "core": core,
            "from_day": start,
            "to_day": end,
            "year_number": int(year),
            "day": start,
        },
        prior=prior,
    )


LIBRARY = (
    document("case:x-v-y", "The broker sold location data of drivers.", "data broker", pk=90, kind="case",
             jurisdiction=("us", "us-ca"), types=("illegal-trade",), year="2024"),
    document("cn-a:1@", "处理个人信息应当取得个人的同意。", "甲法 Law A", pk=1, law="cn-a", types=("over-collection",)),
    document("cn-a:2@", "不得非法买卖、提供或者公开他人个人信息。", "甲法 Law A", pk=2, law="cn-a", types=("illegal-trade",)),
    document("cn-a:3@", "旧文：出售信息的，处罚款。", "甲法 Law A", pk=3, law="cn-a", start=DAY_2015, end=DAY_2020, year="2015"),
    document("cn-a:3@2020", "新文：出售个人信息的，处罚款。", "甲法 Law A", pk=4, law="cn-a", start=DAY_2020),
    document("cn-b:1@", "不得非法买卖、提供或者公开他人个人信息。", "甲法修正案", pk=5, law="cn-b", prior=0.0,
             roles=("illegal-trade:punishes",)),
    document("us-c:120@", "A business that sells personal information shall give notice to consumers.", "Act C",
             pk=6, law="us-c", jurisdiction=("us", "us-ca"), types=("illegal-trade",), year="2023"),
    document("us-c:121@", "A consumer may direct a business not to sell.", "Act C", pk=7, law="us-c",
             jurisdiction=("us", "us-ca"), core=0, year="2023"),
    document("us-d:1@", "Same words here.", "Act D", pk=8, law="us-d", jurisdiction=("us",)),
    document("us-d:2@", "Same words here.", "Act D", pk=9, law="us-d", jurisdiction=("us",)),
)  # fmt: skip
