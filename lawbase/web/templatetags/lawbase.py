"""How values of the library print in templates. Nothing here marks a text of the library as safe: all is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lawbase.research.facts.matching import Shown
from lawbase.search.analysis.words import analyse
from lawbase.statutes.models import Law, Provision
from lawbase.statutes.numbers import number_of
from lawbase.statutes.pinpoint import Pinpoint, in_english
from lawbase.statutes.reading import Enactment
from lawbase.taxonomy.models import TopicPair
from lawbase.web import vocabulary
from lawbase.web.pages import ReadingDay

register = template.Library()
HAN = re.compile(r"([\u2e80-\u9fff\u3000-\u303f\uff00-\uffef]+)")
ARABIC = re.compile(r"[1-9][0-9]{0,3}(?:-[1-9][0-9]{0,2})?")


def _chinese() -> bool:
    return (get_language() or "en").startswith("zh")


@register.filter
def told(thing: Any, name: str) -> str | SafeString:
    """The field `name` in the reader's language; where only the other language has it, marked as that language."""
    zh, en = getattr(thing, f"{name}_zh"), getattr(thing, f"{name}_en")
    return both(zh, en)


def both(zh: str, en: str) -> str | SafeString:
    text, other = (zh, en) if _chinese() else (en, zh)
    if text or not other:
        return text
    return format_html('<span lang="{}">{}</span>', "en" if _chinese() else "zh-Hans", other)


@register.simple_tag
def in_either(zh: str, en: str) -> str | SafeString:
    """One of two texts, in the reader's language if there is one."""
    return both(zh or "", en or "")


@register.filter
def law_name(law: Law) -> str | SafeString:
    """A law's short title, in the reader's language if it has one."""
    return both(law.short_zh or law.title_zh, law.short_en or law.title_en)


@register.filter
def law_text(law: Law) -> str:
    """A law's short title as plain text, for titles and attributes."""
    zh, en = law.short_zh or law.title_zh, law.short_en or law.title_en
    return (zh or en) if _chinese() else (en or zh)


@register.filter
def article(provision: Provision) -> str:
    """The number as the reader's language says it: 第二百五十三条之一, Article 253-1, § 1798.120."""
    if provision.law.jurisdiction_id != "cn" or _chinese():
        return provision.number
    if provision.key == "full":
        return _("Full text")
    if ARABIC.fullmatch(provision.key):
        item = provision.number.startswith("条目")
        return (
            _("Item %(key)s") % {"key": provision.key}
            if item
            else _("Article %(key)s") % {"key": provision.key}
        )
    return provision.number


@register.filter
def short_article(provision: Provision) -> str:
    """The number for a narrow list: `253-1`, `§ 1798.120`."""
    cn = provision.law.jurisdiction_id == "cn"
    return provision.key if cn and ARABIC.fullmatch(provision.key) else article(provision)


@register.filter
def cited(provision: Provision) -> str | SafeString:
    """Law and number together: 刑法第二百五十三条之一, Criminal Law Article 253-1, CCPA § 1798.120."""
    joined = _chinese() and provision.law.jurisdiction_id == "cn"
    return format_html("{}{}{}", law_name(provision.law), "" if joined else " ", article(provision))


@register.filter
def second_title(law: Law) -> str | SafeString:
    """What a list says of a law beside its short title: the original title, or the full one where it says more."""
    zh, en = law.title_zh, law.title_en
    if _chinese() != (law.jurisdiction_id == "cn"):
        original, lang = (en, "en") if _chinese() else (zh, "zh-Hans")
        return format_html('<span lang="{}">{}</span>', lang, original) if original else ""
    full = zh if _chinese() else en
    return "" if full.removeprefix("中华人民共和国") == law.short_title else full


@register.filter
def in_words(sentence: str) -> str:
    """A sentence of the house that is kept in the database in English."""
    return _(sentence) if sentence else ""


@register.filter
def signed(by: str) -> str:
    """Who made a statement, in the reader's language where it is the house."""
    return _("LawBase editors") if by == "LawBase editors" else by


@register.simple_tag
def enacting(made: Enactment) -> str:
    """The amending item that made a version: 刑法修正案（九）第十七条, Amendment IX art. 17."""
    if made.law is None:
        return made.name
    if _chinese():
        number = number_of(made.key) if ARABIC.fullmatch(made.key) else made.key
        return f"{law_text(made.law)}{number}"
    return in_english(Pinpoint(made.law.slug, made.key), short_en=law_text(made.law), code=made.law.code)


@register.filter
def han_marked(text: str) -> SafeString:
    """An English text with every run of Chinese in it marked as Chinese."""
    pieces = ((piece, bool(HAN.match(piece))) for piece in HAN.split(text))
    return format_html_join(
        "",
        "{}",
        ((format_html('<span lang="zh-Hans">{}</span>', piece) if han else piece,) for piece, han in pieces),
    )


@register.simple_tag
def provision_url(provision: Provision, at: date | str | None = None, unit: str = "") -> str:
    """Address of a provision; `at` is a day or the query string of one."""
    query = f"?at={at.isoformat()}" if isinstance(at, date) else at or ""
    address = reverse("provision", args=[provision.law.slug, provision.key])
    return f"{address}{query}{'#' + unit if unit else ''}"


@register.simple_tag
def compare_url(pair: TopicPair, day: ReadingDay) -> str:
    """Address at which both sides of a pair are read side by side."""
    sides = {"a": _ident(pair.a, pair.a_unit)}
    if pair.b:
        sides["b"] = _ident(pair.b, pair.b_unit)
    if day.asked:
        sides["at"] = day.at.isoformat()
    return f"{reverse('compare')}?{urlencode(sides, safe=':()')}"


def _ident(provision: Provision, unit: str) -> str:
    return str(Pinpoint(provision.law.slug, provision.key, tuple(unit.split(".")) if unit else ()))


@register.filter
def unit_name(fragment: str, law: Law) -> str:
    """A unit as the reader's language says it: 第一款 as `第1款第2项` or `para. 1(2)`; US units as printed, `(a)(1)`."""
    parts = fragment.split(".") if fragment else []
    if law.jurisdiction_id != "cn":
        return "".join(f"({part})" for part in parts)
    if _chinese():
        return "".join(f"第{part}{name}" for part, name in zip(parts, ("款", "项", "目"), strict=False))
    return f"para. {parts[0]}" + "".join(f"({part})" for part in parts[1:]) if parts else ""


@register.filter
def unit_names(fragments: Iterable[str], law: Law) -> str:
    return ("、" if _chinese() else ", ").join(unit_name(fragment, law) for fragment in fragments)


@register.filter
def iso(day: date | None) -> str | SafeString:
    """A day as year-month-day, in both languages."""
    return format_html('<time datetime="{0}">{0}</time>', day.isoformat()) if day else ""


@register.filter
def figure(number: float | int | None) -> str:
    """A number with thousands separated: 1,260."""
    if number is None:
        return ""
    return f"{number:,.2f}".rstrip("0").rstrip(".") if isinstance(number, float) else f"{number:,}"


@register.filter
def compact(number: float) -> str:
    """A round number for a scale: 10k, 1M, 1bn; 1万, 100万, 1亿."""
    steps = ((1e8, "亿"), (1e4, "万")) if _chinese() else ((1e9, "bn"), (1e6, "M"), (1e3, "k"))
    for size, name in steps:
        if number >= size:
            return f"{number / size:,.10g}{name}"
    return f"{number:,.10g}"


@register.filter
def money(amount: float | int, currency: str | None) -> str:
    sign = {"CNY": "¥", "USD": "US$"}.get(currency or "", f"{currency or ''} ")
    return f"{sign}{figure(amount)}"


@register.filter
def term(months: float | int) -> str:
    """A prison term in years and months."""
    years, rest = divmod(int(months), 12)
    said = []
    if years:
        said.append(_("%(n)s yr") % {"n": years})
    if rest or not years:
        said.append(_("%(n)s mo") % {"n": rest})
    return ("" if _chinese() else " ").join(said)


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """The value of a key, empty where there is none."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def word(code: str, table: str) -> str:
    return vocabulary.word(table, code)


@register.filter
def percent(share: float) -> str:
    """A probability as readers take it: whole per cent, never wholly sure."""
    return f"{min(max(round(share * 100), 1), 99)}%"


@register.filter
def status_name(code: str) -> str:
    """A law's status in words."""
    return str(Law.Status(code).label) if code in Law.Status.values else code


@register.filter
def web_address(address: str) -> str:
    """The address if it is one of the web, else nothing: a source may say anything."""
    return address if str(address).startswith(("https://", "http://")) else ""


@register.filter
def family(code: str) -> str:
    """`cn` or `us`: whose hue a jurisdiction has."""
    return code.split("-")[0]


@register.filter
def short_hash(digest: str) -> str:
    return f"{digest[:8]}…{digest[-4:]}" if len(digest) > 16 else digest


@register.filter
def paragraphs(text: str) -> list[str]:
    return [line for line in (part.strip() for part in text.split("\n")) if line]


@register.filter
def starts_with(text: str, prefix: str) -> bool:
    return str(text).startswith(prefix)


@register.filter
def in_language(thing: Any, name: str) -> Any:
    """The field `name` in the reader's language only: lists of words that make no sense in the other."""
    return getattr(thing, f"{name}_{'zh' if _chinese() else 'en'}")


@register.filter
def prose_lang(thing: Any, name: str) -> str:
    """The language in which the field `name` is told to this reader."""
    zh, en = getattr(thing, f"{name}_zh"), getattr(thing, f"{name}_en")
    return "zh-Hans" if (_chinese() and zh) or not en else "en"


@register.filter
def sums(case: Any) -> list[tuple[str, float]]:
    """The figures of a case's outcome that are known, by name."""
    outcome = case.outcome or {}
    return [(name, outcome[name]) for name in vocabulary.WORDS["outcome"] if outcome.get(name) is not None]


@register.simple_tag
def marked_words(shown: Shown) -> SafeString:
    """A sentence of a story with the words marked that speak for a kind of infringement."""
    wanted = set(shown.words)
    text = shown.sentence.text
    pieces: list[tuple[str, bool]] = []
    at = 0
    for token in analyse(text).words:
        if token.term in wanted and token.start >= at:
            pieces += [(text[at : token.start], False), (text[token.start : token.end], True)]
            at = token.end
    pieces.append((text[at:], False))
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", piece) if mark else piece,) for piece, mark in pieces if piece),
    )


@register.simple_tag
def reported(case: Any, field: str) -> str | SafeString:
    """The mark of a fact that the editors did not see confirmed in a source; nothing for a fact that they did."""
    if not case.has_digest or case.is_checked(field) or case.is_checked(field.partition(".")[0]):
        return ""
    title = _("The editors have not seen this confirmed in a source")
    return format_html(' <abbr class="reported" title="{}">{}</abbr>', title, _("as reported"))
