"""Which article has which number before and after an instrument that renumbers a law.

An instrument says where new articles stand and names the articles that it changes on the way; all others keep their order
and fill the numbers that are left ("对条文顺序作相应调整"). The cross-references in them follow.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lawbase.statutes.history.values import Instruction, Refused
from lawbase.statutes.numbers import key_of, number_of, sort_key

REFERENCE = re.compile(r"第[一二三四五六七八九十百零]+条(?:之[一二三四五六七八九十]+)?")
FOREIGN = re.compile(r"(?:法|法典|条例|规定|决定|解释|办法|章程)》?\s*$")


class CannotNumber(Refused):
    """The numbers before and after do not fit together."""


@dataclass(frozen=True)
class Numbering:
    """`moved`: number before → number afterwards, of every article that goes on. `added`, `ended`: the others."""

    moved: Mapping[str, str]
    added: frozenset[str]
    ended: frozenset[str]

    @property
    def renumbers(self) -> bool:
        return any(old != new for old, new in self.moved.items())


def plain(instructions: Sequence[Instruction]) -> bool:
    """Whether no article changes its number: those added stand behind others, as 之一, or are added at the end."""
    return not any(
        step.action in ("renumber", "merge") or (step.action == "add-article" and not step.after)
        for step in instructions
    )


def numbering(
    instructions: Sequence[Instruction], before: Collection[str] | None, after: Collection[str] | None
) -> Numbering:
    """The numbering of one instrument. One of `before` and `after` may be None; it is then worked out from the other.

    Raises `CannotNumber` where the numbers given do not fit.
    """
    added = {step.to for step in instructions if step.action in ("add-article", "merge")}
    ended = {
        step.place.key
        for step in instructions
        if step.action == "delete" and step.place and not step.place.paragraphs and step.place.item is None
    }
    if plain(instructions):
        known = set(before) if before is not None else (set(after or ()) - added) | ended
        # A deleted article whose number the later text still prints ("（删去）") goes on under it.
        kept = known - (ended - set(after or ()))
        return Numbering({key: key for key in kept}, frozenset(added), frozenset(known - kept))
    ended |= _merged_away(instructions)
    explicit = {
        step.place.key: step.to
        for step in instructions
        if step.action == "renumber" and step.place is not None
    }
    if before is None:
        if after is None:
            raise CannotNumber("本库没有收藏该法的文本。", "No text of the law is held.")
        count = sum(key.isdigit() for key in after) - len(added) + len(ended)
        before = {str(number) for number in range(1, count + 1)} | {key for key in after if not key.isdigit()}
    if after is None:
        count = sum(key.isdigit() for key in before) + len(added) - len(ended)
        after = {str(number) for number in range(1, count + 1)} | {key for key in before if not key.isdigit()}
    going = [key for key in sorted(before, key=sort_key) if key not in ended and key not in explicit]
    free = [key for key in sorted(after, key=sort_key) if key not in added and key not in explicit.values()]
    if len(going) != len(free):
        raise CannotNumber(
            f"{len(going)}条继续有效，却只有{len(free)}个条文号。",
            f"{len(going)} articles go on under {len(free)} numbers.",
        )
    moved = dict(
        sorted(
            {**explicit, **dict(zip(going, free, strict=True))}.items(), key=lambda pair: sort_key(pair[0])
        )
    )
    order = [sort_key(new) for new in moved.values()]
    if order != sorted(order):
        raise CannotNumber("条文的先后顺序会被打乱。", "The articles would change their order.")
    return Numbering(moved, frozenset(added), frozenset(ended))


def _merged_away(instructions: Sequence[Instruction]) -> set[str]:
    """Articles that end in a merger: named whole, or every named part of them goes somewhere."""
    merged = [place for step in instructions if step.action == "merge" for place in step.sources]
    whole = {place.key for place in merged if not place.paragraphs and place.item is None}
    parts: dict[str, set[int]] = {}
    for place in merged:
        if place.paragraphs and place.item is None:
            parts.setdefault(place.key, set()).update(place.paragraphs)
    # 第三十七条第二款 into one, 第三十七条第一款 into another: nothing is left of it.
    return whole | {
        key
        for key, numbers in parts.items()
        if len(numbers) > 1 and numbers == set(range(1, max(numbers) + 1))
    }


def with_references(text: str, moved: Mapping[str, str]) -> str:
    """The text with its references to articles of the same law carried to the new numbers.

    A number behind the name of another instrument (《民法典》第三条) is left alone.
    """

    def carried(found: re.Match[str]) -> str:
        if FOREIGN.search(text[: found.start()]) and not text[: found.start()].endswith("本法"):
            return found[0]
        key = key_of(found[0])
        return number_of(moved[key]) if key in moved else found[0]

    return REFERENCE.sub(carried, text)
