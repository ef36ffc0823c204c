"""An item of an amending instrument as prose with its quotations taken out.

Chinese amending instruments quote what becomes law: each paragraph opens with a quotation mark, only the last one closes.
`taken_out()` puts `〔0〕`, `〔1〕` … in the place of each quotation, so that the grammar reads prose alone.
"""

from __future__ import annotations

import re

from lawbase.statutes.history.wording import printed

OPEN, CLOSE, EITHER = "“「", "”」", '"'
UNQUOTED = re.compile(r"修改为[:：]$")
BARE_ARTICLE = re.compile(r"^第[一二三四五六七八九十百零〇]+条 ")


def taken_out(text: str) -> tuple[str, list[tuple[str, ...]]]:
    """(prose, quotations), each quotation its lines. Lines of prose stay lines."""
    prose: list[str] = []
    quoted: list[tuple[str, ...]] = []
    current: list[str] | None = None

    def close() -> None:
        nonlocal current
        assert current is not None
        quoted.append(tuple(printed(line.strip()) for line in current if line.strip()))
        prose.append(f"〔{len(quoted) - 1}〕")
        current = None

    for line in text.split("\n"):
        at = 0
        if current is not None:
            current.append("")
            at = 1 if line[:1] in OPEN + EITHER else 0
        elif prose:
            prose.append("\n")
        depth = 0
        while at < len(line):
            char = line[at]
            if current is None:
                if char in OPEN + EITHER:
                    current, depth = [""], 0
                else:
                    prose.append(char)
            elif char in OPEN:
                depth += 1
                current[-1] += char
            elif char in CLOSE and depth:
                depth -= 1
                current[-1] += char
            elif char in CLOSE + EITHER:
                if line[at + 1 : at + 2] and line[at + 1] in OPEN + EITHER:
                    current.append("")
                    at += 1
                else:
                    close()
            else:
                current[-1] += char
            at += 1
    if current is not None:
        close()
    return _unquoted("".join(prose), quoted)


def _unquoted(prose: str, quoted: list[tuple[str, ...]]) -> tuple[str, list[tuple[str, ...]]]:
    """Older instruments give the new words without marks: behind 修改为：, or as whole articles on lines of their own."""
    lines = prose.split("\n")
    for place, line in enumerate(lines):
        head, mark, words = line.partition("修改为：")
        if mark and words and "〔" not in line:
            quoted.append((words, *lines[place + 1 :]))
            return "\n".join([*lines[:place], f"{head}{mark}〔{len(quoted) - 1}〕"]), quoted
        if place and BARE_ARTICLE.match(line):
            quoted.append(tuple(lines[place:]))
            return "\n".join(lines[:place]) + f"〔{len(quoted) - 1}〕", quoted
    return prose, quoted
