"""Every message of the house is said in Chinese."""

from __future__ import annotations

from lawbase.web.messages import catalogues, compile_messages, translated, used_messages


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
