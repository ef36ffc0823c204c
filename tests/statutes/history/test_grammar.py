"""What items of amending instruments say. The words quoted are made up; the forms are those of real instruments."""

from __future__ import annotations

import pytest

from lawbase.statutes.history import Instruction, Unread
from lawbase.statutes.history.grammar import read_item
from lawbase.statutes.history.values import Place


def read(text: str) -> list[Instruction]:
    found = read_item("cn-change:1", text, ("园艺法",))
    assert not [entry for entry in found if isinstance(entry, Unread)], found
    return [entry for entry in found if isinstance(entry, Instruction)]


@pytest.mark.parametrize(
    ("text", "action", "place", "lines"),
    [
        ('将园艺法第三条修改为："种花。\n"浇水。"', "replace", Place("3"), ("种花。", "浇水。")),
        ('将园艺法第三条第二款修改为："浇水。"', "replace", Place("3", (2,)), ("浇水。",)),
        ('将园艺法第三条第一款、第二款修改为："甲。\n"乙。"', "replace", Place("3", (1, 2)), ("甲。", "乙。")),
        ('将园艺法第三条第二项修改为："浇水；"', "replace", Place("3", (), 2), ("浇水；",)),
        ('在园艺法第三条中增加一款作为第二款，将该条修改为："甲。\n"乙。"', "replace", Place("3"), ("甲。", "乙。")),
        ('在园艺法第三条中增加二款作为第二款、第三款:"甲。\n"乙。"', "add-paragraph", Place("3", (2, 3)), ("甲。", "乙。")),
        ('第三条增加四款，作为第二款至第五款："甲。"', "add-paragraph", Place("3", (2, 3, 4, 5)), ("甲。",)),
        ("删去园艺法第三条第二款。", "delete", Place("3", (2,)), ()),
        ("删去园艺法第三条。", "delete", Place("3"), ()),
        ("为了爱护花草，将园艺法第三条修改为：\n“种花。”", "replace", Place("3"), ("种花。",)),
        ("将园艺法第三条修改为：种花。\n浇水。", "replace", Place("3"), ("种花。", "浇水。")),
    ],
)  # fmt: skip
def test_one_instruction(text: str, action: str, place: Place, lines: tuple[str, ...]) -> None:
    (found,) = read(text)
    assert (found.action, found.place, found.lines) == (action, place, lines)


def test_an_article_is_added_behind_another() -> None:
    (found,) = read('在园艺法第三条之一后增加一条，作为第三条之二："种树。"')
    assert (found.action, found.to, found.after, found.lines) == ("add-article", "3-2", "3-1", ("种树。",))


def test_several_added_articles_are_told_apart_by_their_numbers() -> None:
    found = read(
        '在园艺法第三条后增加二条，作为第三条之一、第三条之二：\n"第三条之一 甲。\n"乙。\n"第三条之二 丙。"'
    )
    assert [(one.to, one.after, one.lines) for one in found] == [
        ("3-1", "3", ("甲。", "乙。")), ("3-2", "3-1", ("丙。",)),
    ]  # fmt: skip


def test_a_paragraph_that_moves_and_changes_is_replaced_at_its_new_place() -> None:
    found = read('在第三条中增加一款作为第二款："甲。"\n原第二款作为第三款，修改为："乙。"')
    assert [(one.action, one.place) for one in found] == [
        ("add-paragraph", Place("3", (2,))), ("replace", Place("3", (3,))),
    ]  # fmt: skip


def test_what_follows_a_renumbering_is_about_the_same_article() -> None:
    found = read('将第六条改为第八条，第二款修改为："甲。"\n增加一款，作为第三款："乙。"')
    assert [(one.action, one.place, one.to) for one in found] == [
        ("renumber", Place("6"), "8"), ("replace", Place("6", (2,)), ""), ("add-paragraph", Place("6", (3,)), ""),
    ]  # fmt: skip


def test_words_are_exchanged_one_pair_after_the_other() -> None:
    found = read('将第三条第一款中的"花"修改为"草"，"水"修改为"肥"。')
    assert [(one.action, one.place, one.old, one.lines) for one in found] == [
        ("substitute", Place("3", (1,)), "花", ("草",)), ("substitute", Place("3", (1,)), "水", ("肥",)),
    ]  # fmt: skip


def test_words_are_put_in_behind_others_in_several_articles() -> None:
    found = read('在第三条、第五条中的"花"后增加"草"。')
    assert [(one.action, one.target, one.old, one.lines) for one in found] == [
        ("insert-after", "3", "花", ("草",)), ("insert-after", "5", "花", ("草",)),
    ]  # fmt: skip


def test_articles_are_merged_into_one() -> None:
    (found,) = read('将第六条、第七条第一项合并，作为第七条，修改为："甲。"')
    assert (found.action, found.to, found.sources) == ("merge", "7", (Place("6"), Place("7", (), 1)))


def test_quoted_paragraphs_without_their_opening_marks_are_of_the_quotation() -> None:
    (found,) = read('将园艺法第三条修改为："有下列情形之一的：\n（一）甲；\n（二）乙。\n"单位依照前款。"')
    assert found.lines == ("有下列情形之一的：", "（一）甲；", "（二）乙。", "单位依照前款。")


def test_half_width_marks_in_a_quotation_are_printed_full() -> None:
    (found,) = read('将园艺法第三条修改为："甲,乙:丙。"')
    assert found.lines == ("甲，乙：丙。",)


def test_what_it_cannot_read_is_kept_with_a_sentence_and_the_rest_is_read() -> None:
    found = read_item("cn-change:1", '第三条请大家自行想象。将第四条修改为："甲。"', ())
    assert isinstance(found[0], Unread)
    assert found[0].raw == "第三条请大家自行想象。"
    assert found[0].why.en.endswith(".")
    assert found[0].why.zh.endswith("。")
    assert isinstance(found[1], Instruction)


def test_a_preamble_is_said_to_be_outside_the_articles() -> None:
    (found,) = read_item("cn-change:1", '园艺法序言第七自然段中"甲"修改为"乙"。', ("园艺法",))
    assert isinstance(found, Unread)
    assert "preamble" in found.why.en
