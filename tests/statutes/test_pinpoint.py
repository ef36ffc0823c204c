"""Pinpoints: reading, writing and printing them."""

from __future__ import annotations

from datetime import date

import pytest

from lawbase.statutes.pinpoint import Pinpoint, in_bluebook, in_chinese, in_english

CIVIL = {"system": "cal-civ"}
USC = {"system": "usc", "title": 15}


@pytest.mark.parametrize(
    ("text", "law", "key", "unit"),
    [
        ("cn-pipl:13(1)(2)", "cn-pipl", "13", ("1", "2")),
        ("cn-criminal-law:253-1(3)", "cn-criminal-law", "253-1", ("3",)),
        ("us-ca-ccpa:1798.120(a)", "us-ca-ccpa", "1798.120", ("a",)),
        ("us-cfaa:1030(a)(2)(C)", "us-cfaa", "1030", ("a", "2", "C")),
        ("us-fcra:1681c-1", "us-fcra", "1681c-1", ()),
        ("us-constitution:amend-iv", "us-constitution", "amend-iv", ()),
        ("cn-pipl", "cn-pipl", None, ()),
    ],
)
def test_reads_and_writes_itself(text: str, law: str, key: str | None, unit: tuple[str, ...]) -> None:
    pinpoint = Pinpoint.parse(text)
    assert (pinpoint.law, pinpoint.key, pinpoint.unit) == (law, key, unit)
    assert str(pinpoint) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "13",
        "PIPL:13",
        "cn-pipl:",
        "cn-pipl:13(",
        "cn-pipl:13()",
        "cn-pipl:13(1) ",
        "cn pipl:13",
        "a" * 9 + ":" * 9,
    ],
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="write it like cn-pipl:13"):
        Pinpoint.parse(text)


def test_fragment_joins_the_unit_with_dots() -> None:
    assert Pinpoint.parse("cn-pipl:13(1)(2)").fragment == "1.2"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("cn-pipl:13(1)(2)", "《个人信息保护法》第十三条第一款第二项"),
        ("cn-pipl:13", "《个人信息保护法》第十三条"),
        ("cn-pipl:13(1)(2)(3)", "《个人信息保护法》第十三条第一款第二项第三目"),
        ("cn-pipl:253-1(3)", "《个人信息保护法》第二百五十三条之一第三款"),
        ("cn-pipl", "《个人信息保护法》"),
        ("cn-pipl:full", "《个人信息保护法》"),
    ],
)
def test_chinese_law_in_chinese(text: str, printed: str) -> None:
    assert in_chinese(Pinpoint.parse(text), title_zh="中华人民共和国个人信息保护法") == printed


def test_us_law_in_chinese() -> None:
    assert in_chinese(Pinpoint.parse("us-ca-ccpa:1798.140(v)(1)(A)(i)"), title_zh="甲法", code=CIVIL) == (
        "《甲法》第1798.140条(v)款(1)项(A)目(i)"
    )


def test_constitutional_amendment_in_chinese() -> None:
    pinpoint = Pinpoint.parse("us-constitution:amend-iv")
    assert in_chinese(pinpoint, title_zh="美国宪法", code={"system": "us-const"}) == "《美国宪法》第四修正案"


@pytest.mark.parametrize(
    ("text", "name", "code", "printed"),
    [
        ("cn-pipl:13(1)(2)", "PIPL", None, "PIPL art. 13, para. 1, item 2"),
        ("us-ca-ccpa:1798.120(a)", "CCPA", CIVIL, "CCPA § 1798.120(a)"),
        (
            "us-constitution:amend-iv",
            "U.S. Constitution",
            {"system": "us-const"},
            "U.S. Constitution amend. IV",
        ),
        ("us-ca-ccpa", "CCPA", CIVIL, "CCPA"),
    ],
)
def test_in_english(text: str, name: str, code: dict[str, object] | None, printed: str) -> None:
    assert in_english(Pinpoint.parse(text), short_en=name, code=code) == printed


@pytest.mark.parametrize(
    ("text", "code", "printed"),
    [
        ("us-coppa:6502(a)(1)", USC, "15 U.S.C. § 6502(a)(1)"),
        ("us-ca-ccpa:1798.120(a)", CIVIL, "Cal. Civ. Code § 1798.120(a) (2026)"),
        ("us-coppa-rule:312.5", {"system": "cfr", "title": 16}, "16 C.F.R. § 312.5 (2026)"),
        ("us-il-bipa:15(b)", {"system": "ilcs", "title": "740/14"}, "740 Ill. Comp. Stat. 14/15(b) (2026)"),
        ("us-constitution:amend-iv", {"system": "us-const"}, "U.S. Const. amend. IV"),
        ("us-ca-constitution:art-i-1", {"system": "cal-const"}, "Cal. Const. art. I, § 1"),
        (
            "us-ca-ccpa-regulations:7013(e)",
            {"system": "ccr", "title": 11},
            "Cal. Code Regs. tit. 11, § 7013(e) (2026)",
        ),
    ],
)
def test_us_law_in_bluebook_form(text: str, code: dict[str, object], printed: str) -> None:
    assert in_bluebook(Pinpoint.parse(text), code=code, year=2026) == printed


def test_year_is_left_out_where_it_is_not_known() -> None:
    assert in_bluebook(Pinpoint.parse("us-ca-ccpa:1798.120"), code=CIVIL) == "Cal. Civ. Code § 1798.120"


def test_unknown_code_falls_back_on_the_title() -> None:
    assert in_bluebook(Pinpoint.parse("us-nv-act:603A"), title_en="Nevada Act") == "Nevada Act § 603A"


def test_chinese_law_in_bluebook_form() -> None:
    printed = in_bluebook(
        Pinpoint.parse("cn-pipl:13(1)(2)"),
        title_zh="个人信息保护法",
        title_en="Personal Information Protection Law",
        romanised="Geren Xinxi Baohu Fa",
        issuer_en="Standing Committee of the National People's Congress",
        adopted=date(2021, 8, 20),
        in_force=date(2021, 11, 1),
    )
    assert printed == (
        "Geren Xinxi Baohu Fa (个人信息保护法) [Personal Information Protection Law] (promulgated by the Standing Comm. "
        "Nat’l People’s Cong., Aug. 20, 2021, effective Nov. 1, 2021) art. 13, § 1(2) (China)"
    )


def test_what_is_not_known_of_a_chinese_law_is_left_out() -> None:
    assert (
        in_bluebook(Pinpoint.parse("cn-x:3"), title_zh="甲法", title_en="A Law")
        == "甲法 [A Law] art. 3 (China)"
    )
