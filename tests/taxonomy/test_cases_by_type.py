"""The report that shows an editor where cases are few."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command

from tests import editors as write
from tests import factories as make


def report() -> list[str]:
    out = StringIO()
    call_command("cases_by_type", stdout=out)
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


def test_cases_are_counted_by_legal_order_with_those_beneath_and_few_are_named(db: None) -> None:
    root = make.make_type("misuse")
    trade = make.make_type("trade", root)
    for number in range(3):
        make.make_case_link(make.make_case(f"cn-{number}"), trade)
    make.make_case_link(make.make_case("us-one", jurisdiction_id="us-ca"), root)
    said = report()
    assert said[:3] == ["type cn us us-ca us-other", "misuse 3 0 1 0", "trade 3 0 0 0"]
    assert said[said.index("Fewer than 3 cases:") + 1 : -2] == [
        "misuse: 1 in the United States",
        "trade: 0 in the United States",
    ]


def test_elements_without_cases_are_counted(db: None) -> None:
    claim = write.make_claim(make.make_type("misuse"), "tort")
    write.make_part(claim)
    write.make_part(claim).cases.add(make.make_case("cn-one"))
    write.make_part(claim, kind="remedy")
    assert report()[-1] == "Elements of claims: 2; without a case 1, with one only 1."
