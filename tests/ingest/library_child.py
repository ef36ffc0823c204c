"""A process that makes a whole library: `python library_child.py [--no-index] DATA CORPUS [FOLDER …]`. Prints what it did as JSON.

A process of its own, so that nothing of it (database, caches, memory) stays with the tests. Only the folders named are
read, never the developer's own `texts/`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import django


def main() -> None:
    index = "--no-index" not in sys.argv
    data, corpus, *folders = (Path(name) for name in sys.argv[1:] if name != "--no-index")
    os.environ["LAWBASE_DATA"] = str(data)
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from lawbase.ingest.errors import SourceError
    from lawbase.ingest.library import bring_up_to_date

    settings.LAWBASE_TEXTS, settings.LAWBASE_CORPUS = folders, corpus
    call_command("migrate", verbosity=0, interactive=False)
    try:
        outcome = bring_up_to_date(lambda _words: None, index=index)
    except SourceError as error:
        sys.exit(str(error))
    report = outcome.report
    print(
        json.dumps(
            {
                "errors": report.errors,
                "sources": report.sources,
                "laws": report.laws,
                "added": report.added,
                "superseded": report.superseded,
                "indexed": outcome.indexed,
                "seconds": outcome.seconds,
            }
        )
    )


if __name__ == "__main__":
    main()
