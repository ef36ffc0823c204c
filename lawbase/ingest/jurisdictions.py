"""The legal orders that the library knows, with their names in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from lawbase.ingest.errors import SourceError
from lawbase.statutes.models import Jurisdiction

NAMES = {
    "cn": ("中国", "China"),
    "us": ("美国联邦", "United States"),
    "us-ca": ("加利福尼亚州", "California"),
    "us-co": ("科罗拉多州", "Colorado"),
    "us-il": ("伊利诺伊州", "Illinois"),
    "us-mn": ("明尼苏达州", "Minnesota"),
    "us-mt": ("蒙大拿州", "Montana"),
    "us-nh": ("新罕布什尔州", "New Hampshire"),
    "us-nj": ("新泽西州", "New Jersey"),
    "us-oh": ("俄亥俄州", "Ohio"),
    "us-tx": ("得克萨斯州", "Texas"),
    "us-va": ("弗吉尼亚州", "Virginia"),
    "us-wa": ("华盛顿州", "Washington"),
}


def ensure_jurisdictions(codes: Iterable[str] = ()) -> None:
    """Create what is missing. Raises `SourceError` for a code that nobody named yet."""
    if unknown := sorted(set(codes) - set(NAMES)):
        raise SourceError(
            f"Jurisdiction {unknown[0]} has no name; add it to lawbase/ingest/jurisdictions.py in both languages."
        )
    present = set(Jurisdiction.objects.values_list("code", flat=True))
    for place, (code, (zh, en)) in enumerate(NAMES.items()):
        if code not in present:
            parent = "us" if code.startswith("us-") else None
            Jurisdiction.objects.create(code=code, name_zh=zh, name_en=en, parent_id=parent, order=place)
