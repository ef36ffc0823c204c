"""Words and grams: the one analysis that indexing, queries, highlights and explanations share (DESIGN: Engines).

`words`: Chinese words as jieba cuts them for search (long words and the shorter ones inside), with the library's own
terms; English stems (Snowball English, the Porter2 algorithm). `grams`: Han bigrams and exact English forms, which carry
phrases and quoted text. `VERSION` rises with every change here; an index knows the version it was built with.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import jieba
import snowballstemmer

from lawbase.search.analysis.normalise import normalise

VERSION = "3"

RUNS = re.compile(r"(?P<han>[\u3400-\u9fff]+)|(?P<latin>[a-z0-9]+(?:['.\-][a-z0-9]+)*)")
HAN = re.compile(r"[\u3400-\u9fff]")
POSSESSIVE = re.compile(r"'s?$")
PARTS = re.compile(r"[a-z]+|\d+")

# Function words that carry no meaning for search in either language. Kept short: legal text negates and conditions.
STOP = frozenset(
    "的 了 是 在 和 与 或 及 等 为 对 于 由 其 之 而 所 以 也 都 就 我 你 他 她 它 我们 吗 呢 吧 啊 怎么 什么 怎样 如何 请问 应该 可以 "  # noqa: SIM905
    "能 会 有 没有 被 把 这 那 个 "
    "a an the of to in on at by for and or is are was were be been it its this that with as i my me we our you your do "
    "does did can could should would will shall what how who".split()
)


class Token(NamedTuple):
    """A term and where it stands in the text."""

    term: str
    start: int
    end: int


class Analysed(NamedTuple):
    words: list[Token]
    grams: list[Token]


_lock = threading.Lock()
_tokenizer: jieba.Tokenizer | None = None
_stem = snowballstemmer.stemmer("english").stemWord


def tokenizer() -> jieba.Tokenizer:
    """The jieba tokenizer with the library's terms; loaded once, on first use (0.5 s)."""
    global _tokenizer
    with _lock:
        if _tokenizer is None:
            loaded = jieba.Tokenizer()
            jieba.setLogLevel(60)
            loaded.initialize()
            for term in LIBRARY_TERMS:
                loaded.add_word(term)
            _tokenizer = loaded
    return _tokenizer


# Terms of the field that jieba's dictionary lacks or cuts. They are data about words, not about law.
LIBRARY_TERMS = (
    "个人信息", "敏感个人信息", "个人信息处理者", "个人信息保护", "公民个人信息", "隐私权", "人脸识别", "人脸信息", "生物识别信息",
    "生物识别", "行踪轨迹", "知情同意", "单独同意", "过度收集", "非法获取", "非法出售", "非法提供", "数据出境", "跨境提供",
    "自动化决策", "用户画像", "大数据杀熟", "匿名化", "去标识化", "网络运营者", "数据处理者", "关键信息基础设施", "拒不履行",
    "信息网络", "人肉搜索", "骚扰电话", "垃圾短信", "公益诉讼", "惩罚性赔偿", "精神损害", "举证责任", "过错推定", "情节严重",
    "情节特别严重", "撞库", "个保法", "网安法", "数安法", "民法典", "刑法修正案", "司法解释", "指导性案例", "身份证", "手机号",
    "银行卡", "征信", "未成年人", "监护人", "第三方", "应用程序", "隐私政策",
)  # fmt: skip


# Verbs of the field whose past a stemmer cannot lead back: "he sold my data", "my records were stolen".
IRREGULAR = {
    "sold": "sell", "bought": "buy", "stole": "steal", "stolen": "steal", "gave": "give", "given": "give", "took": "take",
    "taken": "take", "sent": "send", "told": "tell", "kept": "keep", "broke": "break", "broken": "break", "sought": "seek",
    "withdrew": "withdraw", "withdrawn": "withdraw", "wrote": "write", "written": "write", "spoke": "speak",
    "spoken": "speak", "forgot": "forget", "forgotten": "forget", "lent": "lend", "paid": "pay",
}  # fmt: skip


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    return _stem(IRREGULAR.get(word, word))


def _latin(text: str, start: int) -> Iterator[Token]:
    """The stem of a Latin run, and of its parts where it is compound (`opt-out`, `1798.120`)."""
    whole = POSSESSIVE.sub("", text)
    yield Token(stem(whole) if whole.isalpha() else whole, start, start + len(text))
    if not whole.isalnum():
        for part in PARTS.finditer(whole):
            if len(part[0]) > 1:
                yield Token(stem(part[0]), start + part.start(), start + part.end())


def analyse(text: str) -> Analysed:
    """Cut `text` into words and grams with their offsets in `text`."""
    folded = normalise(text)
    words: list[Token] = []
    grams: list[Token] = []
    cut = tokenizer().tokenize
    for run in RUNS.finditer(folded):
        start, end = run.span()
        if run.lastgroup == "latin":
            words.extend(_latin(run[0], start))
            grams.append(Token(run[0], start, end))
            continue
        for term, left, right in cut(run[0], mode="search"):
            words.append(Token(term, start + left, start + right))
        if end - start == 1:
            grams.append(Token(run[0], start, end))
        else:
            grams.extend(Token(folded[i : i + 2], i, i + 2) for i in range(start, end - 1))
    return Analysed(words, grams)


@lru_cache(maxsize=65_536)
def _latin_terms(run: str) -> tuple[str, ...]:
    return tuple(token.term for token in _latin(run, 0))


def index_terms(text: str) -> tuple[list[str], list[str]]:
    """The terms of `analyse`, words and grams, without their places: half the work, for the whole library at once."""
    words: list[str] = []
    grams: list[str] = []
    cut = tokenizer().cut_for_search
    for han, latin in RUNS.findall(normalise(text)):
        if latin:
            words += _latin_terms(latin)
            grams.append(latin)
            continue
        words += cut(han)
        grams += [han[i : i + 2] for i in range(len(han) - 1)] or [han]
    return words, grams


def terms(tokens: Iterable[Token]) -> list[str]:
    return [token.term for token in tokens]


@lru_cache(maxsize=4096)
def _asked(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Distinct words and grams of a question. A search needs its own more than once, and names of the glossary's terms."""
    found = analyse(text)
    return tuple(dict.fromkeys(terms(found.words))), tuple(dict.fromkeys(terms(found.grams)))


def query_words(text: str) -> list[str]:
    """Distinct words of a question that carry meaning, in order; all of them if none does."""
    found, _grams = _asked(text)
    return [word for word in found if word not in STOP] or list(found)


def query_grams(text: str) -> tuple[str, ...]:
    """Distinct grams of a question, in order."""
    return _asked(text)[1]
