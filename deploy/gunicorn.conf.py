"""gunicorn for LawBase: `gunicorn -c deploy/gunicorn.conf.py lawbase.config.wsgi`."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path
from typing import Any

bind = os.environ.get("LAWBASE_BIND", "127.0.0.1:8000")
# A page is mostly Python, a search half of it waiting for the engine: a process a core, a few threads each.
workers = int(os.environ.get("LAWBASE_WEB_WORKERS", os.cpu_count() or 2))
threads = int(os.environ.get("LAWBASE_WEB_THREADS", 4))
worker_class = "gthread"
# Nothing takes longer than a search whose engine does not answer (2 s); a worker that hangs is replaced.
timeout = 30
graceful_timeout = 20
# A worker is replaced now and then, not all at once.
max_requests = 20_000
max_requests_jitter = 2_000
# The library itself logs each request, without the query.
accesslog = None
errorlog = "-"
capture_output = False
# Where the TLS of readers ends; its word about them is taken from this address only.
forwarded_allow_ips = os.environ.get("LAWBASE_PROXY", "127.0.0.1")


def on_starting(server: Any) -> None:
    """The counters of the workers of an earlier start are not ours."""
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        shutil.rmtree(folder, ignore_errors=True)
        Path(folder).mkdir(parents=True)


def post_worker_init(worker: Any) -> None:
    """What every request shares is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()


def child_exit(server: Any, worker: Any) -> None:
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
