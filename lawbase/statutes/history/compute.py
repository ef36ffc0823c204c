"""The history of a law: its editions and the instruments that amended it in, dated wordings and their checks out.

What an article read in each frame (`threads`) is found by carrying what is known forwards through the instructions and
backwards against them. Trust runs: the words an instrument gives, then the consolidated text, then a witness; a witness
fills what is not known and never overrules. Each edition is then compared with what the history says without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from lawbase.statutes.history.applying import CannotApply, backward, forward
from lawbase.statutes.history.grammar import read_item
from lawbase.statutes.history.renumbering import CannotNumber, Numbering
from lawbase.statutes.history.threads import Thread, carried, numberings, threads
from lawbase.statutes.history.values import (
    Applied,
    Check,
    Edition,
    History,
    Instruction,
    Instrument,
    Place,
    Renumbered,
    State,
    Unread,
    Why,
    Wording,
)
from lawbase.statutes.history.wording import (
    Contradiction,
    is_whole,
    joined,
    known_text,
    letters,
    same,
    state_of,
    text_of,
)

DELETED = "（删去）"
Texts = Mapping[int, str]
"""Texts of one article by frame."""


class _Law:
    """One law's instruments and editions, in frames."""

    def __init__(
        self, editions: Sequence[Edition], instruments: Sequence[Instrument], first_day: date | None
    ) -> None:
        self.instruments = sorted(instruments, key=lambda one: (one.in_force, one.adopted))
        self.days: list[date | None] = [first_day, *(one.in_force for one in self.instruments)]
        self.read = [_read(instrument) for instrument in self.instruments]
        self.steps = [[s for s in read if isinstance(s, Instruction)] for read in self.read]
        self.editions = sorted(editions, key=lambda edition: (edition.day, edition.witness))

        self._frames = {
            edition.name: sum(1 for one in self.instruments if one.adopted <= edition.day)
            for edition in editions
        }

    def frame(self, edition: Edition) -> int:
        """The frame whose law the edition prints: it contains the instruments adopted by its day."""
        return self._frames[edition.name]


def _read(instrument: Instrument) -> list[Instruction | Unread]:
    return [
        step
        for key, text in instrument.items.items()
        for step in read_item(f"{instrument.slug}:{key}", text, instrument.law_names)
    ]


def compute(
    editions: Sequence[Edition],
    instruments: Sequence[Instrument],
    first_day: date | None = None,
    unknown: Mapping[str, Sequence[str]] | None = None,
) -> History:
    """The history of one law.

    `first_day`: when it first took effect, where a source says so. `unknown`: by the slug of an instrument that is not
    held, the articles that it is known to have changed. Raises `CannotNumber` where the articles before and after a
    renumbering do not fit together: then nothing can be computed.
    """
    law = _Law(editions, instruments, first_day)
    for place, instrument in enumerate(law.instruments):
        law.steps[place] += [
            Instruction(instrument.slug, instrument.title, "replace", Place(key))
            for key in (unknown or {}).get(instrument.slug, ())
        ]
    consolidated = [edition for edition in law.editions if not edition.witness] or law.editions
    if not consolidated:
        raise CannotNumber("本库没有收藏该法的文本。", "No text of the law is held.")
    base = consolidated[-1]
    held: dict[int, set[str]] = {}
    for edition in law.editions:
        held.setdefault(law.frame(edition), set()).update(edition.articles)
    numbered, keys = numberings(law.steps, {**held, law.frame(base): set(base.articles)}, law.frame(base))
    problems: Problems = {}
    wordings: dict[str, list[Wording]] = {}
    checks: list[Check] = []
    for thread in threads(law.steps, numbered, keys):
        known = _known(law, thread, law.editions, problems)
        for wording in _wordings(law, thread, known):
            wordings.setdefault(wording.key, []).append(wording)
        checks += _checks(law, thread, known)
    checks += _strangers(law, keys)
    return History(
        wordings={
            key: tuple(sorted(rows, key=lambda row: row.start or date.min)) for key, rows in wordings.items()
        },
        renumbered=tuple(_renumbered(law, numbered)),
        checks=tuple(checks),
        applied=tuple(_applied(law, problems)),
    )


def _text(edition: Edition, thread: Thread, frame: int) -> str | None:
    key = thread.keys.get(frame)
    return edition.articles.get(key) if key is not None else None


Problems = dict[tuple[int, Instruction], Why]
"""By frame and instruction, why it could not be applied."""


def _known(
    law: _Law, thread: Thread, editions: Sequence[Edition], problems: Problems | None = None
) -> dict[int, State | None]:
    """What is known of the article in each frame, given these editions. Fills `problems`."""
    problems = {} if problems is None else problems
    known: dict[int, State | None] = dict.fromkeys(thread.frames)
    _spread(thread, known, problems)
    for witness in (False, True):
        for edition in editions:
            frame = law.frame(edition)
            if edition.witness is not witness or frame not in known:
                continue
            text = _text(edition, thread, frame)
            if text is None:
                continue
            try:
                known[frame] = joined(known[frame], state_of(text))
            except Contradiction:
                if not witness:
                    known[frame] = state_of(text)
            _spread(thread, known, problems)
    return known


def _spread(thread: Thread, known: dict[int, State | None], problems: Problems) -> None:
    """Carry what is known forwards, then backwards, then forwards again."""
    frames = list(thread.frames)
    for _round in range(2):
        for frame in frames:
            came = _forward(thread, frame, known.get(frame - 1), problems)
            known[frame] = _agreed(came, known[frame])
        for frame in reversed(frames[1:]):
            known[frame - 1] = _agreed(_backward(thread, frame, known[frame]), known[frame - 1])


def _agreed(came: State | None, held: State | None) -> State | None:
    try:
        return joined(came, held)
    except Contradiction:
        return held


def _forward(thread: Thread, frame: int, state: State | None, problems: Problems) -> State | None:
    state = carried(state, thread.references.get(frame))
    for step in thread.steps.get(frame, ()):
        try:
            state = (
                ((DELETED,),)
                if step.action == "delete"
                and step.place
                and not step.place.paragraphs
                and step.place.item is None
                else forward(state, step)
                if step.lines or step.action == "delete"
                else None
            )
        except CannotApply as problem:
            problems[frame, step] = problem.why
            state = None
        else:
            if state is not None:
                problems.pop((frame, step), None)
    return state


def _backward(thread: Thread, frame: int, state: State | None) -> State | None:
    for step in reversed(thread.steps.get(frame, ())):
        try:
            state = (
                None
                if step.action == "delete"
                and step.place
                and not step.place.paragraphs
                and step.place.item is None
                else backward(state, step)
            )
        except CannotApply:
            return None
    follow = thread.references.get(frame)
    return carried(state, {new: old for old, new in follow.items()}) if follow else state


def _changes(thread: Thread, frame: int, before: State | None, after: State | None) -> bool:
    """Whether the article's words are others in `frame` than in the frame before."""
    old, new = text_of(before), text_of(after)
    if old is not None and new is not None:
        return letters(old) != letters(new)
    return bool(thread.steps.get(frame))


def _wordings(law: _Law, thread: Thread, known: Mapping[int, State | None]) -> list[Wording]:
    frames = list(thread.frames)
    starts = [
        frame
        for place, frame in enumerate(frames)
        if place == 0
        or thread.keys[frame] != thread.keys[frame - 1]
        or _changes(thread, frame, known[frame - 1], known[frame])
    ]
    rows = []
    for place, first in enumerate(starts):
        last = starts[place + 1] - 1 if place + 1 < len(starts) else frames[-1]
        goes_on = last + 1 in range(len(law.days))
        end = law.days[last + 1] if goes_on else None
        text = next((text_of(known[f]) for f in range(last, first - 1, -1) if is_whole(known[f])), None)
        printing, others = _printing(law, thread, range(first, last + 1), text)
        instrument = law.instruments[first - 1] if first else None
        rows.append(
            Wording(
                key=thread.keys[first],
                start=law.days[first],
                end=end,
                text=_text(printing, thread, law.frame(printing)) if printing else text,
                edition=printing.name if printing else "",
                instrument=instrument.slug if instrument else "",
                made_by=_made_by(law, thread, first) if instrument else (),
                confirmed_by=others,
            )
        )
    return rows


def _printing(
    law: _Law, thread: Thread, frames: range, text: str | None
) -> tuple[Edition | None, tuple[str, ...]]:
    """The edition whose print of these words is used, and the others that have them.

    The newest, of one day the last given; a witness only where no other has them.
    """
    if text is None:
        return None, ()
    printing = [
        edition
        for edition in law.editions
        if law.frame(edition) in frames
        and (held := _text(edition, thread, law.frame(edition))) is not None
        and letters(held) == letters(text)
    ]
    if not printing:
        return None, ()
    best = max(reversed(printing), key=lambda edition: (not edition.witness, edition.day))
    return best, tuple(edition.name for edition in printing if edition is not best)


def _made_by(law: _Law, thread: Thread, frame: int) -> tuple[str, ...]:
    """The items that made the wording; for an article that was only renumbered, the item that renumbers it."""
    items = tuple(dict.fromkeys(step.item for step in thread.steps.get(frame, ())))
    if items:
        return items
    old = thread.keys.get(frame - 1)
    steps = law.steps[frame - 1]
    named = [s.item for s in steps if s.action == "renumber" and s.place and s.place.key == old]
    general = [s.item for s in steps if s.action == "conform"]
    return tuple((named or general)[:1])


def _checks(law: _Law, thread: Thread, known: Mapping[int, State | None]) -> list[Check]:
    """Each edition against what the history says without it; of articles never touched only what is not equal."""
    found = []
    for frame in sorted({law.frame(edition) for edition in law.editions}):
        for edition in [e for e in law.editions if law.frame(e) == frame]:
            text = _text(edition, thread, frame)
            if text is None or (frame not in known):
                continue
            others = [other for other in law.editions if law.frame(other) != frame]
            computed = _known(law, thread, others)[frame]
            check = _compared(edition, thread, frame, computed, text)
            if thread.touched or check.verdict == "failed":
                found.append(check)
    return found


def _compared(edition: Edition, thread: Thread, frame: int, computed: State | None, text: str) -> Check:
    items = tuple(
        dict.fromkeys(step.item for at in sorted(thread.steps) if at <= frame for step in thread.steps[at])
    )
    own = text_of(computed)
    verdict, why = "in-part", "No source gives all of its words independently of this edition."
    if own is not None and same(own, text):
        verdict, why = "reconciled", ""
    elif own is not None and letters(own) == letters(text):
        verdict, why = "reconciled", "The marks differ: " + _first_difference(own, text)
    else:
        try:
            joined(computed, state_of(text))
        except Contradiction:
            verdict, why = "failed", "The words differ: " + _first_difference(known_text(computed), text)
    return Check(
        key=thread.keys[frame],
        edition=edition.name,
        day=edition.day,
        verdict=verdict,  # type: ignore[arg-type]
        why=why,
        computed=known_text(computed),
        printed=text,
        items=items,
    )


def _first_difference(a: str, b: str, around: int = 8) -> str:
    at = next(
        (n for n, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b))
    )
    low = max(0, at - around)
    there, here = (text[low : at + around].replace("\n", "¶") for text in (a, b))
    return f"computed ‹{there}›, printed ‹{here}›"


def _strangers(law: _Law, keys: Sequence[set[str]]) -> list[Check]:
    """Articles of an edition that the history does not know on that day, and the other way round."""
    found = []
    for edition in law.editions:
        frame = law.frame(edition)
        for key in sorted(set(edition.articles) - set(keys[frame])):
            found.append(
                Check(key, edition.name, edition.day, "failed", "The history has no such article on that day.",
                      "", edition.articles[key])
            )  # fmt: skip
    return found


def _renumbered(law: _Law, numbered: Sequence[Numbering]) -> list[Renumbered]:
    found = []
    for frame, numbers in enumerate(numbered, start=1):
        day = law.instruments[frame - 1].in_force
        steps = law.steps[frame - 1]
        named = {s.place.key: s.item for s in steps if s.action == "renumber" and s.place}
        general = next((s.item for s in steps if s.action == "conform"), law.instruments[frame - 1].slug)
        for old, new in numbers.moved.items():
            if old != new:
                found.append(Renumbered(old, new, day, named.get(old, general)))
        for step in steps:
            if step.action == "merge":
                found += [
                    Renumbered(
                        place.key,
                        step.to,
                        day,
                        step.item,
                        place.key in numbers.ended and not place.paragraphs,
                    )
                    for place in step.sources
                ]
    return found


def _applied(law: _Law, problems: Problems) -> list[Applied]:
    found = []
    for frame, read in enumerate(law.read, start=1):
        instrument = law.instruments[frame - 1]
        for step in read:
            problem = step.why if isinstance(step, Unread) else problems.get((frame, step))
            found.append(Applied(step, instrument.slug, instrument.in_force, problem))
    return found
