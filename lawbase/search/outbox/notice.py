"""After a commit: tell the worker that the outbox has something, or, without a broker, deliver it here."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import transaction

log = logging.getLogger(__name__)


def notify() -> None:
    """Have what this transaction changes delivered once it is committed. Call it where documents are changed.

    A broker that does not answer loses nothing: the rows stand in the database, and the periodic delivery finds them.
    """
    transaction.on_commit(_deliver)


def _deliver() -> None:
    if not settings.CELERY_BROKER_URL:
        from lawbase.search.outbox.delivery import deliver_all

        deliver_all()
        return
    from celery import current_app
    from kombu.exceptions import OperationalError

    try:
        # One attempt: whoever is waiting for this transaction must not wait for a broker that is down.
        current_app.send_task("lawbase.deliver", retry=False)
    except (OperationalError, OSError) as error:
        log.warning(
            "The broker does not answer (%s); what changed waits in the outbox.", type(error).__name__
        )
