"""What laymen ask of the law at large, and the provision that answers: `corpus/questions/<law>.tsv`.

A line is a provision's key, a tab, a question in Chinese as a layman would put it. The questions are the editors' own; they
teach search where answers lie (`lawbase.search.ranking`) and are shown nowhere. What is asked of digested provisions stands in
the digests. They are read from the files, not the database: search needs them whole, once, when it warms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = "questions"
SHORTEST, LONGEST = 3, 120


@dataclass(frozen=True)
class Question:
    provision: str
    """Its address, `cn-civil-code:54`."""
    text: str

    @property
    def passages(self) -> tuple[str, ...]:
        return (self.text,)


@dataclass(frozen=True)
class Fault:
    file: str
    """Path under `corpus/`."""
    line: int
    says: str


def questions(corpus: Path) -> list[Question]:
    """Those that are sound, in the order of the files; none where there are no files."""
    return [one for one in _lines(corpus) if isinstance(one, Question)]


def faults(corpus: Path) -> list[Fault]:
    """What is wrong with the files, whatever the library holds."""
    return [one for one in _lines(corpus) if isinstance(one, Fault)]


def _lines(corpus: Path) -> Iterator[Question | Fault]:
    for path in sorted((corpus / FOLDER).glob("*.tsv")):
        seen: set[tuple[str, str]] = set()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            key, tab, text = line.partition("\t")
            said = ""
            if not tab or not key or "\t" in text or text != text.strip():
                said = "is not a provision's key, one tab and a question; write it so."
            elif not SHORTEST <= len(text) <= LONGEST:
                said = f"asks in {len(text)} characters; a question has {SHORTEST} to {LONGEST}."
            elif (key, text) in seen:
                said = "is there already; leave it once."
            seen.add((key, text))
            if said:
                yield Fault(f"{FOLDER}/{path.name}", number, said)
            else:
                yield Question(f"{path.stem}:{key}", text)
