"""The names of offences (罪名), read from the tables of the interpretations that determine them.

A row names an article and maybe a 款, and a name; in brackets stands which names it ends: `| 第253条之一第1款 （…） |名罪 |`,
`| 第二百五十三条之一 （…） |甲罪 （取消乙罪和丙罪罪名） |`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from lawbase.statutes.kept import Kept
from lawbase.statutes.models import Law, Provision, ProvisionVersion
from lawbase.statutes.numbers import key_of, to_int

NUM = "[一二三四五六七八九十百零0-9]+"
ROW = re.compile(
    rf"^\|\s*第({NUM})条(?:之({NUM}))?(?:第({NUM})款)?\s*(?:（[^|]*）)?\s*\|\s*([^|（]+?)\s*(?:（取消([^|]*?)罪名）)?\s*\|$"
)
TITLE = "确定罪名"
OF_LAW = re.compile(rf"《([^》]+)》{TITLE}")


@dataclass(frozen=True)
class ChargeName:
    """What the offence of an article (or of one 款 of it) is called, from `start` until `end`; `source` determines it."""

    key: str
    paragraph: int | None
    name: str
    ends: str
    """The names it ends, as printed: 乙罪和丙罪. A name may hold 、 itself, so they are not parted."""
    start: date | None
    source: Provision
    end: date | None = None
    ended_by: Provision | None = None

    @property
    def unit(self) -> str:
        """The 款 as a fragment, empty for the whole article."""
        return str(self.paragraph) if self.paragraph else ""


def rows_of(text: str) -> list[tuple[str, int | None, str, str]]:
    """(key, paragraph, name, names it ends) of each row that names one article. Other lines are left out."""
    found = []
    for line in text.split("\n"):
        if row := ROW.match(line.strip()):
            key = key_of(f"第{row[1]}条" + (f"之{row[2]}" if row[2] else ""))
            found.append((key, to_int(row[3]) if row[3] else None, row[4], row[5] or ""))
    return found


def in_order(names: Iterable[ChargeName]) -> tuple[ChargeName, ...]:
    """The names by their start, each with the day on which a later one of the same article ends it."""
    ordered = sorted(names, key=lambda one: (one.start or date.min, one.paragraph or 0))
    dated = []
    for one in ordered:
        later = next(
            (
                other
                for other in ordered
                if other.start and one.start and other.start > one.start and one.name in other.ends
            ),
            None,
        )
        dated.append(replace(one, end=later.start, ended_by=later.source) if later else one)
    return tuple(dated)


def _determined(_state: int) -> dict[str, tuple[ChargeName, ...]]:
    """By the title of the law, every name that the interpretations held here give to its offences. Two queries."""
    # The few laws first: asked for versions at once, the database looks through all of them.
    titled = {
        pk: law[1]
        for pk, title in Law.objects.filter(title_zh__contains=TITLE).values_list("pk", "title_zh")
        if (law := OF_LAW.search(title))
    }
    versions = (
        ProvisionVersion.objects.current()
        .filter(provision__law__in=titled, text_held=True)
        .select_related("provision__law")
    )
    names: dict[str, list[ChargeName]] = defaultdict(list)
    for version in versions:
        names[titled[version.provision.law_id]] += (
            ChargeName(key, paragraph, name, ends, version.valid_from, version.provision)
            for key, paragraph, name, ends in rows_of(version.text)
        )
    return {title: tuple(found) for title, found in names.items()}


_names = Kept(_determined)


def charge_names(provision: Provision) -> tuple[ChargeName, ...]:
    """The names of the offences of a provision through time, as the interpretations held here give them."""
    law = provision.law
    if law.jurisdiction_id != "cn" or law.kind != Law.Kind.LAW:
        return ()
    return in_order(one for one in _names().get(law.title_zh, ()) if one.key == provision.key)


def on(names: Iterable[ChargeName], day: date) -> list[ChargeName]:
    """Those in use on `day`."""
    return [
        one for one in names if (one.start is None or one.start <= day) and (one.end is None or one.end > day)
    ]
