"""From a citation as found to the provision it means, and from a search box's words straight to a provision.

Pure: it knows the laws it was given (`resolver_db` gives it the library's). It decides which provision; which words that
provision had is the caller's question, who knows the day (`ProvisionVersion.objects.as_of`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from lawbase.citations import chinese, us
from lawbase.citations.found import Code, FoundCitation, Home
from lawbase.citations.names import amended_name, form_of, is_chinese, suffixes
from lawbase.statutes.numbers import sort_key
from lawbase.statutes.pinpoint import Pinpoint


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for the catalogues, as Django's does, which cannot be called before the settings are read."""
    return sentence


NO_NAME = gettext_noop("The citation names no law.")
NO_LAW = gettext_noop("The library holds no law of this name.")
NO_CODE = gettext_noop("The library holds no law at this place of the code.")
NO_PROVISION = gettext_noop("The library holds the law, but no provision of this number.")
ACT_SECTION = gettext_noop(
    "The number counts the sections of the act itself; the library counts those of the code."
)
SEVERAL = gettext_noop(
    "Several laws have a section of this number; the citation does not say which is meant."
)
# Fixed sentences, so that the pages can print them in the reader's language.

MAX_RANGE = 20
"""A longer range ("§§ 1798.100-1798.199.100") names the law and no single provision of it."""
_AMENDING = ("amendment", "decision")


@dataclass(frozen=True)
class LawEntry:
    """What the resolver must know of a law.

    `titles` and `aliases`: every name, long or short, in either language. `code`: {system, title, sections} or None.
    `keys`: the provisions held, as a collection or a test. `kind`: as in `Law.Kind`. Entries come in the library's order:
    where two laws share a name, the first that is not an amending instrument has it.
    """

    slug: str
    titles: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    jurisdiction: str = "cn"
    code: Mapping[str, object] | None = None
    keys: Collection[str] | Callable[[str], bool] = field(default_factory=frozenset, compare=False)
    kind: str = "law"

    @cached_property
    def _ordered(self) -> list[tuple[str, str]]:
        return [] if callable(self.keys) else sorted((sort_key(key), key) for key in self.keys)

    def has(self, key: str) -> bool:
        return self.keys(key) if callable(self.keys) else key in self.keys

    def held(self, key: str) -> str | None:
        """The key as the library writes it, where it holds the provision."""
        return next((written for written in (key, key.lower()) if self.has(written)), None)

    def between(self, first: str, last: str) -> list[str]:
        """The keys held from `first` to `last`; 253-1 lies between 253 and 254."""
        if not callable(self.keys):
            low = bisect_left(self._ordered, (sort_key(first), ""))
            high = bisect_left(self._ordered, (sort_key(last) + "\0", ""))
            return [key for _place, key in self._ordered[low:high]]
        if first.isdigit() and last.isdigit():
            numbers = range(int(first), min(int(last), int(first) + MAX_RANGE + 1) + 1)
            return [str(number) for number in numbers if self.keys(str(number))]
        return [key for key in (first, last) if self.keys(key)]


@dataclass(frozen=True)
class Resolved:
    """A citation's target. `problem` is a sentence where it is not (wholly) found; `law` may be known without the `key`."""

    law: str | None
    key: str | None = None
    unit: tuple[str, ...] = ()
    problem: str = ""

    @property
    def pinpoint(self) -> Pinpoint | None:
        return Pinpoint(self.law, self.key, self.unit) if self.law and self.key else None


class Resolver:
    """Built once for a library; everything it needs is in memory. Read-only after that, so threads may share it."""

    def __init__(self, laws: Iterable[LawEntry]) -> None:
        self.laws = {law.slug: law for law in laws}
        self.names: dict[str, list[LawEntry]] = defaultdict(list)
        self.codes: dict[Code, list[LawEntry]] = defaultdict(list)
        ordered = sorted(self.laws.values(), key=lambda law: law.kind in _AMENDING)
        for law in ordered:
            for name in {*law.titles, *law.aliases, *_derived(law)}:
                form = form_of(name)
                if len(form) > 1 and law not in self.names[form]:
                    self.names[form].append(law)
            if law.code and law.code.get("system"):
                self.codes[_code(law.code)].append(law)
        self.longest = max((len(form) for form in self.names), default=0)

    def law_named(self, name: str, prefer: str = "") -> LawEntry | None:
        """The law of that name; of several, one of the jurisdiction `prefer` ("cn", "us"), else the first."""
        form = form_of(name)
        found = self.names.get(form)
        if found is None and is_chinese(form):
            found = next((self.names[end] for end in suffixes(form) if end in self.names), None)
        if not found:
            return None
        return next((law for law in found if prefer and law.jurisdiction.startswith(prefer)), found[0])

    def resolve(
        self, found: FoundCitation, home: Home | None = None, prefer: str = ""
    ) -> tuple[Resolved, ...]:
        """The provisions that `found` means: one, or one for each of a range. Never empty; failures carry a sentence."""
        if found.kind == "part":
            return (self._part(found),)
        law, problem = self._law(found, home, prefer)
        if law is None:
            return (Resolved(None, None, found.unit, problem),)
        if found.key is None:
            return (Resolved(law.slug),)
        if found.through:
            keys = law.between(found.key, found.through)
            if len(keys) > MAX_RANGE:
                return (Resolved(law.slug),)
            return tuple(Resolved(law.slug, key) for key in keys) or (
                Resolved(law.slug, problem=NO_PROVISION),
            )
        key = law.held(found.key)
        if key is None:
            own = (
                bool(law.code) and found.code is None and not is_chinese(found.law_name) and _small(found.key)
            )
            return (Resolved(law.slug, None, found.unit, ACT_SECTION if own else NO_PROVISION),)
        return (Resolved(law.slug, key, found.unit),)

    def read(self, text: str, lang: str, home: Home | None = None) -> list[tuple[FoundCitation, Resolved]]:
        """Find and resolve every citation of a text; a range gives one pair for each provision.

        `lang` is the text's language. Where a Chinese name without title marks was read too long ("被告人的刑法"), offsets
        and words are cut to the name that was recognised.
        """
        finder, prefer = (chinese.find, "cn") if lang.startswith("zh") else (us.find, "us")
        pairs: list[tuple[FoundCitation, Resolved]] = []
        for found in finder(text, home):
            exact = self._cut(found)
            pairs += [(exact, resolved) for resolved in self.resolve(found, home, prefer)]
        return pairs

    def read_sections(self, texts: Sequence[str], lang: str) -> list[list[tuple[FoundCitation, Resolved]]]:
        """`read` for a document in parts: what one part says (以下简称《解释》; "15 U.S.C. § 1681") holds in the others.

        One list for each text, offsets within it.
        """
        gap = "\n\n"
        answer: list[list[tuple[FoundCitation, Resolved]]] = [[] for _text in texts]
        starts = [0]
        for text in texts:
            starts.append(starts[-1] + len(text) + len(gap))
        for found, resolved in self.read(gap.join(texts), lang):
            part = bisect_right(starts, found.start) - 1
            begin, end = found.start - starts[part], found.end - starts[part]
            if end <= len(texts[part]):
                answer[part].append((replace(found, start=begin, end=end), resolved))
        return answer

    def _law(self, found: FoundCitation, home: Home | None, prefer: str) -> tuple[LawEntry | None, str]:
        if found.kind == "amended" and home and home.law in self.laws:
            own = self.laws[home.law]
            amended = next((name for name in map(amended_name, own.titles) if name), None)
            law = self.law_named(amended, "cn") if amended else own
            return law, "" if law else NO_LAW
        if found.code:
            return self._at_code(found.code, found.key, home if found.kind == "self" else None)
        if found.law_name:
            law = self.law_named(found.law_name, prefer)
            return law, "" if law else NO_LAW
        if found.kind == "self" and home:
            law = self.laws.get(home.law)
            return law, "" if law else NO_LAW
        return self._with_section(found.key) if found.kind == "bare" else (None, NO_NAME)

    def _at_code(self, code: Code, key: str | None, home: Home | None) -> tuple[LawEntry | None, str]:
        """The law at a place of a code: it holds the section, or `code.sections` lists it."""
        laws = self.codes.get(_normal(code), [])
        if home and home.law in self.laws and key and self.laws[home.law].held(key):
            return self.laws[home.law], ""
        if key is None:
            return (laws[0], "") if len(laws) == 1 else (None, SEVERAL if laws else NO_CODE)
        listing = [law for law in laws if _lists(law, key)]
        holding = [law for law in laws if law.held(key)]
        both = [law for law in listing if law in holding]
        law = next(iter(both or holding or listing), None)
        return law, "" if law else NO_CODE

    def _with_section(self, key: str | None) -> tuple[LawEntry | None, str]:
        """The only US law that has this section."""
        if key is None:
            return None, NO_NAME
        holding = [law for law in self.laws.values() if law.jurisdiction != "cn" and law.held(key)]
        if len(holding) > 1:
            listing = [law for law in holding if _lists(law, key)]
            holding = listing if len(listing) == 1 else holding
        if len(holding) == 1:
            return holding[0], ""
        return None, SEVERAL if holding else NO_NAME

    def _part(self, found: FoundCitation) -> Resolved:
        """16 C.F.R. part 312: the rule as a whole."""
        laws = self.codes.get(_normal(found.code), []) if found.code else []
        for law in laws:
            keys = law.keys if not callable(law.keys) else _sections(law)
            if any(key == found.key or key.startswith(f"{found.key}.") for key in keys):
                return Resolved(law.slug)
        return Resolved(None, None, (), NO_CODE)

    def _cut(self, found: FoundCitation) -> FoundCitation:
        name = found.law_name
        if not name or not found.raw.startswith(name) or form_of(name) in self.names or not is_chinese(name):
            return found
        for at in range(1, len(name) - 1):
            if form_of(name[at:]) in self.names:
                end = form_of(name[at:])
                if end in suffixes(form_of(name)):
                    return replace(found, raw=found.raw[at:], start=found.start + at, law_name=name[at:])
        return found


def _derived(law: LawEntry) -> list[str]:
    """Names that follow from a title: 修正案(九) for 刑法修正案（九）, whose law is understood."""
    forms = (form_of(title) for title in law.titles)
    return [form[2:] for form in forms if re.fullmatch(r"刑法修正案\(.{1,3}\)", form)]


def _code(code: Mapping[str, object]) -> Code:
    return _normal(Code(str(code["system"]), str(code.get("title") or "")))


def _normal(code: Code) -> Code:
    """`740 ILCS 14` and `740/14` are one place; codes without titles have none, whatever a source writes there."""
    if code.system == "ilcs":
        return Code("ilcs", "/".join(re.findall(r"\d+", code.title)[:2]))
    if code.system in ("usc", "cfr", "ccr"):
        return Code(code.system, "".join(re.findall(r"\d+", code.title)[:1]))
    return Code(code.system)


def _sections(law: LawEntry) -> list[str]:
    listed = (law.code or {}).get("sections")
    return [str(section) for section in listed] if isinstance(listed, list | tuple) else []


def _lists(law: LawEntry, key: str) -> bool:
    return key in _sections(law)


def _small(key: str) -> bool:
    """Such as acts number their sections: 5, 604, 230."""
    return re.fullmatch(r"\d{1,3}[A-Za-z]?", key) is not None
