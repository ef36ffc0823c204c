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
    "cn": (
        "中国 我国 china chinese prc rmb renminbi yuan beijing shanghai tianjin chongqing guangdong guangzhou shenzhen zhejiang "
        "hangzhou jiangsu nanjing suzhou sichuan chengdu hubei wuhan shandong fujian xiamen hunan henan hebei anhui yunnan xinjiang "
        "tibet hainan"
    ),
    "us": (
        "美国 america american usa 硅谷 纽约 纽约州 华盛顿 西雅图 芝加哥 波士顿 德州 得克萨斯州 伊利诺伊州 麻省 马萨诸塞州 新泽西 新泽西州 "
        "科罗拉多州 蒙大拿州 弗吉尼亚州 佛罗里达 佛罗里达州 夏威夷 illinois texas florida virginia colorado massachusetts montana "
        "washington"
    ),
    "us-ca": "加州 加利福尼亚 加利福尼亚州 洛杉矶 旧金山 california californian",
}
"""How a question names a legal order. `us` as a word is left out: English says it of people.
Places stand for the order that is in force there; a State whose own law is not held, for the United States."""


def role_of(slug: str, role: str) -> str:
    """The keyword of a provision that does `role` about an infringement type: `illegal-trade:punishes`."""
    return f"{slug}:{role}"


@cache
def _roles() -> dict[str, str]:
    return {word: role for role, words in ROLE_WORDS.items() for word in query_words(words)}


@cache
def _orders() -> dict[str, str]:
    # Of a name that is cut into parts as well, only the whole: 金山 in 旧金山 is another place.
    return {
        max(query_words(name), key=len): order
        for order, names in ORDER_WORDS.items()
        for name in names.split()
    }


def roles_named(words: Iterable[str]) -> tuple[str, ...]:
    """The roles that a question's words (as `query_words` gives them) ask for."""
    return tuple(dict.fromkeys(_roles()[word] for word in words if word in _roles()))


def orders_named(words: Iterable[str]) -> tuple[str, ...]:
    """Codes of the legal orders that a question's words name."""
    return tuple(dict.fromkeys(_orders()[word] for word in words if word in _orders()))
