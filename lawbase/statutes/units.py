"""Units of a provision in either language: one door to the two splitters, and the words of a unit.

Pages take permalinks from here and selectors take the text they are resolved in, so both always mean the same passage.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lawbase.statutes import units_cn, units_us
from lawbase.statutes.unit import Unit


class UnitNotFound(LookupError):
    """The pinpoint names a unit that this version of the provision does not have. `str()` is a sentence."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


def units_of(text: str, lang: str) -> tuple[Unit, ...]:
    """The units of an official text, in its order. `lang` is the text's language (`zh`, `zh-Hans`, `en`)."""
    return units_cn.split_units(text) if lang.startswith("zh") else units_us.split_units(text)


def unit_text(units: Sequence[Unit], path: Sequence[str]) -> str:
    """The words of the unit at `path` with everything beneath it, as one line of plain text.

    Enumerators beneath the unit are kept, its own is not: the unit is what the enumerator names. The empty path means the
    whole provision. Lines are joined without a separator next to a Chinese character or mark, else by one space.
    Raises `UnitNotFound` where there is no such unit.
    """
    wanted = tuple(path)
    pieces: list[str] = []
    for unit in units:
        if unit.path[: len(wanted)] != wanted:
            continue
        own = unit.path == wanted and wanted
        pieces += [unit.text] if own else [unit.label, unit.text]
    pieces = [piece for piece in pieces if piece]
    if not pieces and not any(unit.path[: len(wanted)] == wanted for unit in units):
        raise UnitNotFound(_missing(units, wanted))
    return join(pieces)


def join(pieces: Sequence[str]) -> str:
    """Join lines as their script asks: nothing beside a Chinese character or full-width mark, one space elsewhere."""
    text = ""
    for piece in pieces:
        glued = not text or not piece or is_wide(text[-1]) or is_wide(piece[0])
        text += piece if glued else f" {piece}"
    return text


def is_wide(char: str) -> bool:
    """A Han character, Chinese punctuation or a full-width form: words stand beside it without white space."""
    return "⺀" <= char <= "鿿" or "豈" <= char <= "﫿" or "︰" <= char <= "﹏" or "！" <= char <= "｠"


def _missing(units: Sequence[Unit], wanted: tuple[str, ...]) -> str:
    """Say which part of the path fails, and what could be named instead."""
    known = {unit.path[:n] for unit in units for n in range(len(unit.path) + 1)}
    held = next(n for n in range(len(wanted), -1, -1) if wanted[:n] in known or n == 0)
    choices = list(
        dict.fromkeys(p[held] for p in (u.path for u in units) if len(p) > held and p[:held] == wanted[:held])
    )
    printed = "".join(f"({part})" for part in wanted)
    if not choices:
        place = "".join(f"({part})" for part in wanted[:held])
        if not held:
            return _("There is no unit %(unit)s: this provision has no units beneath it.") % {"unit": printed}
        said = _("There is no unit %(unit)s: unit %(place)s has no units beneath it.")
        return said % {"unit": printed, "place": place}
    options = ", ".join("".join(f"({part})" for part in (*wanted[:held], choice)) for choice in choices[:8])
    more = ", …" if len(choices) > 8 else ""
    said = _("There is no unit %(unit)s in this version of the provision; name one of %(units)s.")
    return said % {"unit": printed, "units": options + more}
