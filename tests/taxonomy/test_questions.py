"""What laymen ask of the law at large: the files are read line by line, and what is wrong in them is named."""

from __future__ import annotations

from pathlib import Path

from lawbase.taxonomy.questions import FOLDER, Question, faults, questions


def written(corpus: Path, *lines: str) -> Path:
    (corpus / FOLDER).mkdir()
    (corpus / FOLDER / "cn-garden.tsv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return corpus


def test_a_line_is_a_key_a_tab_and_a_question(tmp_path: Path) -> None:
    corpus = written(tmp_path, "2-1\t花能摘吗", "3\t谁来浇水")
    assert questions(corpus) == [Question("cn-garden:2-1", "花能摘吗"), Question("cn-garden:3", "谁来浇水")]
    assert faults(corpus) == []


def test_what_is_wrong_is_named_with_its_line_and_left_out(tmp_path: Path) -> None:
    corpus = written(tmp_path, "花能摘吗", "1\t花能摘吗", "1\t花能摘吗", "1\t花", "1\t花\t能摘吗")
    assert questions(corpus) == [Question("cn-garden:1", "花能摘吗")]
    assert [(one.file, one.line) for one in faults(corpus)] == [
        ("questions/cn-garden.tsv", number) for number in (1, 3, 4, 5)
    ]
    assert "leave it once" in faults(corpus)[1].says
    assert "asks in 1 characters" in faults(corpus)[2].says


def test_without_files_there_are_none(tmp_path: Path) -> None:
    assert questions(tmp_path) == []
    assert faults(tmp_path) == []
