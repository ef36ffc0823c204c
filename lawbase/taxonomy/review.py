"""An editor's answer to a proposed link. Who gave it and when stands in the link's history."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from lawbase.statutes.models import LibraryState
from lawbase.taxonomy.models import ProvisionLink, Review


class NotProposed(ValueError):
    """The link has been answered, or never was a proposal. `str()` says how it stands."""


@transaction.atomic
def accept(link: ProvisionLink, editor: AbstractBaseUser, name: str) -> None:
    """From now on a link like the others: counted, searched, signed with the editor's `name`. Its origin is kept.

    Raises `NotProposed`.
    """
    _answer(link, Review.ACCEPTED, editor, name)


@transaction.atomic
def decline(link: ProvisionLink, editor: AbstractBaseUser) -> None:
    """No longer shown; the row stays, so that it is not proposed again. Raises `NotProposed`."""
    _answer(link, Review.DECLINED, editor, link.by)


def _answer(link: ProvisionLink, answer: Review, editor: AbstractBaseUser, by: str) -> None:
    held = ProvisionLink.objects.select_for_update().get(pk=link.pk)
    if held.review != Review.PROPOSED:
        raise NotProposed(f"Link {held.pk} is {held.review} already; only a proposed one can be answered.")
    held.review, held.by = answer, by
    held._history_user = editor  # type: ignore[attr-defined]
    held._change_reason = answer.value  # type: ignore[attr-defined]
    held.save()
    LibraryState.advance()
