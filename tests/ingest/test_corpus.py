"""The editors' data: every fault is named with file, line and key; what is sound is loaded for the right days."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils import translation

from lawbase.cases.models import Case
from lawbase.ingest.corpus.collection import collect
from lawbase.ingest.corpus.load import load
from lawbase.ingest.errors import SourceError
from lawbase.statutes.models import LawVersion, LibraryState, Provision
from lawbase.taxonomy.models import CaseLink, InfringementType, LinkQuote, ProvisionLink
from tests import factories as make
from tests.ingest.editorial_samples import Editorial, case, edition, kind, link, shown, statute
from tests.ingest.real_library import CORPUS, RealLibrary


@pytest.fixture
def editorial(tmp_path: Path) -> Editorial:
    made = Editorial(tmp_path / "corpus")
    made.write(
        "statutes.yaml", [statute("cn-garden", "园艺法", editions=[edition("2020-01-01", "2020-01-01")])]
    )
    return made


def problems(editorial: Editorial) -> list[str]:
    return [str(problem) for problem in collect(editorial.folder).problems]


# -- shapes ---------------------------------------------------------------------------------------------------------------


def test_a_made_up_corpus_without_faults_has_no_problems(editorial: Editorial) -> None:
    editorial.write("links/cn-garden.yaml", [link("cn-garden:1", "不得卖花")])
    editorial.write("cases/cn/cn-flower.yaml", case("cn-flower"))
    found = collect(editorial.folder)
    assert [str(problem) for problem in found.problems] == []
    assert (len(found.statutes), len(found.types), len(found.links), len(found.cases)) == (1, 1, 1, 1)


def without(item: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name != key}


@pytest.mark.parametrize(
    ("name", "item", "marked", "key", "says"),
    [
        ("links/a.yaml", {**link("cn-garden:1", "花"), "colour": "red"}, "colour", "1.colour", "is not a key of this file"),
        ("links/a.yaml", without(link("cn-garden:1", "花"), "role"), "- provision: cn-garden:1", "1.role", "is missing; add it"),
        ("links/a.yaml", link("cn-garden:1", "花", role="forbids"), "forbids", "1.role", "prohibits"),
        ("links/a.yaml", {**link("cn-garden:1", "花"), "from": "2021-13-01"}, "2021-13", "1.from", "month must be in"),
        ("links/a.yaml", {**link("cn-garden:1", "花"), "from": "2021"}, "from: '2021'", "1.from", "write a day as"),
        ("links/a.yaml", {**link("cn-garden:1", "花"), "from": "1500-01-01"}, "1500", "1.from", "not a plausible day"),
        ("links/a.yaml", link("garden", "花"), "garden", "1.provision", "pattern"),
        ("links/a.yaml", link("cn-garden:1", "花", type="no-such"), "no-such", "1.type", "no-such is not in taxonomy.yaml"),
        ("links/a.yaml", link("cn-meadow:1", "花"), "cn-meadow", "1.provision", "cn-meadow is not in statutes.yaml"),
        ("taxonomy.yaml", kind("Bad Slug"), "Bad Slug", "1.slug", "pattern"),
        ("taxonomy.yaml", kind("trade", parent="above"), "above", "1.parent", "must be a type that stands above"),
        ("taxonomy.yaml", kind("first"), "slug: first", "1.slug", "first is used twice"),
        ("taxonomy.yaml", {**kind("trade"), "name": {"zh": "", "en": "Trade"}}, "''", "1.name.zh", "at least 1 character"),
    ],
)  # fmt: skip
def test_a_fault_names_file_line_and_key(
    editorial: Editorial, name: str, item: dict[str, Any], marked: str, key: str, says: str
) -> None:
    first = kind("first") if name == "taxonomy.yaml" else link("cn-garden:2", "树", type="first", by="first")
    editorial.write("taxonomy.yaml", [kind("first"), kind("misuse")] if "links" in name else [])
    path = editorial.write(name, [first, {**item, "by": "second"} if "links" in name else item])
    (problem,) = problems(editorial)
    file, line, where, message = problem.split(":", 3)
    assert (file, where.strip()) == (name, key)
    assert says in message
    assert marked in path.read_text("utf-8").split("\n")[int(line) - 1]


@pytest.mark.parametrize(
    ("name", "words", "says"),
    [
        ("links/a.yaml", "- provision: [", "is not valid YAML"),
        ("links/a.yaml", "provision: cn-garden:1", "must be a list of items"),
        ("taxonomy.yaml", "- slug: a\n  slug: b\n", "is written twice; keep one"),
        ("cases/cn/cn-flower.yaml", "id: cn-flower", "is missing; add it"),
    ],
)
def test_a_file_that_is_no_data_of_its_kind_is_named(
    editorial: Editorial, name: str, words: str, says: str
) -> None:
    path = editorial.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words)
    assert any(problem.startswith(f"{name}:") and says in problem for problem in problems(editorial))


def test_a_file_in_another_encoding_is_named(editorial: Editorial) -> None:
    path = editorial.folder / "links" / "a.yaml"
    path.parent.mkdir()
    path.write_bytes("- quote: 花".encode("gbk"))
    assert problems(editorial) == ["links/a.yaml: is not UTF-8 (byte 9); save it as UTF-8."]


def test_a_missing_file_is_named(editorial: Editorial) -> None:
    (editorial.folder / "literature.yaml").unlink()
    assert problems(editorial) == ["literature.yaml: is missing; restore it from the repository."]


def test_an_end_must_come_after_its_start(editorial: Editorial) -> None:
    editorial.write("links/a.yaml", [{**link("cn-garden:1", "花"), "from": "2021-01-01", "to": "2020-01-01"}])
    assert problems(editorial) == ["links/a.yaml:5: 0.to: must be a later day than `from`."]


def test_a_case_file_bears_its_id_and_names_types_and_laws_that_exist(editorial: Editorial) -> None:
    applied = [{"law": "草原法", "provision": "cn-meadow:1", "as_cited": True}]
    editorial.write("cases/cn/cn-other.yaml", case("cn-flower", types=[shown("no-such")], provisions=applied))
    found = problems(editorial)
    assert len(found) == 3
    assert any("must be the file's name" in problem for problem in found)
    assert any("no-such is not in taxonomy.yaml" in problem for problem in found)
    assert any("cn-meadow:1: the law is not in statutes.yaml" in problem for problem in found)
    assert all(problem.startswith("cases/cn/cn-other.yaml:") for problem in found)


# -- quotations and days --------------------------------------------------------------------------------------------------


@pytest.fixture
def garden(db: None) -> dict[str, Any]:
    """A provision with two versions, 2020 and from 2023, and one with two paragraphs."""
    law = make.make_law("cn-garden")
    dated, other = make.make_provision(law, "1"), make.make_provision(law, "2")
    return {
        "old": make.make_version(dated, "任何人不得卖花。", "2020-01-01", "2023-01-01"),
        "new": make.make_version(dated, "任何人不得卖花、卖草。", "2023-01-01"),
        "twice": make.make_version(other, "不得摘花。\n不得摘花，不得折枝。", "2020-01-01"),
    }


def loaded(editorial: Editorial, *links: dict[str, Any]) -> None:
    editorial.write("links/cn-garden.yaml", list(links))
    load(collect(editorial.folder))


def test_a_link_quotes_each_version_that_lies_in_its_days(
    editorial: Editorial, garden: dict[str, Any]
) -> None:
    loaded(editorial, link("cn-garden:1", "不得卖花"), {**link("cn-garden:1", "不得…卖草", role="obliges"), "from": "2023-01-01"},
           {**link("cn-garden:1", "任何人…卖花", role="defines"), "to": "2023-01-01"})  # fmt: skip
    quotes = {(q.link.role, q.version_id): q.text for q in LinkQuote.objects.select_related("link")}
    old, new = garden["old"].pk, garden["new"].pk
    assert quotes == {
        ("prohibits", old): "不得卖花",
        ("prohibits", new): "不得卖花",
        ("obliges", new): "不得卖花、卖草",
        ("defines", old): "任何人不得卖花",
    }


def test_a_link_for_days_whose_words_are_not_held_waits(editorial: Editorial, garden: dict[str, Any]) -> None:
    provision = Provision.objects.get(law__slug="cn-garden", key="1")
    make.make_version(provision, "", "1990-01-01", "2020-01-01", text_held=False)
    loaded(editorial, {**link("cn-garden:1", "不得卖草"), "from": "1990-01-01", "to": "1999-01-01"})
    assert not ProvisionLink.objects.exists()


def test_a_link_may_name_a_paragraph(editorial: Editorial, garden: dict[str, Any]) -> None:
    loaded(editorial, link("cn-garden:2(2)", "不得摘花"))
    stored = ProvisionLink.objects.get()
    assert (stored.unit, stored.quotes.get().text) == ("2", "不得摘花")


@pytest.mark.parametrize(
    ("item", "says"),
    [
        (link("cn-garden:2", "不得摘花"), "occurs 2 times"),
        (link("cn-garden:2", "不得种花"), "不得种花"),
        (link("cn-garden:1", "不得…卖树"), "卖树"),
        (link("cn-garden:1", "不得…卖草"), "the text of 2020-01-01"),
        (link("cn-garden:1(3)", "不得卖花"), "cn-garden:1(3)"),
        (link("cn-garden:9", "不得卖花"), "cn-garden:9 is not in the text held"),
        (
            {**link("cn-garden:1", "不得卖花"), "from": "1990-01-01", "to": "1999-01-01"},
            "no version held lies in the dates stated",
        ),
    ],
)
def test_a_quotation_that_does_not_fit_stops_the_load_and_nothing_changes(
    editorial: Editorial, garden: dict[str, Any], item: dict[str, Any], says: str
) -> None:
    loaded(editorial, link("cn-garden:1", "不得卖花"))
    before = list(ProvisionLink.objects.values_list()), LibraryState.current()
    with pytest.raises(SourceError) as caught:
        loaded(editorial, link("cn-garden:1", "不得卖花", role="obliges"), item)
    assert "links/cn-garden.yaml:" in str(caught.value)
    assert ": 1." in str(caught.value)
    assert says in str(caught.value)
    assert (list(ProvisionLink.objects.values_list()), LibraryState.current()) == before


def test_a_link_to_a_law_whose_text_is_not_held_waits_without_a_quotation(
    editorial: Editorial, db: None
) -> None:
    loaded(editorial, link("cn-garden:1", "不得卖花"))
    assert not ProvisionLink.objects.exists()


def test_a_link_about_days_before_an_edition_with_an_open_start_is_left_out(
    editorial: Editorial, db: None
) -> None:
    """Only today's text is held, and nothing says since when it reads so: what it said before is not known."""
    law = make.make_law("cn-garden")
    make.make_version(make.make_provision(law, "1"), "任何人不得卖草。", None)
    LawVersion.objects.update(in_force_from=date(2026, 1, 1))
    loaded(
        editorial,
        {**link("cn-garden:1", "不得卖花"), "from": "2017-01-01", "to": "2026-01-01"},
        link("cn-garden:1", "不得卖草"),
    )
    assert [row.selector for row in ProvisionLink.objects.all()] == ["不得卖草"]


def test_a_law_of_which_only_key_provisions_are_listed_makes_no_link_faulty(
    editorial: Editorial, db: None
) -> None:
    make.make_provision(make.make_law("cn-garden"), "1")
    loaded(editorial, link("cn-garden:1", "不得卖花"), link("cn-garden:2", "不得卖花", role="obliges"))
    assert [row.provision.key for row in ProvisionLink.objects.all()] == ["1"]


def test_a_link_that_left_the_file_leaves_the_library(editorial: Editorial, garden: dict[str, Any]) -> None:
    loaded(editorial, link("cn-garden:1", "不得卖花"), link("cn-garden:1", "不得卖花", role="obliges"))
    loaded(editorial, link("cn-garden:1", "不得卖花", role="obliges"))
    assert [row.role for row in ProvisionLink.objects.all()] == ["obliges"]


def test_a_case_applies_the_version_of_its_day(editorial: Editorial, garden: dict[str, Any]) -> None:
    applied = [
        {"law": "园艺法", "provision": "cn-garden:1(1)", "as_cited": True},
        {"law": "园艺法", "provision": "cn-garden:9", "as_cited": False},
        {"law": "草原法", "provision": None, "as_cited": True},
    ]
    editorial.write("cases/cn/cn-flower.yaml", case("cn-flower", decided="2021-06-01", provisions=applied))
    load(collect(editorial.folder))
    first, second, third = Case.objects.get(slug="cn-flower").citations.order_by("pk")
    assert (first.version_id, first.unit, first.as_of, first.problem) == (
        garden["old"].pk,
        "1",
        date(2021, 6, 1),
        "",
    )
    assert second.provision_id is None
    assert second.problem
    assert (third.law_id, third.raw) == (None, "草原法")
    assert third.problem


def test_types_and_cases_that_left_the_files_leave_the_library(editorial: Editorial, db: None) -> None:
    editorial.write("taxonomy.yaml", [kind("misuse"), kind("trade", "misuse")])
    path = editorial.write(
        "cases/cn/cn-flower.yaml", case("cn-flower", types=[shown("misuse"), shown("trade")])
    )
    load(collect(editorial.folder))
    assert CaseLink.objects.count() == 2
    assert InfringementType.objects.get(slug="trade").depth == 1
    editorial.write("cases/cn/cn-flower.yaml", case("cn-flower", types=[shown("misuse")]))
    editorial.write("taxonomy.yaml", [kind("misuse")])
    load(collect(editorial.folder))
    assert [row.type.slug for row in CaseLink.objects.all()] == ["misuse"]
    path.unlink()
    load(collect(editorial.folder))
    assert not Case.objects.exists()


def test_a_type_of_a_case_is_stored_with_the_words_of_the_digest_that_show_it(
    editorial: Editorial, garden: dict[str, Any]
) -> None:
    told = {"zh": "他摘下玫瑰并卖给邻居。", "en": "He picked the roses and sold them to a neighbour."}
    words = {"zh": "摘下玫瑰…邻居", "en": "picked the roses…a neighbour"}
    item = case("cn-flower", facts=told, types=[{"type": "misuse", "shown": words}])
    editorial.write("cases/cn/cn-flower.yaml", item)
    load(collect(editorial.folder))
    row = CaseLink.objects.get()
    assert (row.evidence_zh, row.evidence_en) == (
        "摘下玫瑰并卖给邻居",
        "picked the roses and sold them to a neighbour",
    )


def test_a_type_without_words_is_refused(editorial: Editorial) -> None:
    editorial.write("cases/cn/cn-flower.yaml", case("cn-flower", types=["misuse"]))
    (problem,) = problems(editorial)
    assert "types.0: misuse: add `shown`" in problem


def test_words_that_do_not_stand_once_in_the_digest_are_refused_with_their_line(editorial: Editorial) -> None:
    wrong = {"type": "misuse", "shown": {"zh": "郁金香", "en": "text"}}
    told = {"zh": "玫瑰", "en": "a text and a text"}
    path = editorial.write("cases/cn/cn-flower.yaml", case("cn-flower", facts=told, types=[wrong]))
    line = 1 + next(n for n, text in enumerate(path.read_text("utf-8").splitlines()) if "郁金香" in text)
    first, second = problems(editorial)
    assert first == (
        f"cases/cn/cn-flower.yaml:{line}: types.0.shown.zh: "
        "“郁金香” is not in this case's digest; copy its words exactly."
    )
    assert "types.0.shown.en: “text” occurs 2 times in this case's digest" in second


def test_faults_are_said_in_the_readers_language(editorial: Editorial) -> None:
    editorial.write("links/a.yaml", [{**link("cn-meadow:1", "花"), "from": "2021-01-01", "to": "2020-01-01"}])
    with translation.override("zh"):
        assert [problem.partition(": ")[2] for problem in problems(editorial)] == [
            "0.provision: statutes.yaml中没有cn-meadow。",
            "0.to: 须晚于`from`所写的日期。",
        ]


def test_a_type_is_named_once_in_a_case(editorial: Editorial) -> None:
    editorial.write("cases/cn/cn-flower.yaml", case("cn-flower", types=[shown("misuse"), shown("misuse")]))
    assert [problem.split(": ", 1)[1] for problem in problems(editorial)] == [
        "types.1: misuse is named twice; keep one."
    ]


def test_loading_twice_changes_no_id(editorial: Editorial, garden: dict[str, Any]) -> None:
    editorial.write("cases/cn/cn-flower.yaml", case("cn-flower"))
    ids = []
    for _time in range(2):
        loaded(editorial, link("cn-garden:1", "不得卖花"))
        ids.append([list(model.objects.values_list("pk")) for model in (Case, InfringementType, CaseLink)])
    assert ids[0] == ids[1]


# -- the command, and the real corpus -------------------------------------------------------------------------------------


def check(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("check_corpus", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_check_corpus_prints_each_fault_and_fails(editorial: Editorial, settings: Any) -> None:
    editorial.write("links/a.yaml", [{**link("cn-garden:1", "花"), "colour": "red"}])
    settings.LAWBASE_CORPUS = editorial.folder
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 faults in corpus/; mend them at the places named above"):
        call_command("check_corpus", "--no-texts", stdout=out, stderr=err)
    assert err.getvalue().startswith("links/a.yaml:9: 0.colour: is not a key of this file")


def test_check_corpus_without_texts_says_what_to_do(editorial: Editorial, settings: Any, db: None) -> None:
    settings.LAWBASE_CORPUS = editorial.folder
    with pytest.raises(CommandError, match=r"run `python manage\.py ingest` first, or add --no-texts"):
        check()


def test_the_real_corpus_is_sound_in_shape(settings: Any) -> None:
    settings.LAWBASE_CORPUS = CORPUS
    said, faults = check("--no-texts")
    assert faults == ""
    assert said.startswith("corpus/ is sound: ")


def test_every_quotation_of_the_real_corpus_stands_in_the_official_texts(
    real_library: RealLibrary, django_db_blocker: Any
) -> None:
    with real_library.opened(django_db_blocker):
        said, faults = check()
    assert faults == ""
    assert "quotations found in the official texts" in said
    if real_library.has_shared:
        tables = ("linkquote", "termquote", "pairquote")
        held = sum(real_library.rows(f"SELECT count(*) FROM taxonomy_{table}")[0][0] for table in tables)
        assert f"{held} quotations found" in said


CASES = sorted((CORPUS / "cases").rglob("*.yaml"))


def read(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def test_every_case_file_names_types_of_the_taxonomy_and_lies_in_its_legal_orders_folder() -> None:
    types = {entry["slug"] for entry in yaml.safe_load((CORPUS / "taxonomy.yaml").read_text("utf-8"))}
    assert len(CASES) > 100
    for path in CASES:
        item = read(path)
        named = {kind["type"] for kind in item["types"]}
        assert named <= types, path.name
        assert item["jurisdiction"].split("-")[0] == path.parent.name, path.name


def test_every_official_text_that_a_case_file_names_is_held(shared: Path) -> None:
    held = {
        json.loads(line)["id"]
        for name in ("guiding_cases", "scotus_privacy", "california_privacy")
        for line in (shared / "cases" / f"{name}.jsonl").open(encoding="utf-8")
    }
    named = {path.name: text for path in CASES if (text := read(path)["full_text"])}
    assert len(named) > 20
    assert {name: ident for name, ident in named.items() if ident not in held} == {}
    assert len(set(named.values())) == len(named), "two digests name one text"
