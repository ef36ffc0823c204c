"""What a question asks for beside its subject: a role of law (punishment, remedy, …) and a legal order."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from lawbase.search.analysis.words import query_words

ROLE_WORDS = {
    "prohibits": "禁止 违法 不得 prohibited unlawful",
    "obliges": "义务 应当 duty obligation",
    "punishes": "犯罪 罪 判刑 判几年 坐牢 量刑 处罚 罚款 crime criminal offence penalty punishment prison sentence",
    "remedies": "赔偿 起诉 救济 维权 damages compensation sue remedy claim",
    "defines": "定义 是什么 definition meaning",
    "excepts": "例外 除外 exception exemption",
}
"""How a layman asks for a role of a provision, in both languages."""
ORDER_WORDS = {
    "cn": "中国 我国 china chinese prc",
    "us": "美国 america american usa",
    "us-ca": "加州 加利福尼亚州 california californian",
}
"""How a question names a legal order. `us` as a word is left out: English says it of people."""


def role_of(slug: str, role: str) -> str:
    """The keyword of a provision that does `role` about an infringement type: `illegal-trade:punishes`."""
    return f"{slug}:{role}"


@cache
def _roles() -> dict[str, str]:
    return {word: role for role, words in ROLE_WORDS.items() for word in query_words(words)}


@cache
def _orders() -> dict[str, str]:
    return {word: order for order, words in ORDER_WORDS.items() for word in query_words(words)}


def roles_named(words: Iterable[str]) -> tuple[str, ...]:
    """The roles that a question's words (as `query_words` gives them) ask for."""
    return tuple(dict.fromkeys(_roles()[word] for word in words if word in _roles()))


def orders_named(words: Iterable[str]) -> tuple[str, ...]:
    """Codes of the legal orders that a question's words name."""
    return tuple(dict.fromkeys(_orders()[word] for word in words if word in _orders()))
