"""The query language."""

from __future__ import annotations

import pytest

from lawbase.search.query.syntax import (
    And,
    Beginning,
    Close,
    Field,
    Near,
    Not,
    Or,
    QuerySyntaxError,
    Quoted,
    Words,
    parse,
    plain,
)


def test_bare_words_are_one_piece():
    assert parse("卖个人信息 判几年") == Words("卖个人信息 判几年")


def test_operators_bind_and_before_or():
    assert parse("a AND b OR c") == Or((And((Words("a"), Words("b"))), Words("c")))


def test_brackets_group():
    assert parse("(a OR b) AND c") == And((Or((Words("a"), Words("b"))), Words("c")))


def test_brackets_inside_a_word_belong_to_it():
    assert parse("1798.120(a)(1) opt-out") == Words("1798.120(a)(1) opt-out")
    assert parse("(1030(a) OR b)") == Or((Words("1030(a)"), Words("b")))


def test_quotes_of_both_scripts_quote():
    assert parse('"opt out" sale') == And((Quoted("opt out"), Words("sale")))
    assert parse("“敏感个人信息”") == Quoted("敏感个人信息")
    assert parse("「敏感個人信息」") == Quoted("敏感個人信息")


def test_not_and_minus_exclude():
    assert parse("a NOT b") == And((Words("a"), Not(Words("b"))))
    assert parse("a -b") == And((Words("a"), Not(Words("b"))))


def test_a_hyphen_inside_a_word_is_no_operator():
    assert parse("opt-out") == Words("opt-out")


def test_fields_are_read_with_either_colon():
    assert parse("law:pipl 同意") == And((Field("law", "pipl"), Words("同意")))
    assert parse("law：个保法") == Field("law", "个保法")
    assert parse('court:"Ninth Circuit"') == Field("court", "Ninth Circuit")


def test_an_unknown_field_is_words():
    assert parse("foo:bar") == Words("foo:bar")


def test_a_star_ends_the_beginning_of_a_word():
    assert parse("collect* 个人信*") == And((Beginning("collect"), Beginning("个人信")))
    assert parse("5 * 3") == Words("5 * 3")


def test_a_tilde_after_quotes_says_how_near():
    assert parse('"sell data"~5') == Near("sell data", 5)
    assert parse("“出售 信息”～10") == Near("出售 信息", 10)


def test_closeness_binds_tighter_than_and():
    assert parse("a /s b AND c") == And((Close("sentence", (Words("a"), Words("b"))), Words("c")))
    assert parse('a /P "b" /p (c OR d)') == Close(
        "paragraph", (Words("a"), Quoted("b"), Or((Words("c"), Words("d"))))
    )
    assert parse("a /5 b") == Close("words", (Words("a"), Words("b")), 5)


@pytest.mark.parametrize(
    ("query", "code", "position", "repaired"),
    [
        ("data col*ct", "star-place", 8, "data colct"),
        ("a* data", "short-beginning", 0, "a data"),
        ('"sell data"~', "near-distance", 0, "sell data"),
        ('""~3', "near-what", 0, ""),
        ("a /s b /p c", "mixed-closeness", 7, "a   b   c"),
        ("a /s law:pipl", "closeness-operand", 5, "a   law:pipl"),
        ("a /s (b AND c)", "closeness-operand", 5, "a   b AND c"),
    ],
)
def test_new_operators_fail_at_their_place(query: str, code: str, position: int, repaired: str):
    with pytest.raises(QuerySyntaxError) as caught:
        parse(query)
    assert (caught.value.code, caught.value.position) == (code, position)
    assert caught.value.repaired.split() == repaired.replace("AND", "").split()


@pytest.mark.parametrize(
    ("query", "code", "position"),
    [
        ('sale "of data', "open-quote", 5),
        ("(a OR b", "open-bracket", 0),
        ("a OR", "operand-missing", 4),
        ("AND a", "operand-missing", 0),
        ('""', "empty-phrase", 0),
        ("a ) b", "stray-bracket", 2),
    ],
)
def test_what_cannot_be_read_names_the_place_and_a_repair(query: str, code: str, position: int):
    with pytest.raises(QuerySyntaxError) as caught:
        parse(query)
    assert caught.value.code == code
    assert abs(caught.value.position - position) <= 3
    assert caught.value.repaired == plain(query)


@pytest.mark.parametrize(
    "query", ["((((((((", '"' * 999, "NOT " * 400 + "a", "-" * 500, "\x00 a", "：：：", "()", "( )"]
)
def test_hostile_queries_end_in_a_tree_or_a_syntax_error(query: str):
    try:
        node = parse(query)
    except QuerySyntaxError as error:
        node = error.code
    assert node
