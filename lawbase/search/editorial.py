"""What the editors' topics and glossary mean for search: which provisions a topic holds, what a term is called elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lawbase.search.analysis.normalise import normalise
from lawbase.search.query.vocabulary import Expansion

EXPANDED = 4
"""Terms of one question that are expanded: those with the longest names."""


@dataclass(frozen=True)
class Topic:
    title_zh: str
    title_en: str
    members: tuple[str, ...]
    """Addresses, `cn-pipl:45`: a unit's provision stands for it."""


def read_topics(folder: Path) -> dict[str, Topic]:
    """By slug; none where the folder is absent."""
    found = {}
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        topic = _load(path)
        members = [
            str(row["provision"]).split("(")[0]
            for rows in (topic.get("provisions") or {}).values()
            for row in rows or ()
        ]
        found[str(topic["slug"])] = Topic(
            topic["title"]["zh"], topic["title"]["en"], tuple(dict.fromkeys(members))
        )
    return found


def read_glossary(path: Path) -> tuple[Expansion, ...]:
    """Every name of every term, with the term's other names; none where the file is absent.

    A name that several terms share brings the names of all.
    """
    if not path.is_file():
        return ()
    named: dict[str, tuple[str, list[str]]] = {}
    for term in _load(path) or ():
        also = term.get("also") or {}
        names = [term["term"]["zh"], term["term"]["en"], *(also.get("zh") or ()), *(also.get("en") or ())]
        names = [str(name) for name in names if name]
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


def _load(path: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with path.open(encoding="utf-8") as file:
        # Both loaders are safe ones; the one in C is ten times as fast.
        return yaml.load(file, Loader=loader)  # noqa: S506
