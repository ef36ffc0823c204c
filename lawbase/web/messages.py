"""Catalogues of messages: what is to be translated, and compiling translations without gettext's tools.

The `.mo` files are made from `locale/*/LC_MESSAGES/django.po`, never committed. Without them Django does not know Chinese pages.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

FUNCTIONS = {
    "gettext",
    "gettext_noop",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "_",
}
CALL = re.compile(r"\b(?:gettext|ngettext|_)\((?=u?[\"'])")
Message = str | tuple[str, str]
"""A msgid, or a singular with its plural."""


def catalogues() -> list[Path]:
    return sorted(
        path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/django.po")
    )


def compile_messages() -> list[Path]:
    """Compile every catalogue that is newer than its `.mo`. Returns what was written.

    Written beside and moved into place: a server that starts meanwhile reads the old one or the new one.
    """
    written = []
    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        beside = target.with_suffix(".mo.new")
        with beside.open("wb") as file:
            write_mo(file, catalogue)
        beside.replace(target)
        written.append(target)
    return written


def used_messages() -> set[Message]:
    """Every message that code under `lawbase/` and templates ask for."""
    found: set[Message] = set()
    for path in sorted((settings.BASE_DIR / "lawbase").rglob("*.py")):
        found |= set(_calls(ast.parse(path.read_text(encoding="utf-8"))))
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        found |= set(_in_template(path.read_text(encoding="utf-8")))
    return found


def _in_template(text: str) -> Iterator[Message]:
    """`templatize` blanks out everything but calls, so each call is read by itself."""
    blanked = templatize(text)
    for start in CALL.finditer(blanked):
        yield from _calls(ast.parse(_call_at(blanked, start.start())))


def _call_at(text: str, start: int) -> str:
    """The source of the call that begins at `start`: the shortest that parses."""
    end = text.find(")", start)
    while end != -1:
        try:
            ast.parse(text[start : end + 1].strip())
        except SyntaxError:
            end = text.find(")", end + 1)
            continue
        return text[start : end + 1].strip()
    raise ValueError(
        f"A translated string is not closed near {text[start : start + 60]!r}; close its quotation mark."
    )


def _calls(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
            words = [
                arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            if node.func.id.startswith("ngettext") and len(words) >= 2:
                yield words[0], words[1]
            elif words:
                yield words[-1] if node.func.id.startswith("p") else words[0]


def translated(catalogue: Path) -> Iterable[tuple[Message, bool, bool]]:
    """(message, whether it has a translation, whether that is fuzzy) of every entry of a catalogue."""
    with catalogue.open("rb") as file:
        entries = list(read_po(file))
    for entry in entries:
        if entry.id:
            words = entry.string if isinstance(entry.string, (tuple, list)) else (entry.string,)
            message = (entry.id[0], entry.id[1]) if isinstance(entry.id, (tuple, list)) else entry.id
            yield message, all(words), entry.fuzzy
