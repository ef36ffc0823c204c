"""Reading the editors' YAML with the line of every value, so that a message can name file, line and key."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, ValidationError

KeyPath = tuple[str | int, ...]
Schema = TypeVar("Schema", bound=BaseModel)
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Problem:
    """One fault in the editors' data, printed as `file:line: key: what to do`."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


@dataclass
class Document:
    """One YAML file: its data, and the line on which each value stands."""

    file: str
    """Path under `corpus/`."""
    data: Any
    sha256: str
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, path: KeyPath) -> int:
        """Line of the value at `path`, else of its nearest ancestor that is in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: KeyPath, message: str) -> Problem:
        return Problem(self.file, self.line(path), ".".join(str(part) for part in path), message)


def _walk(node: yaml.Node, path: KeyPath, lines: dict[KeyPath, int]) -> None:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _walk(value, (*path, key.value), lines)
            lines[(*path, key.value)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _walk(item, (*path, index), lines)


def _duplicates(node: yaml.Node, path: KeyPath) -> list[tuple[KeyPath, int]]:
    """Keys written twice in one mapping, which YAML readers silently let the last one win."""
    found: list[tuple[KeyPath, int]] = []
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                found.append(((*path, key.value), key.start_mark.line + 1))
            seen.add(key.value)
            found += _duplicates(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            found += _duplicates(item, (*path, index))
    return found


def read(path: Path, root: Path) -> tuple[Document | None, list[Problem]]:
    """Read one file. A file that is not YAML gives no document and one problem with its place."""
    name = path.relative_to(root).as_posix()
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
        loader = Loader(text)
        try:
            node = loader.get_single_node()
            data = loader.construct_document(node) if node is not None else None
        finally:
            loader.dispose()
    except UnicodeDecodeError as error:
        return None, [Problem(name, 0, "", f"is not UTF-8 (byte {error.start}); save it as UTF-8.")]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return None, [Problem(name, line, "", f"is not valid YAML: {error.problem}; mend this line.")]
    document = Document(name, data, hashlib.sha256(raw).hexdigest())
    problems: list[Problem] = []
    if node is not None:
        _walk(node, (), document.lines)
        problems = [
            Problem(name, line, ".".join(map(str, key)), "is written twice; keep one.")
            for key, line in _duplicates(node, ())
        ]
    return document, problems


SENTENCES = {
    "missing": gettext_lazy("is missing; add it (null where it is not known)."),
    "extra_forbidden": gettext_lazy(
        "is not a key of this file; remove it or see docs/corpus.md for the right name."
    ),
}


def validate(
    document: Document, data: Any, schema: type[Schema], path: KeyPath = ()
) -> tuple[Schema | None, list[Problem]]:
    """Check `data` (the value at `path`) against `schema`; every fault becomes one problem with its line."""
    try:
        return schema.model_validate(data), []
    except ValidationError as error:
        return None, [
            document.problem(
                (*path, *fault["loc"]),
                str(SENTENCES.get(fault["type"], ""))
                or f"{fault['msg'].removeprefix('Value error, ')} (found {str(fault['input'])[:60]!r}).",
            )
            for fault in error.errors()
        ]
