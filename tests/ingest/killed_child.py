"""A process that ingests and kills itself with SIGKILL at a given step: `python killed_child.py FOLDER CORPUS STEP INDEX`.

STEP counts what the ingestion yields; a negative one never kills. INDEX is `index` to rebuild the index afterwards, and
`index-killed` to be killed in the middle of that.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import django


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    folder, corpus, kill_at, index = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    django.setup()
    from lawbase.ingest.pipeline import Report, ingest
    from lawbase.search.documents import all_documents, expected_count
    from lawbase.search.engines.base import IndexDocument
    from lawbase.search.service import index_folder
    from lawbase.statutes.models import LibraryState

    report = Report()
    for place, _step in enumerate(ingest([folder], None, corpus, report)):
        if place == kill_at:
            die()
    if report.errors:
        sys.exit("\n".join(report.errors))
    if index == "no-index":
        return

    def documents() -> Iterator[IndexDocument]:
        for place, document in enumerate(all_documents()):
            if index == "index-killed" and place == 3:
                die()
            yield document

    index_folder().rebuild(documents(), LibraryState.current(), expected_count)


if __name__ == "__main__":
    main()
