"""A build that kills itself with SIGKILL at a step of the swap: `python -m tests.faults.killed_build ENGINE STEP`.

STEP: `complete`, the new index is marked complete and not in use; `pointing`, the pointer's new words are written and not
in its place; `swapped`, the new index is in use and what changed meanwhile is not replayed. Each build also changes a law
while it runs, after the documents were read, so that there is something to replay.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import django


def die(*_arguments: Any, **_values: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    engine, step = sys.argv[1:]
    django.setup()
    from django.core.management import call_command

    from lawbase.search.indices.configured import indices_of
    from tests.faults.place import CHANGE

    indices: Any = indices_of(engine)
    swap = indices.swap

    def swapped(name: str = "") -> None:
        # Committed and, as without a broker, delivered to the index that is about to be left.
        exec(CHANGE.format(word=f"wren-{step}", slug="us-made-up-4"), {})
        match step:
            case "complete":
                die()
            case "pointing":
                Path.replace = die  # type: ignore[assignment, method-assign]
        swap(name)
        die()

    indices.swap = swapped
    call_command("index", "build", "--engine", engine)


if __name__ == "__main__":
    main()
