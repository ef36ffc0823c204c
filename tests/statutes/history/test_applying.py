"""An instruction applied and taken back."""

from __future__ import annotations

import pytest

from lawbase.statutes.history.applying import CannotApply, backward, forward
from lawbase.statutes.history.grammar import read_item
from lawbase.statutes.history.values import Instruction
from lawbase.statutes.history.wording import known_text, state_of, text_of

ARTICLE = "甲。\n有下列情形之一的：\n（一）乙；\n（二）丙。\n丁。"


def step(text: str) -> Instruction:
    (found,) = read_item("cn-change:1", text)
    assert isinstance(found, Instruction)
    return found


@pytest.mark.parametrize(
    ("text", "after", "back"),
    [
        ('将第三条第一款修改为："新。"', "新。\n有下列情形之一的：\n（一）乙；\n（二）丙。\n丁。",
         "…\n有下列情形之一的：\n（一）乙；\n（二）丙。\n丁。"),
        ('第三条增加一款，作为第二款："新。"', "甲。\n新。\n有下列情形之一的：\n（一）乙；\n（二）丙。\n丁。", ARTICLE),
        ("删去第三条第三款。", "甲。\n有下列情形之一的：\n（一）乙；\n（二）丙。",
         "甲。\n有下列情形之一的：\n（一）乙；\n（二）丙。\n…"),
        ('第三条增加一项，作为第二项："新；"', "甲。\n有下列情形之一的：\n（一）乙；\n（二）新；\n（三）丙。\n丁。", ARTICLE),
        ('将第三条第二项修改为："新。"', "甲。\n有下列情形之一的：\n（一）乙；\n（二）新。\n丁。",
         "甲。\n有下列情形之一的：\n（一）乙；\n…\n丁。"),
        ('将第三条中的"丁"修改为"新"。', "甲。\n有下列情形之一的：\n（一）乙；\n（二）丙。\n新。", ARTICLE),
        ('在第三条中的"丁"后增加"新"。', "甲。\n有下列情形之一的：\n（一）乙；\n（二）丙。\n丁新。", ARTICLE),
    ],
)  # fmt: skip
def test_there_and_back(text: str, after: str, back: str) -> None:
    instruction = step(text)
    state = forward(state_of(ARTICLE), instruction)
    assert text_of(state) == after
    assert known_text(backward(state, instruction)) == back


def test_a_whole_replacement_leaves_nothing_known_before() -> None:
    assert backward(state_of("新。"), step('将第三条修改为："新。"')) is None


def test_words_exchanged_are_not_taken_back_where_they_occur_twice() -> None:
    """Which of them stood there before is not known, so nothing is guessed."""
    assert backward(state_of("新，新。"), step('将第三条中的"旧"修改为"新"。')) is None


def test_words_put_in_are_taken_back_everywhere() -> None:
    state = backward(state_of("花草，花草。"), step('在第三条中的"花"后增加"草"。'))
    assert text_of(state) == "花，花。"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('将第三条第九款修改为："新。"', "paragraph 9"),
        ('将第三条第七项修改为："新。"', "item 7"),
        ('将第三条中的"没有"修改为"新"。', "do not stand there"),
    ],
)
def test_an_instruction_that_does_not_fit_says_why(text: str, says: str) -> None:
    with pytest.raises(CannotApply, match=says):
        forward(state_of(ARTICLE), step(text))
