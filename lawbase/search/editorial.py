"""What the editors' topics and glossary mean for search: which provisions a topic holds, what a term is called elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lawbase.search.analysis.normalise import normalise
from lawbase.search.query.vocabulary import Expansion
from lawbase.taxonomy import models
from lawbase.taxonomy.models import Term, TopicProvision

EXPANDED = 4
"""Terms of one question that are expanded: those with the longest names."""


@dataclass(frozen=True)
class Topic:
    title_zh: str
    title_en: str
    members: tuple[str, ...]
    """Addresses, `cn-pipl:45`: a unit's provision stands for it."""


def topics() -> dict[str, Topic]:
    """By slug, with the provisions to read in their order."""
    members: dict[int, list[str]] = defaultdict(list)
    rows = TopicProvision.objects.order_by("topic", "order")
    for topic, law, key in rows.values_list("topic", "provision__law__slug", "provision__key"):
        members[topic].append(f"{law}:{key}")
    return {
        topic.slug: Topic(topic.title_zh, topic.title_en, tuple(dict.fromkeys(members[topic.pk])))
        for topic in models.Topic.objects.all()
    }


def glossary() -> tuple[Expansion, ...]:
    """Every name of every term, with the term's other names.

    A name that several terms share brings the names of all.
    """
    named: dict[str, tuple[str, list[str]]] = {}
    for term in Term.objects.order_by("slug"):
        names = [name for name in (term.term_zh, term.term_en, *term.also_zh, *term.also_en) if name]
        for name in names:
            shown, others = named.setdefault(normalise(name), (name, []))
            others += (other for other in names if other not in (shown, *others))
    return tuple(Expansion(name, tuple(others)) for name, others in named.values() if others)


def expander(terms: tuple[Expansion, ...]) -> Callable[[str], tuple[Expansion, ...]]:
    """What finds the terms of a question: the longest at each place, at most `EXPANDED`."""
    heads: dict[str, list[tuple[str, Expansion]]] = defaultdict(list)
    for term in terms:
        name = normalise(term.term).strip()
        if len(name) > 1:
            heads[name[:2]].append((name, term))
    for names in heads.values():
        names.sort(key=lambda pair: (-len(pair[0]), pair[0]))

    def expansions(text: str) -> tuple[Expansion, ...]:
        met = dict.fromkeys(_standing(normalise(text), heads))
        return tuple(sorted(met, key=lambda term: -len(term.term))[:EXPANDED])

    return expansions


def _standing(text: str, heads: dict[str, list[tuple[str, Expansion]]]) -> Iterator[Expansion]:
    at = 0
    while at < len(text):
        for name, term in heads.get(text[at : at + 2], ()):
            end = at + len(name)
            if text.startswith(name, at) and not (
                name.isascii()
                and ((text[at - 1 : at] or " ").isalnum() or (text[end : end + 1] or " ").isalnum())
            ):
                yield term
                at = end - 1
                break
        at += 1
