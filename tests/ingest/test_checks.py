"""What must hold before anything is stored."""

from __future__ import annotations

from datetime import date

import pytest

from lawbase.ingest.checks import check
from lawbase.ingest.errors import SourceError
from lawbase.ingest.parsed import LawNames, ParsedEdition, ParsedProvision


def edition(articles: list[tuple[str, str]], jurisdiction: str = "cn", **values) -> ParsedEdition:
    law = LawNames(title="示例法", jurisdiction=jurisdiction, kind="law")
    return ParsedEdition(
        law, "2020-01-01", tuple(ParsedProvision(k, f"第{k}条", t) for k, t in articles), **values
    )


def test_a_sound_edition_passes():
    check(edition([("1", "甲"), ("1-1", "乙"), ("2", "丙")]), "file.md", expected=3)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (edition([]), "no article was found"),
        (edition([("1", "甲"), ("1", "乙")]), "第1条 stands twice"),
        (edition([("1", " \n")]), "第1条 has no text"),
        (edition([("1", "甲"), ("3", "丙")]), "article 2 is missing"),
        (edition([("1", "锟斤拷")]), "decoded wrongly"),
        (edition([("1", "a\ufffdb")]), "REPLACEMENT CHARACTER"),
        (edition([("1", "甲")], adopted=date(1500, 1, 1)), "1500-01-01 is not a plausible date"),
        (
            edition([("1", "甲")], in_force_from=date(2021, 1, 1), in_force_to=date(2020, 1, 1)),
            "the end must come after",
        ),
    ],
)
def test_a_fault_names_file_provision_and_reason(made: ParsedEdition, words: str):
    with pytest.raises(SourceError) as caught:
        check(made, "file.md")
    assert "file.md" in str(caught.value)
    assert words in str(caught.value)


def test_the_register_s_count_must_be_met():
    with pytest.raises(SourceError, match="expects 5"):
        check(edition([("1", "甲")]), "file.md", expected=5)


def test_a_documented_gap_is_no_fault():
    check(edition([("1", "甲"), ("3", "丙")]), "file.md", gaps=frozenset({"2"}))


def test_american_codes_leave_numbers_free():
    check(edition([("6501", "text"), ("6503", "text")], jurisdiction="us"), "file.json")
