"""What a question names without saying so: laws by their names, kinds of infringement by everyday words."""

from __future__ import annotations

import pytest

from lawbase.search.analysis.words import query_words
from lawbase.search.library import Aliases, TypeFinder


@pytest.fixture(scope="module")
def aliases() -> Aliases:
    return Aliases.of(
        {"个人信息保护法": "cn-pipl", "个人信息": "cn-short", "pipl": "cn-pipl", "刑法": "cn-criminal-law",
         "刑法修正案（九）": "cn-amendment-9", "ftc act": "us-ftc-act", "sca": "us-sca"}
    )  # fmt: skip


@pytest.mark.parametrize(("text", "slugs"), [
    ("个人信息保护法第十三条", ["cn-pipl"]),
    ("违反个人信息保护法和刑法", ["cn-pipl", "cn-criminal-law"]),
    ("刑法修正案（九）第十七条", ["cn-amendment-9"]),
    ("what does pipl say", ["cn-pipl"]),
    ("piplx and xpipl", []),
    ("the sca, scan and the ftc act", ["us-sca", "us-ftc-act"]),
    ("p", []),
    ("", []),
])  # fmt: skip
def test_the_longest_name_counts_and_latin_names_stand_as_words(
    aliases: Aliases, text: str, slugs: list[str]
) -> None:
    assert list(aliases.in_text(text)) == slugs


@pytest.fixture(scope="module")
def finder() -> TypeFinder:
    phrases = {
        "illegal-trade": ["卖个人信息", "selling phone numbers"],
        "improper-use": ["selling"],
        "intrusion-theft": ["黑客", "stolen records"],
    }
    pairs = [(frozenset(query_words(p)), slug) for slug, found in phrases.items() for p in found]
    pairs.sort(key=lambda pair: -len(pair[0]))
    line = {
        "illegal-trade": ("illegal-trade", "improper-use"),
        "improper-use": ("improper-use",),
        "intrusion-theft": ("intrusion-theft",),
    }
    return TypeFinder(tuple(pairs), line)


@pytest.mark.parametrize(("question", "slugs"), [
    ("卖个人信息判几年", ("illegal-trade",)),
    ("把别人的个人信息卖了", ("illegal-trade",)),
    ("my boss sold my phone number", ("illegal-trade",)),
    ("he was selling things", ("improper-use",)),
    ("somebody stole my records", ("intrusion-theft",)),
    ("公司被黑客攻击", ("intrusion-theft",)),
    ("what is personal information", ()),
])  # fmt: skip
def test_a_kind_of_infringement_is_known_by_everyday_words_in_any_order(
    finder: TypeFinder, question: str, slugs: tuple[str, ...]
) -> None:
    assert finder.named_by(query_words(question)) == slugs
