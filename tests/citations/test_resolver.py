"""From citations to provisions, in a small library made up for the purpose."""

from __future__ import annotations

import time

import pytest

from lawbase.citations import resolver as module
from lawbase.citations.found import Code, FoundCitation, Home
from lawbase.citations.query import pinpoints
from lawbase.citations.resolver import LawEntry, Resolver


def keys(*ranges: range, extra: tuple[str, ...] = ()) -> frozenset[str]:
    return frozenset(str(n) for numbers in ranges for n in numbers) | frozenset(extra)


def usc(title: int, *sections: str) -> dict[str, object]:
    return {"system": "usc", "title": title, "sections": list(sections)}


LAWS = [
    LawEntry("cn-criminal-law-amendment-9", ("中华人民共和国刑法修正案（九）",), (), "cn", None, keys(range(1, 53)), "amendment"),
    LawEntry("cn-criminal-law", ("中华人民共和国刑法", "Criminal Law of the People's Republic of China"), ("Criminal Law",), "cn",
             None, keys(range(1, 453), extra=("253-1", "177-1"))),
    LawEntry("cn-pipl", ("中华人民共和国个人信息保护法",), ("个保法", "PIPL", "Personal Information Protection Law"), "cn", None,
             keys(range(1, 75))),
    LawEntry("cn-civil-code", ("中华人民共和国民法典",), ("Civil Code",), "cn", None, keys(range(1, 1261))),
    LawEntry("cn-labor-contract-law", ("中华人民共和国劳动合同法",), (), "cn", None, keys(range(1, 99))),
    LawEntry("cn-contract-law", ("中华人民共和国合同法",), (), "cn", None, keys(range(1, 429))),
    LawEntry("cn-interp", ("最高人民法院、最高人民检察院关于办理甲案件适用法律若干问题的解释",), ("法释〔2017〕90号",), "cn", None,
             keys(range(1, 14)), "judicial-interpretation"),
    LawEntry("us-coppa", ("Children's Online Privacy Protection Act",), ("COPPA",), "us", usc(15, "6501", "6502", "6503"),
             keys(range(6501, 6507))),
    LawEntry("us-fcra", ("Fair Credit Reporting Act",), ("FCRA",), "us", usc(15), keys(extra=("1681", "1681b", "1681c-1"))),
    LawEntry("us-sca", ("Stored Communications Act",), ("SCA",), "us", usc(18, "2701"), keys(extra=("2701", "2710"))),
    LawEntry("us-vppa", ("Video Privacy Protection Act",), ("VPPA",), "us", usc(18, "2710"), keys(extra=("2710",))),
    LawEntry("us-coppa-rule", ("COPPA Rule",), (), "us", {"system": "cfr", "title": 16}, keys(extra=("312.2", "312.5"))),
    LawEntry("us-constitution", ("Constitution of the United States",), (), "us", {"system": "us-const", "title": None},
             keys(extra=("amend-i", "amend-iv"))),
    LawEntry("us-ca-ccpa", ("California Consumer Privacy Act",), ("CCPA",), "us-ca", {"system": "cal-civ", "title": None},
             keys(extra=("1798.100", "1798.105", "1798.110", "1798.120", "1798.199.10"))),
    LawEntry("us-il-bipa", ("Biometric Information Privacy Act",), ("BIPA",), "us-il", {"system": "ilcs", "title": "740 ILCS 14"},
             keys(extra=("10", "15", "20"))),
]  # fmt: skip
LIBRARY = Resolver(LAWS)


def resolved(text: str, lang: str = "zh", home: Home | None = None) -> list[str]:
    """Pinpoints, or the problem's sentence."""
    return [
        str(r.pinpoint) if r.pinpoint else r.problem or f"{r.law} as a whole"
        for _f, r in LIBRARY.read(text, lang, home)
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("法释〔2017〕90号第五条", ["cn-interp:5"]),
        ("法释[2017]90号5条", ["cn-interp:5"]),
        ("法释（2017）90号第五条、第六条", ["cn-interp:5", "cn-interp:6"]),
        ("个保法13条", ["cn-pipl:13"]),
        ("个保法 13(1)(2)", ["cn-pipl:13(1)(2)"]),
        ("个人信息保护法 第13条第1款(2)", ["cn-pipl:13(1)(2)"]),
        ("《中华人民共和国个人信息保护法》第十三条的规定", ["cn-pipl:13"]),
        ("刑法第二百五十三条之一第三款", ["cn-criminal-law:253-1(3)"]),
        ("刑法第二百五十三條之一", ["cn-criminal-law:253-1"]),
        ("刑法第253条之一第三款", ["cn-criminal-law:253-1(3)"]),
        ("刑法253-1", ["cn-criminal-law:253-1"]),
        ("刑法253之一", ["cn-criminal-law:253-1"]),
        ("民法典1034", ["cn-civil-code:1034"]),
        ("民法典1034-1036", ["cn-civil-code:1034", "cn-civil-code:1035", "cn-civil-code:1036"]),
        ("民法典第１０３４条、1035", ["cn-civil-code:1034", "cn-civil-code:1035"]),
        ("刑法修正案（九）第十七条", ["cn-criminal-law-amendment-9:17"]),
        ("修正案(九)第17条", ["cn-criminal-law-amendment-9:17"]),
        ("关于办理甲案件适用法律若干问题的解释第五条", ["cn-interp:5"]),
        ("PIPL art. 13(1)(2)", ["cn-pipl:13(1)(2)"]),
        ("pipl 13", ["cn-pipl:13"]),
        ("Article 13 of the PIPL", ["cn-pipl:13"]),
        ("art 13 pipl", ["cn-pipl:13"]),
        ("Civil Code of China art. 1034", ["cn-civil-code:1034"]),
        ("Civil Code 1034", ["cn-civil-code:1034"]),
        ("Civil Code 1798.120", ["us-ca-ccpa:1798.120"]),
        ("§ 1798.120(a)", ["us-ca-ccpa:1798.120(a)"]),
        ("1798.120(a)", ["us-ca-ccpa:1798.120(a)"]),
        ("ccpa 1798.120", ["us-ca-ccpa:1798.120"]),
        ("cal civ code 1798.120(a)", ["us-ca-ccpa:1798.120(a)"]),
        ("15 USC 6502", ["us-coppa:6502"]),
        ("15 u.s.c. § 6502(a)(1)", ["us-coppa:6502(a)(1)"]),
        ("15 U.S.C. §§ 6501–6503", ["us-coppa:6501", "us-coppa:6502", "us-coppa:6503"]),
        ("18 USC 2710", ["us-vppa:2710"]),
        ("740 ilcs 14/15(b)", ["us-il-bipa:15(b)"]),
        ("BIPA 15(b)", ["us-il-bipa:15(b)"]),
        ("16 CFR 312.5", ["us-coppa-rule:312.5"]),
        ("fourth amendment", ["us-constitution:amend-iv"]),
        ("cn-pipl:13(1)(2)", ["cn-pipl:13(1)(2)"]),
    ],
)
def test_query_that_is_a_citation(query: str, expected: list[str]) -> None:
    assert [str(p) for p in pinpoints(LIBRARY, query)] == expected


@pytest.mark.parametrize(
    "query",
    ["", "253-1", "2021", "13", "第十三条", "个保法", "卖个人信息判几年", "个保法13条 同意", "刑法第九百条", "FCRA § 604",
     "sale of personal information crime China", "law of 1798", "cn-pipl:900", "不存在法第三条", "《" * 80, "1" * 5000,
     "个保法第" + "一" * 100 + "条"],
)  # fmt: skip
def test_query_that_is_not(query: str) -> None:
    assert pinpoints(LIBRARY, query) == []


def test_reading_a_query_takes_less_than_a_millisecond() -> None:
    pinpoints(LIBRARY, "刑法第二百五十三条之一第三款")
    started = time.perf_counter()
    for query in (
        "刑法第二百五十三条之一第三款",
        "§ 1798.120(a)",
        "卖个人信息判几年",
        "PIPL art. 13(1)(2)",
    ) * 25:
        pinpoints(LIBRARY, query)
    assert time.perf_counter() - started < 0.1


def test_amendment_is_not_confused_with_the_law() -> None:
    assert resolved("《刑法修正案（九）》第十七条和《刑法》第十七条") == [
        "cn-criminal-law-amendment-9:17",
        "cn-criminal-law:17",
    ]


def test_longer_name_is_not_its_ending() -> None:
    assert resolved("劳动合同法第三条") == ["cn-labor-contract-law:3"]
    assert resolved("旅游合同法第三条") == [module.NO_LAW]


def test_name_read_too_long_is_cut_to_the_one_that_is_known() -> None:
    ((found, answer),) = LIBRARY.read("被告人所触及的刑法第三条", "zh")
    assert (found.raw, found.start, answer.key) == ("刑法第三条", 7, "3")


def test_range_holds_inserted_articles() -> None:
    assert resolved("《刑法》第二百五十三条至第二百五十四条") == [
        f"cn-criminal-law:{k}" for k in ("253", "253-1", "254")
    ]


def test_long_range_names_the_law_as_a_whole() -> None:
    assert resolved("《刑法》第一百条至第二百条") == ["cn-criminal-law as a whole"]


def test_californian_range_is_in_the_codes_order() -> None:
    assert resolved("Cal. Civ. Code §§ 1798.100–1798.110", "en") == [
        f"us-ca-ccpa:1798.{n}" for n in (100, 105, 110)
    ]


def test_law_held_without_that_provision() -> None:
    ((_found, answer),) = LIBRARY.read("《刑法》第九百条", "zh")
    assert (answer.law, answer.key, answer.problem) == ("cn-criminal-law", None, module.NO_PROVISION)


def test_acts_own_section_stays_unresolved() -> None:
    ((_found, answer),) = LIBRARY.read("FCRA § 604", "en")
    assert (answer.law, answer.key, answer.problem) == ("us-fcra", None, module.ACT_SECTION)


def test_unknown_code_and_unknown_law() -> None:
    assert resolved("42 U.S.C. § 1983", "en") == [module.NO_CODE]
    assert resolved("《某某条例》第三条") == [module.NO_LAW]


def test_section_held_twice_belongs_to_the_act_that_lists_it() -> None:
    assert resolved("18 U.S.C. § 2710", "en") == ["us-vppa:2710"]


def test_bare_section_of_one_law_only() -> None:
    assert resolved("§ 1798.120(a)", "en") == ["us-ca-ccpa:1798.120(a)"]
    assert resolved("§ 9999.1", "en") == [module.NO_NAME]


def test_part_is_the_regulation_as_a_whole() -> None:
    assert resolved("16 C.F.R. Part 312", "en") == ["us-coppa-rule as a whole"]


def test_own_law() -> None:
    assert resolved("依照本法第三条", home=Home("cn-pipl", "10")) == ["cn-pipl:3"]


def test_amending_act_speaks_of_the_law_it_amends() -> None:
    home = Home("cn-criminal-law-amendment-9", "17", amending=True)
    assert resolved("将第二百五十三条之一修改为：", home=home) == ["cn-criminal-law:253-1"]


def test_this_title() -> None:
    home = Home("us-fcra", "1681b", Code("usc", "15"))
    assert resolved("section 6502(a) of this title", "en", home) == ["us-coppa:6502(a)"]


def test_jurisdiction_decides_between_laws_of_one_name() -> None:
    library = Resolver([LawEntry("cn-a", ("A Law",)), LawEntry("us-a", ("A Law",), jurisdiction="us")])
    first, preferred = library.law_named("the A Law"), library.law_named("A Law", "us")
    assert (first and first.slug, preferred and preferred.slug) == ("cn-a", "us-a")


def test_keys_may_be_a_test() -> None:
    library = Resolver([LawEntry("cn-a", ("甲法",), keys=lambda key: key.isdigit() and int(key) < 9)])
    found = FoundCitation("", 0, 0, "甲法", None, "7", (), "full", "12")
    assert [r.key for r in library.resolve(found)] == ["7", "8"]


def test_document_in_parts_shares_what_it_said() -> None:
    parts = LIBRARY.read_sections(["《劳动合同法》（以下简称《本案法》）。", "《本案法》第三条", ""], "zh")
    assert [[str(r.pinpoint) for _f, r in part] for part in parts] == [[], ["cn-labor-contract-law:3"], []]
    assert parts[1][0][0].start == 0
