"""What a user has: the project alone. Everything in `corpus/` that rests on texts that only `../shared` holds waits for them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.ingest.real_library import CORPUS, PROJECT, sqlite_rows


def test_the_project_alone_makes_a_library_without_a_fault(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("library_child.py")), "--no-index", str(tmp_path), str(CORPUS)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lawbase.config.settings", "PYTHONPATH": str(PROJECT)},
        cwd=PROJECT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert '"errors": []' in done.stdout.splitlines()[-1]
    (links,) = sqlite_rows(tmp_path, "SELECT count(*) FROM taxonomy_provisionlink")
    assert links[0] > 700
    # Its text is only in ../shared: the page has the heading, the digest and the links.
    (sale,) = sqlite_rows(
        tmp_path,
        "SELECT p.number, p.heading_en, p.heading_zh, (SELECT count(*) FROM statutes_provisionversion v WHERE v.provision_id = p.id),"
        " (SELECT count(*) FROM taxonomy_digest d WHERE d.provision_id = p.id),"
        " (SELECT count(*) FROM taxonomy_provisionlink k WHERE k.provision_id = p.id)"
        " FROM statutes_provision p JOIN statutes_law l ON l.id = p.law_id WHERE l.slug = 'us-ca-ccpa' AND p.key = '1798.120'",
    )  # fmt: skip
    assert sale["number"] == "§ 1798.120"
    assert sale["heading_en"]
    assert sale["heading_zh"]
    assert sale[3] == 0
    assert sale[4] > 0
    assert sale[5] > 0
