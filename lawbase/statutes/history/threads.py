"""Articles through time: one thread for each article, under the numbers it has had.

Time is cut into frames: frame 0 is the law before the first instrument held, frame n the law after the n-th.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from lawbase.statutes.history.renumbering import Numbering, numbering, with_references
from lawbase.statutes.history.values import Instruction, State
from lawbase.statutes.numbers import sort_key


@dataclass
class Thread:
    """One article: its number and, by frame, what happened to it on the way into that frame."""

    keys: dict[int, str] = field(default_factory=dict)
    steps: dict[int, tuple[Instruction, ...]] = field(default_factory=dict)
    references: dict[int, Mapping[str, str]] = field(default_factory=dict)
    """By frame: numbers before → afterwards, where the references in its text follow the renumbering."""

    @property
    def frames(self) -> range:
        return range(min(self.keys), max(self.keys) + 1)

    @property
    def touched(self) -> bool:
        return any(self.steps.values())


def carried(state: State | None, moved: Mapping[str, str] | None) -> State | None:
    """A state with its references carried to other numbers; lines that are not known stay so."""
    if state is None or not moved:
        return state
    return tuple(
        None
        if paragraph is None
        else tuple(None if line is None else with_references(line, moved) for line in paragraph)
        for paragraph in state
    )


def numberings(
    steps: Sequence[Sequence[Instruction]], editions: Mapping[int, Collection[str]], base: int
) -> tuple[list[Numbering], list[set[str]]]:
    """The numbering of each instrument and the numbers of each frame, worked out from the edition in frame `base`.

    Raises `CannotNumber`.
    """
    keys: dict[int, set[str]] = {base: set(editions[base])}
    found: dict[int, Numbering] = {}
    for frame in range(base, 0, -1):
        before = set(editions[frame - 1]) if frame - 1 in editions and not _plain(steps[frame - 1]) else None
        found[frame] = numbering(steps[frame - 1], before, keys[frame])
        keys[frame - 1] = set(found[frame].moved) | set(found[frame].ended)
    for frame in range(base + 1, len(steps) + 1):
        found[frame] = numbering(steps[frame - 1], keys[frame - 1], None)
        keys[frame] = set(found[frame].moved.values()) | found[frame].added
    return [found[frame] for frame in range(1, len(steps) + 1)], [
        keys[frame] for frame in range(len(steps) + 1)
    ]


def _plain(steps: Sequence[Instruction]) -> bool:
    return not any(step.action in ("renumber", "merge") for step in steps)


def threads(
    steps: Sequence[Sequence[Instruction]], numbered: Sequence[Numbering], keys: Sequence[Collection[str]]
) -> list[Thread]:
    """The threads of a law, in the order of their last number."""
    running: dict[str, Thread] = {}
    every: list[Thread] = []

    def begin(frame: int, key: str) -> Thread:
        thread = Thread({frame: key})
        every.append(thread)
        return thread

    for key in sorted(keys[0], key=sort_key):
        running[key] = begin(0, key)
    for frame, (instructions, numbers) in enumerate(zip(steps, numbered, strict=True), start=1):
        follow = numbers.moved if numbers.renumbers and not _lists_references(instructions) else None
        ahead: dict[str, Thread] = {}
        for old, new in numbers.moved.items():
            thread = running.get(old) or begin(frame - 1, old)
            thread.keys[frame] = new
            thread.steps[frame] = (
                *_merged_out(instructions, old),
                *(s for s in instructions if _about(s, old)),
            )
            if follow:
                thread.references[frame] = follow
            ahead[new] = thread
        for new in numbers.added:
            thread = begin(frame, new)
            thread.steps[frame] = tuple(
                s for s in instructions if s.to == new and s.action in ("add-article", "merge")
            )
            ahead[new] = thread
        running = ahead
    return sorted(every, key=lambda thread: (sort_key(thread.keys[max(thread.keys)]), max(thread.keys)))


def _about(step: Instruction, key: str) -> bool:
    return step.place is not None and step.place.key == key and step.action not in ("move", "renumber")


def _merged_out(instructions: Sequence[Instruction], key: str) -> list[Instruction]:
    """What mergers take out of an article that itself goes on."""
    return [
        Instruction(step.item, step.raw, "delete", place)
        for step in instructions
        if step.action == "merge"
        for place in step.sources
        if place.key == key and (place.paragraphs or place.item is not None)
    ]


def _lists_references(instructions: Sequence[Instruction]) -> bool:
    """Whether the instrument itself says which references change; then the others stay as they are."""
    return any(
        step.action == "substitute" and step.old.startswith("第") and step.old.endswith("条")
        for step in instructions
    )
