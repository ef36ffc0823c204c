"""Applying an instruction to an article's state, and taking it back.

Forwards an instruction gives words; backwards it takes them away and leaves what it cannot know as unknown (None).
Both raise `CannotApply` where the article is not such as the instruction supposes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lawbase.statutes.history.values import Instruction, Paragraph, Refused, State
from lawbase.statutes.history.wording import ITEM, paragraphs_of
from lawbase.statutes.numbers import to_chinese


class CannotApply(Refused):
    """The instruction does not fit the article."""


def forward(state: State | None, step: Instruction) -> State | None:
    """The article after `step`; None as far as nothing can be known."""
    place = step.place
    if step.action in ("add-article", "merge"):
        return paragraphs_of(step.lines)
    if step.action == "replace" and place is not None and not place.paragraphs and place.item is None:
        return paragraphs_of(step.lines)
    if state is None or place is None:
        return None
    match step.action:
        case "replace" if place.item is not None:
            return _on_item(state, step, lambda number, line: _labelled(number, step.lines[0], line))
        case "replace":
            return _replaced(state, step)
        case "delete" if place.item is not None:
            return _item_gone(state, step)
        case "delete":
            return _without(state, place.paragraphs)
        case "add-paragraph":
            return _with(state, step)
        case "add-item":
            return _item_added(state, step)
        case "substitute" | "insert-after":
            return _words(state, step, *_old_and_new(step))
    return state


def backward(state: State | None, step: Instruction) -> State | None:
    """The article before `step`, as far as what it says now tells it."""
    place = step.place
    whole = step.action == "replace" and place is not None and not place.paragraphs and place.item is None
    if state is None or whole or step.action in ("add-article", "merge") or place is None:
        return None
    match step.action:
        case "replace" if place.item is not None:
            return _on_item(state, step, lambda _number, _line: None)
        case "replace":
            numbers = place.paragraphs
            if numbers[-1] > len(state):
                raise _no_paragraph(numbers[-1], len(state))
            return tuple(None if n in numbers else paragraph for n, paragraph in enumerate(state, start=1))
        case "delete" if place.item is not None:
            return None
        case "delete":
            back: State = state
            for number in place.paragraphs:
                back = (*back[: number - 1], None, *back[number - 1 :])
            return back
        case "add-paragraph":
            return _without(
                state, place.paragraphs or tuple(range(len(state) - _count(step) + 1, len(state) + 1))
            )
        case "add-item":
            return _item_gone(state, step)
        case "substitute" | "insert-after":
            return _words_back(state, step)
    return state


def _count(step: Instruction) -> int:
    return len(paragraphs_of(step.lines))


def _no_paragraph(number: int, held: int) -> CannotApply:
    return CannotApply(
        f"它针对第{number}款，而该条只有{held}款。",
        f"It speaks of paragraph {number}, but the article has {held}.",
    )


def _no_item(number: int, held: int) -> CannotApply:
    return CannotApply(
        f"它针对第{number}项，而该款只有{held}项。", f"It speaks of item {number}, but there are {held}."
    )


def _no_words(words: str) -> CannotApply:
    return CannotApply(f"该处没有“{words}”这些文字。", f"The words ‹{words}› do not stand there.")


def _replaced(state: State, step: Instruction) -> State:
    assert step.place is not None
    new = paragraphs_of(step.lines)
    numbers = step.place.paragraphs
    if numbers[-1] > len(state):
        raise _no_paragraph(numbers[-1], len(state))
    return (*state[: numbers[0] - 1], *new, *state[numbers[-1] :])


def _without(state: State, numbers: tuple[int, ...]) -> State:
    if numbers and numbers[-1] > len(state):
        raise _no_paragraph(numbers[-1], len(state))
    return tuple(paragraph for n, paragraph in enumerate(state, start=1) if n not in numbers)


def _with(state: State, step: Instruction) -> State:
    assert step.place is not None
    new = paragraphs_of(step.lines)
    numbers = step.place.paragraphs or tuple(range(len(state) + 1, len(state) + 1 + len(new)))
    if len(new) != len(numbers):
        raise CannotApply(
            f"它给出{len(new)}款，却针对{len(numbers)}款。",
            f"It gives {len(new)} paragraphs where it speaks of {len(numbers)}.",
        )
    if numbers[0] > len(state) + 1:
        raise _no_paragraph(numbers[0] - 1, len(state))
    return (*state[: numbers[0] - 1], *new, *state[numbers[0] - 1 :])


def _items(state: State, step: Instruction) -> tuple[int, list[int]]:
    """Which 款 the instruction means, and where its 项 stand in it (1 for the line below its own)."""
    place = step.place
    assert place is not None
    listing = [
        n
        for n, paragraph in enumerate(state, start=1)
        if paragraph and any(line and ITEM.match(line) for line in paragraph)
    ]
    number = place.paragraphs[0] if place.paragraphs else next(iter(listing), 0)
    if not number or number > len(state) or state[number - 1] is None:
        raise CannotApply(
            "它针对某一项，而该条各项不详。", "It speaks of an item, but the article's items are not known."
        )
    paragraph = state[number - 1]
    assert paragraph is not None
    return number, [at for at, line in enumerate(paragraph) if at and (line is None or ITEM.match(line))]


def _wanted(step: Instruction) -> int:
    """The number of the 项 that the instruction names."""
    if step.place is None or step.place.item is None:
        raise CannotApply("它没有指明哪一项。", "It names no item.")
    return step.place.item


def _on_item(state: State, step: Instruction, change: Callable[[int, str | None], str | None]) -> State:
    number, items = _items(state, step)
    wanted = _wanted(step)
    if wanted > len(items):
        raise _no_item(wanted, len(items))
    paragraph = list(state[number - 1] or ())
    at = items[wanted - 1]
    paragraph[at] = change(wanted, paragraph[at])
    return (*state[: number - 1], tuple(paragraph), *state[number:])


def _labelled(number: int, words: str, old: str | None) -> str:
    """The item with its number, and with the mark that ended it where the quotation gives none."""
    text = words if ITEM.match(words) else f"（{to_chinese(number)}）{words}"
    return text if text[-1] in "；。;" or not old else text + old[-1]


def _renumbered(paragraph: list[str | None], items: list[int]) -> Paragraph:
    for number, at in enumerate(items, start=1):
        line = paragraph[at]
        if line is not None:
            paragraph[at] = ITEM.sub(f"（{to_chinese(number)}）", line)
    return tuple(paragraph)


def _item_added(state: State, step: Instruction) -> State:
    number, items = _items(state, step)
    wanted = _wanted(step)
    paragraph = list(state[number - 1] or ())
    if wanted > len(items) + 1:
        raise CannotApply(
            f"它增加第{wanted}项，而该款只有{len(items)}项。",
            f"It adds item {wanted}, but there are {len(items)}.",
        )
    at = items[wanted - 1] if wanted <= len(items) else len(paragraph)
    words = _labelled(wanted, step.lines[0], "；" if wanted <= len(items) else "。")
    paragraph.insert(at, words)
    places = [place for place, line in enumerate(paragraph) if place and (line is None or ITEM.match(line))]
    return (*state[: number - 1], _renumbered(paragraph, places), *state[number:])


def _item_gone(state: State, step: Instruction) -> State:
    number, items = _items(state, step)
    wanted = _wanted(step)
    if wanted > len(items):
        raise _no_item(wanted, len(items))
    paragraph = list(state[number - 1] or ())
    del paragraph[items[wanted - 1]]
    places = [place for place, line in enumerate(paragraph) if place and (line is None or ITEM.match(line))]
    return (*state[: number - 1], _renumbered(paragraph, places), *state[number:])


def _old_and_new(step: Instruction) -> tuple[str, str]:
    new = "".join(step.lines)
    return step.old, step.old + new if step.action == "insert-after" else new


def _scope(state: State, step: Instruction) -> list[tuple[int, int]]:
    """The lines that the instruction speaks of, as (款, line)."""
    place = step.place
    assert place is not None
    if place.item is not None:
        number, items = _items(state, step)
        if place.item > len(items):
            raise _no_item(place.item, len(items))
        return [(number - 1, items[place.item - 1])]
    return [
        (n, at)
        for n, paragraph in enumerate(state)
        if paragraph is not None and (not place.paragraphs or n + 1 in place.paragraphs)
        for at in range(len(paragraph))
    ]


def _words(state: State, step: Instruction, old: str, new: str) -> State:
    """Every occurrence of `old` in the place becomes `new`. Marks in `old` may differ in width from the text's."""
    lines = [list(paragraph) if paragraph is not None else None for paragraph in state]
    pattern, hits, unknown = (
        _tolerant(old),
        0,
        any(paragraph is None or None in paragraph for paragraph in state),
    )
    for n, at in _scope(state, step):
        paragraph = lines[n]
        line = paragraph[at] if paragraph is not None else None
        if line is not None and paragraph is not None:
            paragraph[at], count = pattern.subn(lambda _found: new, line)
            hits += count
    if not hits and not unknown:
        raise _no_words(old)
    return tuple(tuple(paragraph) if paragraph is not None else None for paragraph in lines)


def _words_back(state: State, step: Instruction) -> State | None:
    """The text before: known only if it could have been but one.

    Words put in (`new` contains `old`) were put in everywhere, so all go. Words exchanged are taken back where they occur
    once; where they occur more often, some may have stood there before.
    """
    old, new = _old_and_new(step)
    scope = _scope(state, step)
    text = "\n".join((state[n] or ())[at] or "" for n, at in scope)
    count = len(_tolerant(new).findall(text))
    if not count:
        raise _no_words(new)
    if old not in new and count > 1:
        return None
    back = _words(state, step, new, old)
    if old not in new and _tolerant(old).search(text):
        # The old words stand there still: which of them were changed is not known.
        return None
    return back


def _tolerant(words: str) -> re.Pattern[str]:
    """Finds the words whatever the width of their marks, and whether a list is set with ， or 、."""
    classes = {"，": "[，,、]", ",": "[，,、]", "、": "[，,、]", "：": "[：:]", ":": "[：:]", "；": "[；;]", ";": "[；;]",
               "（": "[（(]", "(": "[（(]", "）": "[）)]", ")": "[）)]"}  # fmt: skip
    return re.compile("".join(classes.get(char, re.escape(char)) for char in words))
