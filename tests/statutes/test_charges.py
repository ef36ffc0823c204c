"""Names of offences, read from a table like those of the interpretations. Law and names are made up."""

from __future__ import annotations

from datetime import date

import pytest

from lawbase.statutes.charges import charge_names, on, rows_of
from tests import factories as make

pytestmark = pytest.mark.django_db
FIRST = """| 刑法条文 |罪名 |
|-----|-----|
| 第2条之一第1款 （《园艺法修正案》第7条） |折花、非法赠花罪 |
| 第2条之一第2款 （《园艺法修正案》第7条） |偷花罪 |"""
SECOND = "| 第二条之一 （《园艺法修正案（二）》第十七条） |侵犯花草罪 （取消折花、非法赠花罪和偷花罪罪名） |"


def names() -> list[tuple[str, int | None, date | None, date | None]]:
    law = make.make_law("cn-garden", title_zh="中华人民共和国园艺法")
    provision = make.make_provision(law, "2-1")
    for number, text, start in (("4", FIRST, "2009-10-16"), ("6", SECOND, "2015-11-01")):
        source = make.make_law(
            f"cn-names-{number}",
            title_zh=f"关于执行《中华人民共和国园艺法》确定罪名的补充规定（{number}）",
            kind="judicial-interpretation",
        )
        make.make_version(make.make_provision(source, "1"), text, start)
    return [(one.name, one.paragraph, one.start, one.end) for one in charge_names(provision)]


def test_names_have_their_days_and_end_where_a_later_interpretation_ends_them() -> None:
    assert names() == [
        ("折花、非法赠花罪", 1, date(2009, 10, 16), date(2015, 11, 1)),
        ("偷花罪", 2, date(2009, 10, 16), date(2015, 11, 1)),
        ("侵犯花草罪", None, date(2015, 11, 1), None),
    ]


def test_headings_and_other_lines_are_no_rows() -> None:
    assert [row[0] for row in rows_of(FIRST)] == ["2-1", "2-1"]


def test_a_law_without_such_interpretations_has_no_names() -> None:
    assert charge_names(make.make_provision(make.make_law("cn-other"), "1")) == ()


def test_on_a_day_only_the_names_then_in_use_count() -> None:
    law = make.make_law("cn-garden", title_zh="中华人民共和国园艺法")
    source = make.make_law(
        "cn-names", title_zh="关于《中华人民共和国园艺法》确定罪名的规定", kind="judicial-interpretation"
    )
    make.make_version(make.make_provision(source, "1"), FIRST, "2009-10-16")
    found = charge_names(make.make_provision(law, "2-1"))
    assert on(found, date(2009, 10, 15)) == []
    assert len(on(found, date(2009, 10, 16))) == 2
