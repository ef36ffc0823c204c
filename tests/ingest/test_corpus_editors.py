"""Digests, topics, glossary, claims and literature: each fault is named with its place; what is sound is loaded for its days."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from lawbase.ingest.corpus.collection import collect
from lawbase.ingest.corpus.load import load
from lawbase.ingest.errors import SourceError
from lawbase.statutes.models import Provision
from lawbase.taxonomy.models import Claim, ClaimPart, Digest, Statement, Term, Topic, TopicPair, Work
from tests import factories as make
from tests.ingest.editorial_samples import (
    Editorial,
    absent,
    case,
    claim,
    digest,
    edition,
    kind,
    pair,
    said,
    statute,
    term,
    text,
    topic,
    work,
)


@pytest.fixture
def editorial(tmp_path: Path) -> Editorial:
    made = Editorial(tmp_path / "corpus")
    act = {"jurisdiction": "us", "kind": "federal-act", "code": {"system": "usc", "title": 99}}
    made.write("statutes.yaml", [
        statute("cn-garden", "园艺法", editions=[edition("2020-01-01", "2020-01-01")]),
        statute("us-orchard", "果园法", **act),
    ])  # fmt: skip
    return made


@pytest.fixture
def garden(db: None) -> dict[str, Any]:
    """A Chinese provision with two versions, and an American section of two paragraphs."""
    law, act = make.make_law("cn-garden"), make.make_law("us-orchard", core_order=2)
    dated, section = make.make_provision(law, "1"), make.make_provision(act, "10")
    return {
        "old": make.make_version(dated, "任何人不得卖花。", "2020-01-01", "2023-01-01"),
        "new": make.make_version(dated, "任何人不得卖花、卖草。", "2023-01-01"),
        "section": make.make_version(
            section, "(a) No person shall sell apples.\n(b) Pears are free.", "2021-01-01"
        ),
    }


def problems(editorial: Editorial) -> list[str]:
    return [str(problem) for problem in collect(editorial.folder).problems]


def bring(editorial: Editorial) -> None:
    load(collect(editorial.folder))


def refused(editorial: Editorial) -> str:
    with pytest.raises(SourceError) as caught:
        bring(editorial)
    return str(caught.value)


def sell(**values: Any) -> dict[str, Any]:
    return pair("cn-garden:1", "不得卖花", "us-orchard:10(a)", "sell apples", **values)


# -- shapes and references ------------------------------------------------------------------------------------------------


def test_a_corpus_without_any_of_these_files_is_sound(editorial: Editorial) -> None:
    assert problems(editorial) == []


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("digests/cn-garden.yaml", [digest("cn-garden:1(1)")], "0: a digest is of a whole provision"),
        ("digests/us-orchard.yaml", [digest("cn-garden:1")], "0.provision: cn-garden:1 belongs in digests/cn-garden.yaml"),
        ("digests/cn-garden.yaml", [digest("cn-garden:1", heading={"zh": "花", "en": ""})], "0.heading.en: String should have"),
        ("digests/cn-garden.yaml", [digest("cn-garden:1", digest={"zh": "花"})], "0.digest.en: is missing; add it"),
        ("digests/cn-garden.yaml", [digest("cn-garden:1"), digest("cn-garden:1", **{"from": "2023-01-01"})],
         "1.from: cn-garden:1 has another digest for some of these days"),
        ("digests/cn-garden.yaml", [digest("cn-garden:1", **{"from": "2023-01-01", "to": "2020-01-01"})],
         "0.to: must be a later day than `from`"),
        ("digests/cn-garden.yaml", [digest("cn-garden:1", asked={"zh": ["花能卖吗"], "en": []})], "0.asked.en: List should have"),
        ("digests/cn-garden.yaml", [digest("cn-garden:1", asked={"zh": ["花能卖吗", "花能卖吗"], "en": ["may I sell"]})],
         "0.asked: '花能卖吗' is asked twice"),
        ("digests/cn-meadow.yaml", [digest("cn-meadow:1")], "0.provision: cn-meadow is not in statutes.yaml"),
        ("topics/trees.yaml", topic("flowers", ["cn-garden:1"], [], []), "slug: must be the file's name"),
        ("topics/flowers.yaml", topic("flowers", [], [], []), "provisions: names no provision in any legal order"),
        ("topics/flowers.yaml", topic("flowers", ["us-orchard:10"], [], []),
         "provisions.cn.0.provision: us-orchard:10 is not a law of `cn`"),
        ("topics/flowers.yaml", topic("flowers", ["cn-garden:1"], [], [], types=["none"]), "types: none is not in taxonomy.yaml"),
        ("topics/flowers.yaml", topic("flowers", ["cn-garden:1"], [], [sell(relation="none")]),
         "pairs.0: `relation: none` says that there is no counterpart"),
        ("topics/flowers.yaml", topic("flowers", ["cn-garden:1"], [], [pair("cn-garden:1", "卖花", None, None, relation="broader")]),
         "pairs.0: `relation: broader` needs both `b` and `b_quote`"),
        ("topics/flowers.yaml", topic("flowers", ["cn-garden:1"], [], [pair("us-orchard:10", "sell", "us-orchard:10", "sell")]),
         "pairs.0.a: us-orchard:10: `a` is the Chinese provision"),
        ("topics/flowers.yaml", topic("flowers", ["cn-garden:1"], [],  [],
         literature=[{"work": "none", "says": text("x"), "pages": None}]), "literature: none is not in literature.yaml"),
        ("glossary.yaml", [term("flower", "花", "flower", see=["tree"])], "0.see: tree is not in glossary.yaml"),
        ("glossary.yaml", [term("flower", "花", "flower", see=["flower"])], "0.see: flower leads to itself"),
        ("glossary.yaml", [term("flower", "花", "flower"), term("flower", "树", "tree")], "1.slug: flower is used twice"),
        ("glossary.yaml", [term("flower", "花", "flower", defined_by=[{"provision": "cn-garden", "quote": "花"}])],
         "0.defined_by.0.provision: 'cn-garden' names a whole law"),
        ("claims/trade.yaml", {"type": "misuse", "claims": []}, "type: must be the file's name"),
        ("claims/misuse.yaml", {"type": "misuse", "claims": [claim("tort", ["cn-meadow:1"])]},
         "claims.0.elements.0.provisions.0: cn-meadow is not in statutes.yaml"),
        ("claims/misuse.yaml", {"type": "misuse", "claims": [claim("tort", []), claim("tort", [])]},
         "claims.1.slug: tort is used twice in this file"),
        ("claims/misuse.yaml", {"type": "misuse", "claims": [claim("tort", [], nature="moral")]}, "claims.0.nature: Input should be"),
        ("claims/misuse.yaml", {"type": "misuse", "claims": [claim("tort", [], elements=[
            {"element": text("x"), "burden": "defendant", "provisions": [], "cases": ["cn-none"]}])]},
         "claims.0.elements.0.cases: cn-none is not in cases/"),
        ("literature.yaml", [work("rose", claims=[said([], ["cn-none"], [])])], "0.claims.0.about.cases: cn-none is not in cases/"),
        ("literature.yaml", [work("rose", claims=[said(["cn-meadow:1"], [], [])])],
         "0.claims.0.about.provisions.0: cn-meadow is not in statutes.yaml"),
        ("literature.yaml", [work("rose", claims=[said([], [], ["none"])])], "0.claims.0.about.types: none is not in taxonomy.yaml"),
        ("literature.yaml", [work("rose", abstract={"zh": "摘"})], "0.abstract.en: is missing"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_line_and_key(
    editorial: Editorial, name: str, data: Any, fault: str
) -> None:
    editorial.write(name, data)
    (problem,) = problems(editorial)
    file, line, rest = problem.split(":", 2)
    assert file == name
    assert line.isdigit()
    assert rest.strip().startswith(fault)


def test_a_fault_deep_in_a_file_names_its_own_line(editorial: Editorial) -> None:
    path = editorial.write("topics/flowers.yaml", topic("flowers", ["cn-garden:1", "us-orchard:10"], [], []))
    (problem,) = problems(editorial)
    line = int(problem.split(":")[1])
    assert "us-orchard:10" in path.read_text("utf-8").split("\n")[line - 1]


def test_a_work_without_the_newer_keys_is_still_valid(editorial: Editorial) -> None:
    editorial.write("literature.yaml", [work("rose")])
    assert problems(editorial) == []


# -- words and days -------------------------------------------------------------------------------------------------------


def test_digests_are_loaded_and_todays_gives_the_provision_its_heading(
    editorial: Editorial, garden: dict[str, Any]
) -> None:
    old = digest("cn-garden:1", to="2023-01-01", heading=text("Old flowers"))
    new = digest("cn-garden:1", **{"from": "2023-01-01"}, heading=text("New flowers"))
    for order in ([old, new], [new, old]):
        editorial.write("digests/cn-garden.yaml", order)
        bring(editorial)
        assert Digest.objects.count() == 2
        assert Provision.objects.get(law__slug="cn-garden", key="1").heading_en == "New flowers"


def test_the_questions_a_provision_answers_come_with_its_digest(
    editorial: Editorial, garden: dict[str, Any]
) -> None:
    questions = {"zh": ["花能卖吗"], "en": ["may I sell flowers", "who may sell"]}
    editorial.write("digests/cn-garden.yaml", [digest("cn-garden:1", asked=questions)])
    bring(editorial)
    row = Digest.objects.get()
    assert {"zh": row.asked_zh, "en": row.asked_en} == questions
    editorial.write("digests/cn-garden.yaml", [digest("cn-garden:1")])
    bring(editorial)
    assert Digest.objects.get().asked_zh == []


def test_a_digest_that_left_its_file_takes_its_heading_along(
    editorial: Editorial, garden: dict[str, Any]
) -> None:
    editorial.write("digests/cn-garden.yaml", [digest("cn-garden:1")])
    bring(editorial)
    editorial.write("digests/cn-garden.yaml", [])
    bring(editorial)
    assert Provision.objects.get(law__slug="cn-garden", key="1").heading_zh == ""
    assert not Digest.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("digests/cn-garden.yaml", [digest("cn-garden:9")], "0.provision: cn-garden:9 is not in the text held"),
        ("digests/cn-garden.yaml", [digest("cn-garden:1", to="1999-01-01")], "0.from: cn-garden:1: no version held lies in the dates"),
        ("topics/flowers.yaml", topic("flowers", ["cn-garden:1(7)"], [], []), "provisions.cn.0.provision: cn-garden:1(7), the text"),
        ("topics/flowers.yaml", topic("flowers", ["cn-garden:1"], [], [pair("cn-garden:1", "卖草", None, None)]),
         "pairs.0.a_quote: cn-garden:1, the text of 2020-01-01"),
        ("topics/flowers.yaml", topic("flowers", ["cn-garden:1"], [], [pair("cn-garden:1", "不得卖花", "us-orchard:10(b)", "sell apples")]),
         "pairs.0.b_quote: us-orchard:10(b), the text of 2021-01-01"),
        ("glossary.yaml", [term("flower", "花", "flower", defined_by=[{"provision": "cn-garden:1", "quote": "卖树"}])],
         "0.defined_by.0.quote: cn-garden:1, the text"),
        ("claims/misuse.yaml", {"type": "misuse", "claims": [claim("tort", ["us-orchard:10(z)"])]},
         "claims.0.elements.0.provisions.0: us-orchard:10(z), the text"),
        ("literature.yaml", [work("rose", claims=[said(["cn-garden:8"], [], [])])],
         "0.claims.0.about.provisions.0: cn-garden:8 is not in the text held"),
    ],
)  # fmt: skip
def test_what_the_official_texts_do_not_bear_out_stops_the_load(
    editorial: Editorial, garden: dict[str, Any], name: str, data: Any, says: str
) -> None:
    editorial.write(name, data)
    assert says in refused(editorial)


def test_a_pair_quotes_each_version_of_both_sides_in_its_days(
    editorial: Editorial, garden: dict[str, Any]
) -> None:
    later = sell(**{"from": "2023-01-01"}, relation="broader")
    editorial.write(
        "topics/flowers.yaml", topic("flowers", ["cn-garden:1"], ["us-orchard:10(a)"], [sell(), later])
    )
    bring(editorial)
    first, second = TopicPair.objects.order_by("order")
    quotes = [
        {(quote.side, quote.version_id): quote.text for quote in row.quotes.all()} for row in (first, second)
    ]
    old, new, section = (garden[name].pk for name in ("old", "new", "section"))
    both = {("a", new): "不得卖花", ("b", section): "sell apples"}
    assert quotes == [{("a", old): "不得卖花", **both}, both]
    assert (first.b_unit, second.relation) == ("a", "broader")


def test_a_provision_without_a_counterpart_is_a_pair_of_one(
    editorial: Editorial, garden: dict[str, Any]
) -> None:
    editorial.write(
        "topics/flowers.yaml",
        topic("flowers", ["cn-garden:1"], [], [pair("cn-garden:1", "不得卖花", None, None)]),
    )
    bring(editorial)
    row = TopicPair.objects.get()
    assert (row.b, row.relation) == (None, "none")


def test_what_rests_on_a_law_that_is_not_held_is_named_and_not_linked(editorial: Editorial, db: None) -> None:
    """A user without ../shared: the American act is in the register, and none of its text is held."""
    make.make_version(make.make_provision(make.make_law("cn-garden"), "1"), "任何人不得卖花。", "2020-01-01")
    editorial.write("topics/flowers.yaml", topic("flowers", ["cn-garden:1"], ["us-orchard:10(a)"], [sell()]))
    defining = [{"provision": "us-orchard:10", "quote": "apples"}]
    editorial.write("glossary.yaml", [term("flower", "花", "flower", defined_by=defining)])
    editorial.write("claims/misuse.yaml", {"type": "misuse", "claims": [claim("tort", ["us-orchard:10(a)"])]})
    editorial.write("digests/us-orchard.yaml", [digest("us-orchard:10")])
    editorial.write("literature.yaml", [work("rose", claims=[said(["us-orchard:10"], [], ["misuse"])])])
    bring(editorial)
    row = Topic.objects.get()
    cited = [{"zh": "《果园法》第10条(a)款", "en": "us-orchard § 10(a)"}]
    assert (row.unheld, row.provisions.count(), row.pairs.count()) == (cited, 1, 0)
    assert ClaimPart.objects.get().unheld == cited
    assert Term.objects.get().defined_by.count() == 0
    assert not Digest.objects.exists()
    assert Statement.objects.get().types.count() == 1


def test_a_law_held_without_words_keeps_the_link_and_lacks_the_quotation(
    editorial: Editorial, db: None
) -> None:
    make.make_provision(make.make_law("cn-garden"), "1")
    make.make_provision(make.make_law("us-orchard", core_order=2), "10")
    editorial.write("topics/flowers.yaml", topic("flowers", ["cn-garden:1"], ["us-orchard:10(a)"], [sell()]))
    bring(editorial)
    row = TopicPair.objects.get()
    assert (row.a.key, row.b and row.b.key, row.quotes.count()) == ("1", "10", 0)


def test_terms_claims_and_literature_are_loaded_with_what_they_name(
    editorial: Editorial, garden: dict[str, Any]
) -> None:
    editorial.write("cases/cn/cn-flower.yaml", case("cn-flower"))
    defining = [{"provision": "us-orchard:10(b)", "quote": "Pears"}]
    editorial.write("glossary.yaml", [
        term("pear", "梨", "pear", defined_by=defining, see=["apple"]), term("apple", "苹果", "apple", see=["pear"]),
    ])  # fmt: skip
    element = {
        "element": text("fault"), "burden": "claimant", "provisions": ["cn-garden:1(1)"], "cases": ["cn-flower"],
    }  # fmt: skip
    rule = {"text": text("Two years"), "provisions": []}
    editorial.write("claims/misuse.yaml", {"type": "misuse", "claims": [
        claim("tort", [], elements=[element], remedies=[{"remedy": text("money"), "provisions": ["us-orchard:10"]}],
              limitation=rule, forum=rule)
    ]})  # fmt: skip
    statement = said(["cn-garden:1"], ["cn-flower"], ["misuse"], overtaken=text("now many"))
    editorial.write("literature.yaml", [work("rose", abstract=text("abstract"), claims=[statement])])
    for _time in range(2):
        bring(editorial)
    pear = Term.objects.get(slug="pear")
    assert pear.defined_by.get().quotes.get().text == "Pears"
    assert [row.slug for row in pear.see.all()] == ["apple"]
    parts = Claim.objects.get().parts.order_by("order")
    assert [(part.kind, part.burden) for part in parts] == [
        ("element", "claimant"), ("remedy", ""), ("limitation", ""), ("forum", ""),
    ]  # fmt: skip
    assert parts[0].authorities.get().unit == "1"
    assert parts[0].cases.get().slug == "cn-flower"
    stored = Work.objects.get().statements.get()
    assert (stored.as_of, stored.overtaken_en, stored.cases.count()) == (2018, "now many", 1)


def test_a_law_of_the_wider_library_may_be_cited_by_its_slug(
    editorial: Editorial, garden: dict[str, Any]
) -> None:
    wider = make.make_law("cn-0123456789ab", core=False, core_order=9)
    make.make_version(make.make_provision(wider, "5"), "诉讼期限为六个月。", "2020-01-01")
    editorial.write(
        "claims/misuse.yaml", {"type": "misuse", "claims": [claim("suit", ["cn-0123456789ab:5(1)"])]}
    )
    bring(editorial)
    assert ClaimPart.objects.get().authorities.get().provision.law == wider
    editorial.write(
        "claims/misuse.yaml", {"type": "misuse", "claims": [claim("suit", ["cn-ffffffffffff:5"])]}
    )
    assert "the wider library has no law cn-ffffffffffff" in refused(editorial)


def test_what_left_the_files_leaves_the_library(editorial: Editorial, garden: dict[str, Any]) -> None:
    path = editorial.write("topics/flowers.yaml", topic("flowers", ["cn-garden:1"], [], [sell()]))
    editorial.write("glossary.yaml", [term("pear", "梨", "pear")])
    claims = editorial.write(
        "claims/misuse.yaml", {"type": "misuse", "claims": [claim("tort", ["cn-garden:1"])]}
    )
    bring(editorial)
    path.unlink()
    claims.unlink()
    editorial.write("glossary.yaml", [])
    bring(editorial)
    assert not any(model.objects.exists() for model in (Topic, TopicPair, Term, Claim))


def test_check_corpus_counts_everything(editorial: Editorial, garden: dict[str, Any], settings: Any) -> None:
    editorial.write("topics/flowers.yaml", topic("flowers", ["cn-garden:1"], [], [sell()]))
    editorial.write("digests/cn-garden.yaml", [digest("cn-garden:1", unlinked="other-subject")])
    gaps = [absent(system, what) for system in ("cn", "us") for what in ("provisions", "cases")]
    editorial.write("taxonomy.yaml", [{**kind("misuse"), "absent": gaps}])
    settings.LAWBASE_CORPUS = editorial.folder
    out = StringIO()
    call_command("check_corpus", stdout=out)
    assert "1 digests, 1 topics, 0 terms, 0 claims, 0 questions." in out.getvalue()
    assert "3 quotations found in the official texts." in out.getvalue()


def test_check_corpus_reads_the_questions_put_for_laymen(
    editorial: Editorial, garden: dict[str, Any], settings: Any
) -> None:
    editorial.write("taxonomy.yaml", [])
    settings.LAWBASE_CORPUS = editorial.folder
    (editorial.folder / "questions").mkdir()
    put = editorial.folder / "questions" / "cn-garden.tsv"
    put.write_text("1\t花能卖吗\n", encoding="utf-8")
    out = StringIO()
    call_command("check_corpus", stdout=out)
    assert "1 questions." in out.getvalue()
    put.write_text("1 花能卖吗\n1000\t谁来浇水\n", encoding="utf-8")
    err = StringIO()
    with pytest.raises(CommandError, match="2 faults"):
        call_command("check_corpus", stderr=err)
    assert "questions/cn-garden.tsv:1" in err.getvalue()
    assert "1000: is no provision of this law" in err.getvalue()
