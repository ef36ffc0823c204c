"""A process that makes a whole library: `python library_child.py [--no-index] DATA CORPUS [FOLDER …]`. Prints what it did as JSON.

A process of its own, so that nothing of it (database, caches, memory) stays with the tests. Only the folders named are
read, never the developer's own `texts/`.
"""

from __future__ import annotations

import json
import os
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import django


def main() -> None:
    index = "--no-index" not in sys.argv
    data, corpus, *folders = (Path(name) for name in sys.argv[1:] if name != "--no-index")
    os.environ["LAWBASE_DATA"] = str(data)
    django.setup()
    from django.conf import settings

    settings.LAWBASE_TEXTS, settings.LAWBASE_CORPUS = folders, corpus
    print(json.dumps(_as_a_user() if index else _without_index()))


def _as_a_user() -> dict[str, Any]:
    """The way of `make run`: what it said, what it complained of, how many documents its index holds."""
    from django.core.management import call_command

    from lawbase.search.indices.configured import index_folder

    said, complained = StringIO(), StringIO()
    call_command("up", prepare_only=True, no_fetch=True, stdout=said, stderr=complained)
    current = index_folder().current()
    return {
        "said": said.getvalue(),
        "errors": complained.getvalue().splitlines(),
        "indexed": current.documents if current else 0,
    }


def _without_index() -> dict[str, Any]:
    from django.core.management import call_command

    from lawbase.ingest.library import bring_up_to_date

    call_command("migrate", verbosity=0, interactive=False)
    return {"errors": bring_up_to_date(lambda _words: None, index=False).report.errors}


if __name__ == "__main__":
    main()
