"""The deployment's own settings, but for what is read: a few made-up acts and no editors' data, so that a drill is quick."""

from __future__ import annotations

import os
from pathlib import Path

from lawbase.config.settings import *  # noqa: F403 - everything else is as it is deployed

LAWBASE_TEXTS = [Path(os.environ["LAWBASE_DRILL"]) / "texts"]
LAWBASE_FETCHED = LAWBASE_TEXTS[0]
LAWBASE_CORPUS = Path(os.environ["LAWBASE_DRILL"]) / "corpus"
# What beat does every 15 seconds, it does here every two.
CELERY_BEAT_SCHEDULE["deliver"] |= {"schedule": 2.0, "options": {"expires": 2}}  # noqa: F405
# A drill kills servers; a model loaded into each process and vectors made of the acts would only take its cores.
LAWBASE_SEMANTIC = LAWBASE_EMBED = False
