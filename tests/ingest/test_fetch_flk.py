"""A Chinese norm by its title: question, choice of the edition, ticket, file. The site is made up, as public clients tell of it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from lawbase.ingest.fetch import flk
from lawbase.ingest.fetch.plan import Wanted, wanted
from lawbase.ingest.fetch.run import Outcome, Places, fetch
from lawbase.ingest.fetch.shelf import Shelf
from lawbase.ingest.register import load_sound
from lawbase.ingest.sources.flk_docx import FlkDocx
from tests.ingest import fetch_site as made
from tests.ingest.fetch_site import LOOPBACK, QUICK, Answer, Asked, Site
from tests.ingest.test_fetch_command import PROJECT
from tests.ingest.us_samples import OFFICIAL as SAMPLES
from tests.ingest.us_samples import needs_corpus

LAW = "中华人民共和国试验法"
COURTS = "最高人民法院、最高人民检察院关于办理试验案件适用法律若干问题的解释"
BODY = made.word_file(LAW, "甲。", "乙。")
BY_HAND = f"look {LAW} up at https://flk.npc.gov.cn/, download the Word file and put it into texts/ as {LAW}_YYYYMMDD.docx"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "*")
    with made.serve() as site:
        yield site


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "texts", tmp_path / "var", LOOPBACK, QUICK, lambda _: None)


def row(title: str = LAW, gbrq: Any = "2020-01-02", bbbs: Any = "id1", **more: Any) -> dict[str, Any]:
    return {"title": title, "gbrq": gbrq, "bbbs": bbbs, "sxx": 3, "flxz": "法律", **more}


def answers(site: Site, *rows: Any, body: bytes = BODY, bbbs: str = "id1") -> None:
    told = {"code": 200, "msg": "ok", "total": len(rows), "rows": list(rows)}
    site.answers[flk.SEARCH] = Answer(json.dumps(told).encode())
    ticket = {"code": 200, "data": {"url": site.url("/signed"), "urlIn": "http://10.0.0.1/x"}}
    site.answers[f"{flk.DOWNLOAD}?format=docx&bbbs={bbbs}"] = Answer(json.dumps(ticket).encode())
    site.answers["/signed"] = Answer(body)


def run(site: Site, places: Places, title: str = LAW, slug: str = "cn-test") -> Outcome:
    one = Wanted((slug,), site.url(flk.SEARCH), "flk-docx", f"{title}.docx", title=title)
    return fetch([one], places, lambda _: None, lambda: ())


def files(places: Places) -> list[str]:
    return sorted(path.name for path in places.texts.iterdir()) if places.texts.exists() else []


def test_the_newest_edition_of_the_title_comes(site: Site, places: Places) -> None:
    answers(
        site,
        row(bbbs="older", gbrq="2010-01-02"),
        row("<em class='highlight'>试验法</em>", "2020-01-02", "id1"),
        row("中华人民共和国试验法实施条例", "2024-01-02", "other"),
        row("省试验法", "2025-01-02", "other"),
    )
    outcome = run(site, places)
    assert (outcome.new, outcome.errors) == (["cn-test"], [])
    assert files(places) == [f"{LAW}_20200102.docx", f"{LAW}_20200102.docx.meta.json"]
    told = json.loads((places.texts / f"{LAW}_20200102.docx.meta.json").read_text("utf-8"))
    assert told["origin"] == site.url(f"{flk.DOWNLOAD}?format=docx&bbbs=id1")
    assert "keep" not in told
    note = json.loads((places.data / "fetch-progress.json").read_text("utf-8"))
    assert note["files"][0]["name"] == f"{LAW}_20200102.docx"
    assert Shelf(places.texts).newest(f"{LAW}.docx") == f"{LAW}_20200102.docx"


def test_the_search_is_asked_as_the_public_clients_ask_it(site: Site, places: Places) -> None:
    answers(site, row())
    run(site, places)
    search, ticket, _ = site.asked
    asked = json.loads(search.body)
    assert (asked["searchContent"], asked["searchRange"], asked["searchType"]) == (LAW, 1, 1)
    assert (asked["pageNum"], asked["pageSize"]) == (1, 10)
    assert search.headers["Content-Type"] == "application/json"
    assert search.headers["Referer"] == ticket.headers["Referer"] == flk.SITE


def test_an_edition_held_is_asked_for_by_its_state(site: Site, places: Places) -> None:
    answers(site, row())
    site.answers["/signed"] = [Answer(BODY, headers={"ETag": '"one"'}), Answer(status=304)]
    run(site, places)
    assert run(site, places).unchanged == ["cn-test"]
    assert site.asked[-1].headers["If-None-Match"] == '"one"'


def test_a_new_edition_stands_beside_the_old_one(site: Site, places: Places) -> None:
    answers(site, row())
    run(site, places)
    answers(site, row(), row(gbrq="2024-05-06", bbbs="id2"), bbbs="id2")
    assert run(site, places).new == ["cn-test"]
    assert [name for name in files(places) if name.endswith("docx")] == [
        f"{LAW}_20200102.docx",
        f"{LAW}_20240506.docx",
    ]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(b"<html>captcha</html>"), "did not answer in JSON"),
        (Answer(b"[]"), "without a list of texts"),
        (Answer(b'{"code": 500, "msg": "no"}'), "without a list of texts"),
        (Answer(b'{"rows": []}'), "found no text with this title"),
        (Answer(json.dumps({"rows": [None, row("别的法"), row(gbrq=None), row(bbbs="../x"), row(bbbs=7)]}).encode()),
         "found no text with this title"),
        (Answer(status=403), "answered 403"),
        (Answer(status=500), "answered 500"),
        (Answer(status=302, headers={"Location": "https://example.org/"}), "answered 302"),
    ],
)  # fmt: skip
def test_an_unexpected_answer_of_the_search_sends_the_reader_to_the_site(
    site: Site, places: Places, answer: Answer, why: str
) -> None:
    site.answers[flk.SEARCH] = answer
    (error,) = run(site, places).errors
    assert why in error
    assert error.count(BY_HAND) == 1
    assert files(places) == []


def test_a_site_that_turns_searches_away_is_left_in_peace(site: Site, places: Places) -> None:
    site.answers.update(
        {flk.SEARCH: Answer(b"<html>captcha</html>"), "/one": Answer(made.page(("1", "Words.")))}
    )
    norms = [
        Wanted((f"cn-{n}",), site.url(flk.SEARCH), "flk-docx", f"法{n}.docx", title=f"法{n}")
        for n in range(5)
    ]
    files = [*norms, Wanted(("us-one",), site.url("/one"), "leginfo", "one.html")]
    outcome = fetch(files, places, lambda _: None, lambda: ())
    assert [asked.path for asked in site.asked] == [flk.SEARCH] * flk.ENOUGH + ["/one"]
    assert (len(outcome.errors), outcome.new) == (5, ["us-one"])
    assert "turned 3 others away and was not asked; look 法4 up at" in outcome.errors[-1]


def test_a_norm_that_is_not_there_keeps_no_other_from_being_searched(site: Site, places: Places) -> None:
    site.answers[flk.SEARCH] = Answer(b'{"rows": []}')
    norms = [
        Wanted((f"cn-{n}",), site.url(flk.SEARCH), "flk-docx", f"法{n}.docx", title=f"法{n}")
        for n in range(5)
    ]
    assert len(fetch(norms, places, lambda _: None, lambda: ()).errors) == len(site.asked) == 5


@pytest.mark.parametrize(
    ("path", "body", "why"),
    [
        ("/signed", made.word_file("中华人民共和国别的法", "甲。"), "is headed 中华人民共和国别的法, not"),
        ("/signed", b"PK cut off", "no whole .docx"),
        ("/signed", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "as an old Word file (.doc)"),
        ("ticket", b'{"data": {"url": "http://example.org/x.docx"}}', "example.org is not among the hosts"),
        ("ticket", b'{"code": 500}', "did not answer with the address"),
    ],
)
def test_a_file_that_is_not_the_norm_is_refused(
    site: Site, places: Places, path: str, body: bytes, why: str
) -> None:
    answers(site, row())
    site.answers[f"{flk.DOWNLOAD}?format=docx&bbbs=id1" if path == "ticket" else path] = Answer(body)
    (error,) = run(site, places).errors
    assert why in error
    assert "texts/" in error
    assert files(places) == []


def test_a_search_broken_off_is_asked_anew_not_continued(site: Site, places: Places) -> None:
    answers(site, row())
    whole = site.answers[flk.SEARCH]
    assert isinstance(whole, Answer)
    site.answers[flk.SEARCH] = [Answer(whole.body, headers={"ETag": '"s"'}, cut=20), whole]
    assert run(site, places).new == ["cn-test"]
    searches = [asked for asked in site.asked if asked.path == flk.SEARCH]
    assert len(searches) == 2
    assert all(asked.body and "Range" not in asked.headers for asked in searches)


def test_a_title_over_several_lines_is_that_of_the_file(site: Site, places: Places) -> None:
    document = docx.Document()
    for line in ("最高人民法院公告", "最高人民法院 最高人民检察院", "关于办理试验案件适用法律若干问题的解释",
                 "（2020年1月2日通过）", "第一条　甲。"):  # fmt: skip
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    answers(site, row(COURTS.replace("、", "  ")), body=written.getvalue())
    assert run(site, places, COURTS).new == ["cn-test"]
    (edition,) = FlkDocx().read(places.texts / f"{COURTS}_20200102.docx")
    assert (edition.law.title, edition.preamble) == (COURTS, "（2020年1月2日通过）")
    assert [provision.text for provision in edition.provisions] == ["甲。"]


def test_a_decision_without_articles_is_read_by_its_items(tmp_path: Path) -> None:
    document = docx.Document()
    for line in (
        "关于试验的决定",
        "（2020年1月2日通过）",
        "为了试验，决定：",
        "一、甲。",
        "二、乙。",
        "三、自公布之日起施行。",
    ):
        document.add_paragraph(line)
    document.save(str(tmp_path / "关于试验的决定_20200102.docx"))
    (edition,) = FlkDocx().read(tmp_path / "关于试验的决定_20200102.docx")
    assert [(p.key, p.text) for p in edition.provisions] == [
        ("1", "甲。"),
        ("2", "乙。"),
        ("3", "自公布之日起施行。"),
    ]
    assert edition.preamble == "（2020年1月2日通过）\n为了试验，决定："


def test_the_register_s_entries_are_searched_by_title() -> None:
    register = load_sound(PROJECT / "corpus")
    searched = {one.slugs[0]: one for one in wanted(register) if one.title}
    assert len(searched) > 30
    for slug, one in searched.items():
        statute = register.by_slug(slug)
        assert statute is not None
        assert statute.title.zh in statute.match.titles, "what comes must be recognised as this law"
        assert statute.kind != "departmental-rule"
        assert one.title == statute.title.zh
        assert not one.sections


@needs_corpus
def test_an_official_file_comes_by_its_title(site: Site, places: Places) -> None:
    sample = SAMPLES / "flk" / "中华人民共和国个人信息保护法_20210820.docx"
    title = "中华人民共和国个人信息保护法"

    def search(asked: Asked) -> Answer:
        wanted = json.loads(asked.body)["searchContent"]
        rows = [row(f"<em class='highlight'>{wanted}</em>", "2021-08-20", "id1")]
        return Answer(json.dumps({"code": 200, "rows": rows}).encode())

    answers(site, body=sample.read_bytes())
    site.answers[flk.SEARCH] = search
    assert run(site, places, title).new == ["cn-test"]
    assert (places.texts / sample.name).read_bytes() == sample.read_bytes()
