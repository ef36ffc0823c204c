"""Every message of the house is said in Chinese."""

from __future__ import annotations

import yaml

from lawbase.web.messages import catalogues, compile_messages, translated, used_messages
from lawbase.web.vocabulary import WORDS, terms


def test_every_message_in_use_has_a_chinese_translation() -> None:
    (catalogue,) = [path for path in catalogues() if path.parts[-3] == "zh"]
    said = {message for message, complete, fuzzy in translated(catalogue) if complete and not fuzzy}
    assert not used_messages() - said


def test_no_translation_is_fuzzy_or_left_over() -> None:
    for catalogue in catalogues():
        entries = list(translated(catalogue))
        assert not [message for message, _complete, fuzzy in entries if fuzzy]
        assert not {message for message, _complete, _fuzzy in entries} - used_messages()


def test_compiling_again_writes_nothing() -> None:
    compile_messages()
    assert compile_messages() == []


def test_every_code_of_the_case_files_has_words_in_both_languages(settings) -> None:
    known = terms()
    for path in sorted((settings.LAWBASE_CORPUS / "cases").rglob("*.yaml")):
        case = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert not [code for code in case["information_categories"] if code not in known["information"]], (
            path.name
        )
        assert not [code for code in case["remedies"] if code not in known["remedies"]], path.name
        assert case["kind"] in WORDS["kind"], path.name
        assert case["proceeding"] is None or case["proceeding"] in WORDS["proceeding"], path.name
    assert all(len(pair) == 2 and all(pair) for table in known.values() for pair in table.values())
