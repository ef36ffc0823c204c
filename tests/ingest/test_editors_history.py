"""A reload of `corpus/` leaves a record of what changed, and none of what did not; proposals are no business of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from lawbase.cases.models import Case
from lawbase.ingest.corpus.collection import collect
from lawbase.ingest.corpus.load import load
from lawbase.search.models import OutboxRow
from lawbase.taxonomy import review
from lawbase.taxonomy.models import Claim, Digest, InfringementType, ProvisionLink, Term, Topic, Work
from tests import factories as make
from tests.ingest.editorial_samples import (
    Editorial,
    case,
    digest,
    edition,
    link,
    statute,
    term,
    text,
    work,
)

TRACKED = (InfringementType, ProvisionLink, Digest, Topic, Term, Claim, Work)


@pytest.fixture
def editorial(tmp_path: Path, db: None, settings: Any) -> Editorial:
    """A corpus with an item of every kind over one Chinese provision, loaded once."""
    law = make.make_law("cn-garden")
    make.make_version(make.make_provision(law, "1"), "任何人不得卖花。", "2020-01-01")
    made = Editorial(tmp_path / "corpus")
    settings.LAWBASE_CORPUS = made.folder
    made.write(
        "statutes.yaml", [statute("cn-garden", "园艺法", editions=[edition("2020-01-01", "2020-01-01")])]
    )
    made.write("links/cn-garden.yaml", [link("cn-garden:1", "不得卖花")])
    made.write("digests/cn-garden.yaml", [digest("cn-garden:1")])
    made.write("glossary.yaml", [term("flower", "花", "flower")])
    made.write("literature.yaml", [work("rose")])
    made.write("cases/cn/cn-flower.yaml", case("cn-flower"))
    load(collect(made.folder))
    return made


def records() -> dict[str, int]:
    return {model.__name__: model.history.count() for model in TRACKED}


def test_what_is_unchanged_leaves_no_record_and_no_row_of_the_outbox(editorial: Editorial) -> None:
    before = records(), OutboxRow.objects.count(), list(ProvisionLink.objects.values_list("pk"))
    load(collect(editorial.folder))
    assert (records(), OutboxRow.objects.count(), list(ProvisionLink.objects.values_list("pk"))) == before


def test_what_changed_is_recorded_and_nothing_else(editorial: Editorial) -> None:
    before = records()
    editorial.write("links/cn-garden.yaml", [link("cn-garden:1", "不得卖花", note=text("Why"))])
    load(collect(editorial.folder))
    assert records() == {**before, "ProvisionLink": before["ProvisionLink"] + 1}
    newest, first = ProvisionLink.objects.get().history.all()
    assert (first.history_type, first.note_en, newest.history_type, newest.note_en) == ("+", "", "~", "Why")


def test_what_left_its_file_keeps_its_history(editorial: Editorial) -> None:
    editorial.write("digests/cn-garden.yaml", [])
    load(collect(editorial.folder))
    assert [row.history_type for row in Digest.history.all()] == ["-", "+"]


def test_a_comment_in_a_case_file_is_no_change(editorial: Editorial) -> None:
    path = editorial.folder / "cases/cn/cn-flower.yaml"
    path.write_text("# a comment\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    load(collect(editorial.folder))
    assert Case.history.count() == 1


def propose(selector: str = "任何人", **values: Any) -> ProvisionLink:
    call_command(
        "propose_link", "cn-garden:1", "misuse", "defines", selector, by="a model", verbosity=0, **values
    )
    return ProvisionLink.objects.latest("pk")


def test_a_reload_leaves_proposals_and_answers_alone(editorial: Editorial) -> None:
    editor = get_user_model().objects.create_user("lin")
    waiting, accepted = propose("任何人"), propose("卖花")
    review.accept(accepted, editor, "Lin")
    load(collect(editorial.folder))
    rows = {row.pk: (row.review, row.by, row.quotes.count()) for row in ProvisionLink.objects.all()}
    assert rows[waiting.pk] == ("proposed", "a model", 1)
    assert rows[accepted.pk] == ("accepted", "Lin", 1)
    assert accepted.history.count() == 2


def test_a_proposal_that_the_editors_write_themselves_becomes_theirs(editorial: Editorial) -> None:
    proposed = propose()
    mine = [link("cn-garden:1", "不得卖花"), link("cn-garden:1", "任何人", role="defines")]
    editorial.write("links/cn-garden.yaml", mine)
    load(collect(editorial.folder))
    proposed.refresh_from_db()
    assert (proposed.origin, proposed.review, proposed.quotes.count()) == ("editor", "accepted", 1)


@pytest.mark.parametrize(
    ("pinpoint", "kind", "selector", "says"),
    [
        ("cn-garden:1", "misuse", "卖草", "quote: cn-garden:1, the text of 2020-01-01"),
        ("cn-garden:9", "misuse", "卖花", "is not in the text held"),
        ("cn-meadow:1", "misuse", "卖花", "is not in statutes.yaml"),
        ("cn-garden:1", "none", "卖花", "none is not in taxonomy.yaml"),
    ],
)
def test_a_proposal_is_checked_like_a_link_of_the_corpus(
    editorial: Editorial, pinpoint: str, kind: str, selector: str, says: str
) -> None:
    with pytest.raises(CommandError, match=says):
        call_command("propose_link", pinpoint, kind, "defines", selector, by="a model")
    assert ProvisionLink.objects.count() == 1


def test_what_is_held_already_is_not_proposed_again(editorial: Editorial) -> None:
    declined = propose()
    review.decline(declined, get_user_model().objects.create_user("lin"))
    with pytest.raises(CommandError, match="it is declined"):
        propose()


def test_an_answer_is_given_once(editorial: Editorial) -> None:
    editor = get_user_model().objects.create_user("lin")
    proposed = propose()
    review.accept(proposed, editor, "Lin")
    with pytest.raises(review.NotProposed, match="accepted already"):
        review.decline(proposed, editor)
